// Messages that are in the profile but perhaps not in memory: by key, and around another message.

import * as database from './database.js';
import { chats, fromRow, messages } from './chats.js';
import { Collection } from './emitter.js';
import { define } from './loader.js';

const EARLIER_AT_ONCE = 20;

function getSearchContext({ chat, msgKey }) {
  const collection = new Collection();
  collection.loadAroundPromise = database.read('message', String(msgKey)).then((row) => {
    if (row) {
      collection.add(fromRow(row));
    }
  });
  return { chat, collection };
}

async function msgFindByDirection({ anchor, count, direction }) {
  const from = await database.read('message', String(anchor));
  if (!from) {
    return { messages: [] };
  }
  const before = direction !== 'after';
  const range = before
    ? IDBKeyRange.bound([from.chat], [from.chat, from.order], false, true)
    : IDBKeyRange.bound([from.chat, from.order], [from.chat, Infinity], true, true);
  const rows = await database.newest('message', 'chat', range, count, before ? 'prev' : 'next');
  return { messages: (before ? rows.reverse() : rows).map(fromRow) };
}

async function loadEarlierMsgs({ chat }) {
  const oldest = chat.msgs.getModelsArray()[0];
  if (!oldest) {
    return [];
  }
  const { messages: earlier } = await msgFindByDirection({
    anchor: oldest.id,
    count: EARLIER_AT_ONCE,
    direction: 'before',
  });
  const known = chat.msgs.getModelsArray();
  chat.msgs._index.clear();
  [...earlier, ...known].forEach((msg) => chat.msgs._index.set(String(msg.id), msg));
  return earlier;
}

define('WAWebChatMessageSearch', { getSearchContext });
define('WAWebDBMessageFindLocal', {
  msgFindByDirection,
  msgFindBefore: (query) => msgFindByDirection({ ...query, direction: 'before' }),
  msgFindAfter: (query) => msgFindByDirection({ ...query, direction: 'after' }),
});
define('WAWebChatLoadMessages', { loadEarlierMsgs });

// Last, because it gathers what the other modules made, and no search may find it before them.
define('WAWebCollections', { Chat: chats, Msg: messages });
