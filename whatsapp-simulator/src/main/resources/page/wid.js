// Addresses: `<phone>@c.us`, `<digits>@lid`, `<id>@g.us`.

import { define } from './loader.js';

const USER_SERVERS = new Set(['c.us', 'lid', 's.whatsapp.net', 'hosted', 'hosted.lid']);

export class Wid {
  constructor(user, server, device) {
    this.server = server === 's.whatsapp.net' ? 'c.us' : server;
    this.user = user;
    if (device) {
      this.device = device;
    }
    this._serialized = `${user}${device ? `:${device}` : ''}@${this.server}`;
  }

  isUser() {
    return USER_SERVERS.has(this.server);
  }

  isRegularUser() {
    return this.isUser() && !this.isPSA();
  }

  isRegularUserPn() {
    return this.server === 'c.us';
  }

  isLid() {
    return this.server === 'lid';
  }

  isGroup() {
    return this.server === 'g.us';
  }

  isBroadcast() {
    return this.server === 'broadcast';
  }

  isStatusV3() {
    return this._serialized === 'status@broadcast';
  }

  isStatus() {
    return this.isStatusV3();
  }

  isNewsletter() {
    return this.server === 'newsletter';
  }

  isBot() {
    return this.server === 'bot';
  }

  isPSA() {
    return this._serialized === '0@c.us';
  }

  isServer() {
    return this._serialized === 'server@c.us';
  }

  isCompanion() {
    return Boolean(this.device);
  }

  equals(other) {
    return other != null && String(other) === this._serialized;
  }

  toJid() {
    return this._serialized.replace('@c.us', '@s.whatsapp.net');
  }

  toLogString() {
    return `*@${this.server}`;
  }

  toJSON() {
    return this._serialized;
  }

  toString() {
    return this._serialized;
  }

  static isWid(value) {
    return value instanceof Wid;
  }

  static isXWid(server, value) {
    return createWid(String(value)).server === server;
  }
}

export function createWid(text) {
  const match = /^([^@:]*)(?::(\d+))?@(.+)$/.exec(String(text));
  if (!match) {
    throw new Error('wid error: invalid wid');
  }
  return new Wid(match[1], match[3], Number(match[2] ?? 0));
}

function createUserWidOrThrow(user, server = 'c.us') {
  return new Wid(String(user).split('@')[0].split(':')[0], server);
}

/** The same address without the device part. */
export function asUserWidOrThrow(wid) {
  return new Wid(wid.user, wid.server);
}

function isWidlike(value) {
  return value instanceof Wid || (typeof value === 'object' && value !== null && 'user' in value && 'server' in value);
}

function createWidFromWidLike(value) {
  return value instanceof Wid ? value : new Wid(value.user, value.server, value.device);
}

define('WAWebWid', { default: Wid });
define('WAWebWidFactory', {
  createWid,
  createUserWid: createUserWidOrThrow,
  createUserWidOrThrow,
  createUserLidOrThrow: (user) => createUserWidOrThrow(user, 'lid'),
  createDeviceWid: createWid,
  createWidFromWidLike,
  isWidlike,
  asUserWidOrThrow,
  asChatWid: (wid) => wid,
  toUserWid: asUserWidOrThrow,
});
