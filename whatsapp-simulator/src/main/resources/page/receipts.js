// Acks that come from the server after a message was taken: delivered, read, played.

import { chats, raiseAcks, setAcks } from './chats.js';
import { ackString } from './constants.js';
import { define } from './loader.js';
import { createWid } from './wid.js';
import { wire } from './wire.js';

async function settle({ externalIds, ack }) {
  await Promise.all(externalIds.map((id) => raiseAcks(id, ack)));
}

const direct = define('WAWebHandleDirectChatReceipt', { handleChatSimpleReceipt: settle });
const group = define('WAWebHandleGroupChatReceipt', { handleGroupSimpleReceipt: settle });
define('WAWebHandleStatusReceipt', { handleStatusSimpleReceipt: settle });

async function receive({ key, id, chat, ack, participant }) {
  if (ack < 2) {
    // Not a receipt of the recipient: the server's own word, which the page keeps as it is.
    await setAcks(id, ack);
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
