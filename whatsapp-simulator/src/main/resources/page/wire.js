// The one connection of this page to the simulator: a WebSocket with JSON frames `{t: kind, ...}`.
//
// A request waits, however long, until the server answers it: while the connection is down it is kept, and it goes out
// again after a reconnect when no answer came. The server recognises a message that arrives twice by its id.

import { Emitter } from './emitter.js';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 2_000;
const MOST_PENDING = 1_000;

class Wire extends Emitter {
  #socket;
  #hello;
  #pending = new Map();
  #lastRequest = 0;
  #retryMs = FIRST_RETRY_MS;
  #retryTimer;
  #wanted = false;
  #welcomed = false;

  /** Keeps a connection open from now on. `hello` makes the first frame of each. */
  open(hello) {
    this.#hello = hello;
    this.#wanted = true;
    this.#connect();
  }

  /** Ends the connection and does not come back until `open`. */
  close() {
    this.#wanted = false;
    clearTimeout(this.#retryTimer);
    this.#socket?.close();
  }

  /** Sends a frame that needs no answer. Answers whether there was a connection to send it on. */
  send(frame) {
    if (!this.#welcomed) {
      return false;
    }
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Resolves with the answer. Pends while there is none. */
  request(kind, body) {
    if (this.#pending.size >= MOST_PENDING) {
      return Promise.reject(new Error('too many requests wait for the connection'));
    }
    const rid = ++this.#lastRequest;
    const frame = { ...body, t: kind, rid };
    return new Promise((resolve) => {
      this.#pending.set(rid, { frame, resolve });
      this.send(frame);
    });
  }

  #connect() {
    this.trigger('opening');
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/page/socket`);
    this.#socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ t: 'hello', ...this.#hello() }));
    socket.onmessage = (event) => this.#receive(socket, JSON.parse(event.data));
    socket.onclose = () => this.#lost(socket);
  }

  #receive(socket, frame) {
    if (socket !== this.#socket) {
      return;
    }
    if (frame.t === 'reply') {
      this.#pending.get(frame.rid)?.resolve(frame.body);
      this.#pending.delete(frame.rid);
      return;
    }
    if (frame.t === 'welcome' && !this.#welcomed) {
      this.#welcomed = true;
      this.#retryMs = FIRST_RETRY_MS;
      this.trigger('welcome', frame);
      for (const { frame: unanswered } of [...this.#pending.values()]) {
        this.send(unanswered);
      }
      return;
    }
    this.trigger(frame.t, frame);
  }

  #lost(socket) {
    if (socket !== this.#socket) {
      return;
    }
    const hadWelcome = this.#welcomed;
    this.#welcomed = false;
    if (hadWelcome) {
      this.trigger('lost');
    }
    if (this.#wanted) {
      this.#retryTimer = setTimeout(() => this.#connect(), this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
    }
  }
}

export const wire = new Wire();
