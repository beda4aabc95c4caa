import type { Context } from '../../contract';
import type { EmailSettings } from '../email.settings';
import { openImap } from './imap.client';

const timeLimitMs = 20_000;

/** Puts a copy of a sent mail into the Sent folder. The mail has left already: a failure here is worth a log line, nothing more. */
export async function appendToSent(ctx: Context<EmailSettings>, mail: Buffer): Promise<void> {
  const client = await openImap(ctx);
  const timer = setTimeout(() => client.close(), timeLimitMs);
  try {
    const sent = (await client.list()).find((mailbox) => mailbox.specialUse === '\\Sent');
    await client.append(sent?.path ?? 'Sent', mail, ['\\Seen']);
  } finally {
    clearTimeout(timer);
    client.close();
  }
}
