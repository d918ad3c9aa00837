// Emitters, models and collections: values that announce their changes as `change:<name>`.

export class Emitter {
  #listeners = new Map();

  on(names, listener, context) {
    for (const name of names.split(' ')) {
      const listeners = this.#listeners.get(name) ?? [];
      this.#listeners.set(name, [...listeners, { listener, context }]);
    }
    return this;
  }

  once(name, listener, context) {
    const once = (...args) => {
      this.off(name, once);
      listener.apply(context ?? this, args);
    };
    once.original = listener;
    return this.on(name, once, context);
  }

  off(names, listener) {
    for (const name of names ? names.split(' ') : this.#listeners.keys()) {
      const kept = listener
        ? (this.#listeners.get(name) ?? []).filter((l) => l.listener !== listener && l.listener.original !== listener)
        : [];
      kept.length ? this.#listeners.set(name, kept) : this.#listeners.delete(name);
    }
    return this;
  }

  listenTo(other, names, listener) {
    other.on(names, listener, this);
    return this;
  }

  removeListener(name, listener) {
    return this.off(name, listener);
  }

  trigger(name, ...args) {
    for (const { listener, context } of this.#listeners.get(name) ?? []) {
      try {
        listener.apply(context ?? this, args);
      } catch (failure) {
        // One listener's failure must not keep the others from hearing.
        console.error(failure);
      }
    }
    return this;
  }

  emit(name, ...args) {
    return this.trigger(name, ...args);
  }
}

/** A bag of values. Those named by `static props` are accessors, so a plain assignment announces itself as well. */
export class Model extends Emitter {
  constructor(values = {}) {
    super();
    this.attributes = {};
    for (const [name, value] of Object.entries(values)) {
      this.constructor.props.has(name) ? (this.attributes[name] = value) : (this[name] = value);
    }
  }

  set(name, value) {
    if (typeof name === 'object') {
      for (const [key, entry] of Object.entries(name)) {
        this.set(key, entry);
      }
      return this;
    }
    const before = this.attributes[name];
    if (before === value) {
      return this;
    }
    this.attributes[name] = value;
    this.trigger(`change:${name}`, this, value, before);
    this.collection?.trigger(`change:${name}`, this, value, before);
    this.trigger('change', this);
    return this;
  }

  get(name) {
    return this.attributes[name];
  }

  serialize() {
    return { ...this.attributes };
  }

  toJSON() {
    return this.serialize();
  }

  static props = new Set();

  /** Declares the accessors. They answer `undefined` on the prototype itself, because clients probe them there. */
  static declare(...names) {
    this.props = new Set(names);
    for (const name of names) {
      Object.defineProperty(this.prototype, name, {
        configurable: true,
        enumerable: true,
        get() {
          return this.attributes?.[name];
        },
        set(value) {
          this.set(name, value);
        },
      });
    }
  }
}

// A key is a text, an address or a message key (both have `_serialized`), or anything that carries one as its `id`.
const keyOf = (key) => (typeof key === 'string' ? key : String(key._serialized ? key : (key.id ?? key)));

/** Models by id, in the order they came. */
export class Collection extends Emitter {
  _index = new Map();

  get length() {
    return this._index.size;
  }

  get(key) {
    return key == null ? undefined : this._index.get(keyOf(key));
  }

  add(model) {
    const models = Array.isArray(model) ? model : [model];
    for (const each of models) {
      this._index.set(keyOf(each), each);
      each.collection ??= this;
      this.trigger('add', each, this);
    }
    return model;
  }

  remove(key) {
    const model = this.get(key);
    if (model) {
      this._index.delete(keyOf(model));
      this.trigger('remove', model, this);
    }
    return model;
  }

  reset() {
    this._index.clear();
    this.trigger('reset', this);
  }

  async find(key) {
    return this.get(key);
  }

  getModelsArray() {
    return [...this._index.values()];
  }

  toArray() {
    return this.getModelsArray();
  }

  get models() {
    return this.getModelsArray();
  }

  get _models() {
    return this.getModelsArray();
  }

  map(each) {
    return this.getModelsArray().map(each);
  }

  forEach(each) {
    this.getModelsArray().forEach(each);
  }

  filter(test) {
    return this.getModelsArray().filter(test);
  }

  some(test) {
    return this.getModelsArray().some(test);
  }

  findFirst(test) {
    return this.getModelsArray().find(test);
  }

  last() {
    return this.getModelsArray().at(-1);
  }
}
