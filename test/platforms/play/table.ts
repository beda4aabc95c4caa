/** One platform on the table: who plays, what was said, and what came back. */
import { z } from 'zod';
import type { Platform } from '../kit';
import type { Customer, Happened } from '../platform';

const spoiling = z.object({ copies: z.number().int().min(1).max(20), parallel: z.boolean(), reversed: z.boolean(), forged: z.boolean(), unsigned: z.boolean() }).partial();

/** What a person may do on the page; the names are those of the platform's acts. */
export const move = z.discriminatedUnion('act', [
  z.object({ act: z.literal('customer'), name: z.string().min(1).max(80) }),
  z.object({ act: z.literal('post'), text: z.string().min(1) }),
  z.object({
    act: z.literal('say'), from: z.string(), text: z.string(), where: z.enum(['private', 'comment', 'mention', 'review']), postId: z.string().optional(), stars: z.number().int().min(1).max(5).optional(),
    replyTo: z.string().optional(), nameless: z.boolean().optional(), picture: z.boolean().optional(), spoiling: spoiling.optional(),
  }),
  z.object({ act: z.literal('edit'), externalId: z.string(), text: z.string() }),
  z.object({ act: z.literal('remove'), externalId: z.string() }),
  z.object({ act: z.literal('react'), externalId: z.string(), from: z.string(), emoji: z.string().nullable() }),
  z.object({ act: z.literal('typing'), from: z.string() }),
  z.object({ act: z.literal('delivered'), externalId: z.string() }),
  z.object({ act: z.literal('read'), externalId: z.string() }),
  z.object({ act: z.literal('answeredElsewhere'), to: z.string(), text: z.string() }),
  z.object({ act: z.literal('unknownEvent') }),
  z.object({ act: z.literal('unknownMessage'), from: z.string() }),
  z.object({ act: z.literal('webhook'), url: z.url() }),
  z.object({ act: z.literal('fail'), failure: z.enum(['rate-limited', 'server-error', 'token-expired', 'forbidden', 'window-closed', 'blocked', 'too-long']).optional(), breaks: z.enum(['before-reading', 'after-reading']).optional(), afterAccepting: z.boolean().optional() }),
]);
export type Move = z.infer<typeof move>;

interface Line { who: string; text: string; externalId: string; gone?: boolean }

const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

export class Table {
  private readonly people = new Map<string, Customer>();
  private readonly posts: { id: string; text: string }[] = [];
  private readonly said: Line[] = [];
  private webhookUrl = '';

  constructor(readonly platform: Platform) {}

  view(): object {
    const { sim, module, root, requests, violations } = this.platform;
    return {
      id: module.id, label: module.label, root, settings: sim.settings(), webhookUrl: sim.subscribed?.() ?? this.webhookUrl, calls: sim.webhook !== undefined,
      can: ['edit', 'remove', 'react', 'typing', 'delivered', 'read', 'answeredElsewhere', 'post', 'unknownEvent', 'unknownMessage'].filter((act) => act in sim), failures: Object.keys(sim.failures),
      people: [...this.people.values()], posts: this.posts, said: this.said, accepted: sim.accepted, violations,
      requests: requests.slice(-30).map(({ method, path, status, body }) => ({ method, path, status, body: body.toString('utf8').slice(0, 400) })),
    };
  }

  /** Answers how the product took it. @throws Error in words for the page */
  async make(wanted: Move): Promise<{ statuses: number[] }> {
    const { sim } = this.platform;
    switch (wanted.act) {
      case 'customer': {
        const customer = sim.customer(wanted.name);
        this.people.set(customer.id, customer);
        return { statuses: [] };
      }
      case 'post': {
        const id = sim.post?.(wanted.text);
        if (id === undefined) throw new Error('Nobody posts here');
        this.posts.push({ id, text: wanted.text });
        return { statuses: [] };
      }
      case 'webhook':
        this.webhookUrl = wanted.url;
        this.platform.useWebhook(wanted.url);
        if (!(await this.platform.handshake())) throw new Error('The product did not pass the proof that this platform asks for');
        return { statuses: [] };
      case 'fail': {
        const { failure, breaks, afterAccepting } = wanted;
        this.platform.failNext({ ...(failure === undefined ? {} : { failure }), ...(breaks === undefined ? {} : { breaks }), ...(afterAccepting === undefined ? {} : { afterAccepting }) });
        return { statuses: [] };
      }
      case 'say': {
        const from = this.person(wanted.from);
        const place = wanted.where === 'private' ? {} : { public: wanted.where === 'mention' ? { mention: true as const } : wanted.where === 'review' ? { stars: wanted.stars ?? 5 } : { postId: wanted.postId ?? this.posts.at(-1)?.id ?? '' } };
        const happened = sim.say({
          from, text: wanted.text, ...place, ...(wanted.replyTo === undefined ? {} : { replyTo: wanted.replyTo }), ...(wanted.nameless === true ? { nameless: true as const } : {}),
          ...(wanted.picture === true ? { media: [{ name: 'picture.png', contentType: 'image/png', bytes: picture }] } : {}),
        });
        this.said.push({ who: from.name, text: wanted.text, externalId: happened.externalId });
        return this.tell(happened, wanted.spoiling as Parameters<Platform['happen']>[1]);
      }
      default:
        return this.tell(this.actOf(wanted));
    }
  }

  private actOf(wanted: Exclude<Move, { act: 'customer' | 'post' | 'webhook' | 'fail' | 'say' }>): Happened {
    const { sim } = this.platform;
    const line = 'externalId' in wanted ? this.said.find(({ externalId }) => externalId === wanted.externalId) : undefined;
    const done = ((): Happened | undefined => {
      switch (wanted.act) {
        case 'edit':
          if (line !== undefined) line.text = wanted.text;
          return sim.edit?.(wanted.externalId, wanted.text);
        case 'remove':
          if (line !== undefined) line.gone = true;
          return sim.remove?.(wanted.externalId);
        case 'react': return sim.react?.(wanted.externalId, this.person(wanted.from), wanted.emoji);
        case 'typing': return sim.typing?.(this.person(wanted.from));
        case 'delivered': return sim.delivered?.(wanted.externalId);
        case 'read': return sim.read?.(wanted.externalId);
        case 'answeredElsewhere': return sim.answeredElsewhere?.(this.person(wanted.to), wanted.text);
        case 'unknownEvent': return sim.unknownEvent?.();
        case 'unknownMessage': return sim.unknownMessage?.(this.person(wanted.from));
        default: throw new Error(`no rule for ${JSON.stringify(wanted satisfies never)}`);
      }
    })();
    if (done === undefined) throw new Error(`This platform has no ${wanted.act}`);
    return done;
  }

  private async tell(happened: Happened, how?: Parameters<Platform['happen']>[1]): Promise<{ statuses: number[] }> {
    return { statuses: (await this.platform.happen(happened, { tries: 1, ...how })).map(({ status }) => status) };
  }

  private person(id: string): Customer {
    const found = this.people.get(id);
    if (found === undefined) throw new Error('Nobody of that name plays here');
    return found;
  }
}
