import { z } from 'zod';
import { ConnectorError, type Action, type Capabilities, type Outbound, type Sent } from '../contract';
import { lengthIn, refuseBeyondLimits } from '../limits';
import { callReddit } from './reddit.client';
import { createdOf, list } from './reddit.fetch';
import { isThing, nameOf } from './reddit.payloads';
import { asTyped } from './reddit.text';
import type { RedditContext } from './reddit.token';

const posted = z.object({ json: z.object({ data: z.object({ things: z.array(z.object({ data: z.looseObject({ name: z.string().optional(), id: z.string().optional() }) })).min(1) }) }) });
const anything = z.unknown();
const gone = 'What this answers is not there any more';
/** How long Reddit may take to show what it took. */
const showsWithinMs = [0, 800, 1_600];
const clockSpareSeconds = 120;

export async function send(ctx: RedditContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  refuseBeyondLimits(message.visibility === 'public' ? { ...capabilities, ...capabilities.publicly } : capabilities, message);
  const text = written(ctx, message.text, capabilities);
  const thing = answered(message);
  return thing === undefined ? compose(ctx, message, text) : comment(ctx, message, { thing, text });
}

function written({ settings }: RedditContext, words: string, { maxTextLength = 10_000, lengthUnit = 'code-points' }: Capabilities): string {
  if (words.trim() === '') throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  if (settings.writing === 'markdown') return words;
  const text = asTyped(words);
  const length = lengthIn(lengthUnit, text);
  if (length > maxTextLength) throw new ConnectorError('rejected', `The text is too long: with the signs that keep it as typed ${length} of at most ${maxTextLength} characters`, { reason: 'text-too-long' });
  return text;
}

/** What is answered: a comment or a post in public, in private the last message of the thread. */
function answered({ visibility, threadKey, threadState, replyToExternalId, postExternalId }: Outbound): string | undefined {
  if (visibility === 'public') {
    const thing = [replyToExternalId, postExternalId].find((name) => isThing(name) && /^t[13]_/.test(name));
    if (thing === undefined) throw new ConnectorError('rejected', gone, { reason: 'message-gone' });
    return thing;
  }
  if (threadKey === undefined) return undefined;
  return [replyToExternalId, z.object({ last: z.string() }).safeParse(threadState).data?.last].find((name) => isThing(name) && name.startsWith('t4_'));
}

async function comment(ctx: RedditContext, message: Outbound, { thing, text }: { thing: string; text: string }): Promise<Sent> {
  const sent = (name: string): Sent => ({ externalId: name, ...(thing.startsWith('t4_') ? { threadState: { last: name } } : {}) });
  const began = ctx.now().getTime() / 1000;
  const sought: Sought = { text, others: message.references, ...(thing.startsWith('t4_') ? { to: recipient(message) } : { thing }) };
  // Somebody sends again what nobody knew the end of: perhaps it stands there.
  const before = message.attempt > 1 ? await find(ctx, sought, 0) : undefined;
  if (before !== undefined) return sent(before);
  try {
    const { json } = await callReddit(ctx, { method: 'POST', path: '/api/comment', form: { api_type: 'json', thing_id: thing, text }, result: posted, effect: 'once', missing: gone });
    const [made] = json.data.things;
    const name = [made?.data.name, made?.data.id].find(isThing) ?? (await shown(ctx, sought, began));
    if (name !== undefined) return sent(name);
    throw new ConnectorError('ambiguous', 'Reddit did not say what became of the message', { reason: 'not-understood' });
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'ambiguous') throw error;
    const name = await shown(ctx, sought, began);
    if (name === undefined) throw error;
    return sent(name);
  }
}

/** The first private message to somebody. Reddit says yes without an id, so it is looked up. */
async function compose(ctx: RedditContext, message: Outbound, text: string): Promise<Sent> {
  const to = recipient(message);
  const began = ctx.now().getTime() / 1000;
  const sought: Sought = { text, to, others: message.references };
  const found = (name: string): Sent => ({ externalId: name, threadKey: to.toLowerCase(), threadState: { last: name } });
  const before = message.attempt > 1 ? await find(ctx, sought, 0) : undefined;
  if (before !== undefined) return found(before);
  const subject = [message.subject, ctx.settings.messageSubject, message.author.workspace].find((words) => words !== undefined && words.trim() !== '') ?? 'Message';
  try {
    await callReddit(ctx, { method: 'POST', path: '/api/compose', form: { api_type: 'json', to, subject: [...subject].slice(0, 100).join(''), text }, result: z.object({ json: z.looseObject({}) }), effect: 'once' });
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'ambiguous') throw error;
    const name = await shown(ctx, sought, began);
    if (name === undefined) throw error;
    return found(name);
  }
  const name = await shown(ctx, sought, began);
  return name === undefined
    ? { externalId: `compose-${message.messageId}`, threadKey: to.toLowerCase(), warning: 'Reddit took the message but does not list it yet; it may show a second time.' }
    : found(name);
}

function recipient({ to }: Outbound): string {
  const name = (to.handle ?? to.id).trim().replace(/^\/?(u|user)\//i, '').replace(/^@/, '');
  if (!/^(r\/)?[\w-]{2,30}$/.test(name)) throw new ConnectorError('rejected', 'Reddit does not know this person: the account may be deleted', { reason: 'unknown-recipient' });
  return name;
}

/** What was written below a thing, or to somebody in private. `others`: what stands in the thread already, which it can't be. */
type Sought = { text: string; others: readonly string[] } & ({ thing: string } | { to: string });

/** What we just wrote, as soon as Reddit lists it. A look that fails proves nothing. */
async function shown(ctx: RedditContext, sought: Sought, began: number): Promise<string | undefined> {
  for (const wait of showsWithinMs) {
    if (wait > 0) await new Promise((wake) => setTimeout(wake, wait));
    try {
      const name = await find(ctx, sought, began - clockSpareSeconds);
      if (name !== undefined) return name;
    } catch (error) {
      if (error instanceof ConnectorError) return undefined;
      throw error;
    }
  }
  return undefined;
}

async function find(ctx: RedditContext, sought: Sought, since: number): Promise<string | undefined> {
  const { things } = await list(ctx, 'to' in sought ? { path: '/message/sent', query: { mark: 'false' } } : { path: `/user/${ctx.settings.username}/comments`, query: { sort: 'new' } });
  const found = things.find((one) => {
    const { data } = one;
    if (createdOf(one) < since || sought.others.includes(nameOf(one) ?? '') || !sameWords(data['body'], sought.text)) return false;
    if ('to' in sought) return typeof data['dest'] === 'string' && data['dest'].replace(/^#/, 'r/').toLowerCase() === sought.to.toLowerCase();
    return data['parent_id'] === sought.thing;
  });
  return found === undefined ? undefined : nameOf(found);
}

/** Reddit cuts blanks at the ends of lines. */
const sameWords = (one: unknown, other: string): boolean => typeof one === 'string' && evened(one) === evened(other);
const evened = (text: string): string => text.replace(/[ \t]+$/gm, '').trim();

export async function act(ctx: RedditContext, action: Action, capabilities: Capabilities): Promise<void> {
  if (action.kind === 'typing') return;
  const id = action.externalId;
  if (!isThing(id)) throw new ConnectorError('rejected', 'This message is not on Reddit', { reason: 'message-gone' });
  const order = (path: string, form: Record<string, string>): Promise<unknown> => callReddit(ctx, { method: 'POST', path, form, result: anything, missing: gone });
  switch (action.kind) {
    case 'read':
      // Only what came through the inbox has such a mark.
      await order('/api/read_message', { id }).catch((error: unknown) => { if (!(error instanceof ConnectorError) || error.kind !== 'rejected') throw error; });
      return;
    case 'edit':
      refuseBeyondLimits(capabilities, { text: action.text, attachments: [] });
      if (id.startsWith('t4_')) throw new ConnectorError('rejected', 'Private messages can’t be changed on Reddit', { reason: 'not-offered' });
      await order('/api/editusertext', { api_type: 'json', thing_id: id, text: written(ctx, action.text, capabilities) });
      return;
    case 'delete':
      if (id.startsWith('t4_')) throw new ConnectorError('rejected', 'A private message cannot be taken back from whom it was sent to', { reason: 'not-offered' });
      await order('/api/del', { id });
      return;
    case 'hide':
    case 'unhide':
      if (!ctx.settings.moderate) throw new ConnectorError('rejected', 'Only moderators can hide what others wrote on Reddit', { reason: 'not-offered' });
      await order(action.kind === 'hide' ? '/api/remove' : '/api/approve', action.kind === 'hide' ? { id, spam: 'false' } : { id });
      return;
    case 'like':
    case 'unlike':
      throw new ConnectorError('rejected', 'Reddit allows votes by people only, not by programs', { reason: 'not-offered' });
  }
  action satisfies never;
}
