import { ConnectorError, type ConnectorErrorKind } from '../contract';
import { howFarItGot, wasBlocked, withoutRequest } from '../transport';

/** 'repeatable': asking again changes nothing. 'once': Slack has no key by which it would know a repeated message. */
export type Effect = 'repeatable' | 'once';
interface Meaning { kind: ConnectorErrorKind; reason: string; words: string }

const access = (reason: string, words: string): Meaning => ({ kind: 'unauthorized', reason, words });
const no = (reason: string, words: string): Meaning => ({ kind: 'rejected', reason, words });
const gone = access('token-refused', 'Slack refused the bot token: the app was removed from the workspace, or the token was revoked');

/** Slack says no with status 200 and a word. */
const meanings: Record<string, Meaning> = {
  invalid_auth: gone, not_authed: gone, account_inactive: gone, token_revoked: gone, two_factor_setup_required: gone,
  token_expired: access('token-expired', 'The bot token has ended, and could not be renewed'),
  no_permission: access('missing-scope', 'The app lacks a permission in this workspace'),
  org_login_required: access('token-refused', 'The workspace is being moved into an organisation: install the app again'),
  team_access_not_granted: access('token-refused', 'The app is not approved for this workspace'),
  enterprise_is_restricted: access('token-refused', 'The organisation does not allow this app'),
  access_denied: access('token-refused', 'Slack does not allow this app to do it'),
  invalid_client_id: access('token-refused', 'Slack does not know the client ID'), bad_client_secret: access('token-refused', 'The client secret is wrong'),
  invalid_refresh_token: access('token-refused', 'The refresh token was used or revoked: connect with Slack again'),
  invalid_code: no('consent-refused', 'The consent is too old or was used already: start again'), code_already_used: no('consent-refused', 'The consent was used already: start again'),
  bad_redirect_uri: no('consent-refused', 'The address of Kontuar is not among the Redirect URLs of the app'),
  channel_not_found: no('chat-not-found', 'Slack does not know this chat, or the app is not in it'),
  not_in_channel: no('not-in-channel', 'The app is not in this channel any more: invite it again'),
  is_archived: no('chat-closed', 'The channel was archived'),
  thread_not_found: no('chat-not-found', 'The thread is no longer there'),
  message_not_found: no('message-gone', 'The message is no longer there'),
  cant_update_message: no('not-ours', 'Only our own messages can be changed'), cant_delete_message: no('not-ours', 'Only our own messages can be deleted'),
  edit_window_closed: no('too-late', 'The workspace does not allow changing messages that late'),
  compliance_exports_prevent_deletion: no('forbidden', 'The workspace keeps every message: nothing may be deleted there'),
  msg_too_long: no('text-too-long', 'The text is too long for Slack'), msg_blocks_too_long: no('text-too-long', 'The text is too long for Slack'), metadata_too_large: no('refused', 'Slack refused what we add to the message'),
  no_text: no('empty', 'There is nothing to send: the text is empty'),
  restricted_action: no('forbidden', 'The workspace does not let apps write here'), restricted_action_read_only_channel: no('forbidden', 'Only some members may write in this channel'),
  restricted_action_thread_only_channel: no('forbidden', 'In this channel one may only answer in threads'), restricted_action_thread_locked: no('forbidden', 'The thread is locked'),
  restricted_action_non_threadable_channel: no('forbidden', 'This channel has no threads'), ekm_access_denied: no('forbidden', 'The organisation takes no messages at the moment'),
  posting_to_general_channel_denied: no('forbidden', 'The workspace does not let apps write here'), team_not_found: no('chat-not-found', 'Slack does not know this workspace'),
  is_inactive: no('chat-closed', 'The chat is closed'), channel_is_archived: no('chat-closed', 'The channel was archived'),
  cannot_dm_bot: no('unknown-recipient', 'Slack does not let apps write to other apps'), user_not_found: no('unknown-recipient', 'Slack does not know this person'),
  users_not_found: no('unknown-recipient', 'Slack does not know this person'), user_disabled: no('unknown-recipient', 'This person’s account was closed'), user_not_visible: no('unknown-recipient', 'The app may not see this person'),
  messages_tab_disabled: no('forbidden', 'The app has no Messages tab: switch it on under App Home'),
  as_user_not_supported: no('forbidden', 'This app may not write under another name'), slack_connect_canvas_sharing_blocked: no('forbidden', 'This file may not be shared with another company'),
  slack_connect_file_upload_sharing_blocked: no('forbidden', 'Files may not be shared with another company'), file_upload_size_restricted: no('attachment-too-big', 'The file is too big for Slack'),
  file_uploads_disabled: no('attachments-unsupported', 'The workspace does not allow files'), file_uploads_except_images_disabled: no('attachment-type', 'The workspace allows pictures only'),
  storage_limit_reached: no('quota-used', 'The workspace has no room left for files'), file_not_found: no('file-gone', 'The file is no longer at Slack'), file_deleted: no('file-gone', 'The file is no longer at Slack'),
};
/** Slack says itself that some of it may have happened. */
const perhaps = new Set(['fatal_error', 'internal_error']);
const later = new Set(['service_unavailable', 'request_timeout', 'team_added_to_org', 'external_channel_migrating', 'request_timeout_error']);

/** `ok: false`, in whatever status. */
export function refusedError(word: string, { effect, needed, retryAfter }: { effect: Effect; needed?: string | undefined; retryAfter?: string | undefined }): ConnectorError {
  if (word === 'ratelimited' || word === 'rate_limited' || word === 'message_limit_exceeded') return slowDown(retryAfter);
  if (perhaps.has(word)) return uncertain(effect, 'Slack had an internal error');
  if (later.has(word)) return new ConnectorError('unavailable', 'Slack cannot do it at the moment', { reason: 'server-error' });
  if (word === 'missing_scope') return new ConnectorError('unauthorized', `The app lacks a permission: ${plain(needed ?? 'unknown')}. Add it under OAuth & Permissions and install the app again`, { reason: 'missing-scope' });
  const known = Object.hasOwn(meanings, word) ? meanings[word] : undefined;
  if (known !== undefined) return new ConnectorError(known.kind, known.words, { reason: known.reason });
  return new ConnectorError('rejected', `Slack refused it: ${plain(word)}`, { reason: 'refused' });
}

/** A status other than 2xx, without a word of Slack's. */
export function answeredError(status: number, { effect, retryAfter }: { effect: Effect; retryAfter?: string | undefined }): ConnectorError {
  if (status === 429) return slowDown(retryAfter);
  if (status === 401) return new ConnectorError('unauthorized', gone.words, { reason: gone.reason });
  if (status === 403) return new ConnectorError('rejected', 'Slack does not allow this app to do it', { reason: 'forbidden' });
  if (status === 413) return new ConnectorError('rejected', 'The message is too big for Slack', { reason: 'too-big' });
  if (status >= 500) return uncertain(effect, `Slack had an internal error (${status})`);
  if (status >= 300 && status < 400) return new ConnectorError('unavailable', 'The API address answers with a redirect: it is not Slack', { reason: 'wrong-address' });
  if (status >= 400) return new ConnectorError('unauthorized', 'Slack does not answer at this address: look at the API address', { reason: 'wrong-address' });
  return uncertain(effect, 'What answered was not Slack');
}

export function brokenError(error: unknown, effect: Effect): ConnectorError {
  const because = { cause: withoutRequest(error) };
  if (wasBlocked(error)) return new ConnectorError('rejected', 'The address lies in a private network; set KONTUAR_ALLOW_PRIVATE_HOSTS=1 if that is meant', { reason: 'blocked-address', ...because });
  return howFarItGot(error) === 'never-accepted'
    ? new ConnectorError('unavailable', 'Slack could not be reached', { reason: 'unreachable', ...because })
    : uncertain(effect, 'The connection to Slack broke', because);
}

function slowDown(retryAfter: string | undefined): ConnectorError {
  const seconds = Number(retryAfter);
  return new ConnectorError('unavailable', 'Slack asked us to slow down', { reason: 'rate-limited', ...(retryAfter !== undefined && Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {}) });
}

function uncertain(effect: Effect, words: string, because: { cause?: Error } = {}): ConnectorError {
  return effect === 'once'
    ? new ConnectorError('ambiguous', `${words}; the message may or may not have arrived`, { reason: 'no-answer', ...because })
    : new ConnectorError('unavailable', words, { reason: 'no-answer', ...because });
}

const plain = (word: string): string => word.slice(0, 100).replace(/[^\w:.,-]/g, '?');
