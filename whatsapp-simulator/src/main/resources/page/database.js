// What survives a reload or a killed browser: credentials, chats and messages, in the profile's IndexedDB.

const NAME = 'model-storage';
const STORES = ['prefs', 'chat', 'message'];

let database;

function settle(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function upgrade(db) {
  db.createObjectStore('prefs');
  db.createObjectStore('chat', { keyPath: 'id' });
  const messages = db.createObjectStore('message', { keyPath: 'id' });
  messages.createIndex('order', 'order');
  messages.createIndex('chat', ['chat', 'order']);
  messages.createIndex('msgId', 'msgId');
}

/** Opens the storage. Rejects when the browser cannot, for example while a dying process still holds the profile. */
export async function openDatabase() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => upgrade(request.result);
  database = await settle(request);
}

export const isOpen = () => database !== undefined;

function transaction(stores, mode, durability = 'relaxed') {
  return database.transaction(stores, mode, { durability });
}

function complete(tx) {
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onerror = () => reject(tx.error);
    tx.onabort = () => reject(tx.error);
  });
}

export function read(store, key) {
  return settle(transaction(store, 'readonly').objectStore(store).get(key));
}

export function readAll(store) {
  return settle(transaction(store, 'readonly').objectStore(store).getAll());
}

/** Resolves when the row is in the profile; a browser killed after that does not lose it. */
export async function write(store, value, key) {
  const tx = transaction(store, 'readwrite');
  tx.objectStore(store).put(value, key);
  await complete(tx);
}

/** As `write`, for one row in each of several stores: all of them or none. */
export async function writeAll(rows) {
  const tx = transaction(Object.keys(rows), 'readwrite');
  for (const [store, value] of Object.entries(rows)) {
    tx.objectStore(store).put(value);
  }
  await complete(tx);
}

/** As `write`, and on the disk: credentials must survive even the machine's end. */
export async function writeDurably(store, value, key) {
  const tx = transaction(store, 'readwrite', 'strict');
  tx.objectStore(store).put(value, key);
  await complete(tx);
}

/**
 * Changes rows in place, in one step for all: `changes` holds the changes of each value of the index, one after the other. A
 * change that answers nothing leaves its row as it is.
 */
export async function updateBy(store, index, changes) {
  const tx = transaction(store, 'readwrite');
  const rows = tx.objectStore(store);
  for (const [value, steps] of changes) {
    rows.index(index).getAll(value).onsuccess = (event) => {
      for (const row of event.target.result) {
        const changed = steps.reduce((present, change) => change(present) ?? present, row);
        if (changed !== row) {
          rows.put(changed);
        }
      }
    };
  }
  await complete(tx);
}

/** At most `limit` rows of an index, the last ones first unless the direction says otherwise. */
export function newest(store, index, range, limit, direction = 'prev') {
  return new Promise((resolve, reject) => {
    const rows = [];
    const request = transaction(store, 'readonly').objectStore(store).index(index).openCursor(range, direction);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor || rows.length >= limit) {
        resolve(rows);
        return;
      }
      rows.push(cursor.value);
      cursor.continue();
    };
  });
}

/** Keeps the newest `limit` rows of a store that only grows. */
export async function prune(store, index, limit) {
  const tx = transaction(store, 'readwrite');
  const rows = tx.objectStore(store);
  rows.count().onsuccess = (counted) => {
    let surplus = counted.target.result - limit;
    if (surplus <= 0) {
      return;
    }
    rows.index(index).openCursor().onsuccess = (event) => {
      const cursor = event.target.result;
      if (cursor && surplus-- > 0) {
        cursor.delete();
        cursor.continue();
      }
    };
  };
  await complete(tx);
}

export async function eraseAll() {
  if (!isOpen()) {
    return;
  }
  const tx = transaction(STORES, 'readwrite', 'strict');
  for (const store of STORES) {
    tx.objectStore(store).clear();
  }
  await complete(tx);
}
