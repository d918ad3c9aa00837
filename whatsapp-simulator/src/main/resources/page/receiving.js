// Messages that come in, and chats that were read.

import * as database from './database.js';
import { appendMessage, ensureChat, mediaDataOf, Msg, rowOf, saveChat } from './chats.js';
import { define } from './loader.js';
import { rememberPair } from './lookup.js';
import { MsgKey } from './msgkey.js';
import { markSeen } from './receipts.js';
import { settings } from './settings.js';
import { createWid } from './wid.js';
import { wire } from './wire.js';

const CIPHERTEXT_MS = 100;

function keyOf({ id, fromMe, chat, author }) {
  return new MsgKey({ fromMe, remote: createWid(chat), id, participant: author ?? undefined });
}

function modelOf(id, raw) {
  const msg = new Msg({
    id,
    body: raw.body ?? undefined,
    type: raw.type,
    t: raw.t,
    ack: raw.ack,
    self: raw.fromMe ? 'out' : 'in',
    from: raw.from ? createWid(raw.from) : undefined,
    to: raw.to ? createWid(raw.to) : undefined,
    author: raw.author ? createWid(raw.author) : undefined,
    caption: raw.caption ?? undefined,
    filename: raw.filename ?? undefined,
    mimetype: raw.mimetype ?? undefined,
    size: raw.size,
    filehash: raw.filehash,
    mediaId: raw.mediaId,
    notifyName: raw.notifyName,
    isNewMsg: true,
  });
  if (raw.mediaId) {
    msg.mediaData = mediaDataOf(msg);
  }
  return msg;
}

/** The real page shows a message before it could decrypt it, and changes its type a little later. */
function showAsCiphertextFirst(msg) {
  const { type, body } = msg;
  msg.attributes.type = 'ciphertext';
  msg.attributes.body = undefined;
  setTimeout(() => msg.set({ body, type }), CIPHERTEXT_MS);
}

async function handleSingleMsg(wid, raw) {
  const key = keyOf(raw);
  if (await database.read('message', String(key))) {
    return;
  }
  const msg = modelOf(key, raw);
  const chat = ensureChat(key.remote, raw.author ? undefined : raw.notifyName);
  await database.write('message', rowOf(msg));
  if (!raw.fromMe) {
    chat.unreadCount += 1;
  }
  if (settings.ciphertext_first) {
    showAsCiphertextFirst(msg);
  }
  appendMessage(chat, msg);
  await saveChat(chat);
}

const worker = define('WAWebHandleSingleMsgWorkerCompatible', { handleSingleMsg });

// One after the other: two messages of one chat must not count its unread messages at the same time.
let queue = Promise.resolve();

function receive({ key, message }) {
  queue = queue
    .then(async () => {
      rememberPair(createWid(message.pn), createWid(message.lid));
      await worker.handleSingleMsg(createWid(message.chat), message);
      wire.send({ t: 'received', key });
    })
    // Unconfirmed, so it comes again with the next connection; those behind it must not wait for that.
    .catch((failure) => console.error(failure));
}

async function sendSeen({ chat }) {
  markSeen(chat);
  chat.unreadCount = 0;
  await saveChat(chat);
  return true;
}

async function markUnread(chat) {
  chat.unreadCount = -1;
  await saveChat(chat);
}

/** Takes messages in for as long as the page lives. */
export function startReceiving() {
  wire.on('message', receive);
}

define('WAWebUpdateUnreadChatAction', { sendSeen, markUnread });
define('WAWebChatGetters', { getHasUnread: (chat) => chat.unreadCount !== 0, getIsGroup: (chat) => chat.id.isGroup() });
