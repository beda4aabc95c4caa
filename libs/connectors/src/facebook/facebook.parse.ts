import type { Delivery, Inbound, RawRequest } from '../contract';
import { kindWord } from '../meta/meta.json';
import { notOurs, parseMessaging } from '../meta/meta.messaging';
import { parseStored } from '../meta/meta.stored';
import { itemOf, splitMeta } from '../meta/meta.webhook';
import { parseChange, parseFetchedComment, parseFetchedPost, parseUnseen } from './facebook.comments';
import type { FacebookSettings } from './facebook.settings';

/** Meta calls one address for all pages of an app: each thing goes to the channel of its page. */
export function splitWebhook(request: RawRequest): Delivery[] {
  return splitMeta(request, { accountOf: ({ object, id }) => (object === 'page' && id !== '0' ? id : undefined) });
}

/** Pure. What we don't know is ignored with its name, never thrown. */
export function parseItem(delivery: Delivery, settings: FacebookSettings): Inbound[] {
  const item = itemOf(delivery);
  if (!item) return [{ kind: 'ignored', reason: 'not what Meta sends' }];
  if (item.object !== 'page') return [{ kind: 'ignored', reason: `about "${kindWord(item.object)}", which is no page` }];
  const stranger = notOurs(item, settings.pageId);
  if (stranger !== undefined) return [{ kind: 'ignored', reason: stranger }];
  const where = { page: settings.pageId, ...(item.time === undefined ? {} : { time: item.time }) };
  if (item.fetched !== undefined) return parseFetched(item.fetched, item.value, where);
  if (item.messaging !== undefined || item.standby !== undefined) {
    return parseMessaging(item.messaging ?? item.standby, { account: settings.pageId, standby: item.messaging === undefined, ...(item.time === undefined ? {} : { time: item.time }) });
  }
  switch (item.field) {
    case 'feed':
    case 'mention':
      return settings.publicPosts ? parseChange(item.field, item.value, where) : [{ kind: 'ignored', reason: 'comments are switched off for this channel' }];
    case undefined:
      return [{ kind: 'ignored', reason: 'an event that is not as documented' }];
    default:
      // The test button sends messages under this name as well.
      return [{ kind: 'ignored', reason: `a change of "${kindWord(item.field)}"` }];
  }
}

function parseFetched(what: string, value: unknown, where: { page: string }): Inbound[] {
  switch (what) {
    case 'message':
      return parseStored(value, where.page);
    case 'comment':
      return parseFetchedComment(value, where);
    case 'post':
      return parseFetchedPost(value, where);
    case 'unseen':
      return parseUnseen(value);
    default:
      return [{ kind: 'ignored', reason: `fetched "${kindWord(what)}"` }];
  }
}
