/** The state of a played workspace: who is in it, what was said where, which files lie there. */
import type { Customer, Media } from '../platform';

export interface SlackMessage {
  type: 'message'; ts: string; user?: string; text: string; thread_ts?: string; subtype?: string; bot_id?: string; app_id?: string; username?: string; team?: string; user_team?: string;
  files?: object[]; metadata?: object; edited?: { user: string; ts: string }; client_msg_id?: string; reactions: { name: string; users: string[] }[];
}
export interface Channel { id: string; kind: 'im' | 'mpim' | 'channel' | 'group'; shared: boolean; name: string; with?: string; messages: SlackMessage[] }
export interface Person { id: string; name: string; team: string; hidden: boolean }
export interface StoredFile { id: string; media: Media; length: number; complete: boolean; shares: Map<string, string>; asked: number }

export const team = 'T0KONTUAR1';
export const otherTeam = 'T0PARTNER9';
export const app = 'A0KONTUAR7';
export const botUser = 'U0KONTUARBOT';
export const bot = 'B0KONTUAR3';

export class Workspace {
  readonly people = new Map<string, Person>();
  readonly channels = new Map<string, Channel>();
  readonly files = new Map<string, StoredFile>();
  private count = 0;
  private lastTime = 0;

  constructor(private readonly root: string, private readonly now: () => Date) {}

  id(letter: string): string {
    this.count += 1;
    return `${letter}${this.count.toString(36).toUpperCase().padStart(10, '0')}`;
  }

  /** Never twice the same, as Slack's are. */
  ts(): string {
    this.lastTime = Math.max(this.lastTime + 1, this.now().getTime() * 1000);
    return `${Math.floor(this.lastTime / 1_000_000)}.${String(this.lastTime % 1_000_000).padStart(6, '0')}`;
  }

  person(name: string, where = team): Customer {
    const id = this.id('U');
    this.people.set(id, { id, name, team: where, hidden: false });
    return { id, name, handle: `@${name.toLowerCase().replaceAll(' ', '.')}` };
  }

  direct(user: string): Channel {
    for (const channel of this.channels.values()) if (channel.with === user) return channel;
    const channel: Channel = { id: this.id('D'), kind: 'im', shared: false, name: '', with: user, messages: [] };
    this.channels.set(channel.id, channel);
    return channel;
  }

  channel(name: string, { shared = false } = {}): Channel {
    const channel: Channel = { id: this.id('C'), kind: 'channel', shared, name, messages: [] };
    this.channels.set(channel.id, channel);
    return channel;
  }

  file(media: Media): StoredFile {
    const file: StoredFile = { id: this.id('F'), media, length: media.bytes.length, complete: true, shares: new Map(), asked: 0 };
    this.files.set(file.id, file);
    return file;
  }

  shown({ id, media }: StoredFile): object {
    const url = `${this.root}/files-pri/${team}-${id}/download/${encodeURIComponent(media.name)}`;
    return { id, name: media.name, title: media.name, mimetype: media.contentType, filetype: 'auto', size: media.bytes.length, mode: 'hosted', is_external: false, url_private: url, url_private_download: url, permalink: `${this.root}/archives/${id}` };
  }

  put(channel: Channel, message: Omit<SlackMessage, 'type' | 'ts' | 'reactions'> & { ts?: string }): SlackMessage {
    const put: SlackMessage = { type: 'message', reactions: [], ...message, ts: message.ts ?? this.ts() };
    channel.messages.push(put);
    return put;
  }

  find(channelId: string | undefined, ts: string | undefined): { channel: Channel; message: SlackMessage } | undefined {
    const channel = this.channels.get(channelId ?? '');
    const message = channel?.messages.find((one) => one.ts === ts);
    return channel === undefined || message === undefined ? undefined : { channel, message };
  }
}

/** As Slack shows a message: without what is empty. */
export function shownMessage({ reactions, ...message }: SlackMessage): Record<string, unknown> {
  return { ...message, ...(reactions.length === 0 ? {} : { reactions: reactions.map((one) => ({ ...one, count: one.users.length })) }) };
}
