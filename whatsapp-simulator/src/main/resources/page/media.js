// Files of messages: prepared, uploaded as they are, and fetched when somebody wants to see them.
//
// The real page encodes images anew before it uploads them; here every file keeps its bytes, so that tests can compare
// them. Bytes are streamed from and to the server and are not kept in memory.

import * as database from './database.js';
import { mediaDataOf, Msg, rowOf } from './chats.js';
import { SendMsgResult } from './constants.js';
import { Model } from './emitter.js';
import { currentCredentials } from './identity.js';
import { define } from './loader.js';
import { queueMessage, refuse, transmit } from './sending.js';

const MOST_CACHED_FILES = 8;
const MOST_CACHED_BYTES = 32 * 1024 * 1024;
const MEBIBYTE = 1024 * 1024;
const UPLOAD_LIMITS = { image: 16 * MEBIBYTE, audio: 16 * MEBIBYTE, ptt: 16 * MEBIBYTE, video: 64 * MEBIBYTE };
const DOCUMENT_LIMIT = 2_000 * MEBIBYTE;
const TYPES = [
  ['image', /^image\/(jpeg|png|webp|gif)$/],
  ['video', /^video\/(mp4|3gpp|quicktime)$/],
  ['audio', /^audio\//],
];

/** A file as the page hands it around. */
class OpaqueData {
  #blob;

  constructor(blob, mimetype) {
    this.#blob = blob;
    this._mimetype = mimetype;
  }

  type() {
    return this._mimetype;
  }

  size() {
    return this.#blob.size;
  }

  forceToBlob() {
    return this.#blob;
  }

  release() {
    this.#blob = new Blob();
  }

  static async createFromData(data, mimetype) {
    return new OpaqueData(data instanceof Blob ? data : new Blob([data], { type: mimetype }), mimetype);
  }
}

class MediaData extends Model {}
MediaData.declare('type', 'mimetype', 'size', 'filehash', 'mediaStage', 'mediaBlob');

function typeOf(mimetype, options) {
  if (options.asDocument) {
    return 'document';
  }
  if (options.asSticker) {
    return 'sticker';
  }
  const type = TYPES.find(([, pattern]) => pattern.test(mimetype))?.[0] ?? 'document';
  return type === 'audio' && options.isPtt ? 'ptt' : type;
}

class MediaPrep {
  constructor(opaque, options) {
    const mimetype = opaque.type();
    this._mediaData = new MediaData({
      type: typeOf(mimetype.split(';')[0], options),
      mimetype,
      size: opaque.size(),
      mediaStage: 'PREPARING',
      mediaBlob: opaque,
    });
  }

  async waitForPrep() {
    this._mediaData.mediaStage = 'READY';
    return this._mediaData;
  }

  // Clients ask for the number of parameters: with one, they pass a single object.
  async sendToChat({ chat, options }) {
    const media = this._mediaData;
    const msg = await queueMessage(chat, {
      ...options.productMsgOptions,
      type: media.type,
      body: undefined,
      caption: options.caption,
      filename: media.type === 'document' ? options.productMsgOptions.filename : undefined,
      mimetype: media.mimetype,
      size: media.size,
      isViewOnce: options.isViewOnce,
      mediaData: media,
    });
    msg.mediaObject = { type: media.type.toUpperCase(), opaqueData: media.mediaBlob };
    try {
      await upload(msg, media);
    } catch (failure) {
      console.error(failure);
      return refuse(msg, SendMsgResult.ERROR_UPLOAD);
    }
    return transmit(msg);
  }
}

async function upload(msg, media) {
  media.mediaStage = 'UPLOADING';
  const { mediaEntry } = await uploads.uploadMedia({
    mimetype: media.mimetype,
    mediaObject: msg.mediaObject,
    mediaType: media.type,
  });
  media.set({ filehash: mediaEntry.filehash, mediaStage: 'RESOLVED', mediaBlob: undefined });
  msg.set({ mediaId: mediaEntry.id, filehash: mediaEntry.filehash, size: mediaEntry.size, mediaObject: undefined });
  await database.write('message', rowOf(msg));
}

function authorization() {
  const { device, token } = currentCredentials();
  return { 'X-Device': device, 'X-Token': token };
}

async function uploadMedia({ mediaObject }) {
  const response = await fetch('/page/media', {
    method: 'PUT',
    headers: { ...authorization(), 'Content-Type': 'application/octet-stream' },
    body: mediaObject.opaqueData.forceToBlob(),
  });
  if (!response.ok) {
    throw new Error(`upload was refused with ${response.status}`);
  }
  const { id, size, sha256 } = await response.json();
  return { mediaEntry: { id, size, filehash: sha256 } };
}

/** The last few files that were looked at, by their hash. */
class InMemoryMediaBlobCacheImpl {
  #blobs = new Map();

  has(hash) {
    return this.#blobs.has(hash);
  }

  get(hash) {
    return this.#blobs.get(hash);
  }

  put(hash, blob) {
    this.#blobs.delete(hash);
    this.#blobs.set(hash, blob);
    const bytes = () => [...this.#blobs.values()].reduce((sum, each) => sum + each.size, 0);
    while (this.#blobs.size > MOST_CACHED_FILES || (this.#blobs.size > 1 && bytes() > MOST_CACHED_BYTES)) {
      this.#blobs.delete(this.#blobs.keys().next().value);
    }
  }

  delete(hash) {
    return this.#blobs.delete(hash);
  }

  clear() {
    this.#blobs.clear();
  }
}

const cache = new InMemoryMediaBlobCacheImpl();

Msg.prototype.downloadMedia = async function downloadMedia() {
  const media = (this.mediaData ??= mediaDataOf(this));
  const response = await fetch(`/page/media/${this.mediaId}`, { headers: authorization() });
  if (!response.ok) {
    media.mediaStage = 'ERROR_MISSING';
    return;
  }
  const bytes = await response.blob();
  cache.put(this.filehash, bytes.slice(0, bytes.size, this.mimetype));
  media.mediaStage = 'RESOLVED';
};

const uploads = define('WAWebMediaMmsV4Upload', { uploadMedia });

define('WAWebMediaOpaqueData', { default: OpaqueData });
define('WAWebMediaPrep', {
  MediaPrep,
  prepRawMedia: (opaque, options = {}) => new MediaPrep(opaque, options),
  uploadProductImage: async () => null,
});
define('WAWebMediaGatingUtils', { getUploadLimit: (type) => UPLOAD_LIMITS[type] ?? DOCUMENT_LIMIT });
define('WAWebMediaInMemoryBlobCache', { InMemoryMediaBlobCacheImpl, InMemoryMediaBlobCache: cache });
define('WAWebMediaStore', {
  LruMediaStore: {
    get: async () => null,
    put: async () => {},
    del: async () => {},
    clear: async () => {},
    count: async () => 0,
    has: async () => false,
  },
});
