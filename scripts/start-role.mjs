// npm run start:api, start:worker, migrate: one part of a production installation, beside PostgreSQL and Redis of its own.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, ensureInstalled } from './install.mjs';
import { fail, PlainError, root } from './steps.mjs';

const roles = {
  api: { program: 'dist/apps/api/src/main.js', needs: ['DATABASE_URL', 'REDIS_URL'] },
  worker: { program: 'dist/apps/worker/src/main.js', needs: ['DATABASE_URL', 'REDIS_URL'] },
  'replay-erasures': { program: 'dist/apps/standalone/src/replay-erasures.js', needs: [] },
  migrate: { program: 'dist/apps/standalone/src/migrate.js', needs: ['DATABASE_URL'] },
};

try {
  checkNode();
  const role = roles[process.argv[2]];
  if (role === undefined) throw new PlainError(`Say which part to start: ${Object.keys(roles).join(', ')}.`);
  const missing = role.needs.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new PlainError(`${missing.join(' and ')} must be set: in production api and worker meet in a PostgreSQL and a Redis server (npm start needs neither).`);

  const program = path.join(root, role.program);
  // An image brings dist along, and neither the sources nor the compiler.
  if (!fs.existsSync(program)) {
    await ensureInstalled();
    const { build } = await import('./build.mjs');
    await build();
  }
  await import(pathToFileURL(program).href);
} catch (error) {
  fail(error);
}
