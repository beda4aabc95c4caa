import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './sources';

/** One forbidden import for each rule: the file, the file that it reaches for, and how when a bare import is not the crime. */
const crimes: { rule: string; file: string; target: string; source?: string }[] = [
  { rule: 'contract-imports-no-lib', file: 'libs/contract/src/a.ts', target: 'libs/platform/src/z.ts' },
  { rule: 'language-imports-nothing', file: 'libs/language/src/a.ts', target: 'libs/contract/src/z.ts' },
  { rule: 'platform-imports-no-lib', file: 'libs/platform/src/a.ts', target: 'libs/core/src/z.ts' },
  { rule: 'connectors-import-contract', file: 'libs/connectors/src/telegram/a.ts', target: 'libs/core/src/z.ts' },
  { rule: 'connectors-know-no-framework', file: 'libs/connectors/src/telegram/b.ts', target: 'node_modules/@nestjs/common/index.js', source: "import '@nestjs/common';" },
  { rule: 'connectors-know-not-each-other', file: 'libs/connectors/src/telegram/c.ts', target: 'libs/connectors/src/email/z.ts' },
  { rule: 'connectors-know-not-each-other', file: 'libs/connectors/src/meta/a.ts', target: 'libs/connectors/src/whatsapp/z.ts' },
  { rule: 'a-family-is-for-its-members', file: 'libs/connectors/src/telegram/d.ts', target: 'libs/connectors/src/meta/z.ts' },
  { rule: 'a-family-is-for-its-members', file: 'libs/connectors/src/whatsapp/b.ts', target: 'libs/connectors/src/twilio/z.ts' },
  { rule: 'a-family-is-for-its-members', file: 'libs/connectors/src/facebook/d.ts', target: 'libs/connectors/src/reviews/z.ts' },
  { rule: 'core-imports-the-connector-contract-only', file: 'libs/core/src/a.ts', target: 'libs/connectors/src/all.ts' },
  { rule: 'api-and-worker-are-strangers', file: 'apps/api/src/a.ts', target: 'apps/worker/src/z.ts' },
  { rule: 'web-imports-contract', file: 'apps/web/src/a.ts', target: 'libs/core/src/z.ts' },
  { rule: 'web-features-are-strangers', file: 'apps/web/src/features/thread/a.ts', target: 'apps/web/src/features/composer/z.ts' },
  { rule: 'widget-imports-no-app-or-lib', file: 'apps/widget/src/a.ts', target: 'apps/web/src/z.ts' },
  { rule: 'widget-imports-types-only', file: 'apps/widget/src/b.ts', target: 'libs/contract/src/z.ts' },
  { rule: 'a-barrel-is-for-others', file: 'libs/core/src/b.ts', target: 'libs/core/src/index.ts' },
  { rule: 'no-test-in-product', file: 'apps/api/src/b.ts', target: 'test/support/z.ts' },
];

let folder: string;
let found: string;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kontuar-boundaries-'));
  const put = (name: string, content: string): void => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  };
  for (const { file, target, source } of crimes) {
    put(target, 'export const z = 1;');
    put(file, source ?? `import { z } from './${path.relative(path.dirname(file), target).replace(/\.ts$/, '')}'; z;`);
  }
  put('tsconfig.json', '{ "compilerOptions": {} }');
  put('package.json', '{ "dependencies": { "@nestjs/common": "1" } }');
  fs.copyFileSync(path.join(root, '.dependency-cruiser.cjs'), path.join(folder, '.dependency-cruiser.cjs'));
  const checker = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  found = await new Promise((resolve) => {
    execFile(process.execPath, [checker, '--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'test'], { cwd: folder, env: { PATH: process.env['PATH'], NO_COLOR: '1' } }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

it.each(crimes)('catches a breach of $rule', ({ rule, file, target }) => {
  expect(found.split('\n').map((line) => line.trim())).toContain(`error ${rule}: ${file} → ${target}`);
});
