import { createHmac } from 'node:crypto';
import { nameOf } from '../../../libs/connectors/src/slack/slack.emoji';
import type { Accepted, ApiAnswer, ApiCall, Customer, Happened, PlatformEvent, PlatformModule, Saying, Simulated, WebhookRequest } from '../platform';
import { SlackApi } from './slack.api';
import { app, bot, botUser, otherTeam, shownMessage, team, Workspace, type Channel, type SlackMessage } from './slack.workspace';

const signingSecret = 'signing-secret-of-the-played-app';
type Webhook = NonNullable<Simulated['webhook']>;

export class SlackSimulation implements Simulated {
  readonly accepted: Accepted[] = [];
  readonly place: Workspace;
  readonly api: SlackApi;
  readonly failures: Simulated['failures'] = {
    'rate-limited': { status: 429, headers: { 'retry-after': '1' }, body: { ok: false, error: 'ratelimited' } },
    'server-error': { status: 500, body: '' },
    'token-expired': { status: 200, body: { ok: false, error: 'token_expired' } },
    forbidden: { status: 200, body: { ok: false, error: 'restricted_action' } },
    'too-long': { status: 200, body: { ok: false, error: 'msg_too_long' } },
  };
  readonly webhook: Webhook & Required<Pick<Webhook, 'handshake'>> = {
    proof: 'signature',
    timed: true,
    // Slack tells one event a call.
    wrap: (events: PlatformEvent[], url: string): WebhookRequest => ({ method: 'POST', url, headers: { 'content-type': 'application/json', 'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)' }, body: Buffer.from(JSON.stringify(events[0]?.payload ?? {})) }),
    sign: (request: WebhookRequest, at: Date = this.platform.now()): WebhookRequest => {
      const time = String(Math.floor(at.getTime() / 1000));
      const signature = createHmac('sha256', signingSecret).update(`v0:${time}:`).update(request.body).digest('hex');
      return { ...request, headers: { ...request.headers, 'x-slack-request-timestamp': time, 'x-slack-signature': `v0=${signature}` } };
    },
    handshake: (url: string) => {
      const payload = { token: 'older-proof', challenge: 'challenge-of-slack-4711', type: 'url_verification' };
      return { request: this.webhook.sign(this.webhook.wrap([{ payload }], url)), passed: ({ status, body }: ApiAnswer) => status === 200 && String(body).includes(payload.challenge) };
    },
  };

  constructor(private readonly platform: { root: string; now(): Date; emit(events: PlatformEvent[]): void }) {
    this.place = new Workspace(platform.root, platform.now);
    this.api = new SlackApi(this.place, platform.root, { accepted: this.accepted, posted: (id, message) => {
      const channel = this.place.channels.get(id);
      if (channel !== undefined) platform.emit([this.told(channel, shownMessage(message))]);
    } });
  }

  settings(): Record<string, unknown> {
    const { clientId, clientSecret } = this.api.app;
    return {
      clientId, clientSecret, signingSecret, teamId: team, botToken: this.api.token, refreshToken: this.api.refreshToken, tokenExpiresAt: new Date(this.platform.now().getTime() + 43_200_000).toISOString(),
      apiUrl: `${this.platform.root}/api`, consentUrl: `${this.platform.root}/oauth/v2/authorize`,
    };
  }

  isSend({ path }: ApiCall): boolean {
    return path === '/api/chat.postMessage' || path === '/api/files.completeUploadExternal';
  }

  handle(call: ApiCall): ApiAnswer {
    return this.api.handle(call);
  }

  customer(name = 'Sam Smith'): Customer {
    return this.place.person(name);
  }

  /** Somebody of another company, in channels that both share. */
  partner(name: string): Customer {
    return this.place.person(name, otherTeam);
  }

  channel(name: string, options?: { shared?: boolean }): string {
    return this.place.channel(name, options).id;
  }

  say(saying: Saying): Happened {
    return this.sayIn(this.place.direct(saying.from.id).id, saying);
  }

  sayIn(channelId: string, { from, text = '', media = [], replyTo, nameless }: Saying): Happened {
    const channel = this.at(channelId);
    const person = this.place.people.get(from.id);
    if (person !== undefined && nameless === true) person.hidden = true;
    const files = media.map((one) => this.place.shown(this.place.file(one)));
    const parent = replyTo === undefined ? undefined : this.place.find(...split(replyTo))?.message;
    const message = this.place.put(channel, {
      user: from.id, text: escaped(text), team: person?.team ?? team, ...(channel.shared ? { user_team: person?.team ?? team } : {}), client_msg_id: `msg-${this.place.id('M')}`,
      ...(files.length === 0 ? {} : { files, subtype: 'file_share' }), ...(parent === undefined ? {} : { thread_ts: parent.thread_ts ?? parent.ts }),
    });
    return { externalId: `${channelId}:${message.ts}`, events: [this.told(channel, shownMessage(message))] };
  }

  /** Told twice, where the app is subscribed to both. */
  mention(channelId: string, saying: Saying): Happened {
    const { externalId, events } = this.sayIn(channelId, { ...saying, text: `${saying.text ?? ''}` });
    const found = this.must(externalId);
    found.message.text = `<@${botUser}> ${found.message.text}`;
    const { channel_type: _kind, ...mention } = { ...shownMessage(found.message), type: 'app_mention', channel: channelId, channel_type: '' };
    return { externalId, events: [...events.map(() => this.told(found.channel, shownMessage(found.message))), this.event(found.channel, mention)] };
  }

  edit(externalId: string, text: string): Happened {
    const { channel, message } = this.must(externalId);
    const before = shownMessage(message);
    message.text = escaped(text);
    message.edited = { user: message.user ?? '', ts: this.place.ts() };
    return { externalId, events: [this.event(channel, { type: 'message', subtype: 'message_changed', hidden: true, channel: channel.id, channel_type: channel.kind, message: shownMessage(message), previous_message: before, ts: this.place.ts() })] };
  }

  remove(externalId: string): Happened {
    const { channel, message } = this.must(externalId);
    channel.messages = channel.messages.filter((one) => one !== message);
    return { externalId, events: [this.event(channel, { type: 'message', subtype: 'message_deleted', hidden: true, channel: channel.id, channel_type: channel.kind, deleted_ts: message.ts, previous_message: shownMessage(message), ts: this.place.ts() })] };
  }

  react(externalId: string, from: Customer, emoji: string | null): Happened {
    const { channel, message } = this.must(externalId);
    const name = emoji === null ? undefined : (nameOf(emoji) ?? 'tada');
    const item = { type: 'message', channel: channel.id, ts: message.ts };
    const gone = message.reactions.filter((one) => name === undefined && one.users.includes(from.id)).map((one) => one.name);
    if (name === undefined) message.reactions = message.reactions.map((one) => ({ ...one, users: one.users.filter((user) => user !== from.id) })).filter((one) => one.users.length > 0);
    else {
      const same = message.reactions.find((one) => one.name === name);
      if (same === undefined) message.reactions.push({ name, users: [from.id] });
      else if (!same.users.includes(from.id)) same.users.push(from.id);
    }
    const told = name === undefined ? gone.map((one) => ({ type: 'reaction_removed', reaction: one })) : [{ type: 'reaction_added', reaction: name }];
    return { externalId, events: told.map((one) => this.event(channel, { ...one, user: from.id, item, item_user: message.user ?? botUser })) };
  }

  /** Another program with the same app's token. */
  answeredElsewhere(to: Customer, text: string): Happened {
    const channel = this.place.direct(to.id);
    const message = this.place.put(channel, { text: escaped(text), user: botUser, bot_id: bot, app_id: app, team });
    return { externalId: `${channel.id}:${message.ts}`, events: [this.told(channel, shownMessage(message))] };
  }

  unknownEvent(): Happened {
    return { externalId: '', events: [this.event(this.place.direct(this.customer().id), { type: 'telepathy', thought: 'hm', channel: { id: 'C1' } })] };
  }

  unknownMessage(from: Customer): Happened {
    const channel = this.place.direct(from.id);
    const message = this.place.put(channel, { user: from.id, text: '', subtype: 'hologram', team });
    return { externalId: `${channel.id}:${message.ts}`, events: [this.told(channel, { ...shownMessage(message), cubes: 3 })] };
  }

  /** Held back since the last minute, to be asked for. */
  heldBack(): PlatformEvent {
    return { payload: { token: 'older-proof', type: 'app_rate_limited', team_id: team, api_app_id: app, minute_rate_limited: Math.floor(this.platform.now().getTime() / 60_000) * 60 } };
  }

  uninstalled(): PlatformEvent {
    this.api.installed = false;
    return this.event(undefined, { type: 'app_uninstalled' });
  }

  private told(channel: Channel, message: object): PlatformEvent {
    return this.event(channel, { ...message, channel: channel.id, channel_type: channel.kind });
  }

  private event(channel: Channel | undefined, event: object): PlatformEvent {
    const at = this.platform.now().getTime();
    return { payload: {
      token: 'older-proof', team_id: team, context_team_id: team, api_app_id: app, event: { event_ts: this.place.ts(), ...event }, type: 'event_callback', event_id: this.place.id('Ev'), event_time: Math.floor(at / 1000),
      authorizations: [{ enterprise_id: null, team_id: team, user_id: botUser, is_bot: true, is_enterprise_install: false }], is_ext_shared_channel: channel?.shared === true, event_context: '4-played',
    } };
  }

  private at(id: string): Channel {
    const channel = this.place.channels.get(id);
    if (channel === undefined) throw new Error('no such channel');
    return channel;
  }

  private must(externalId: string): { channel: Channel; message: SlackMessage } {
    const found = this.place.find(...split(externalId));
    if (found === undefined) throw new Error('nobody wrote that');
    return found;
  }
}

const split = (externalId: string): [string, string] => externalId.split(':') as [string, string];
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const slackPlatform: PlatformModule<SlackSimulation> = { id: 'slack', label: 'Slack', create: (platform) => new SlackSimulation(platform) };
