const { createRequire } = require('node:module');
const path = require('node:path');
const { default: Runtime } = require('jest-runtime');
const { isOwnCode, readByNode } = require('./own-code');

const isRelative = (name) => name.startsWith('.') || path.isAbsolute(name);
/** Jest knows best what these say to a test. */
const isJest = (name) => name === '@jest/globals' || name === 'jest-circus';

readByNode();

/**
 * Loads tests and what supports them as Jest does, anew for each test file; every package and the server's own code by Node, once for each worker process
 * (see one-realm.environment.js). So what a module keeps is kept from one test file to the next, as it is kept in a server that runs on.
 */
module.exports = class OneRealmRuntime extends Runtime {
  natively = new Map();

  requireModuleOrMock(from, name) {
    if (isJest(name)) return super.requireModuleOrMock(from, name);
    const load = this.load(from);
    return isRelative(name) && !isOwnCode(load, name) ? super.requireModuleOrMock(from, name) : load(name);
  }

  load(from) {
    const folder = path.dirname(from);
    let load = this.natively.get(folder);
    if (load === undefined) this.natively.set(folder, (load = createRequire(from)));
    return load;
  }
};
