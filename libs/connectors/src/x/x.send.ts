import { z } from 'zod';
import { ConnectorError, type Capabilities, type Outbound, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { callX, type XContext } from './x.client';
import { newestDms, newestInRoom, newestOwnPosts } from './x.fetch';
import { refuseFiles, uploadFile } from './x.media';
import { dmEvent, id as idSchema, includes as includesSchema, post as postSchema } from './x.payloads';
import { parentOf, wordsOf, type Summons } from './x.posts';
import { comparable, unescaped, weightedLength } from './x.text';

const posted = z.object({ data: z.looseObject({ id: idSchema }) });
const messaged = z.object({ data: z.looseObject({ dm_event_id: idSchema }) });
/** Clocks of ours and of X's differ. */
const clockMs = 10_000;
/** How long what arrived may take until X shows it. */
const showsWithinMs = 1_500;

export async function send(ctx: XContext, message: Outbound, { own, publicly }: { own: Capabilities; publicly: Capabilities }): Promise<Sent> {
  const isPublic = message.visibility === 'public';
  refuseBeyondLimits(isPublic ? { ...publicly, maxTextLength: ctx.settings.maxLength * 2, linkLength: 1 } : own, message);
  if (message.text.trim() === '' && message.attachments.length === 0) throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  refuseFiles(message.attachments);
  return isPublic ? answerInPublic(ctx, message) : writeInPrivate(ctx, message);
}

async function answerInPublic(ctx: XContext, message: Outbound): Promise<Sent> {
  const { settings } = ctx;
  const length = weightedLength(message.text);
  if (length > settings.maxLength) throw new ConnectorError('rejected', `The text is too long: X counts ${length} of at most ${settings.maxLength}`, { reason: 'text-too-long' });
  const parent = message.replyToExternalId;
  if (parent === undefined || !/^\d{1,25}$/.test(parent)) throw new ConnectorError('rejected', 'X posts only answers from here: there is no post to answer', { reason: 'cannot-write-first' });
  refuseUnsummoned(settings.replies, message);
  const mediaIds: string[] = [];
  for (const file of message.attachments) mediaIds.push(await uploadFile(ctx, file, 'tweet'));
  const began = ctx.now();
  const json = { ...(message.text.trim() === '' ? {} : { text: message.text }), reply: { in_reply_to_tweet_id: parent }, ...(mediaIds.length === 0 ? {} : { media: { media_ids: mediaIds } }) };
  const externalId = await orFound(ctx, () => callX(ctx, { method: 'POST', path: '/2/tweets', json, effect: 'once', result: posted }).then(({ data }) => data.id), () => ownPostLike(ctx, message, { parent, began }));
  return { externalId, status: 'sent' };
}

/** The kinds of turning to us that the tariff counts; of what we do not know, X itself decides. */
function refuseUnsummoned(rule: XContext['settings']['replies'], { replyToExtra }: Outbound): void {
  const told = z.looseObject({ summoned: z.enum(['mention', 'reply', 'quote', 'no']) }).safeParse(replyToExtra).data?.summoned;
  if (told === undefined || rule === 'any') return;
  const enough: readonly Summons[] = rule === 'strict' ? ['mention', 'quote'] : ['mention', 'quote', 'reply'];
  if (!enough.includes(told)) {
    throw new ConnectorError('rejected', 'X takes answers of programs only to those who named or quoted your account in their post. This one did not: answer it in X itself, or change the rule in the channel’s settings if your tariff allows more', { reason: 'not-summoned' });
  }
}

async function writeInPrivate(ctx: XContext, message: Outbound): Promise<Sent> {
  if (!ctx.settings.directMessages) throw new ConnectorError('rejected', 'Direct messages are switched off for this channel', { reason: 'no-private-side' });
  const [, room] = /^group:(\d{1,25})$/.exec(message.threadKey ?? '') ?? [];
  const person = message.to.id;
  if (room === undefined && !/^\d{1,25}$/.test(person)) throw new ConnectorError('rejected', 'There is nobody to write to', { reason: 'unknown-recipient' });
  const [file] = message.attachments;
  const mediaId = file === undefined ? undefined : await uploadFile(ctx, file, 'dm');
  const json = { ...(message.text.trim() === '' ? {} : { text: message.text }), ...(mediaId === undefined ? {} : { attachments: [{ media_id: mediaId }] }) };
  const path = room === undefined ? `/2/dm_conversations/with/${person}/messages` : `/2/dm_conversations/${room}/messages`;
  const began = ctx.now();
  const externalId = await orFound(ctx, () => callX(ctx, { method: 'POST', path, json, effect: 'once', result: messaged }).then(({ data }) => data.dm_event_id), () => ownMessageLike(ctx, message, { room, began }));
  const opens = message.threadKey === undefined || message.threadKey.includes(':');
  return { externalId, status: 'sent', ...(opens && room === undefined ? { threadKey: person } : {}) };
}

/** X takes no key of ours. Where it did not say whether it took the message, its own list does: what stands there has arrived. */
async function orFound(ctx: XContext, sendIt: () => Promise<string>, find: () => Promise<string | undefined>): Promise<string> {
  try {
    return await sendIt();
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'ambiguous') throw error;
    for (const waitMs of [0, showsWithinMs]) {
      if (waitMs > 0) await new Promise((wait) => setTimeout(wait, waitMs));
      try {
        const found = await find();
        if (found !== undefined) return found;
      } catch (unknown) {
        ctx.log.warn({ reason: unknown instanceof ConnectorError ? unknown.reason : undefined }, 'whether a message arrived could not be seen');
        throw error;
      }
    }
    throw error;
  }
}

async function ownPostLike(ctx: XContext, { text }: Outbound, { parent, began }: { parent: string; began: Date }): Promise<string | undefined> {
  const { data, includes } = await newestOwnPosts(ctx);
  const wanted = comparable(text);
  return (data ?? []).flatMap((raw) => postSchema.safeParse(raw).data ?? []).find((post) =>
    parentOf(post) === parent && Date.parse(post.created_at ?? '') >= began.getTime() - clockMs && comparable(wordsOf(post, includesSchema.parse(includes ?? {})).text) === wanted)?.id;
}

async function ownMessageLike(ctx: XContext, { to, text, attachments }: Outbound, { room, began }: { room: string | undefined; began: Date }): Promise<string | undefined> {
  const { data } = room === undefined ? await newestDms(ctx, to.id) : await newestInRoom(ctx, room);
  const wanted = comparable(text);
  return (data ?? []).flatMap((raw) => dmEvent.safeParse(raw).data ?? []).find((event) => {
    if (event.sender_id !== ctx.settings.userId || !(Date.parse(event.created_at ?? '') >= began.getTime() - clockMs)) return false;
    const said = comparable(unescaped((event.entities?.urls ?? []).reduce((words, link) => words.split(link.url).join(link.expanded_url ?? link.url), event.text)));
    // The address of its own file stands behind the text.
    return said === wanted || (attachments.length > 0 && said.startsWith(wanted) && /^(\s*https?:\/\/\S+)?$/.test(said.slice(wanted.length)));
  })?.id;
}
