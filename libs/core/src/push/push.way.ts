import { Inject, Injectable } from '@nestjs/common';
import type { Locale } from '@kontuar/contract';
import { BlockedAddressError, Database, errorFields, outboundHttp, Secrets, type Log, type ReadyConfig } from '@kontuar/platform';
import { generateRequestDetails } from 'web-push';
import type { MemberActor } from '../access/actor';
import { parcelWords, trialWords } from '../notices/notice-words';
import { placeOf } from '../notices/place-of';
import type { Delivered, NoticeWayOut, Parcel } from '../notices/ways';
import { CONFIG, LOG } from '../tokens';
import { PushDevices, type PushTarget } from './push-devices.service';
import { pushKey, type PushKey } from './push-key';

/** How long a push service keeps it for a device that is off: a message of yesterday is found in the app. */
const KEPT_SECONDS = 12 * 3600;
/** Push services take 4096 bytes with all that encryption adds. */
const BODY_MAX = 600;

/** What the service worker of the app gets; see apps/web/src/worker/push.ts. */
export interface PushPayload { v: 1; tag: string; title: string; body: string; url: string; at: string; unread: number; open: string[]; lang: string }

/** Pushes to browsers: encrypted for the one device (RFC 8291), signed by this installation (RFC 8292). */
@Injectable()
export class PushWay implements NoticeWayOut {
  readonly way = 'push';
  private readonly key: PushKey;
  private readonly http: ReturnType<typeof outboundHttp>;

  constructor(private readonly database: Database, private readonly devices: PushDevices, secrets: Secrets, @Inject(CONFIG) private readonly config: ReadyConfig, @Inject(LOG) private readonly log: Log) {
    this.key = pushKey(secrets);
    // A push service answers with next to nothing.
    this.http = outboundHttp({ allowPrivateHosts: config.allowPrivateHosts, timeoutMs: 10_000, wholeMs: 20_000, maxBytes: 64 * 1024 });
  }

  async deliver(parcel: Parcel): Promise<Delivered> {
    const [newest] = parcel.notices;
    if (newest === undefined) return 'nobody';
    const words = parcelWords(parcel);
    const tag = parcel.summary ? `summary:${parcel.member.id}` : tagOf(newest.conversationId ?? newest.id);
    const payload: PushPayload = {
      v: 1, tag, title: words.title.slice(0, 200), body: words.body.slice(0, BODY_MAX), url: parcel.summary ? '/inbox' : placeOf(newest),
      at: newest.at, unread: parcel.unread, open: parcel.open.map(tagOf), lang: parcel.member.locale,
    };
    return (await this.push(parcel.workspaceId, parcel.member.id, payload)) ? 'told' : 'nobody';
  }

  /** To see that it works. */
  greet(actor: MemberActor): Promise<boolean> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => tx.query<{ locale: Locale }>('SELECT locale FROM users WHERE id = $1', [actor.userId])).then(([user]) => {
      const lang = user?.locale ?? 'en';
      return this.push(actor.workspaceId, actor.memberId, { v: 1, tag: 'trial', title: 'Kontuar', body: trialWords[lang], url: '/settings/notifications', at: new Date().toISOString(), unread: 0, open: ['trial'], lang });
    });
  }

  /** Whether a device took it. @throws when none did, and one of them may do so later. */
  async push(workspaceId: string, memberId: string, payload: PushPayload): Promise<boolean> {
    const targets = await this.devices.targets(workspaceId, memberId);
    const outcomes = await Promise.all(targets.map(async (target) => ({ target, outcome: await this.toDevice(target, payload) })));
    const of = (wanted: string) => outcomes.filter(({ outcome }) => outcome === wanted).map(({ target }) => target.id);
    await this.devices.settle(workspaceId, of('sent'), of('gone'));
    if (of('sent').length > 0) return true;
    if (of('later').length > 0) throw new Error('no push service took it');
    return false;
  }

  private async toDevice(target: PushTarget, payload: PushPayload): Promise<'sent' | 'gone' | 'later'> {
    try {
      const request = generateRequestDetails(target, JSON.stringify(payload), {
        TTL: KEPT_SECONDS, urgency: 'normal', contentEncoding: 'aes128gcm',
        // A newer one about the same conversation takes the place of one that still waits at the service.
        topic: topicOf(payload.tag),
        vapidDetails: { subject: this.subject(), publicKey: this.key.publicKey, privateKey: this.key.privateKey },
      });
      const answer = await this.http.request<unknown>({ method: 'POST', url: request.endpoint, headers: request.headers as Record<string, string>, data: request.body, validateStatus: () => true });
      if (answer.status >= 200 && answer.status < 300) return 'sent';
      // Not known any more; or subscribed for another key than ours: it never takes one of ours.
      if ([403, 404, 410].includes(answer.status)) return 'gone';
      this.log.info({ deviceId: target.id, status: answer.status }, 'a push service would not take it now');
      return 'later';
    } catch (error) {
      if (error instanceof BlockedAddressError || (error as { cause?: unknown }).cause instanceof BlockedAddressError) return 'gone';
      this.log.info({ deviceId: target.id, ...errorFields(error) }, 'a push service was not reached');
      return 'later';
    }
  }

  /** Whom a push service may turn to. */
  private subject(): string {
    const { publicUrl } = this.config.http;
    return publicUrl?.startsWith('https:') === true ? publicUrl : 'mailto:kontuar@localhost.localdomain';
  }
}

/** On the device, one conversation is one notification. */
export const tagOf = (about: string): string => `about:${about}`;

/** At most 32 characters of a small alphabet. */
const topicOf = (tag: string): string => Buffer.from(tag.replace(/[^a-z0-9]/g, '')).toString('base64url').slice(-32);
