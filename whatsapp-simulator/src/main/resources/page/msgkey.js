// The key of a message: `<fromMe>_<chat>_<id>`, in groups with `_<participant>`.

import { define } from './loader.js';
import { createWid } from './wid.js';

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}

export class MsgKey {
  constructor(parts) {
    if (parts == null) {
      // Clients recognise this class by the text of this message.
      throw new Error('MsgKey error: obj is null/undefined');
    }
    this.fromMe = parts.fromMe ?? parts.selfDir === 'out';
    this.remote = parts.remote ?? (this.fromMe ? parts.to : parts.from);
    if (typeof this.remote === 'string') {
      this.remote = createWid(this.remote);
    }
    this.id = parts.id;
    if (parts.participant) {
      this.participant = typeof parts.participant === 'string' ? createWid(parts.participant) : parts.participant;
    }
    if (parts.selfDir) {
      this.self = parts.selfDir;
    }
    const participant = this.participant ? `_${this.participant}` : '';
    this._serialized = `${this.fromMe}_${this.remote}_${this.id}${participant}`;
  }

  clone() {
    return new MsgKey(this);
  }

  equals(other) {
    return other != null && String(other) === this._serialized;
  }

  toString() {
    return this._serialized;
  }

  static fromString(text) {
    const [fromMe, remote, id, participant] = String(text).split('_');
    if (!id || (fromMe !== 'true' && fromMe !== 'false')) {
      throw new Error('MsgKey error: invalid key');
    }
    return new MsgKey({ fromMe: fromMe === 'true', remote, id, participant });
  }

  static from(value) {
    return value instanceof MsgKey ? value : new MsgKey(value);
  }

  static async newId() {
    return `3EB0${hex(crypto.getRandomValues(new Uint8Array(9)))}`;
  }
}

define('WAWebMsgKey', { default: MsgKey });
