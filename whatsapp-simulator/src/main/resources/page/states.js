// The models that tell where the connection stands, and the two buses that report changes of it.

import { BackendEvent, SOCKET_STATE, SOCKET_STREAM } from './constants.js';
import { Emitter, Model } from './emitter.js';
import { define } from './loader.js';
import { settings } from './settings.js';

class BackendEventEmitter extends Emitter {
  triggerRefreshQR() {
    this.trigger(BackendEvent.REFRESH_QR);
  }

  triggerSetSocketState(state) {
    this.trigger(BackendEvent.SET_SOCKET_STATE, state);
  }

  triggerMainStreamModeReady() {
    this.trigger(BackendEvent.MAIN_STREAM_MODE_READY);
  }

  triggerLogout(reason) {
    this.trigger(BackendEvent.LOGOUT, reason);
  }
}

class CmdImpl extends Emitter {}

/** The shape of `Cmd` before April 2026, which clients still look for. */
class ClassicCmd extends CmdImpl {
  isMainLoaded = false;

  refreshQR() {
    BackendEventBus.triggerRefreshQR();
  }
}

class SocketModel extends Model {
  // What the commands do is set once the connection exists; see login.js.
  commands = {};

  logout() {
    return this.commands.logout();
  }

  takeover() {
    if (this.state !== SOCKET_STATE.CONFLICT) {
      throw new Error('takeover is only possible in conflict');
    }
    return this.commands.takeover();
  }

  poke() {
    BackendEventBus.triggerRefreshQR();
  }
}
SocketModel.declare('state', 'stream', 'hasSynced', 'launched', 'retryTimestamp');

class StreamModel extends Model {
  markAvailable() {
    this.available = true;
  }

  markUnavailable() {
    this.available = false;
  }
}
StreamModel.declare('mode', 'info', 'needsUpdate', 'displayInfo', 'couldForce');

class ConnModel extends Model {}
ConnModel.declare('ref', 'refTTL', 'connected', 'wid', 'pushname', 'platform', 'isSMB');

class NetworkStatusModel extends Model {
  checkOnline() {
    this.online = navigator.onLine;
    return this.online;
  }
}
NetworkStatusModel.declare('online');

export const BackendEventBus = new BackendEventEmitter();
export const Cmd = settings.cmd === 'classic' ? new ClassicCmd() : new CmdImpl();
export const Socket = new SocketModel({
  state: SOCKET_STATE.UNLAUNCHED,
  stream: SOCKET_STREAM.DISCONNECTED,
  hasSynced: false,
});
export const Stream = new StreamModel({ needsUpdate: Boolean(settings.needs_update) });
export const Conn = new ConnModel({ connected: false, platform: 'android' });
const networkStatus = new NetworkStatusModel({ online: navigator.onLine });

for (const kind of ['online', 'offline']) {
  addEventListener(kind, () => networkStatus.checkOnline());
}

/** Moves the socket model and reports it on the bus, as the page does for every change of state. */
export function setSocketState(state) {
  if (Socket.state !== state) {
    BackendEventBus.triggerSetSocketState(state);
    Socket.state = state;
  }
}

define('WAWebSocketModel', { Socket });
define('WAWebStreamModel', {
  Stream,
  StreamMode: { QR: 'QR', MAIN: 'MAIN', SYNCING: 'SYNCING', OFFLINE: 'OFFLINE', CONFLICT: 'CONFLICT' },
  StreamInfo: { OFFLINE: 'OFFLINE', OPENING: 'OPENING', PAIRING: 'PAIRING', SYNCING: 'SYNCING', NORMAL: 'NORMAL' },
});
define('WAWebConnModel', { Conn });
define('WAWebNetworkStatus', { default: networkStatus });
define('WAWebCmd', { Cmd, CmdImpl });
define('WAWebBackendEventBus', { BackendEventBus, BackendEvent });
