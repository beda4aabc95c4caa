import type { Delivery, Inbound, RawRequest } from '../contract';
import { kindWord } from '../meta/meta.json';
import { notOurs, parseMessaging } from '../meta/meta.messaging';
import { parseStored } from '../meta/meta.stored';
import { itemOf, splitMeta } from '../meta/meta.webhook';
import { parseComment, parseFetchedComment, parseFetchedMention, parseMention } from './instagram.comments';
import type { InstagramSettings } from './instagram.settings';

/** Meta calls one address for all accounts of an app: each thing goes to the channel of its account. */
export function splitWebhook(request: RawRequest): Delivery[] {
  return splitMeta(request, { accountOf: ({ object, id }) => (object === 'instagram' && id !== '0' ? id : undefined) });
}

/** Pure. What we don't know is ignored with its name, never thrown. */
export function parseItem(delivery: Delivery, settings: InstagramSettings): Inbound[] {
  const item = itemOf(delivery);
  if (!item) return [{ kind: 'ignored', reason: 'not what Meta sends' }];
  if (item.object !== 'instagram') return [{ kind: 'ignored', reason: `about "${kindWord(item.object)}", which is no Instagram account` }];
  const stranger = notOurs(item, settings.accountId);
  if (stranger !== undefined) return [{ kind: 'ignored', reason: stranger }];
  const where = { account: settings.accountId, ...(item.time === undefined ? {} : { time: item.time }) };
  if (item.fetched !== undefined) return parseFetched(item.fetched, item.value, where);
  if (item.messaging !== undefined || item.standby !== undefined) return parseMessaging(item.messaging ?? item.standby, { ...where, standby: item.messaging === undefined });
  const isPublic = item.field === 'comments' || item.field === 'live_comments' || item.field === 'mentions';
  if (isPublic && !settings.publicPosts) return [{ kind: 'ignored', reason: 'comments are switched off for this channel' }];
  switch (item.field) {
    case 'comments':
    case 'live_comments':
      return parseComment(item.field, item.value, where);
    case 'mentions':
      return parseMention(item.value, where);
    case undefined:
      return [{ kind: 'ignored', reason: 'an event that is not as documented' }];
    default:
      return [{ kind: 'ignored', reason: `a change of "${kindWord(item.field)}"` }];
  }
}

function parseFetched(what: string, value: unknown, where: { account: string }): Inbound[] {
  switch (what) {
    case 'message':
      return parseStored(value, where.account);
    case 'comment':
      return parseFetchedComment(value, where);
    case 'mention':
      return parseFetchedMention(value, where);
    default:
      return [{ kind: 'ignored', reason: `fetched "${kindWord(what)}"` }];
  }
}
