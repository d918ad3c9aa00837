/*
 * What the page is told to do: a function of `page` (what signals.js returns) that answers the named actions. Each
 * resolves to a plain value or throws `{ kind, message }`, where kind is one of
 *   not_on_whatsapp  nothing was created
 *   refused          WhatsApp refused it for good
 *   deferred         nothing went out, or WhatsApp refused it for now: the same id may be sent again
 *   rate_limited     as deferred, because the number sends too much
 *   unknown          it may have gone out
 * None of them has a deadline of its own: the caller's counts.
 */
({ read, text, idOf, models, ackWaiters, catchUp, fullReadyAt }) => {
  /* The page still wraps functions for about a second after wa-js says "full ready". */
  const SETTLING_MS = 1000;
  const REFUSED_FOR_NOW = ['ERROR_NETWORK', 'ERROR_UPLOAD', 'ERROR_EXPIRED', 'ERROR_TIMEOUT'];
  const NOT_ON_WHATSAPP = ['findChat: new chat not found', 'No LID for user'];
  const MAX_SEARCHED_KEYS = 100;
  /* After that a send that has not ended does not count any more: it may pend for ever. */
  const SENDING_MS = 30_000;
  const sending = new Map();
  const READY_CHECK_MS = 100;
  const READY_CHECKS = 150;

  const refusal = (kind, message) => Object.assign(new Error(message), { kind });
  const serialized = (wid) => text(read(() => wid._serialized) ?? wid);
  const message = (error) => String(error?.message ?? error);

  async function settled() {
    if (fullReadyAt() === null) throw refusal('deferred', 'the page is still loading');
    const left = fullReadyAt() + SETTLING_MS - Date.now();
    if (left > 0) await new Promise((done) => setTimeout(done, left));
  }

  /*
   * wa-js answers null both for "not on WhatsApp" and for any error, so a null is asked again of the page itself,
   * where an error is an error.
   */
  async function lookUpNumber(chatId) {
    const found = await WPP.contact.queryWidExists(chatId);
    if (found) return found;
    const ask = read(() => WPP.whatsapp.functions.queryWidExists);
    const wid = read(() => WPP.whatsapp.WidFactory.createWid(chatId));
    if (typeof ask === 'function' && wid) return (await ask(wid)) ?? null;
    if (read(() => WPP.whatsapp.Socket.state) !== 'CONNECTED') throw new Error('the connection to WhatsApp is down');
    return null;
  }

  async function number({ chatId }) {
    let found;
    try {
      found = await lookUpNumber(chatId);
    } catch (error) {
      throw refusal('deferred', 'the number could not be checked: ' + message(error));
    }
    if (!found) return { exists: false, waId: null, lid: null };
    const wid = serialized(found.wid);
    const lid = serialized(read(() => found.lid)) ?? (wid?.endsWith('@lid') ? wid : null);
    return { exists: true, waId: wid, lid };
  }

  /* The chat as the page resolves it: its id may be a LID or a corrected number, so it is never built from the input. */
  async function findChat(chatId) {
    let target = chatId;
    if (!chatId.endsWith('@g.us')) {
      const found = await number({ chatId });
      if (!found.exists) throw refusal('not_on_whatsapp', 'the number is not on WhatsApp');
      target = found.waId ?? chatId;
    }
    try {
      return await WPP.chat.find(target);
    } catch (error) {
      if (NOT_ON_WHATSAPP.some((start) => message(error).includes(start))) {
        throw refusal('not_on_whatsapp', 'the number is not on WhatsApp');
      }
      throw refusal('deferred', 'the chat could not be opened: ' + message(error));
    }
  }

  /* The page builds a key of its own for the chat (direction, participant); only the id part is ours. */
  async function keyFor(chat, id) {
    try {
      const key = await WPP.chat.generateMessageID(chat);
      return serialized(key).replace(idOf(key), id);
    } catch {
      /* It throws where the page does not know the own LID. */
      const remote = serialized(chat.id);
      const own = serialized(read(() => WPP.whatsapp.UserPrefs.getMaybeMePnUser()));
      return remote.endsWith('@g.us') ? `true_${remote}_${id}_${own}` : `true_${remote}_${id}`;
    }
  }

  const stored = (key) => read(() => WPP.whatsapp.MsgStore.get(key));

  function receipt(chatId, msg, ack) {
    const timestamp = Number(read(() => msg.t)) || Math.floor(Date.now() / 1000);
    return { ack, chatId, timestamp };
  }

  function kindOf(code) {
    if (code === 'ERROR_RATE_LIMIT') return 'rate_limited';
    return REFUSED_FOR_NOW.includes(code) ? 'deferred' : 'refused';
  }

  /* Resolution alone means nothing: a refused send resolves as well. */
  function judge(result, key) {
    const sent = result?.sendMsgResult;
    const code = text(read(() => sent.messageSendResult) ?? (typeof sent === 'string' ? sent : null));
    const ack = Number(read(() => stored(key).ack) ?? result?.ack ?? 0);
    if (ack >= 1) return ack;
    if (code !== null && code !== 'OK') {
      throw refusal(kindOf(code), 'WhatsApp answered ' + code);
    }
    if (ack < 0) throw refusal('refused', 'WhatsApp refused the message');
    return null;
  }

  /* Sent is: the server's ack. It can come before the send resolves, after it, or without it. */
  async function awaitServer(sending, id, key) {
    return new Promise((done, fail) => {
      ackWaiters.set(id, { since: performance.now(), tell: (ack) => ack >= 1 && done(ack) });
      sending.then((result) => judge(result, key)).then((ack) => ack !== null && done(ack), (error) => {
        if (error.kind) fail(error);
        else fail(refusal(stored(key) ? 'unknown' : 'deferred', 'the page could not send it: ' + message(error)));
      });
    }).finally(() => ackWaiters.delete(id));
  }

  function begin(chat, key, { body, media }, input) {
    const options = { messageId: key, waitForAck: true, markIsRead: false, detectMentioned: false };
    const to = serialized(chat.id);
    if (!media) return WPP.chat.sendTextMessage(to, body, { ...options, linkPreview: false });
    const picked = input.files[0];
    input.remove();
    const file = new File([picked], media.filename, { type: media.contentType, lastModified: Date.now() });
    const caption = media.caption === null ? {} : { caption: media.caption };
    return WPP.chat.sendFileMessage(to, file, {
      ...options,
      ...caption,
      type: media.mediaType,
      filename: media.filename,
      mimetype: media.contentType,
    });
  }

  const isSending = (id) => Date.now() - (sending.get(id)?.since ?? -Infinity) < SENDING_MS;

  /* A worker that was killed in the middle of a send left it running; its successor joins it. */
  function send(request, input) {
    const { id } = request;
    if (isSending(id)) return sending.get(id).outcome;
    const outcome = sendNow(request, input).finally(() => {
      if (sending.get(id)?.outcome === outcome) sending.delete(id);
    });
    sending.set(id, { since: Date.now(), outcome });
    return outcome;
  }

  async function sendNow(request, input) {
    await settled();
    const chat = await findChat(request.chatId);
    const key = await keyFor(chat, request.id);
    /* The answer of a former attempt was lost: the message was not. */
    const known = Number(read(() => stored(key).ack));
    if (known >= 1) return receipt(serialized(chat.id), stored(key), known);
    const ack = await awaitServer(begin(chat, key, request, input), request.id, key);
    return receipt(serialized(chat.id), stored(key), ack);
  }

  /* An input of our own for Selenium's upload: the file goes from the disk to the page without passing a script. */
  function fileInput() {
    const input = document.createElement('input');
    input.type = 'file';
    input.style.display = 'none';
    document.documentElement.append(input);
    return input;
  }

  /* A chat may have moved from its number to a LID, or own messages in a group from one own id to the other. */
  async function keysOf(chat, id) {
    const key = await keyFor(chat, id);
    const cache = WPP.whatsapp.lidPnCache;
    const prefs = WPP.whatsapp.UserPrefs;
    const own = [read(() => prefs.getMaybeMePnUser()), read(() => prefs.getMaybeMeLidUser())].map(serialized);
    const others = [read(() => cache.getPhoneNumber(chat.id)), read(() => cache.getCurrentLid(chat.id))].map(serialized);
    const remote = serialized(chat.id);
    const keys = [key];
    for (const other of others) if (other) keys.push(key.replace(remote, other));
    if (remote.endsWith('@g.us')) for (const me of own) if (me) keys.push(`true_${remote}_${id}_${me}`);
    return [...new Set(keys)];
  }

  /* By the id part alone: in what is loaded, by key in each chat, and last in what the page can load for recent chats. */
  async function find({ id }) {
    await settled();
    const found = (msg) => receipt(serialized(read(() => msg.id.remote)), msg, Number(read(() => msg.ack)) || 0);
    const loaded = models(WPP.whatsapp.MsgStore).find((msg) => idOf(msg.id) === id && read(() => msg.id.fromMe));
    if (loaded) return found(loaded);
    const chats = models(WPP.whatsapp.ChatStore);
    chats.sort((a, b) => (Number(read(() => b.t)) || 0) - (Number(read(() => a.t)) || 0));
    const keys = [];
    for (const chat of chats) keys.push(...(await keysOf(chat, id)));
    for (const key of keys) if (stored(key)) return found(stored(key));
    for (const key of keys.slice(0, MAX_SEARCHED_KEYS)) {
      const msg = await WPP.chat.getMessageById(key).catch(() => null);
      if (msg) return found(msg);
    }
    if (isSending(id)) throw refusal('unknown', 'the message is just being sent');
    return null;
  }

  /* Its promise may never settle, so it is not waited for: the signals tell. */
  async function logout() {
    WPP.conn.logout().catch(() => null);
    return null;
  }

  /* As its button "use here": this window goes on, and the other one is cut off. */
  async function takeOver() {
    const socket = read(() => WPP.whatsapp.Socket);
    if (read(() => socket.state) === 'CONFLICT' && typeof socket.takeover === 'function') socket.takeover();
    return null;
  }

  /* refreshQR of wa-js throws on pages since April 2026; the bus works on them, the other on older ones. */
  async function refreshQr() {
    const bus = read(() => WPP.whatsapp.BackendEventBus);
    if (typeof bus?.triggerRefreshQR === 'function') bus.triggerRefreshQR();
    else if (typeof bus?.trigger === 'function') bus.trigger('refresh_qr');
    else WPP.conn.refreshQR().catch(() => null);
    return null;
  }

  /* A page that shows a QR code may not be ready for calls yet. What WhatsApp says can name the number, so it stays here. */
  async function pairingCode({ phone }) {
    for (let i = 0; i < READY_CHECKS && fullReadyAt() === null; i++) {
      await new Promise((done) => setTimeout(done, READY_CHECK_MS));
    }
    await settled();
    try {
      return { code: text(await WPP.conn.genLinkDeviceCodeForPhoneNumber(phone)) };
    } catch (error) {
      throw refusal('deferred', 'WhatsApp gave no pairing code (' + (error?.name ?? 'no reason') + ')');
    }
  }

  async function missed() {
    catchUp();
    return null;
  }

  return { send, find, number, logout, refreshQr, takeOver, pairingCode, catchUp: missed, fileInput };
}
