// From a page without credentials to a linked one and back: codes, pairing, sync, conflict, logout.

import { BackendEvent, SOCKET_STATE, SOCKET_STREAM } from './constants.js';
import * as identity from './identity.js';
import { define } from './loader.js';
import { settings } from './settings.js';
import { BackendEventBus, Cmd, Conn, setSocketState, Socket, Stream } from './states.js';
import { wire } from './wire.js';

// Tells two windows of one profile apart; a reconnect of the same window is no conflict. (Not `randomUUID`: browsers
// have that only under TLS and on the loopback address, and the simulator may be another machine.)
const windowId = crypto.getRandomValues(new Uint32Array(4)).join('-');

const LOGOUT_REASON_CODE = Object.freeze({
  unknown: 0,
  user_initiated: 1,
  account_locked: 2,
  client_version_outdated: 3,
  storage_quota_exceeded: 4,
  primary_identity_key_change: 5,
  syncd_error: 6,
  critical_sync_timeout: 7,
  temporarily_banned: 8,
  banned: 9,
});

const logoutReasons = define('WAWebLogoutReason', {
  LogoutReason: Object.freeze(
    Object.fromEntries(Object.keys(LOGOUT_REASON_CODE).map((reason) => [reason.toUpperCase(), reason])),
  ),
  LOGOUT_REASON_CODE,
  getErrorCodeFromLogoutReason: (reason) => LOGOUT_REASON_CODE[reason] ?? LOGOUT_REASON_CODE.unknown,
  setPrevLogoutReasonCode() {},
  getPrevLogoutReasonCode: () => null,
  setPrevCustomLogoutMessage() {},
  getPrevCustomLogoutMessage: () => null,
});

function connect() {
  wire.open(() => {
    const credentials = identity.currentCredentials();
    return {
      window: windowId,
      device: credentials?.device ?? null,
      token: credentials?.token ?? null,
      keys: identity.currentKeys(),
    };
  });
}

function opening() {
  setSocketState(SOCKET_STATE.OPENING);
  BackendEventBus.trigger(BackendEvent.OPEN_SOCKET_STREAM);
}

function lost() {
  Socket.stream = SOCKET_STREAM.DISCONNECTED;
  BackendEventBus.trigger(BackendEvent.SOCKET_STREAM_DISCONNECTED);
}

function welcome({ linked, sync_ms: syncMs }) {
  if (!linked) {
    setSocketState(SOCKET_STATE.UNPAIRED);
    Stream.info = 'PAIRING';
    Stream.mode = 'QR';
    return;
  }
  acceptLogin(syncMs);
}

function acceptLogin(syncMs) {
  identity.setLoggedIn(true);
  Conn.set({ ref: null, connected: true, wid: identity.currentMe().pn, pushname: identity.currentMe().name });
  setSocketState(SOCKET_STATE.CONNECTED);
  if (Stream.mode === 'MAIN') {
    Socket.stream = SOCKET_STREAM.CONNECTED;
    Stream.info = 'NORMAL';
    return;
  }
  Socket.stream = SOCKET_STREAM.SYNCING;
  Stream.info = 'SYNCING';
  Stream.mode = 'SYNCING';
  setTimeout(finishSync, syncMs);
}

function finishSync() {
  if (!identity.currentCredentials() || Stream.mode === 'CONFLICT') {
    return;
  }
  Socket.hasSynced = true;
  Socket.stream = SOCKET_STREAM.CONNECTED;
  Stream.info = 'NORMAL';
  Stream.mode = 'MAIN';
  BackendEventBus.triggerMainStreamModeReady();
  Cmd.trigger('main_stream_mode_ready_from_bridge');
  Cmd.trigger('initial_load_ready_from_bridge');
  if (settings.cmd === 'classic') {
    Cmd.isMainLoaded = true;
    Cmd.trigger('main_loaded');
  }
}

async function linked({ device, token, me }) {
  await identity.saveCredentials({ device, token, me });
  // The server makes the link final only now: a browser that dies before has not been linked.
  wire.send({ t: 'stored' });
}

async function endLogin({ reason }) {
  wire.close();
  BackendEventBus.trigger(BackendEvent.STARTING_LOGOUT, reason);
  Cmd.trigger('starting_logout_from_bridge', reason);
  const code = logoutReasons.getErrorCodeFromLogoutReason(reason);
  await identity.forgetIdentity();
  BackendEventBus.triggerLogout(reason);
  Cmd.trigger('logout_from_bridge', reason);
  if (settings.cmd === 'classic') {
    Cmd.trigger('logout', reason);
  }
  location.replace(`/?post_logout=1&logout_reason=${code}`);
}

function conflict() {
  wire.close();
  setSocketState(SOCKET_STATE.CONFLICT);
  Socket.stream = SOCKET_STREAM.DISCONNECTED;
  Stream.mode = 'CONFLICT';
}

/** Wires the models to the connection and opens it. */
export function startLogin() {
  Socket.commands = {
    logout: () => wire.request('logout', {}),
    takeover: connect,
  };
  if (identity.currentCredentials()) {
    Stream.mode = 'SYNCING';
  }
  wire.on('opening', opening);
  wire.on('lost', lost);
  wire.on('welcome', welcome);
  wire.on('ref', ({ ref }) => {
    setSocketState(SOCKET_STATE.UNPAIRED);
    Conn.ref = ref;
  });
  wire.on('idle', () => setSocketState(SOCKET_STATE.UNPAIRED_IDLE));
  wire.on('pairing', () => setSocketState(SOCKET_STATE.PAIRING));
  wire.on('linked', linked);
  wire.on('logout', endLogin);
  wire.on('conflict', conflict);
  wire.on('needs_update', ({ value }) => (Stream.needsUpdate = value));
  BackendEventBus.on(BackendEvent.REFRESH_QR, () => wire.send({ t: 'refresh' }));
  connect();
}
