/** Instagram: one professional account, by either product. */
import { type Customer, type Happened, type PlatformModule, type Simulated } from '../platform';
import { AppDesk } from '../meta/meta.app';
import { answer, authorise, commonFailures, graphError, metaWebhook, nothingThere, ok, Refused, refusedToken } from '../meta/meta.graph';
import { Inbox } from '../meta/meta.inbox';
import { Comments } from './instagram.comments';

export interface InstagramSimulated extends Simulated {
  inbox: Inbox;
  comments: Comments;
  desk: AppDesk;
  remove(externalId: string): Happened;
  answeredBelow(externalId: string, text: string): Happened;
  /** The account's tokens: the one that counts now. */
  token: string;
}

export type Product = 'instagram' | 'facebook';
const scopes = ['pages_show_list', 'pages_manage_metadata', 'pages_read_engagement', 'instagram_basic', 'instagram_manage_messages', 'instagram_manage_comments'];

/** `product`: through which of Meta's two doors the account is reached. */
export function instagramBy(product: Product): PlatformModule<InstagramSimulated> {
  return {
    id: 'instagram',
    label: product === 'instagram' ? 'Instagram' : 'Instagram (Facebook Login)',
    create({ root, now, emit }) {
      const app = { id: '700000000000001', secret: '5a4b3c2d1e0f99887766554433221100' };
      const account: Customer = { id: '17841400000000077', name: 'Sklep Zimorodek', handle: '@sklep.zimorodek' };
      const people = new Map<string, Customer>();
      const nameless = new Set<string>();
      const desk = new AppDesk(app, { objects: ['instagram'], scopes });
      const inbox: Inbox = new Inbox({
        root, accountId: account.id, appId: app.id, now, emit, uploads: product === 'facebook', readsByMid: true,
        tooLong: (text) => Buffer.byteLength(text) > 1000,
        privateReply: (commentId) => comments.privateReply(commentId),
        midOf: (number) => `aWdfZSimulated${String(number).padStart(6, '0')}`,
      });
      const comments = new Comments({ account, flat: product === 'instagram', now, emit, accepted: inbox.accepted });
      const username = account.handle?.slice(1) ?? '';
      const sim: InstagramSimulated = {
        inbox, comments, desk, token: 'IGAASimulatedAccountToken000000000001',
        settings: () => ({ login: product, appId: app.id, appSecret: app.secret, accountId: account.id, accessToken: sim.token, graphUrl: root, instagramUrl: root, tokenUrl: root, dialogUrl: root }),
        handle(call) {
          const file = inbox.cache.answer(call.path);
          if (file !== undefined) return file;
          if (call.path === '/refresh_access_token') {
            if (product !== 'instagram' || call.query['access_token'] !== sim.token) return refusedToken;
            sim.token = `${sim.token.slice(0, -4)}${String(Number(sim.token.slice(-4)) + 1).padStart(4, '0')}`;
            return ok({ access_token: sim.token, token_type: 'bearer', expires_in: 5_184_000 });
          }
          return answer(call, routes, (one) => {
            authorise(one, { app, token: sim.token });
            if (product === 'instagram' && one.query['appsecret_proof'] !== undefined) throw new Refused(graphError({ code: 100, message: 'Invalid parameter: appsecret_proof' }));
          });
        },
        customer(name = `Obserwatorka ${people.size + 1}`) {
          const person = { id: String(1_700_000_000_000_000n + BigInt(people.size + 1)), name, handle: `@${name.toLowerCase().normalize('NFD').replace(/[^a-z0-9]+/g, '.')}` };
          people.set(person.id, person);
          return person;
        },
        accepted: inbox.accepted,
        failures: {
          ...commonFailures,
          'window-closed': graphError({ code: 10, subcode: 2534022, message: 'This message is sent outside of allowed window.' }),
          blocked: graphError({ code: 551, subcode: 1545041, message: "This person isn't available right now." }),
          'too-long': graphError({ code: 100, message: 'Length of param message[text] must be less than 1000 bytes' }),
        },
        isSend: ({ method, path, body }) => method === 'POST' && (/\/(replies|mentions)$/.test(path) || (/\/messages$/.test(path) && !body.includes('sender_action'))),
        webhook: metaWebhook({ app, object: 'instagram', accountId: account.id, now, subscription: () => desk.subscriptions.get('instagram') }),
        subscribed: () => desk.subscriptions.get('instagram')?.callback,
        say(saying) {
          if (saying.nameless === true) nameless.add(saying.from.id);
          return saying.public === undefined ? inbox.say(saying) : comments.say(saying);
        },
        edit: (id, text) => inbox.edit(id, text),
        remove: (id) => inbox.remove(id),
        react: (id, from, emoji) => inbox.react(id, from, emoji),
        read: (id) => (inbox.shown.has(id) ? inbox.read(id) : { externalId: id, events: [] }),
        answeredElsewhere: (to, text) => inbox.answeredElsewhere(to, text),
        answeredBelow: (id, text) => comments.answeredBelow(id, text),
        post: (caption) => comments.post(caption),
        unknownEvent: () => ({ externalId: '', events: [{ payload: { changes: [{ field: 'telepathy', value: { thought: 'hm' } }] } }] }),
        unknownMessage: ({ id }) => inbox.sayRaw(id, { is_unsupported: true }),
      };
      const routes = [
        ...inbox.routes(/^me\/messages$/),
        ...(product === 'facebook' ? [{ method: 'POST', path: /^me\/message_attachments$/, run: inbox.upload.bind(inbox) }] : []),
        { method: 'GET', path: /^me\/conversations$/, run: () => inbox.conversations() },
        { method: 'GET', path: /^me$/, run: () => ok(product === 'instagram' ? { id: '9001', user_id: account.id, username } : { id: '100000000000077', name: account.name, instagram_business_account: { id: account.id, username } }) },
        ...comments.routes(),
        ...desk.routes('me'),
        { method: 'GET', path: /^(17\d{14})$/, run: (_call: unknown, id = '') => {
          const person = people.get(id);
          // Instagram tells it of people who wrote.
          if (person === undefined || nameless.has(id) || !inbox.lastWrote.has(id)) return nothingThere;
          return ok({ id, name: person.name, username: person.handle?.slice(1), profile_pic: inbox.cache.put(Buffer.from('face'), { name: 'face.jpg', contentType: 'image/jpeg' }) });
        } },
      ];
      return sim;
    },
  };
}

export const instagramPlatform = instagramBy('instagram');
