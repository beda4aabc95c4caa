/** A connection that is signed in: it asks, sends, hears, and answers what servers and apps ask of everybody. */
import { randomUUID } from 'node:crypto';
import { connectionError, readError, Refused, StreamEnded } from './xmpp.errors';
import { readJid, type Jid } from './xmpp.jid';
import { logIn, type Login } from './xmpp.login';
import { NS } from './xmpp.namespaces';
import { ownDomain, type XmppSettings } from './xmpp.settings';
import { childOf, childrenOf, el, type Element } from './xmpp.xml';

const answerMs = 20_000;
const beatMs = 60_000;
/** What apps of customers are told that we understand, so that they ask for receipts and offer corrections. */
const features = [NS.discoInfo, NS.ping, NS.version, NS.chatStates, NS.receipts, NS.markers, NS.correct, NS.retract, NS.reactions, NS.reply, NS.oob, NS.ids];

interface Asked { to: string; resolve(answer: Element): void; reject(error: Error): void }

export class Session {
  readonly jid: Jid;
  /** Every message that came; results of the archive and answers are not among them. */
  onMessage: ((message: Element) => void) | undefined;
  onEnd: ((why: StreamEnded) => void) | undefined;
  /** Results of the archive, by the query that they answer. */
  private readonly archives = new Map<string, Element[]>();
  private readonly asked = new Map<string, Asked>();
  /** What came back as undeliverable while somebody waits for it. */
  private readonly bounces = new Map<string, (error: Element | undefined) => void>();
  private readonly beat: NodeJS.Timeout;

  private constructor(private readonly login: Login, private readonly settings: XmppSettings) {
    this.jid = login.jid;
    login.wire.onEnd = (why) => this.end(why);
    login.wire.flow((element) => this.hear(element));
    this.beat = setInterval(() => void this.confirm().catch(() => this.close()), beatMs);
    this.beat.unref();
  }

  /** Throws ConnectorError. */
  static async open(settings: XmppSettings, allowPrivateHosts: boolean): Promise<Session> {
    try {
      return new Session(await logIn(settings, allowPrivateHosts), settings);
    } catch (error) {
      throw connectionError(error);
    }
  }

  get ended(): StreamEnded | undefined {
    return this.login.wire.ended;
  }

  send(stanza: Element): Promise<void> {
    return this.login.wire.send(stanza, this.login.ns);
  }

  /** Resolves with the answer, rejects with `Refused` or `StreamEnded`. Without `to` it is our own account that is asked. */
  async ask(type: 'get' | 'set', payload: Element, { to, from, timeoutMs = answerMs }: { to?: string; from?: string; timeoutMs?: number } = {}): Promise<Element> {
    const id = randomUUID();
    if (this.ended !== undefined) throw this.ended;
    this.login.wire.keepsAlive(true);
    const answered = new Promise<Element>((resolve, reject) => {
      const timer = setTimeout(() => { settle(); reject(new StreamEnded('the server did not answer in time')); }, timeoutMs);
      const settle = (): void => {
        clearTimeout(timer);
        this.asked.delete(id);
        // A connection that nobody waits for keeps no process alive.
        if (this.asked.size === 0) this.login.wire.keepsAlive(false);
      };
      this.asked.set(id, { to: to ?? '', resolve: (answer) => { settle(); resolve(answer); }, reject: (error) => { settle(); reject(error); } });
    });
    answered.catch(() => undefined);
    await this.send(el('iq', { type, id, to, from: from ?? (this.settings.connection === 'component' ? this.jid.bare : undefined) }, payload));
    return answered;
  }

  /** The server read everything up to here: it answers in the order in which it was asked. */
  async confirm(): Promise<void> {
    // A component asks itself, by way of the server; an account its server.
    const to = this.settings.connection === 'component' ? this.jid.bare : ownDomain(this.settings);
    try {
      await this.ask('get', el('ping', { xmlns: NS.ping }), { to });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  /** Tells when a message of these ids comes back; call what it answers when nobody waits any more. */
  watch(ids: readonly string[], bounced: (error: Element | undefined) => void): () => void {
    for (const id of ids) this.bounces.set(id, bounced);
    return () => { for (const id of ids) this.bounces.delete(id); };
  }

  /** One page of the archive: what it holds, and how it ended. */
  async archive(query: Element, queryId: string): Promise<{ results: Element[]; end: Element }> {
    const results: Element[] = [];
    this.archives.set(queryId, results);
    try {
      return { results, end: await this.ask('set', query, { timeoutMs: 60_000 }) };
    } finally {
      this.archives.delete(queryId);
    }
  }

  close(): void {
    this.login.wire.close();
  }

  private end(why: StreamEnded): void {
    clearInterval(this.beat);
    for (const { reject } of [...this.asked.values()]) reject(why);
    this.onEnd?.(why);
  }

  private hear(stanza: Element): void {
    if (stanza.ns !== this.login.ns) return;
    if (stanza.name === 'iq') this.hearIq(stanza);
    if (stanza.name === 'presence') this.hearPresence(stanza);
    if (stanza.name === 'message') this.hearMessage(stanza);
  }

  private hearMessage(message: Element): void {
    const result = childOf(message, 'result', NS.archive);
    if (result !== undefined) {
      if (this.isOwn(message.attrs['from'])) this.archives.get(result.attrs['queryid'] ?? '')?.push(result);
      return;
    }
    if (message.attrs['type'] === 'error') this.bounces.get(message.attrs['id'] ?? '')?.(childOf(message, 'error'));
    this.onMessage?.(message);
  }

  /** Of our own account or component, and so of its server: nobody else may speak for it. */
  isOwn(from: string | undefined): boolean {
    return from === undefined || from === '' || readJid(from)?.full === this.jid.bare;
  }

  private hearIq(iq: Element): void {
    const { type, id = '', from } = iq.attrs;
    if (type === 'result' || type === 'error') {
      const asked = this.asked.get(id);
      if (asked === undefined || !this.isFrom(asked.to, from)) return;
      if (type === 'result') asked.resolve(iq);
      else asked.reject(refused(iq));
      return;
    }
    const own = this.settings.connection === 'component' ? { from: iq.attrs['to'] } : {};
    const payload = childrenOf(iq)[0];
    // The server tells of every change of the contacts.
    const pushed = type === 'set' && payload?.ns === NS.roster && this.isOwn(from);
    const known = pushed ? [] : type === 'get' ? knownAnswer(payload) : undefined;
    const answer = known === undefined
      ? el('iq', { type: 'error', id, to: from, ...own }, el('error', { type: 'cancel' }, el('service-unavailable', { xmlns: NS.stanzas })))
      : el('iq', { type: 'result', id, to: from, ...own }, ...known);
    this.send(answer).catch(() => undefined);
  }

  private isFrom(to: string, from: string | undefined): boolean {
    if (to === '') return this.isOwn(from);
    return from === undefined || readJid(from)?.full === readJid(to)?.full;
  }

  /** Whoever asks to have us among their contacts may; who asks a component whether it is there hears that it is. */
  private hearPresence(presence: Element): void {
    const { type, from } = presence.attrs;
    const component = this.settings.connection === 'component';
    const own = component ? { from: readJid(presence.attrs['to'])?.bare } : {};
    const peer = readJid(from)?.bare;
    if (peer === undefined) return;
    const tell = (stanza: Element): void => void this.send(stanza).catch(() => undefined);
    if (type === 'subscribe' && this.settings.acceptContacts) {
      tell(el('presence', { to: peer, type: 'subscribed', ...own }));
      if (component) tell(el('presence', { to: peer, ...own }));
    }
    if (type === 'probe' && component) tell(el('presence', { to: from, ...own }));
  }
}

function refused(iq: Element): Refused {
  const error = childOf(iq, 'error');
  const { condition, kind, words } = readError(error);
  const stamp = childOf(error, 'retry', NS.upload)?.attrs['stamp'];
  const wait = stamp === undefined ? Number.NaN : Date.parse(stamp) - Date.now();
  const tooLarge = childOf(error, 'file-too-large', NS.upload) !== undefined;
  return new Refused(tooLarge ? 'file-too-large' : condition, kind, words, Number.isFinite(wait) && wait > 0 ? wait : undefined);
}

function knownAnswer(payload: Element | undefined): Element[] | undefined {
  if (payload?.name === 'ping' && payload.ns === NS.ping) return [];
  if (payload?.name !== 'query') return undefined;
  const { node } = payload.attrs;
  if (payload.ns === NS.discoInfo) return [el('query', { xmlns: NS.discoInfo, node }, el('identity', { category: 'client', type: 'web', name: 'Kontuar' }), ...features.map((feature) => el('feature', { var: feature })))];
  if (payload.ns === NS.discoItems) return [el('query', { xmlns: NS.discoItems, node })];
  if (payload.ns === NS.version) return [el('query', { xmlns: NS.version }, el('name', {}, 'Kontuar'), el('version', {}, '1'))];
  return undefined;
}
