// Who may import whom: the second chapter of the architecture, kept by a machine.
const connector = '^libs/connectors/src/([^/]+)/';
/** Folders that hold no connector but what several connectors of one company or of one kind share, and those connectors. */
const families = { google: 'google-business|google-play|youtube', meta: 'facebook|instagram|whatsapp', reviews: 'app-store|google-business|google-play|trustpilot', twilio: 'sms|twilio-whatsapp' };
const tests = '\\.test\\.tsx?$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', comment: 'A feature may call another; the way back is an event.', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:' } },
    { name: 'no-test-in-product', severity: 'error', from: { path: '^(apps|libs)/', pathNot: [tests, '/conformance/'] }, to: { path: ['^test/', tests, '^bench/'] } },

    { name: 'contract-imports-no-lib', severity: 'error', from: { path: '^libs/contract/' }, to: { path: '^(libs/(?!contract/)|apps/)' } },
    { name: 'language-imports-nothing', severity: 'error', comment: 'It runs in the browser too.', from: { path: '^libs/language/', pathNot: tests }, to: { path: '^(libs/(?!language/)|apps/|node_modules/)|^[a-z_]+$' } },
    { name: 'platform-imports-no-lib', severity: 'error', from: { path: '^libs/platform/', pathNot: tests }, to: { path: '^(libs/(?!platform/)|apps/)' } },
    { name: 'connectors-import-contract', severity: 'error', from: { path: '^libs/connectors/', pathNot: tests }, to: { path: '^(libs/(?!connectors/|contract/)|apps/)' } },
    {
      name: 'connectors-know-no-framework',
      severity: 'error',
      comment: 'A connector is plain data and functions.',
      from: { path: '^libs/connectors/', pathNot: tests },
      to: { path: 'node_modules/(@nestjs|typeorm|bullmq|ioredis|pg|socket\\.io)(/|$)' },
    },
    {
      name: 'connectors-know-not-each-other',
      severity: 'error',
      from: { path: connector },
      to: { path: connector, pathNot: ['^libs/connectors/src/$1/', '^libs/connectors/src/conformance/', `^libs/connectors/src/(${Object.keys(families).join('|')})/`] },
    },
    ...Object.entries(families).map(([family, members]) => ({
      name: 'a-family-is-for-its-members',
      severity: 'error',
      comment: 'What the connectors of one company share, and nothing beyond.',
      from: { path: connector, pathNot: [`^libs/connectors/src/(${family}|${members})/`] },
      to: { path: `^libs/connectors/src/${family}/` },
    })),
    {
      name: 'core-imports-the-connector-contract-only',
      severity: 'error',
      comment: 'Apps hand the list over, tests hand a fake.',
      from: { path: '^libs/core/', pathNot: tests },
      to: { path: '^(libs/connectors/(?!src/contract\\.ts$)|apps/)' },
    },
    { name: 'api-and-worker-are-strangers', severity: 'error', from: { path: '^apps/(api|worker)/', pathNot: tests }, to: { path: '^apps/', pathNot: '^apps/$1/' } },
    { name: 'web-imports-contract', severity: 'error', from: { path: '^apps/web/', pathNot: tests }, to: { path: '^(libs/(?!contract/|language/)|apps/(?!web/))' } },
    {
      name: 'web-features-are-strangers',
      severity: 'error',
      from: { path: '^apps/web/src/features/([^/]+)/', pathNot: tests },
      to: { path: '^apps/web/src/features/', pathNot: '^apps/web/src/features/$1/' },
    },
    { name: 'widget-imports-no-app-or-lib', severity: 'error', from: { path: '^apps/widget/', pathNot: tests }, to: { path: '^(libs/(?!contract/)|apps/(?!widget/))' } },
    {
      name: 'widget-imports-types-only',
      severity: 'error',
      comment: 'Zod would be larger than the widget.',
      from: { path: '^apps/widget/', pathNot: tests },
      to: { path: '^libs/contract/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'a-barrel-is-for-others',
      severity: 'error',
      comment: 'Inside a lib import the file itself: through its own barrel everything hangs on everything.',
      from: { path: '^libs/([^/]+)/src/', pathNot: ['^libs/[^/]+/src/index\\.ts$', tests] },
      to: { path: '^libs/$1/src/index\\.ts$' },
    },
    { name: 'not-to-dev-dependency', severity: 'error', comment: 'The image has no development packages.', from: { path: '^(libs|apps/(api|worker|standalone))/', pathNot: [tests, '/conformance/', '/testing/'] }, to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] } },
    { name: 'declared', severity: 'error', from: { path: '^(libs|apps)/' }, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^data/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types', 'module-sync'], extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.d.ts', '.json'] },
  },
};
