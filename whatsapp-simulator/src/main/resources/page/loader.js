// The module registry of the page: `__d`, `require` and `importNamespace` in the shape that clients look for.
//
// A client may replace any function on an exports object after the page has started. So code of this page that clients
// wrap calls through the object that `define` returns, never through a captured function.

const modules = new Map();
const modulesMap = {};

function record(id, dependencies, factory) {
  if (modules.has(id)) {
    return;
  }
  const entry = { factory, dependencies, exports: {}, loaded: false };
  modules.set(id, entry);
  modulesMap[id] = entry;
}

function load(id) {
  const entry = modules.get(id);
  if (!entry) {
    throw new Error(`Requiring unknown module "${id}"`);
  }
  if (!entry.loaded) {
    entry.loaded = true;
    const module = { exports: entry.exports };
    entry.factory(globalThis, requireModule, importDefault, load, requireLazy, module, entry.exports);
  }
  return entry.exports;
}

function importDefault(id) {
  const namespace = load(id);
  return namespace.default ?? namespace;
}

function requireModule(id) {
  return id === '__debug' ? { modulesMap } : importDefault(id);
}

function requireLazy(ids, done) {
  queueMicrotask(() => done(...ids.map(requireModule)));
}

/** Registers a module of this page under the name that clients know it by, and returns its live exports. */
export function define(id, members) {
  record(id, [], (global, require, importDefaultOf, importNamespace, lazy, module, exports) => {
    Object.assign(exports, members);
  });
  return load(id);
}

/** Puts the registry on the window. The fillers give searches over all modules about the cost of the real page. */
export function installLoader(fillers) {
  for (let index = 0; index < fillers; index++) {
    record(`WAWebFiller${index}`, [], fillFiller);
  }
  globalThis.importNamespace = load;
  globalThis.importDefault = importDefault;
  globalThis.requireLazy = requireLazy;
  globalThis.ErrorGuard = { skipGuardGlobal() {}, applyWithGuard: (body, self, args) => body.apply(self, args) };
  globalThis.__d = record;
  globalThis.require = requireModule;
}

function fillFiller(global, require, importDefaultOf, importNamespace, lazy, module, exports) {
  exports.filler = true;
}
