import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Customer, type Happened, type PlatformModule, type Saying, type Simulated } from '../platform';
import { errors, failures, forms, held, mustNameItself, queries, refusal } from './reddit.contract';
import { brand, home, readAloud, Site, type Told } from './reddit.site';

const done: ApiAnswer = { status: 200, body: {} };
const isSend = ({ method, path }: Pick<ApiCall, 'method' | 'path'>): boolean => method === 'POST' && (path === '/api/comment' || path === '/api/compose');
const happened = ({ name }: Told): Happened => ({ externalId: name, events: [] });

export class RedditSimulation implements Simulated {
  readonly accepted: Accepted[] = [];
  readonly failures: Simulated['failures'] = failures;
  readonly site: Site;
  readonly client = { id: 'simulated-client', secret: 'secret-of-the-simulated-client', refreshToken: '4711-refresh-of-the-simulation' };
  readonly codes = new Set<string>();
  readonly tokens = new Set<string>();
  readonly readMarks: string[] = [];
  refuses = false;
  remaining = 900;
  private count = 0;

  constructor(private readonly platform: { root: string; now(): Date }) {
    this.site = new Site(() => platform.now());
  }

  settings(): Record<string, unknown> {
    const { id, secret, refreshToken } = this.client;
    return { clientId: id, clientSecret: secret, username: brand, refreshToken, subreddits: [home], moderate: true, pollEverySeconds: 1, againEveryMinutes: 0, apiUrl: this.platform.root, siteUrl: this.platform.root };
  }

  customer(name = 'Anna'): Customer {
    this.count += 1;
    const username = `${name.replace(/[^\w-]/g, '_')}_${this.count}`;
    return { id: username.toLowerCase(), name, handle: `u/${username}` };
  }

  say({ from, text = '', replyTo, public: publicly, nameless }: Saying): Happened {
    const who = nameless === true ? null : usernameOf(from);
    const answers = this.site.told.get(replyTo ?? '');
    if (publicly === undefined) return happened(this.site.letter(who, brand, text, answers === undefined ? {} : { answers }));
    const under = answers ?? this.site.told.get(publicly.postId ?? '');
    return happened(under === undefined ? this.site.comment(who, text.includes(brand) ? text : `${text} u/${brand}`, this.site.talk()) : this.site.comment(who, text, under));
  }

  edit(externalId: string, text: string): Happened {
    return happened(Object.assign(this.known(externalId), { text, editedAt: this.platform.now() }));
  }

  remove(externalId: string): Happened {
    return happened(Object.assign(this.known(externalId), { deleted: true }));
  }

  answeredElsewhere(to: Customer, text: string): Happened {
    const [last] = this.site.list(({ kind, author }) => kind !== 't3' && author === usernameOf(to));
    return happened(last?.kind === 't1' ? this.site.comment(brand, text, last) : this.site.letter(brand, usernameOf(to), text, last === undefined ? {} : { answers: last }));
  }

  post(text: string): string {
    return this.site.post(brand, text).name;
  }

  unknownEvent(): Happened {
    this.site.add('t6', { author: null, dest: brand, text: '' });
    return { externalId: '', events: [] };
  }

  unknownMessage(from: Customer): Happened {
    return happened(this.site.add('t9', { author: usernameOf(from), dest: brand, text: 'said in a new way' }));
  }

  isSend(call: ApiCall): boolean {
    return isSend(call);
  }

  handle(call: ApiCall): ApiAnswer {
    mustNameItself(call);
    if (call.path === '/api/v1/access_token') return this.grant(call);
    if (!this.tokens.has(/^Bearer (.+)$/.exec(call.headers['authorization'] ?? '')?.[1] ?? '')) return failures['token-expired'];
    this.remaining -= 1;
    const answer = call.method === 'GET' ? this.look(call) : this.order(call);
    return { ...answer, headers: { ...answer.headers, 'x-ratelimit-used': String(1000 - this.remaining), 'x-ratelimit-remaining': `${Math.max(0, this.remaining)}.0`, 'x-ratelimit-reset': '1' } };
  }

  private grant(call: ApiCall): ApiAnswer {
    const { id, secret, refreshToken } = this.client;
    if (call.headers['authorization'] !== `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`) return refusal(401, 'Unauthorized');
    const isCode = (call.parsed as { grant_type?: string } | undefined)?.grant_type === 'authorization_code';
    const given = isCode ? this.codes.delete(held(forms.code, call.parsed, call).code) : held(forms.refresh, call.parsed, call).refresh_token === refreshToken && !this.refuses;
    if (!given) return { status: 400, body: { error: isCode ? 'invalid_grant' : 'invalid_request', message: 'Bad Request' } };
    this.count += 1;
    const token = `token-${this.count}`;
    this.tokens.add(token);
    return { status: 200, body: { access_token: token, token_type: 'bearer', expires_in: 86_400, refresh_token: refreshToken, scope: 'identity read privatemessages submit edit history modposts' } };
  }

  private look(call: ApiCall): ApiAnswer {
    const { path, query } = call;
    const { site } = this;
    const [, place = '', what = ''] = /^\/r\/([\w+-]+)\/(comments|new|about)$/.exec(path) ?? [];
    const places = place.split('+');
    switch (what === '' ? path : what) {
      case '/api/v1/me':
        held(queries.plain, query, call);
        return { status: 200, body: { name: brand, id: 'domlipowy', is_suspended: false } };
      case '/message/inbox':
        return this.listing(call, site.list(site.isInbox), 'inbox');
      case '/message/mentions':
        return this.listing(call, site.list(site.isMention), 'inbox');
      case '/message/selfreply':
        return this.listing(call, site.list(site.isReply), 'inbox');
      case '/message/sent':
        return this.listing(call, site.list(({ kind, author }) => kind === 't4' && author === brand), 'inbox');
      case `/user/${brand}/comments`:
        return this.listing(call, site.list(({ kind, author }) => kind === 't1' && author === brand), 'sorted');
      case 'comments':
      case 'new':
        return this.listing(call, site.list((one) => one.kind === (what === 'new' ? 't3' : 't1') && site.isIn(places)(one)), 'sorted');
      case '/search':
        return this.listing(call, site.list(({ kind, title = '' }) => kind === 't3' && title.includes(query['q'] ?? '')), 'search');
      case 'about':
        held(queries.plain, query, call);
        return place === home ? { status: 200, body: { kind: 't5', data: { display_name: home, user_is_moderator: true, user_is_banned: false } } } : refusal(404, 'Not Found');
      case '/api/info': {
        const { id } = held(queries.info, query, call);
        return listed(id.split(',').flatMap((name) => { const one = site.told.get(name); return one === undefined ? [] : [site.shown(one)]; }), null);
      }
      default:
        throw new Violation(`Reddit has no ${path}`, refusal(404, 'Not Found'));
    }
  }

  /** Empty beyond something that is not in the list any more, as Reddit does. */
  private listing(call: ApiCall, all: Told[], kind: 'inbox' | 'sorted' | 'search'): ApiAnswer {
    const { limit, before, after } = held(queries[kind], call.query, call);
    const at = (name: string): number => all.findIndex((one) => one.name === name);
    const page = before !== undefined ? (at(before) === -1 ? [] : all.slice(Math.max(0, at(before) - limit), at(before))) : after !== undefined ? (at(after) === -1 ? [] : all.slice(at(after) + 1, at(after) + 1 + limit)) : all.slice(0, limit);
    const last = page.at(-1);
    return listed(page.map((one) => this.site.shown(one, kind === 'inbox')), last === undefined || all.at(-1) === last ? null : last.name);
  }

  private order(call: ApiCall): ApiAnswer {
    const { path, parsed } = call;
    held(queries.plain, call.query, call);
    switch (path) {
      case '/api/comment': {
        const { thing_id: thing, text } = held(forms.comment, parsed, call);
        return this.take(text, this.site.told.get(thing));
      }
      case '/api/compose': {
        const { to, subject, text } = held(forms.compose, parsed, call);
        const refused = textRefusal(text);
        if (refused !== undefined) return refused;
        const letter = this.site.letter(brand, to, readAloud(text), { subject });
        this.accepted.push({ externalId: letter.name, text: letter.text, to: to.toLowerCase(), visibility: 'private', mediaCount: 0 });
        letter.text = text;
        return { status: 200, body: { json: { errors: [] } } };
      }
      case '/api/editusertext': {
        const { thing_id: thing, text } = held(forms.edit, parsed, call);
        const one = this.own(thing, call);
        Object.assign(one, { text, editedAt: this.platform.now() });
        return { status: 200, body: { json: { errors: [], data: { things: [this.site.shown(one)] } } } };
      }
      case '/api/del':
        this.own(held(forms.one, parsed, call).id, call).deleted = true;
        return done;
      case '/api/remove':
      case '/api/approve': {
        const { id } = path === '/api/remove' ? held(forms.remove, parsed, call) : held(forms.one, parsed, call);
        const one = this.site.told.get(id);
        if (one?.subreddit !== home) return refusal(403, 'Forbidden');
        one.removed = path === '/api/remove';
        return done;
      }
      case '/api/read_message':
        this.readMarks.push(held(forms.one, parsed, call).id);
        return done;
      default:
        throw new Violation(`Reddit has no POST ${path}`, refusal(404, 'Not Found'));
    }
  }

  private take(text: string, above: Told | undefined): ApiAnswer {
    const refused = textRefusal(text);
    if (refused !== undefined) return refused;
    if (above === undefined) return errors('NO_THING_ID', 'id not specified', 'parent');
    if (above.deleted === true) return errors('DELETED_COMMENT', 'that comment has been deleted', 'parent');
    const isLetter = above.kind === 't4';
    const made = isLetter ? this.site.letter(brand, above.author === brand ? (above.dest ?? '') : (above.author ?? ''), text, { answers: above }) : this.site.comment(brand, text, above);
    this.accepted.push({ externalId: made.name, text: readAloud(text), to: above.name, visibility: isLetter ? 'private' : 'public', mediaCount: 0 });
    return { status: 200, body: { json: { errors: [], data: { things: [this.site.shown(made)] } } } };
  }

  private own(name: string, { path }: ApiCall): Told {
    const one = this.site.told.get(name);
    if (one?.author !== brand || one.kind === 't4') throw new Violation(`${path} of what is not ours`, refusal(403, 'Forbidden'));
    return one;
  }

  private known(name: string): Told {
    const one = this.site.told.get(name);
    if (one === undefined) throw new Error('nobody wrote that');
    return one;
  }
}

const usernameOf = ({ id, handle }: Customer): string => handle?.slice(2) ?? id;
const listed = (children: object[], after: string | null): ApiAnswer => ({ status: 200, body: { kind: 'Listing', data: { after, before: null, dist: children.length, modhash: null, geo_filter: '', children } } });
const textRefusal = (text: string): ApiAnswer | undefined => (text.trim() === '' ? errors('NO_TEXT', 'we need something here', 'text') : [...text].length > 10_000 ? failures['too-long'] : undefined);

export const redditPlatform: PlatformModule<RedditSimulation> = { id: 'reddit', label: 'Reddit', create: (platform) => new RedditSimulation(platform) };
