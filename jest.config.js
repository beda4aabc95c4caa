const fs = require('node:fs');
const path = require('node:path');
const { typescript } = require('./test/support/runner/own-code');

// Node 20 cannot load an ES module from inside Jest, so packages that are ES modules are translated like our own files.
const esModulePackages = findEsModulePackages(path.join(__dirname, 'node_modules'));
// CommonJS itself, but these import() an ES module when they start.
esModulePackages.push('@fastify/cookie', '@fastify/static');

const react = {
  ...typescript,
  jsc: { ...typescript.jsc, parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } } },
};
const preact = { ...react, jsc: { ...react.jsc, transform: { react: { runtime: 'automatic', importSource: 'preact' } } } };
const esModule = { jsc: { target: 'es2022', parser: { syntax: 'ecmascript' } }, module: { type: 'commonjs' } };

const shared = {
  rootDir: __dirname,
  // Packages and the server are loaded once for each worker process, not once for each test file.
  testEnvironment: '<rootDir>/test/support/runner/one-realm.environment.js',
  runtime: '<rootDir>/test/support/runner/one-realm.runtime.js',
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'json'],
  // 'module-sync' finds the packages that publish no CommonJS at all, such as file-type.
  testEnvironmentOptions: { customExportConditions: ['node', 'node-addons', 'module-sync'] },
  transform: {
    '\\.ts$': ['@swc/jest', { ...typescript, swcrc: false }],
    'apps/widget/.*\\.tsx$': ['@swc/jest', { ...preact, swcrc: false }],
    '\\.tsx$': ['@swc/jest', { ...react, swcrc: false }],
    '\\.m?js$': ['@swc/jest', { ...esModule, swcrc: false }],
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:${esModulePackages.join('|')})/)(?!.*\\.mjs$)`],
  setupFilesAfterEnv: ['<rootDir>/test/support/patience.js'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

const database = { globalSetup: '<rootDir>/test/support/global-setup.ts', globalTeardown: '<rootDir>/test/support/global-teardown.ts' };
const product = { ...database, globalSetup: '<rootDir>/test/support/built-product.ts' };
const stories = { ...database, globalSetup: '<rootDir>/test/support/shared-product-setup.ts' };

module.exports = {
  // Two cores; scripts/test.mjs knows better for each group.
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/support/longest-first.js',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/test/support', '<rootDir>/test/platforms', '<rootDir>/test/architecture', '<rootDir>/test/language'],
      testMatch: ['**/*.test.ts', '**/*.test.tsx'],
      testPathIgnorePatterns: ['/node_modules/', '\\.(db|peer)\\.test\\.ts$'],
      globals: { patienceMs: 15_000 },
    },
    { ...shared, ...database, displayName: 'db', roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/test/support', '<rootDir>/test/platforms'], testMatch: ['**/*.db.test.ts'], globals: { patienceMs: 30_000 } },
    { ...shared, ...database, displayName: 'peer', roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/test/support', '<rootDir>/test/platforms'], testMatch: ['**/*.peer.test.ts'], globals: { patienceMs: 60_000 } },
    { ...shared, ...database, displayName: 'api', roots: ['<rootDir>/test/api'], testMatch: ['**/*.test.ts'], globals: { patienceMs: 60_000 } },
    { ...shared, ...product, displayName: 'faults', roots: ['<rootDir>/test/faults'], testMatch: ['**/*.test.ts'], globals: { patienceMs: 120_000 } },
    // Not part of `npm test`: `npm run budgets` prints what it counts.
    { ...shared, ...product, displayName: 'budgets', roots: ['<rootDir>/test/budgets'], testMatch: ['**/*.test.ts'], globals: { patienceMs: 120_000 } },
    // Nor this: `npm run screens` takes pictures of every screen, to be looked at.
    { ...shared, ...product, displayName: 'screens', roots: ['<rootDir>/test/screens'], testMatch: ['**/*.test.ts'], globals: { patienceMs: 600_000 } },
    { ...shared, ...stories, displayName: 'journeys', roots: ['<rootDir>/test/journeys'], testMatch: ['**/*.test.ts'], globals: { patienceMs: 120_000 } },
  ],
};

function findEsModulePackages(folder, prefix = '') {
  const found = [];
  for (const name of fs.readdirSync(folder)) {
    if (name.startsWith('.')) continue;
    if (name.startsWith('@') && prefix === '') {
      found.push(...findEsModulePackages(path.join(folder, name), `${name}/`));
      continue;
    }
    const manifest = path.join(folder, name, 'package.json');
    if (fs.existsSync(manifest) && JSON.parse(fs.readFileSync(manifest, 'utf8')).type === 'module') found.push(prefix + name);
  }
  return found;
}
