// Questions to the server: does a number exist, which chat belongs to an address, who is in a group.

import { chats, ensureChat, saveChat } from './chats.js';
import { Collection, Model } from './emitter.js';
import { define } from './loader.js';
import { asUserWidOrThrow, createWid } from './wid.js';
import { wire } from './wire.js';

const lids = new Map();
const numbers = new Map();

/** Remembers that a phone number and a LID are the same account. */
export function rememberPair(pn, lid) {
  lids.set(String(pn), lid);
  numbers.set(String(lid), pn);
}

const getCurrentLid = (wid) => lids.get(String(wid));
const getPhoneNumber = (wid) => numbers.get(String(wid));

async function ask(wid) {
  const answer = await wire.request('exists', { wid: String(asUserWidOrThrow(wid)) });
  if (!answer.exists) {
    return null;
  }
  const pn = createWid(answer.pn);
  const lid = createWid(answer.lid);
  rememberPair(pn, lid);
  return { wid: pn, lid, biz: false, name: answer.name, chat: createWid(answer.chat) };
}

async function queryWidExists(wid) {
  const found = await ask(wid);
  return found && { wid: found.wid, biz: found.biz };
}

class GroupMetadata extends Model {}
GroupMetadata.declare('id', 'subject', 'participants', 'groupType');

class GroupMetadataCollection extends Collection {
  onParentGroupChange() {}

  _handleParentGroupChange() {}

  async find(id) {
    const known = this.get(id);
    if (known) {
      return known;
    }
    const answer = await wire.request('group', { wid: String(id) });
    if (!answer.exists) {
      return undefined;
    }
    const participants = new Collection();
    participants.iAmMember = () => true;
    participants.iAmAdmin = () => false;
    for (const participant of answer.participants) {
      participants.add({ id: createWid(participant), isAdmin: false });
    }
    return this.add(new GroupMetadata({ id, subject: answer.subject, participants, groupType: 'DEFAULT' }));
  }
}

const groups = new GroupMetadataCollection();

const newChatNotFound = () => new Error('findChat: new chat not found');

async function findGroup(wid) {
  const metadata = await groups.find(wid);
  if (!metadata) {
    throw newChatNotFound();
  }
  const chat = ensureChat(wid, metadata.subject);
  chat.groupMetadata = metadata;
  return chat;
}

async function findContact(wid) {
  const found = await ask(wid);
  if (!found) {
    throw newChatNotFound();
  }
  return ensureChat(found.chat, found.name);
}

async function findOrCreateLatestChat(wid) {
  const user = asUserWidOrThrow(wid);
  const other = user.isLid() ? getPhoneNumber(user) : getCurrentLid(user);
  const known = chats.get(user) ?? (other && chats.get(other));
  if (known) {
    return { chat: known, created: false };
  }
  const chat = await (user.isGroup() ? findGroup(user) : findContact(user));
  await saveChat(chat);
  return { chat, created: true };
}

async function findChat(wid) {
  return (await findOrCreateLatestChat(wid)).chat;
}

const lidPnCache = { getCurrentLid, getPhoneNumber };

define('WAWebApiContact', {
  getCurrentLid,
  getPhoneNumber,
  getAlternateUserWid: (wid) => getCurrentLid(wid) ?? getPhoneNumber(wid),
  lidPnCache,
});
define('WAWebQueryExistsJob', {
  queryWidExists,
  queryPhoneExists: (phone) => queryWidExists(createWid(`${String(phone).replace(/\D/g, '')}@c.us`)),
});
define('WAWebGroupMetadataCollection', { default: groups });
define('WAWebFindChatAction', { findOrCreateLatestChat, findChat, findExistingChat: async (wid) => chats.get(wid) });
