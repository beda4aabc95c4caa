import type { ImapFlow } from 'imapflow';
import type { Context, Emit, Json, Page } from '../../contract';
import { imapServer, type EmailSettings } from '../email.settings';
import { imapError, openImap } from './imap.client';
import { foldersOf, readFolders, type Folder } from './imap.inbox';

/** Even an IDLE that works is not believed for longer: some servers and proxies stop telling without closing. */
const safetyPollMs = 60_000;

export async function* pollImap(ctx: Context<EmailSettings>, cursor: Json | undefined): AsyncGenerator<Page> {
  const client = await openImap(ctx);
  try {
    yield* readFolders(ctx, client, await foldersOf(client, ctx.settings), cursor);
  } catch (error) {
    throw imapError(error, imapServer(ctx.settings).host);
  } finally {
    await leave(client);
  }
}

/** Reads what is there, then waits for the server's word, for the safety poll, for the end of the connection or for `signal`. */
export async function streamImap(ctx: Context<EmailSettings>, cursor: Json | undefined, emit: Emit, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const client = await openImap(ctx);
  const abort = (): void => client.close();
  signal.addEventListener('abort', abort, { once: true });
  const bell = new Bell(client);
  try {
    const folders = await foldersOf(client, ctx.settings);
    let position = cursor;
    while (!signal.aborted) {
      bell.reset();
      for await (const page of readFolders(ctx, client, folders, position)) {
        await emit(page);
        position = page.cursor;
        if (signal.aborted) return;
      }
      await waitForNews(client, folders, bell);
    }
  } catch (error) {
    if (!signal.aborted) throw imapError(error, imapServer(ctx.settings).host);
  } finally {
    signal.removeEventListener('abort', abort);
    await leave(client);
  }
}

async function waitForNews(client: ImapFlow, folders: readonly Folder[], bell: Bell): Promise<void> {
  const inbox = folders[0]?.path ?? 'INBOX';
  if (folders.length > 1) await client.mailboxOpen(inbox, { readOnly: true });
  // IDLE ends when the next command is given; its failure shows in that command or in the 'close' event.
  void client.idle().catch(() => undefined);
  await bell.rung(safetyPollMs);
  if (!client.usable) throw Object.assign(new Error('Unexpected close'), { code: 'EConnectionClosed' });
}

/** Rings when the mailbox changed or the connection ended; a ring between two waits is not lost. */
class Bell {
  private rang = false;
  private wake: (() => void) | undefined;

  constructor(client: ImapFlow) {
    const ring = (): void => {
      this.rang = true;
      this.wake?.();
    };
    client.on('exists', ring);
    client.on('close', ring);
    client.on('error', ring);
  }

  reset(): void {
    this.rang = false;
  }

  async rung(timeoutMs: number): Promise<void> {
    if (this.rang) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = undefined;
  }
}

async function leave(client: ImapFlow): Promise<void> {
  if (client.usable) {
    const timer = setTimeout(() => client.close(), 3_000);
    await client.logout().catch(() => undefined);
    clearTimeout(timer);
  }
  client.close();
}
