/** Facebook: one page, its Messenger and its comments, and the app that it tells. */
import { type ApiCall, type Customer, type Happened, type PlatformModule, type Simulated } from '../platform';
import { AppDesk } from '../meta/meta.app';
import { answer, authorise, commonFailures, graphError, metaWebhook, nothingThere, ok } from '../meta/meta.graph';
import { Inbox } from '../meta/meta.inbox';
import { MetaSignIn } from '../meta/meta.sign-in';
import { Comments } from './facebook.comments';

export interface FacebookSimulated extends Simulated {
  inbox: Inbox;
  comments: Comments;
  desk: AppDesk;
  remove(externalId: string): Happened;
  /** Another page of the same people, on the same app. */
  sister: { id: string; name: string; settings(): Record<string, unknown>; say(from: Customer, text: string): Happened };
  signIn: MetaSignIn;
  /** From now on Facebook refuses the access that was given so far; what is given anew holds. */
  withdraw(): void;
  /** The page answered below a comment, in Business Suite. */
  answeredBelow(externalId: string, text: string): Happened;
}

const scopes = ['pages_show_list', 'pages_messaging', 'pages_manage_metadata', 'pages_read_engagement', 'pages_read_user_content', 'pages_manage_engagement'];

export const facebookPlatform: PlatformModule<FacebookSimulated> = {
  id: 'facebook',
  label: 'Facebook',
  create({ root, now, emit }) {
    const app = { id: '700000000000001', secret: '0f1e2d3c4b5a69788796a5b4c3d2e1f0' };
    const page: Customer = { id: '100000000000077', name: 'Sklep Zimorodek' };
    let generation = 1;
    const tokenOf = (id: string) => `EAASimulatedTokenOfPage${id}${generation}`;
    const sister: Customer = { id: '100000000000088', name: 'Kawiarnia Zimorodek' };
    const opened = (...pages: Customer[]) => pages.map(({ id, name }) => ({ id, name, get token() { return tokenOf(id); } }));
    const signIn = new MetaSignIn(app, [{ id: '5001', name: 'Anna Nowak, who has the shop and the café', pages: opened(page, sister) }, { id: '5002', name: 'Ola Lis, who has the café', pages: opened(sister) }], { scopes, now });
    const bearer = (call: ApiCall) => /^Bearer (.+)$/.exec(call.headers['authorization'] ?? '')?.[1];
    const whose = (call: ApiCall) => (bearer(call) === tokenOf(sister.id) ? sister : page);
    const people = new Map<string, Customer>();
    const nameless = new Set<string>();
    const desk = new AppDesk(app, { objects: ['page'], scopes });
    const inbox: Inbox = new Inbox({
      root, accountId: page.id, appId: app.id, now, emit, uploads: true,
      tooLong: (text) => text.length > 2000,
      privateReply: (commentId) => comments.privateReply(commentId),
      midOf: (number) => `m_Simulated${String(number).padStart(6, '0')}`,
    });
    const comments = new Comments({ page, now, emit, cache: inbox.cache, accepted: inbox.accepted, people });
    const routes = [
      ...inbox.routes(new RegExp(`^${page.id}/messages$`)),
      { method: 'POST', path: new RegExp(`^${page.id}/message_attachments$`), run: inbox.upload.bind(inbox) },
      { method: 'POST', path: new RegExp(`^${page.id}/take_thread_control$`), run: (call: { parsed: unknown }) => {
        inbox.heldByOthers.delete((call.parsed as { recipient: { id: string } }).recipient.id);
        return ok({ success: true });
      } },
      { method: 'GET', path: new RegExp(`^${page.id}/conversations$`), run: () => inbox.conversations() },
      ...comments.routes(),
      ...desk.routes(page.id),
      ...desk.accountRoutes(sister.id),
      // Nothing is kept of what was said there.
      { method: 'GET', path: new RegExp(`^${sister.id}/(conversations|feed)$`), run: () => ok({ data: [] }) },
      { method: 'GET', path: /^me$/, run: (call: ApiCall) => ok({ id: whose(call).id, name: whose(call).name }) },
      { method: 'GET', path: /^(\d+)$/, run: (_call: unknown, id = '') => {
        const person = people.get(id);
        if (person === undefined || nameless.has(id)) return nothingThere;
        const [first = '', ...rest] = person.name.split(' ');
        return ok({ id, name: person.name, first_name: first, last_name: rest.join(' '), profile_pic: inbox.cache.put(Buffer.from('face'), { name: 'face.jpg', contentType: 'image/jpeg' }) });
      } },
    ];
    const settingsOf = ({ id }: Customer) => ({ appId: app.id, appSecret: app.secret, pageId: id, accessToken: tokenOf(id), graphUrl: root, dialogUrl: root });
    return {
      inbox, comments, desk, signIn,
      settings: () => settingsOf(page),
      sister: {
        ...sister,
        settings: () => settingsOf(sister),
        say: (from, text) => {
          const { externalId, events } = inbox.say({ from, text });
          return { externalId, events: events.map(({ payload }) => ({ payload: { ...(JSON.parse(JSON.stringify(payload).replaceAll(page.id, sister.id)) as object), id: sister.id } })) };
        },
      },
      withdraw: () => { generation += 1; },
      handle: (call) => inbox.cache.answer(call.path) ?? signIn.handle(call) ?? answer(call, routes, (one) => { authorise(one, { app, token: tokenOf(whose(one).id) }); }),
      customer(name = `Klient ${people.size + 1}`) {
        const person = { id: String(24_000_000_000_000_000n + BigInt(people.size + 1)), name };
        people.set(person.id, person);
        return person;
      },
      accepted: inbox.accepted,
      failures: {
        ...commonFailures,
        'window-closed': graphError({ code: 10, subcode: 2018278, message: 'This message is sent outside of allowed window.' }),
        blocked: graphError({ code: 551, subcode: 1545041, message: "This person isn't available right now." }),
        'too-long': graphError({ code: 100, message: 'Length of param message[text] must be less than 2000 characters' }),
      },
      isSend: ({ method, path, body }) => method === 'POST' && (/\/comments$/.test(path) || (/\/messages$/.test(path) && !body.includes('sender_action'))),
      webhook: metaWebhook({ app, object: 'page', accountId: page.id, now, subscription: () => desk.subscriptions.get('page') }),
      subscribed: () => desk.subscriptions.get('page')?.callback,
      say(saying) {
        if (saying.nameless === true) nameless.add(saying.from.id);
        return saying.public === undefined ? inbox.say(saying) : comments.say(saying);
      },
      edit: (id, text) => (comments.comments.has(id) ? comments.edit(id, text) : inbox.edit(id, text)),
      remove: (id) => (comments.comments.has(id) ? comments.remove(id) : inbox.remove(id)),
      react: (id, from, emoji) => (comments.comments.has(id) ? comments.react(id, from, emoji) : inbox.react(id, from, emoji)),
      delivered: (id) => (inbox.shown.has(id) ? inbox.delivered(id) : { externalId: id, events: [] }),
      read: (id) => (inbox.shown.has(id) ? inbox.read(id) : { externalId: id, events: [] }),
      answeredElsewhere: (to, text) => inbox.answeredElsewhere(to, text),
      answeredBelow: (id, text) => comments.answeredBelow(id, text),
      post: (text) => comments.post(text),
      unknownEvent: () => ({ externalId: '', events: [{ payload: { changes: [{ field: 'telepathy', value: { thought: 'hm' } }] } }] }),
      unknownMessage: ({ id }) => inbox.sayRaw(id, { attachments: [{ type: 'hologram', payload: { volume: 3 } }] }),
    };
  },
};
