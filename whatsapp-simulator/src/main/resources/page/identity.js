// Who this browser is: its keys, the credentials it got when it was linked, and the number it belongs to.

import * as database from './database.js';
import { define } from './loader.js';
import { createWid } from './wid.js';

const PLATFORM = '1';

let keys;
let credentials;
let loggedIn = false;
let me;

const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const bytesOf = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer;
const randomKey = () => base64(crypto.getRandomValues(new Uint8Array(32)));

/** Reads keys and credentials from the profile, making keys when it has none. */
export async function loadIdentity() {
  const stored = database.isOpen() ? await database.read('prefs', 'keys') : undefined;
  keys = stored ?? { noise: randomKey(), identity: randomKey(), secret: randomKey() };
  if (database.isOpen()) {
    if (!stored) {
      await database.writeDurably('prefs', keys, 'keys');
    }
    credentials = await database.read('prefs', 'credentials');
    if (credentials) {
      adoptMe(credentials.me);
    }
  }
}

/** Keeps what the server gave when a phone scanned the code. */
export async function saveCredentials(granted) {
  if (database.isOpen()) {
    await database.writeDurably('prefs', granted, 'credentials');
  }
  credentials = granted;
  adoptMe(granted.me);
}

function adoptMe(granted) {
  me = { pn: createWid(granted.pn), lid: createWid(granted.lid), name: granted.name };
}

export async function forgetIdentity() {
  credentials = undefined;
  loggedIn = false;
  me = undefined;
  await database.eraseAll();
}

export const currentCredentials = () => credentials;
export const currentKeys = () => keys;
export const currentMe = () => me;
export const setLoggedIn = (accepted) => {
  loggedIn = accepted;
};

/** The text of the page's own QR code for a ref. */
export function qrText(ref) {
  const fields = [ref, keys.noise, keys.identity, keys.secret, PLATFORM];
  return `https://wa.me/settings/linked_devices#${fields.join(',')}`;
}

define('WAWebUserPrefsIsLoggedIn', { isLoggedIn: () => Boolean(credentials) && loggedIn });
define('WAWebUserPrefsMultiDevice', { isRegistered: () => Boolean(credentials) });
define('WAWebUserPrefsMeUser', {
  getMaybeMePnUser: () => me?.pn,
  getMaybeMeLidUser: () => me?.lid,
  getMePnUserOrThrow: () => orThrow(me?.pn),
  getMeLidUserOrThrow: () => orThrow(me?.lid),
  getMePNUserOrThrow: () => orThrow(me?.pn),
  isMeAccount: (wid) => Boolean(me?.pn.equals(wid) || me?.lid.equals(wid)),
});
define('WAWebUserPrefsInfoStore', {
  waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: bytesOf(keys.noise) } }) },
});
define('WAWebSignalStoreApi', {
  waSignalStore: { getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: bytesOf(keys.identity) } }) },
});
define('WAWebAdvSignatureApi', { getADVSecretKey: () => keys.secret, setADVSignedIdentity: async () => {} });

function orThrow(wid) {
  if (!wid) {
    throw new Error('me user is not set');
  }
  return wid;
}
