/**
 * Tests of the whole product load Nest, TypeORM and a thousand modules more. In Jest's own world each test file loads them anew, through Jest's loader;
 * here they are loaded once for each worker process, by Node (one-realm.runtime.js). For that the test must live in Node's own realm:
 * a class of a package would not know an Error, Date or Map of another one.
 */
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/** What TypeORM knows of our classes: they are loaded once, so it must know it for as long. */
const lasting = new Set(['typeormMetadataArgsStorage']);

const nodesOwn = Object.freeze({ realm: 'that of Node' });
const compile = vm.compileFunction;
vm.compileFunction = (source, parameters, options) => compile(source, parameters, options?.parsingContext === nodesOwn ? { ...options, parsingContext: undefined } : options);

module.exports = class OneRealm extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.before = new Map(Reflect.ownKeys(globalThis).map((key) => [key, Object.getOwnPropertyDescriptor(globalThis, key)]));
    this.exit = process.exit;
    this.global = globalThis;
    Object.assign(globalThis, config.projectConfig.globals);
    // What Jest's own environment was made for, its own global, nobody will see.
    const { fakeTimersModern } = this;
    this.fakeTimersModern = new fakeTimersModern.constructor({ config: config.projectConfig, global: globalThis });
  }

  getVmContext() {
    return nodesOwn;
  }

  async teardown() {
    await super.teardown();
    process.exit = this.exit;
    for (const key of Reflect.ownKeys(globalThis)) {
      const before = this.before.get(key);
      if (lasting.has(key)) continue;
      if (before === undefined) Reflect.deleteProperty(globalThis, key);
      else if (before.configurable) Object.defineProperty(globalThis, key, before);
    }
  }
};
