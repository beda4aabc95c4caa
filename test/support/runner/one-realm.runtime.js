const { createRequire } = require('node:module');
const path = require('node:path');
const { default: Runtime } = require('jest-runtime');

const isOurs = (name) => name.startsWith('.') || path.isAbsolute(name);
/** Jest knows best what these say to a test. */
const isJest = (name) => name === '@jest/globals' || name === 'jest-circus';

/** Loads our own files as Jest does, anew for each test file, and every package by Node, once for each worker process (see one-realm.environment.js). */
module.exports = class OneRealmRuntime extends Runtime {
  natively = new Map();

  requireModuleOrMock(from, name) {
    if (isOurs(name) || isJest(name)) return super.requireModuleOrMock(from, name);
    const folder = path.dirname(from);
    let load = this.natively.get(folder);
    if (load === undefined) this.natively.set(folder, (load = createRequire(from)));
    return load(name);
  }
};
