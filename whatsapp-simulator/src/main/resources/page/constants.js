// Closed sets of names and numbers that clients compare with.

import { define } from './loader.js';
import { settings } from './settings.js';

export const SOCKET_STATE = Object.freeze({
  UNLAUNCHED: 'UNLAUNCHED',
  OPENING: 'OPENING',
  PAIRING: 'PAIRING',
  UNPAIRED: 'UNPAIRED',
  UNPAIRED_IDLE: 'UNPAIRED_IDLE',
  CONNECTED: 'CONNECTED',
  CONFLICT: 'CONFLICT',
  PROXYBLOCK: 'PROXYBLOCK',
  TOS_BLOCK: 'TOS_BLOCK',
  SMB_TOS_BLOCK: 'SMB_TOS_BLOCK',
  DEPRECATED_VERSION: 'DEPRECATED_VERSION',
  SCREEN_LOCKED: 'SCREEN_LOCKED',
});

export const SOCKET_STREAM = Object.freeze({
  DISCONNECTED: 'DISCONNECTED',
  SYNCING: 'SYNCING',
  RESUMING: 'RESUMING',
  CONNECTED: 'CONNECTED',
});

export const ACK = Object.freeze({ FAILED: -1, CLOCK: 0, SENT: 1, RECEIVED: 2, READ: 3, PLAYED: 4 });

const ACK_STRING = Object.freeze({ DELIVERY: 'delivery', READ: 'read', PLAYED: 'played', SENDER: 'sender' });

export const ackString = (ack) => (ack >= 4 ? ACK_STRING.PLAYED : ack === 3 ? ACK_STRING.READ : ACK_STRING.DELIVERY);

export const SendMsgResult = Object.freeze({
  OK: 'OK',
  ERROR_UNKNOWN: 'ERROR_UNKNOWN',
  ERROR_UPLOAD: 'ERROR_UPLOAD',
  ERROR_NETWORK: 'ERROR_NETWORK',
  ERROR_EXPIRED: 'ERROR_EXPIRED',
  ERROR_CANCELLED: 'ERROR_CANCELLED',
  ERROR_RATE_LIMIT: 'ERROR_RATE_LIMIT',
});

export const BackendEvent = Object.freeze({
  SET_SOCKET_STATE: 'set_socket_state',
  OPEN_SOCKET_STREAM: 'open_socket_stream',
  SOCKET_STREAM_DISCONNECTED: 'socket_stream_disconnected',
  REFRESH_QR: 'refresh_qr',
  MAIN_STREAM_MODE_READY: 'main_stream_mode_ready',
  STARTING_LOGOUT: 'starting_logout',
  LOGOUT: 'logout',
  ACCOUNT_TEMPORARILY_BANNED: 'account_temporarily_banned',
  STORAGE_INITIALIZATION_ERROR: 'storage_initialization_error',
});

const now = () => Math.floor(Date.now() / 1000);

/** Seconds since 1970. */
export const unixTime = now;

define('WAWebSocketConstants', { SOCKET_STATE, SOCKET_STREAM });
define('WAWebAck', {
  ACK,
  ACK_STRING,
  EDIT_ATTR: { NONE: 0, MESSAGE_EDIT: 1, PIN_IN_CHAT: 2, ADMIN_EDIT: 3, SENDER_REVOKE: 7, ADMIN_REVOKE: 8 },
});
define('WAWebSendMsgResultAction', { SendMsgResult });
define('WATimeUtils', { unixTime, unixTimeMs: () => Date.now() });
define('WAWebUpdaterVersion', { SANITIZED_VERSION_STR: settings.version });
define('WAWebIsOfficialClient', { isOfficialClient: true });
define('WAJids', { STATUS_JID: 'status@broadcast' });
define('WAWebWamEnumMentionAll', { default: { MENTION_ALL: 1 } });
define('WABase64', {
  encodeB64: (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))),
  decodeB64: (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer,
});
