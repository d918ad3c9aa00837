// The start of the page. The registry must be complete before anything asynchronous begins: clients count the modules
// and go on once the count is stable.

import * as database from './database.js';
import { BackendEvent } from './constants.js';
import { loadIdentity } from './identity.js';
import { installLoader } from './loader.js';
import { settings } from './settings.js';
import { BackendEventBus } from './states.js';
import { restoreChats } from './chats.js';
import './wid.js';
import './msgkey.js';
import './lookup.js';
import './sending.js';
import './media.js';
import './pairing.js';
import './extras.js';
import './history.js';
import { startLanding } from './landing.js';
import { startLogin } from './login.js';
import { startReceipts } from './receipts.js';
import { startReceiving } from './receiving.js';

installLoader(settings.filler_modules);
globalThis.Debug = { VERSION: settings.version };

try {
  await database.openDatabase();
} catch (failure) {
  // The page goes on as if it had no credentials and shows a code; that is what the real one does as well.
  console.error(failure);
  BackendEventBus.trigger(BackendEvent.STORAGE_INITIALIZATION_ERROR);
}
await loadIdentity();
if (database.isOpen()) {
  await restoreChats();
}
startLanding();
startReceipts();
startReceiving();
startLogin();
