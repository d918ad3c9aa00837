// Acks that come from the server after a message was taken: delivered, read, played.

import { chats, messages, raiseAcks } from './chats.js';
import { ackString } from './constants.js';
import * as database from './database.js';
import { define } from './loader.js';
import { createWid } from './wid.js';
import { wire } from './wire.js';

/** The full keys of an outgoing message: an id part may be known under several, in memory and in the profile. */
async function keysOf(id) {
  const rows = await database.findBy('message', 'msgId', id);
  return rows.map((row) => row.id).filter((key) => key.startsWith('true_'));
}

async function settle({ externalIds, ack }) {
  for (const id of externalIds) {
    await raiseAcks(id, ack);
  }
}

const direct = define('WAWebHandleDirectChatReceipt', { handleChatSimpleReceipt: settle });
const group = define('WAWebHandleGroupChatReceipt', { handleGroupSimpleReceipt: settle });
define('WAWebHandleStatusReceipt', { handleStatusSimpleReceipt: settle });

async function lower(id, ack) {
  for (const key of await keysOf(id)) {
    const msg = messages.get(key);
    if (msg) {
      msg.ack = ack;
    }
    await database.update('message', key, (row) => ({ ...row, ack }));
  }
}

async function receive({ key, id, chat, ack, participant }) {
  if (ack < 2) {
    // Not a receipt of the recipient: the server's own word, which the page keeps as it is.
    await lower(id, ack);
  } else {
    const from = createWid(chat);
    const receipt = { externalIds: [id], from, ack, ackString: ackString(ack) };
    await (participant
      ? group.handleGroupSimpleReceipt({ ...receipt, participant: createWid(participant) })
      : direct.handleChatSimpleReceipt(receipt));
  }
  wire.send({ t: 'received', key });
}

/** Follows the acks for as long as the page lives. */
export function startReceipts() {
  wire.on('ack', receive);
}

/** Tells the server that the messages of a chat are read. */
export function markSeen(chat) {
  const ids = chats
    .get(chat.id)
    .msgs.filter((msg) => !msg.id.fromMe)
    .slice(-Math.max(chat.unreadCount, 0))
    .map((msg) => msg.id.id);
  if (chat.unreadCount !== 0 && ids.length) {
    wire.request('read', { ids });
  }
}
