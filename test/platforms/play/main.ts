/** Starts every platform and the page on which a person plays their customers. Loopback only. */
import { allPlatforms } from '../all';
import { startPlatform } from '../kit';
import { servePlay } from './server';
import { Table } from './table';

const firstPort = Number(process.env['PLATFORMS_PORT'] ?? '4600');

async function main(): Promise<void> {
  const tables = await Promise.all(allPlatforms.map(async (module, index) => new Table(await startPlatform(module, { port: firstPort + 1 + index }))));
  const server = await servePlay(tables, firstPort);
  process.stdout.write(`\nPlay the customer at http://127.0.0.1:${firstPort}\n${tables.map(({ platform }) => `  ${platform.module.label.padEnd(28)} ${platform.root}`).join('\n')}\n\nNot played, because the real software is at hand: XMPP (a Prosody, test/support/xmpp) and e-mail (Dovecot and Postfix, test/support/mail).\nCtrl-C ends it.\n`);
  const end = () => {
    server.close();
    void Promise.allSettled(tables.map(({ platform }) => platform.close())).then(() => process.exit(0));
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

main().catch((error: unknown) => {
  const busy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  process.stderr.write(busy ? `Ports from ${firstPort} on are taken: set PLATFORMS_PORT to another number.\n` : `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
