import type { FetchMessageObject, ImapFlow } from 'imapflow';
import type { Context, Delivery, Json, Page } from '../../contract';
import { toDelivery } from '../email.delivery';
import { imapServer, type EmailSettings } from '../email.settings';
import { imapError } from './imap.client';
import { readCursor, writeCursor, type ImapCursor, type MailboxCursor } from './imap.cursor';

/** A page is stored in one transaction: small enough for that, large enough not to ask for each mail alone. */
const pageMails = 20;
const pageBytes = 12 * 1024 * 1024;
/** Of a mail over the limit this much is read: its headers and, nearly always, its text. */
const oversizeHeadBytes = 512 * 1024;
const dayMs = 24 * 3_600_000;
/** UIDs that changed are listed again from this long before the newest known mail: arrival times need not follow UIDs. */
const overlapMs = 2 * dayMs;

export interface Folder { path: string; role: 'inbox' | 'sent' }

export async function foldersOf(client: ImapFlow, settings: EmailSettings): Promise<Folder[]> {
  const inbox: Folder = { path: settings.mailbox, role: 'inbox' };
  if (!settings.watchSent) return [inbox];
  const sent = (await client.list()).find((mailbox) => mailbox.specialUse === '\\Sent');
  return sent === undefined || sent.path === settings.mailbox ? [inbox] : [inbox, { path: sent.path, role: 'sent' }];
}

/** One pass over all folders, from the cursor to the present. Each page carries the cursor that is true once it is stored. */
export async function* readFolders(ctx: Context<EmailSettings>, client: ImapFlow, folders: readonly Folder[], cursor: Json | undefined): AsyncGenerator<Page> {
  let state = readCursor(cursor);
  for (const folder of folders) {
    for await (const { deliveries, mailbox } of readFolder({ ctx, client, folder, known: state[folder.path] })) {
      state = { ...state, [folder.path]: mailbox } satisfies ImapCursor;
      yield { deliveries, cursor: writeCursor(state) };
    }
  }
}

interface Reading { ctx: Context<EmailSettings>; client: ImapFlow; folder: Folder; known: MailboxCursor | undefined }

async function* readFolder({ ctx, client, folder, known }: Reading): AsyncGenerator<{ deliveries: Delivery[]; mailbox: MailboxCursor }> {
  const { host } = imapServer(ctx.settings);
  try {
    const opened = await select(client, folder.path);
    const plan = await planOf(ctx, client, { known, uidValidity: opened.uidValidity, uidNext: opened.uidNext });
    let mailbox = plan.mailbox;
    if (plan.isNew) yield { deliveries: [], mailbox };
    for (let at = 0; at < plan.uids.length;) {
      const page = await readPage({ ctx, client, folder, uidValidity: mailbox.uidValidity, uids: plan.uids.slice(at, at + pageMails) });
      at += page.taken;
      const lastUid = plan.uids[at - 1] ?? mailbox.lastUid;
      const newestAt = [mailbox.newestAt, page.newestAt].filter((time): time is string => time !== undefined).sort().at(-1);
      mailbox = { ...mailbox, lastUid: Math.max(lastUid, mailbox.lastUid), ...(newestAt === undefined ? {} : { newestAt }) };
      yield { deliveries: page.deliveries, mailbox };
    }
    if (plan.upTo !== undefined && plan.upTo > mailbox.lastUid) yield { deliveries: [], mailbox: { ...mailbox, lastUid: plan.upTo } };
  } catch (error) {
    throw imapError(error, host);
  }
}

/** Selecting again is what makes a server tell its UIDVALIDITY and UIDNEXT anew; on the mailbox that is open, NOOP is enough. */
async function select(client: ImapFlow, path: string): Promise<{ uidValidity: string; uidNext: number }> {
  if (client.mailbox !== false && client.mailbox.path === path) await client.noop();
  const opened = client.mailbox !== false && client.mailbox.path === path ? client.mailbox : await client.mailboxOpen(path, { readOnly: true });
  return { uidValidity: String(opened.uidValidity), uidNext: opened.uidNext };
}

/** `upTo`: what the mailbox held when it was listed by date; mails that the list left out are not read later either. */
interface Plan { mailbox: MailboxCursor; uids: number[]; isNew: boolean; upTo?: number }

async function planOf(ctx: Context<EmailSettings>, client: ImapFlow, facts: { known: MailboxCursor | undefined; uidValidity: string; uidNext: number }): Promise<Plan> {
  const { known, uidValidity, uidNext } = facts;
  if (known !== undefined && known.uidValidity === uidValidity) {
    const uids = await searchUids(client, { uid: `${known.lastUid + 1}:*` });
    // "n:*" always names the last mail, even when its UID is below n (RFC 3501 §6.4.8).
    return { mailbox: known, uids: uids.filter((uid) => uid > known.lastUid), isNew: false };
  }
  if (known === undefined) {
    const days = ctx.settings.importDays;
    const since = new Date(startOf(ctx).getTime() - days * dayMs);
    const fresh = { uidValidity, since: since.toISOString() };
    if (days === 0 && ctx.addedAt === undefined) return { mailbox: { ...fresh, lastUid: Math.max(0, uidNext - 1) }, uids: [], isNew: true };
    return planByDate(client, { from: since, uidNext, mailbox: fresh });
  }
  // The server numbered its mails anew: list by date, from before the newest known. What is known is recognised by its delivery id.
  const from = new Date(Math.max(Date.parse(known.since), Date.parse(known.newestAt ?? known.since) - overlapMs));
  ctx.log.warn({ uidValidity }, 'The mailbox was numbered anew; it is listed again by date');
  return planByDate(client, { from, uidNext, mailbox: { ...known, uidValidity } });
}

/** Mails that come between adding the channel and its first connection are new. Servers tell arrival in whole seconds. */
function startOf(ctx: Context<EmailSettings>): Date {
  return ctx.addedAt === undefined ? ctx.now() : new Date(Math.floor(ctx.addedAt.getTime() / 1000) * 1000);
}

/** The cursor begins right before the first mail of the list: whoever goes on after a crash does not begin at the oldest mail there is. */
async function planByDate(client: ImapFlow, { from, uidNext, mailbox }: { from: Date; uidNext: number; mailbox: Omit<MailboxCursor, 'lastUid'> }): Promise<Plan> {
  const recent = await searchUids(client, { since: dayBefore(from) });
  const tooOld = new Set<number>();
  const [first, last] = [recent[0], recent.at(-1)];
  const dated = first === undefined || last === undefined ? [] : await client.fetchAll(`${first}:${last}`, { uid: true, internalDate: true }, { uid: true });
  for (const { uid, internalDate } of dated) if (internalDate !== undefined && new Date(internalDate) < from) tooOld.add(uid);
  const uids = recent.filter((uid) => !tooOld.has(uid));
  return { mailbox: { ...mailbox, lastUid: Math.max(0, (uids[0] ?? uidNext) - 1) }, uids, isNew: true, upTo: uidNext - 1 };
}

/** SINCE knows days only, in the server's own time zone. */
function dayBefore(date: Date): Date {
  return new Date(date.getTime() - dayMs);
}

async function searchUids(client: ImapFlow, query: { uid?: string; since?: Date }): Promise<number[]> {
  const found = await client.search(query, { uid: true });
  return Array.isArray(found) ? [...found].sort((a, b) => a - b) : [];
}

interface PageRequest { ctx: Context<EmailSettings>; client: ImapFlow; folder: Folder; uidValidity: string; uids: number[] }

/** First the sizes, then the mails: nothing is asked of the server while it is still answering. */
async function readPage(request: PageRequest): Promise<{ deliveries: Delivery[]; taken: number; newestAt: string | undefined }> {
  const { ctx, client, uids } = request;
  const sizes = new Map<number, FetchMessageObject>();
  for (const facts of await client.fetchAll(uids.join(','), { uid: true, size: true, internalDate: true }, { uid: true })) sizes.set(facts.uid, facts);
  const limit = ctx.settings.maxMailMegabytes * 1_048_576;
  const deliveries: Delivery[] = [];
  let bytes = 0;
  let taken = 0;
  let newestAt: string | undefined;
  for (const uid of uids) {
    const facts = sizes.get(uid);
    const size = facts?.size ?? 0;
    if (taken > 0 && bytes + Math.min(size, limit) > pageBytes) break;
    taken += 1;
    // Gone meanwhile: somebody moved or deleted it.
    if (facts === undefined) continue;
    const arrived = facts.internalDate === undefined ? undefined : new Date(facts.internalDate);
    const arrivedAt = arrived === undefined || Number.isNaN(arrived.getTime()) ? undefined : arrived.toISOString();
    const delivery = await fetchMail(request, { uid, size, limit, arrivedAt });
    if (delivery === undefined) continue;
    deliveries.push(delivery);
    bytes += delivery.body.length;
    if (arrivedAt !== undefined && (newestAt === undefined || arrivedAt > newestAt)) newestAt = arrivedAt;
  }
  return { deliveries, taken, newestAt };
}

async function fetchMail(request: PageRequest, mail: { uid: number; size: number; limit: number; arrivedAt: string | undefined }): Promise<Delivery | undefined> {
  const { client, folder, uidValidity } = request;
  const tooLarge = mail.size > mail.limit;
  const fetched = await client.fetchOne(String(mail.uid), { uid: true, source: tooLarge ? { start: 0, maxLength: oversizeHeadBytes } : true }, { uid: true });
  if (fetched === false || fetched === undefined || fetched.source === undefined) return undefined;
  return toDelivery(fetched.source, {
    mailbox: folder.path, role: folder.role, uid: mail.uid, uidValidity,
    ...(mail.arrivedAt === undefined ? {} : { arrivedAt: mail.arrivedAt }),
    ...(tooLarge ? { fullSizeBytes: mail.size } : {}),
  });
}
