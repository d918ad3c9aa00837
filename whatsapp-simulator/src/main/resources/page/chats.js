// Chats, messages and contacts: the models, and the collections that hold them.

import { ACK } from './constants.js';
import * as database from './database.js';
import { Collection, Emitter, Model } from './emitter.js';
import { define } from './loader.js';
import { MsgKey } from './msgkey.js';
import { createWid } from './wid.js';

// What stays in memory; the profile keeps more, and lookups by id find it there.
const MOST_MESSAGES_IN_MEMORY = 300;
const MOST_MESSAGES_KEPT = 10_000;
const ACKS_TOGETHER_MS = 100;

const WID_FIELDS = ['from', 'to', 'author'];
const ROW_FIELDS = [
  'body', 'type', 'subtype', 't', 'ack', 'self', 'caption', 'filename', 'mimetype', 'size', 'filehash', 'mediaId',
  'notifyName', 'order',
];

let lastOrder = 0;

/** A number that grows with each message. Seconds alone would not tell which of two messages came first. */
function nextOrder() {
  lastOrder = Math.max(lastOrder + 1, Date.now());
  return lastOrder;
}

export class Msg extends Model {
  constructor(values) {
    super({ ...values, order: values.order ?? nextOrder() });
  }

  get sender() {
    return this.author ?? this.from;
  }

  get isSentByMe() {
    return Boolean(this.id?.fromMe);
  }

  get isMedia() {
    return this.mediaData !== undefined;
  }

  updateAck(ack) {
    this.ack = ack;
  }

  msgContextInfo(chat) {
    return {
      quotedMsg: { type: this.type, body: this.body },
      quotedStanzaID: this.id.id,
      quotedParticipant: this.sender,
      quotedRemoteJid: chat,
    };
  }
}
Msg.declare(
  'id', 'body', 'type', 'subtype', 't', 'from', 'to', 'author', 'self', 'ack', 'isNewMsg', 'local', 'caption',
  'filename', 'mimetype', 'size', 'filehash', 'mediaId', 'mediaData', 'mediaObject', 'notifyName', 'latestEditMsgKey', 'order',
);

export class Chat extends Model {
  msgs = new Collection();
  presence = Object.assign(new Emitter(), { subscribe: async () => {}, isOnline: false });

  get kind() {
    return this.id?.isGroup() ? 'group' : 'chat';
  }

  get formattedTitle() {
    return this.name ?? this.id?.user;
  }
}
Chat.declare('id', 'name', 't', 'unreadCount', 'lastReceivedKey', 'active', 'archive', 'pin', 'groupMetadata', 'contact');

export class Contact extends Model {}
Contact.declare('id', 'name', 'pushname', 'shortName', 'type', 'isBusiness');

// Clients look for the name on the prototype as a plain value.
for (const [model, name] of [[Msg, 'msg'], [Chat, 'chat'], [Contact, 'contact']]) {
  Object.defineProperty(model.prototype, 'proxyName', { value: name });
}

class MsgCollectionImpl extends Collection {
  add(msg) {
    super.add(msg);
    for (const oldest of this._index.keys()) {
      if (this.length <= MOST_MESSAGES_IN_MEMORY) {
        break;
      }
      const removed = this.remove(oldest);
      chats.get(chatIdOf(removed))?.msgs.remove(oldest);
    }
    return msg;
  }

  async processMultipleMessages(wid, raws) {
    return raws.map((raw) => this.get(raw) ?? this.add(new Msg(raw)));
  }
}

class ChatCollectionImpl extends Collection {
  getActive() {
    return this.findFirst((chat) => chat.active);
  }
}

class ContactCollectionImpl extends Collection {
  getMeContact() {
    return this.findFirst((contact) => contact.isMe);
  }
}

export const messages = new MsgCollectionImpl();
export const chats = new ChatCollectionImpl();
export const contacts = new ContactCollectionImpl();

const chatIdOf = (msg) => msg.id.remote;

/** The message as it is kept in the profile. */
export function rowOf(msg) {
  const row = { id: String(msg.id), msgId: msg.id.id, chat: String(chatIdOf(msg)) };
  for (const field of ROW_FIELDS) {
    row[field] = msg[field];
  }
  for (const field of WID_FIELDS) {
    row[field] = msg[field] ? String(msg[field]) : undefined;
  }
  return row;
}

/** A message from the profile; the model in memory when there is one. */
export function fromRow(row) {
  const known = messages.get(row.id);
  if (known) {
    return known;
  }
  const values = { ...row, id: MsgKey.fromString(row.id) };
  delete values.chat;
  delete values.msgId;
  for (const field of WID_FIELDS) {
    values[field] = row[field] ? createWid(row[field]) : undefined;
  }
  const msg = new Msg(values);
  if (row.mediaId) {
    msg.mediaData = mediaDataOf(msg);
  }
  return msg;
}

/** What clients read about a message's file. */
export function mediaDataOf({ type, mimetype, size, filehash }) {
  return { type, mimetype, size, filehash, mediaStage: 'RESOLVED' };
}

function chatRowOf(chat) {
  return {
    id: String(chat.id),
    name: chat.name,
    t: chat.t,
    unreadCount: chat.unreadCount,
    lastReceivedKey: chat.lastReceivedKey ? String(chat.lastReceivedKey) : undefined,
  };
}

export function saveChat(chat) {
  return database.write('chat', chatRowOf(chat));
}

/** Keeps a message and the chat that has it as its newest. */
export function saveMessage(chat, msg) {
  const row = { ...chatRowOf(chat), t: msg.t, lastReceivedKey: String(msg.id) };
  return database.writeAll({ message: rowOf(msg), chat: row });
}

/** The chat with this address, made when it is new. */
export function ensureChat(id, name) {
  const known = chats.get(id);
  if (known) {
    return known;
  }
  const chat = new Chat({ id, name, t: 0, unreadCount: 0 });
  chat.contact = ensureContact(id, name);
  chats.add(chat);
  return chat;
}

export function ensureContact(id, name) {
  return contacts.get(id) ?? contacts.add(new Contact({ id, name, pushname: name, type: 'in', isBusiness: false }));
}

/** Puts a message into its chat as the newest one. */
export function appendMessage(chat, msg) {
  for (const collection of [chat.msgs, messages]) {
    collection.remove(msg.id);
  }
  chat.lastReceivedKey = msg.id;
  chat.t = msg.t;
  messages.add(msg);
  chat.msgs.add(msg);
}

const isHigher = (ack, present) => ack === ACK.FAILED || ack > (present ?? ACK.CLOCK);

const isOwn = (row) => row.id.startsWith('true_');

function raiseInMemory(key, ack) {
  const msg = messages.get(key);
  if (msg && isHigher(ack, msg.ack)) {
    msg.ack = ack;
  }
}

let ackChanges = new Map();
let ackStep;

/** Acks come in numbers; those of one moment are kept in one step, as the real page does it. Resolves once they are. */
function keepAck(id, change) {
  ackChanges.set(id, [...(ackChanges.get(id) ?? []), change]);
  ackStep ??= new Promise((resolve) => setTimeout(resolve, ACKS_TOGETHER_MS)).then(() => {
    const changes = ackChanges;
    ackChanges = new Map();
    ackStep = undefined;
    return database.updateBy('message', 'msgId', changes);
  });
  return ackStep;
}

/** Moves the ack of a message, in memory and in the profile. An ack that comes late never lowers it. */
export async function raiseAck(key, ack) {
  const id = String(key);
  raiseInMemory(key, ack);
  await keepAck(key.id, (row) => (row.id === id && isHigher(ack, row.ack) ? { ...row, ack } : undefined));
}

/** As `raiseAck`, for every own message with that id part: it may be known under several keys. */
export async function raiseAcks(id, ack) {
  await keepAck(id, (row) => {
    if (!isOwn(row)) {
      return undefined;
    }
    raiseInMemory(row.id, ack);
    return isHigher(ack, row.ack) ? { ...row, ack } : undefined;
  });
}

/** Gives every own message with that id part this ack, whatever it had. */
export async function setAcks(id, ack) {
  await keepAck(id, (row) => {
    if (!isOwn(row)) {
      return undefined;
    }
    const msg = messages.get(row.id);
    if (msg) {
      msg.ack = ack;
    }
    return { ...row, ack };
  });
}

/** Brings chats and the newest messages back from the profile. */
export async function restoreChats() {
  for (const row of await database.readAll('chat')) {
    const chat = ensureChat(createWid(row.id), row.name);
    chat.set({ t: row.t, unreadCount: row.unreadCount });
    chat.lastReceivedKey = row.lastReceivedKey ? MsgKey.fromString(row.lastReceivedKey) : undefined;
  }
  const rows = await database.newest('message', 'order', null, MOST_MESSAGES_IN_MEMORY);
  for (const row of rows.reverse()) {
    const msg = fromRow(row);
    messages.add(msg);
    chats.get(row.chat)?.msgs.add(msg);
  }
  await database.prune('message', 'order', MOST_MESSAGES_KEPT);
}

define('WAWebMsgModel', { Msg });
define('WAWebChatModel', { Chat });
define('WAWebContactModel', { Contact });
define('WAWebMsgCollection', { MsgCollectionImpl, MsgCollection: messages });
define('WAWebChatCollection', { ChatCollectionImpl, ChatCollection: chats });
define('WAWebContactCollection', { ContactCollectionImpl, ContactCollection: contacts });
