import type { Delivery, Inbound, InboundMessage, Party } from '../contract';
import { contentOf } from './slack.content';
import { emojiOf } from './slack.emoji';
import { fileMessageId, instant, messageId, threadKeyOf } from './slack.ids';
import { anyEvent, envelope, lookedUp, type Envelope, type SlackEvent, type SlackMessage } from './slack.payloads';
import type { SlackSettings } from './slack.settings';

/** Lines that Slack writes about people and channels. */
const silent = new Set([
  'channel_join', 'channel_leave', 'channel_topic', 'channel_purpose', 'channel_name', 'channel_archive', 'channel_unarchive', 'channel_convert_to_private', 'channel_convert_to_public', 'channel_posting_permissions',
  'group_join', 'group_leave', 'group_topic', 'group_purpose', 'group_name', 'group_archive', 'group_unarchive', 'mpim_join', 'bot_add', 'bot_remove', 'bot_disable', 'bot_enable', 'pinned_item', 'unpinned_item',
  'reminder_add', 'reminder_delete', 'tombstone', 'message_replied', 'reply_broadcast', 'sh_room_created', 'sh_room_shared', 'huddle_thread', 'joiner_notification', 'assistant_app_thread', 'app_conversation_join',
  'bot_profile_updated', 'file_comment', 'file_mention', 'joiner_notification_for_inviter', 'external_channel_migrating', 'channel_canvas_updated', 'workspace_join',
]);
/** Messages as any other. */
const spoken = new Set(['file_share', 'thread_broadcast', 'me_message', 'bot_message', 'slack_image', 'reminder', 'document_mention']);

/** Pure. What we don't know is ignored by name; what somebody said stays visible. */
export function parse(delivery: Delivery, settings: SlackSettings): Inbound[] {
  const body = readJson(delivery.body);
  const looked = lookedUp.safeParse(body);
  if (looked.success) {
    const { channel, ts, user, names, at } = looked.data;
    return [{ kind: 'reaction', externalId: messageId(channel, ts), at, from: { id: user }, emojis: [...new Set(names.map((name) => emojiOf(name)))] }];
  }
  const told = envelope.safeParse(body);
  if (!told.success) return [ignored('no event of Slack')];
  if (told.data.type === 'app_rate_limited' && told.data.minute_rate_limited !== undefined) return [{ kind: 'pointer', ref: `gap:${told.data.minute_rate_limited}` }];
  const event = anyEvent.safeParse(told.data.event);
  if (!event.success) return [ignored(told.data.type === 'event_callback' ? 'an event that is not as documented' : `a call of kind "${named(told.data.type)}"`)];
  return read(event.data, told.data, settings);
}

function read(event: SlackEvent, told: Envelope, settings: SlackSettings): Inbound[] {
  switch (event.type) {
    case 'message':
      return readMessage(event, told, settings);
    case 'app_mention':
      // The same message comes as 'message' where the app is subscribed to both; its id is the same.
      return said(event, event.channel ?? '', { told, settings });
    case 'reaction_added':
    case 'reaction_removed': {
      const { item, user } = event;
      if (item?.type !== 'message' || item.channel === undefined || item.ts === undefined || user === undefined) return [ignored('a reaction to something else than a message')];
      if (isUs(told, user)) return [ignored('our own reaction')];
      if (!isOurs(item.channel, settings)) return [ignored('a channel that is not listed')];
      // One of perhaps several: all that this person has there now are asked for.
      return [{ kind: 'pointer', ref: `reactions:${item.channel}:${item.ts}:${user}` }];
    }
    case 'app_uninstalled':
    case 'tokens_revoked':
      return [{ kind: 'pointer', ref: 'access' }];
    default:
      return [ignored(`an event of kind "${named(event.type)}"`)];
  }
}

function readMessage(event: SlackEvent, told: Envelope, settings: SlackSettings): Inbound[] {
  const { channel, subtype } = event;
  if (channel === undefined) return [ignored('a message that is nowhere')];
  if (!isOurs(channel, settings)) return [ignored('a channel that is not listed')];
  const when = instant(event.event_ts ?? event.ts);
  if (subtype === 'message_deleted') {
    const { deleted_ts: ts, previous_message: before } = event;
    return ts === undefined ? [ignored('a deletion of nothing')] : [{ kind: 'deletion', externalId: idOf(channel, { ...before, ts }, told), at: when }];
  }
  if (subtype === 'message_changed') return changed(event, { channel, told, when });
  if (subtype !== undefined && silent.has(subtype)) return [ignored(`a line of kind "${named(subtype)}"`)];
  return said(event, channel, { told, settings });
}

function changed({ message, previous_message: before }: SlackEvent, { channel, told, when }: { channel: string; told: Envelope; when: string }): Inbound[] {
  if (message?.ts === undefined) return [ignored('a change that is not as documented')];
  const externalId = idOf(channel, { ...message, ts: message.ts }, told);
  // Others had answered below it, so that its place stays.
  if (message.subtype === 'tombstone') return [{ kind: 'deletion', externalId, at: when }];
  if (isOurApp(message, told)) return [ignored('our own change')];
  if (message.edited === undefined || (before !== undefined && before.text === message.text && before.files.length === message.files.length)) return [ignored('a preview was added')];
  return [{ kind: 'edit', externalId, text: contentOf(message).text, at: instant(message.edited.ts ?? message.ts) }];
}

function said(message: SlackMessage, channel: string, { told, settings }: { told: Envelope; settings: SlackSettings }): Inbound[] {
  const { ts, thread_ts: thread, subtype, user, bot_id: botId } = message;
  if (ts === undefined || channel === '') return [ignored('a message that is not as documented')];
  if (!isOurs(channel, settings)) return [ignored('a channel that is not listed')];
  const ours = isOurApp(message, told);
  if (user === 'USLACKBOT') return [ignored('Slackbot')];
  const otherApp = !ours && botId !== undefined && (user === undefined || subtype === 'bot_message' || message.bot_profile !== undefined);
  if (otherApp && !settings.otherApps) return [ignored('written by another app')];
  const from = partyOf(message);
  if (from === undefined) return [ignored(`a message of kind "${named(subtype ?? 'plain')}" of nobody`)];
  const content = contentOf(message);
  const known = subtype === undefined || spoken.has(subtype);
  const colleague = told.is_ext_shared_channel === true && settings.colleagues === 'us' && (message.user_team ?? message.source_team ?? message.team) === settings.teamId;
  const at = instant(ts);
  const externalId = idOf(channel, { ...message, ts }, told);
  const ownId = ours && message.metadata?.event_type === metadataType ? message.metadata.event_payload?.['message_id'] : undefined;
  const base: InboundMessage = {
    kind: 'message',
    externalId,
    at,
    from,
    thread: { key: threadKeyOf({ channel, ts, thread }, settings.conversations) },
    threadState: thread === undefined ? {} : { thread },
    text: content.text,
    ...(thread === undefined || thread === ts ? {} : { replyToExternalId: messageId(channel, thread) }),
    ...(content.attachments.length === 0 ? {} : { attachments: content.attachments }),
    ...(known && (content.text !== '' || content.attachments.length > 0) ? {} : { unsupported: named(subtype ?? (message.files.length > 0 ? 'file' : 'empty')) }),
    ...(ours || colleague ? { echo: true } : {}),
    ...(typeof ownId === 'string' ? { messageId: ownId } : {}),
    ...(otherApp ? { automatic: 'bulk' as const } : {}),
    ...(Object.keys(content.extra).length === 0 ? {} : { extra: content.extra }),
  };
  if (message.edited?.ts === undefined || ours) return [base];
  return [base, { kind: 'edit', externalId, text: content.text, at: instant(message.edited.ts) }];
}

/** The kind that our messages carry along, with our own id. */
export const metadataType = 'kontuar_message';

function idOf(channel: string, message: Partial<SlackMessage> & { ts: string }, told: Envelope): string {
  const file = message.files?.[0]?.id;
  return file !== undefined && isOurApp(message, told) ? fileMessageId(channel, file) : messageId(channel, message.ts);
}

/** The event says itself which app it is told to, and who that app's user is. */
function isOurApp(message: Partial<SlackMessage>, told: Envelope): boolean {
  const app = message.app_id ?? message.bot_profile?.app_id;
  return (app !== undefined && app === told.api_app_id) || isUs(told, message.user);
}

function isUs({ authorizations }: Envelope, user: string | undefined): boolean {
  return user !== undefined && authorizations.some(({ user_id: id, is_bot: bot }) => id === user && bot === true);
}

/** Direct chats always; channels as far as they are listed. */
function isOurs(channel: string, { channels }: SlackSettings): boolean {
  return channels.length === 0 || channel.startsWith('D') || channels.includes(channel);
}

function partyOf(message: SlackMessage): Party | undefined {
  const { user, bot_id: botId, user_profile: profile } = message;
  const id = user ?? botId;
  if (id === undefined) return undefined;
  const name = [profile?.display_name, profile?.real_name, message.username, message.bot_profile?.name].find((one) => one !== undefined && one.trim() !== '');
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(profile?.image_72 === undefined ? {} : { avatarRef: `avatar:${profile.image_72}` }),
    ...(user === undefined ? {} : { verified: true }),
  };
}

const ignored = (reason: string): Inbound => ({ kind: 'ignored', reason });
const named = (kind: string): string => kind.slice(0, 60).replace(/[^\w.-]/g, '?') || 'nothing';

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
