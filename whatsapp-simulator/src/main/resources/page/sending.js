// A message on its way out: written to the profile with ack 0, then handed to the server, then settled by its answer.

import { appendMessage, Msg, raiseAck, rowOf, saveMessage } from './chats.js';
import { ACK, SendMsgResult, unixTime } from './constants.js';
import { currentMe } from './identity.js';
import { define } from './loader.js';
import { MsgKey } from './msgkey.js';
import { wire } from './wire.js';

/** Makes the message, keeps it in the profile, and puts it into its chat. */
export async function queueMessage(chat, raw) {
  const msg = new Msg({ ...raw, ack: ACK.CLOCK });
  await saveMessage(chat, msg);
  appendMessage(chat, msg);
  return msg;
}

/** Hands a kept message to the server. Resolves with the server's verdict, and never when there is none. */
export async function transmit(msg) {
  const row = rowOf(msg);
  const answer = await wire.request('send', {
    message: { ...row, id: row.msgId, from: undefined, self: undefined, notifyName: undefined },
  });
  if (answer.result !== SendMsgResult.OK) {
    return refuse(msg, answer.result);
  }
  // The profile hears of it a moment later: whoever kills the browser in between finds the message with ack 0.
  raiseAck(msg.id, ACK.SENT).catch((failure) => console.error(failure));
  return { messageSendResult: SendMsgResult.OK, t: answer.t, count: null };
}

/** Marks a message as failed for good. A refusal is an answer, not an exception. */
export async function refuse(msg, result) {
  await raiseAck(msg.id, ACK.FAILED);
  return { messageSendResult: result, t: msg.t, count: null };
}

async function addAndSendMsgToChat(chat, raw) {
  const queued = queueMessage(chat, raw);
  return [queued, queued.then(transmit)];
}

/** The older way to send a text, which other clients still use. */
async function sendTextMsgToChat(chat, body, options = {}) {
  const from = currentMe().pn;
  const id = new MsgKey({ from, to: chat.id, id: await MsgKey.newId(), selfDir: 'out' });
  const [, sent] = await actions.addAndSendMsgToChat(chat, {
    ...options,
    id,
    from,
    to: chat.id,
    body,
    type: 'chat',
    self: 'out',
    t: unixTime(),
  });
  return sent;
}

const actions = define('WAWebSendMsgChatAction', { addAndSendMsgToChat });

define('WAWebSendTextMsgChatAction', { sendTextMsgToChat });
define('WAWebGetEphemeralFieldsMsgActionsUtils', { getEphemeralFields: () => ({}) });
