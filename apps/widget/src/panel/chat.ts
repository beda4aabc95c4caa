import type { RatingInput, VisitorHint, VisitorSession, VisitorThread } from '@kontuar/contract';
import type { Identity, Scheme, ToLoader, ToPanel } from '../wire';
import { Api, ApiError } from './api';
import { newId } from './ids';
import { read as readKept, write as writeKept } from './keep';
import type { Locale, Panel, Pending, View } from './state';
import { backoffMs, LiveLine } from './stream';
import { mergeMessages, settle } from './thread';
import type { Uploads } from './uploads';
import { loadMoreWords, loadWords } from './words';
import type { Words } from './words.en';

const offlineAfterMs = 2000;
const restAfterMs = 30_000;
const typingEveryMs = 3000;
const typingShownMs = 6000;

/** All that the panel knows and does; views draw `state` and call methods. */
export class Chat {
  state: Panel = {
    config: null, configFailed: false, locale: 'en', w: {} as Words, view: 'home', open: false, conversation: null, messages: [], hasBefore: false, unread: 0,
    pending: [], uploads: [], link: 'idle', offline: false, typing: null, draft: '', form: { matter: '', name: '', email: '' }, notice: null, seenSeq: 0, verifiedAs: null, article: null,
  };
  scheme: Scheme | undefined;
  private readonly api = new Api();
  private readonly line: LiveLine;
  private page = '';
  private identity: Identity | undefined;
  private fieldsTold: string | undefined;
  private who: string | undefined;
  private files: Promise<Uploads> | undefined;
  private foreign: Pending[] = [];
  private session: Promise<boolean> | undefined;
  private sending = false;
  private sendAttempt = 0;
  private generation = 0;
  private readUpTo = 0;
  private typedAt = 0;
  private timers: Record<string, ReturnType<typeof setTimeout>> = {};

  constructor(readonly channelId: string, private readonly tell: (message: ToLoader) => void, private readonly draw: () => void) {
    this.line = new LiveLine({
      url: '/widget/v1/stream', token: () => this.api.token, isOpen: () => this.state.open,
      hint: (data) => this.hear(data as VisitorHint),
      catchUp: () => this.catchUp(),
      link: (link) => this.setLink(link),
      refused: () => this.forget(),
    });
    addEventListener('online', () => { this.line.nudge(); void this.flush(); });
    document.addEventListener('visibilitychange', () => {
      clearTimeout(this.timers['rest']);
      if (document.hidden) this.timers['rest'] = setTimeout(() => this.line.rest(true), restAfterMs);
      else { this.line.rest(false); this.markRead(); }
    });
  }

  set(patch: Partial<Panel>): void {
    this.state = { ...this.state, ...patch };
    this.draw();
  }

  receive(message: ToPanel): void {
    switch (message.k) {
      case 'init': void this.begin(message); break;
      case 'open': this.opened(); break;
      case 'close': this.set({ open: false }); break;
      case 'identify': this.identify(message.identity); break;
      case 'locale': void this.speak(message.locale as Locale); break;
      case 'page': this.page = message.page; break;
      case 'store': this.adopt(message.store); break;
      default: message satisfies never;
    }
  }

  private async begin(init: Extract<ToPanel, { k: 'init' }>): Promise<void> {
    const kept = readKept(init.store);
    this.page = init.page;
    this.scheme = init.scheme;
    this.api.token = kept.token;
    this.who = kept.who;
    this.set({
      locale: init.locale?.startsWith('pl') ? 'pl' : 'en', pending: kept.pending, draft: kept.draft, verifiedAs: kept.verified ? kept.who ?? null : null,
      form: { matter: '', name: kept.form?.name ?? '', email: kept.form?.email ?? '' },
    });
    if (init.identity) this.identify(init.identity);
    await this.loadConfig();
    if (this.api.token !== undefined) {
      await this.catchUp();
      this.line.start();
    }
    if (init.open) this.opened();
    void this.flush();
  }

  async loadConfig(): Promise<void> {
    this.set({ configFailed: false });
    try {
      const [config] = await Promise.all([this.api.config(this.channelId), this.speak(this.state.locale)]);
      if (!config.locales.includes(this.state.locale)) await this.speak(config.defaultLocale);
      this.set({ config });
    } catch {
      this.set({ configFailed: true });
    }
  }

  private async speak(locale: Locale): Promise<void> {
    const [w, more] = await Promise.all([loadWords[locale](), this.saysMore ? loadMoreWords[locale]() : undefined]);
    // What `more` holds is only asked for by parts that waited for it.
    this.set({ locale, w: { ...w, ...more } as Words });
  }

  private saysMore = false;
  /** Before a part is drawn that is fetched on demand. */
  async more(): Promise<void> {
    if (this.saysMore) return;
    const { locale } = this.state;
    const more = await loadMoreWords[locale]();
    this.saysMore = true;
    if (locale === this.state.locale) this.set({ w: { ...this.state.w, ...more } });
    else await this.speak(this.state.locale);
  }

  private opened(): void {
    const talking = this.state.pending.length > 0 || this.state.unread > 0 || this.state.conversation?.state === 'open';
    this.set({ open: true, view: talking && this.state.view === 'home' ? 'chat' : this.state.view });
    this.line.nudge();
    this.markRead();
  }

  /** A different person on the same browser starts with an empty window. */
  private identify(identity: Identity): void {
    this.identity = identity;
    const patch = { form: { ...this.state.form, name: identity.name ?? this.state.form.name, email: identity.email ?? this.state.form.email } };
    if (this.who === identity.id && this.api.token !== undefined) {
      this.set(patch);
      // The same person, of whom the site says something new: the name tag is written anew, and all that is open stays open.
      if (identity.fieldsHash !== undefined && identity.fieldsHash !== this.fieldsTold) void this.freshTag().catch(() => undefined);
      return;
    }
    const stranger = this.who !== undefined;
    if (this.api.token !== undefined && !stranger && identity.hash === undefined) {
      // Nothing proves who it is: the conversation that this browser already has goes on as it is.
      this.set(patch);
      return;
    }
    this.api.token = undefined;
    this.who = undefined;
    this.session = undefined;
    this.generation += 1;
    this.line.stop();
    this.set({ ...patch, conversation: null, messages: [], unread: 0, verifiedAs: null, ...(stranger ? { pending: [], draft: '' } : {}) });
    // Somebody proved who they are: what they said elsewhere belongs here too.
    if (identity.hash !== undefined) void this.ensureSession().then((ok) => ok && this.state.verifiedAs !== null ? this.catchUp() : false);
  }

  private adopt(store: string | null): void {
    const kept = readKept(store);
    const mine = new Set(this.state.pending.map((one) => one.clientId));
    this.foreign = kept.pending.filter((one) => !mine.has(one.clientId));
    if (kept.token !== undefined && kept.token !== this.api.token) {
      this.api.token = kept.token;
      this.who = kept.who;
      this.generation += 1;
      this.set({ conversation: null, messages: [], verifiedAs: kept.verified ? kept.who ?? null : null });
      void this.catchUp();
      this.line.start();
    }
  }

  /** At once, or shortly after the last key: somebody who sends and leaves in the same second finds the conversation again. */
  private keep(afterMs = 0): void {
    clearTimeout(this.timers['keep']);
    if (afterMs > 0) { this.timers['keep'] = setTimeout(() => this.keep(), afterMs); return; }
    this.tell({
      k: 'store',
      store: writeKept({
        ...(this.api.token === undefined ? {} : { token: this.api.token }), ...(this.who === undefined ? {} : { who: this.who }), ...(this.state.verifiedAs === null ? {} : { verified: true }),
        pending: [...this.state.pending.filter((one) => one.state !== 'accepted'), ...this.foreign], draft: this.state.draft,
        form: { name: this.state.form.name, email: this.state.form.email },
      }),
    });
  }

  private async freshTag(): Promise<VisitorSession> {
    const { identity } = this;
    const session = await this.api.session({ channelId: this.channelId, locale: this.state.locale, ...(this.page ? { page: this.page } : {}), ...(identity ? { identity } : {}) });
    if (identity !== this.identity) return session;
    this.api.token = session.token;
    this.fieldsTold = identity?.fieldsHash;
    // For whoever builds the site; the visitor can do nothing about it.
    for (const { key, message } of session.refusedFields) console.warn(`Kontuar: ${key} ${message}`.trim());
    return session;
  }

  /** The server stores nothing for it: a signed name tag until the first message. */
  private ensureSession(): Promise<boolean> {
    if (this.api.token !== undefined) return Promise.resolve(true);
    this.session ??= this.freshTag()
      .then((session) => {
        // Somebody else has signed in meanwhile: that name tag is another's.
        if (this.api.token !== session.token) return this.api.token !== undefined;
        this.who = this.identity?.id;
        this.set({ verifiedAs: session.verified ? this.identity?.id ?? null : null });
        this.keep();
        return true;
      }, () => false)
      .finally(() => { this.session = undefined; });
    return this.session;
  }

  /** The token is not valid any more (the channel was reconnected, a key rotated): start over, keep what was not sent. */
  private forget(): void {
    this.api.token = undefined;
    this.generation += 1;
    this.set({ conversation: null, messages: [], unread: 0, link: 'idle' });
    this.keep();
    void this.flush();
  }

  private hear(hint: VisitorHint): void {
    if (hint.type === 'changed') void this.catchUp();
    else if (hint.type === 'typing') {
      this.set({ typing: hint.name });
      clearTimeout(this.timers['typing']);
      this.timers['typing'] = setTimeout(() => this.set({ typing: null }), typingShownMs);
    }
  }

  private catching: Promise<boolean> | undefined;
  private catchAgain = false;
  /** One at a time; a hint that comes meanwhile makes it run once more. */
  private catchUp(): Promise<boolean> {
    if (this.catching) { this.catchAgain = true; return this.catching; }
    this.catching = this.fetchThread().finally(() => {
      this.catching = undefined;
      if (this.catchAgain) { this.catchAgain = false; void this.catchUp(); }
    });
    return this.catching;
  }

  private async fetchThread(): Promise<boolean> {
    if (this.api.token === undefined) return true;
    const generation = this.generation;
    try {
      const known = this.state.messages.at(-1)?.seq ?? 0;
      // The newest page brings edits, deletions and read marks along; a longer absence is filled from where we were.
      let thread = await this.api.thread();
      const first = thread.messages[0]?.seq ?? 0;
      const same = thread.conversation?.id === this.state.conversation?.id;
      let older: VisitorThread['messages'] = [];
      while (same && known > 0 && first > known && (older.at(-1)?.seq ?? known) < first - 1) {
        const part: VisitorThread = await this.api.thread(`?after=${older.at(-1)?.seq ?? known}`);
        if (part.messages.length === 0) break;
        older = mergeMessages(older, part.messages);
        thread = { ...part, messages: thread.messages, hasBefore: thread.hasBefore };
      }
      if (generation !== this.generation) return true;
      this.show({ ...thread, messages: mergeMessages(older, thread.messages) }, same);
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) { this.line.stop(); this.forget(); return true; }
      return error instanceof ApiError && error.status !== 0 && error.status < 500;
    }
  }

  private show(thread: VisitorThread, same: boolean): void {
    const before = this.state.messages.at(-1)?.seq ?? 0;
    const wasEmpty = this.state.messages.length === 0;
    const messages = same ? mergeMessages(this.state.messages, thread.messages) : thread.messages;
    const fresh = messages.filter((message) => message.seq > before && message.from === 'agent');
    this.foreign = settle(this.foreign, messages);
    this.set({
      conversation: thread.conversation, messages, unread: thread.unread, pending: settle(this.state.pending, messages),
      hasBefore: same && this.state.messages.length > 0 ? this.state.hasBefore : thread.hasBefore,
      ...(fresh.length > 0 ? { typing: null } : {}),
      ...(wasEmpty || this.state.seenSeq === 0 ? { seenSeq: firstUnseen(messages, thread.unread) } : {}),
    });
    if (!same && wasEmpty === false) this.readUpTo = 0;
    if (!wasEmpty) for (const message of fresh) { void message; this.tell({ k: 'message', from: 'agent' }); }
    this.tell({ k: 'unread', n: thread.unread });
    this.keep();
    this.markRead();
  }

  async showOlder(): Promise<void> {
    const first = this.state.messages[0];
    if (!first) return;
    try {
      const thread = await this.api.thread(`?before=${first.seq}`);
      this.set({ messages: mergeMessages(this.state.messages, thread.messages), hasBefore: thread.hasBefore });
    } catch { this.setLink('down'); }
  }

  private setLink(link: Panel['link']): void {
    if (link !== this.state.link) this.set({ link });
    clearTimeout(this.timers['offline']);
    if (link === 'down') this.timers['offline'] = setTimeout(() => this.set({ offline: true }), this.state.offline ? 0 : offlineAfterMs);
    else {
      if (this.state.offline) this.set({ offline: false });
      void this.flush();
    }
  }

  go(view: View): void { this.set({ view, notice: null, article: null }); this.markRead(); }

  setDraft(draft: string): void {
    this.set({ draft });
    this.keep(300);
    const now = Date.now();
    if (draft !== '' && this.state.conversation && this.api.token !== undefined && now - this.typedAt > typingEveryMs) {
      this.typedAt = now;
      this.api.typing().catch(() => undefined);
    }
  }

  /** The code that carries files up is fetched with the first file. */
  async attach(files: Iterable<File>): Promise<void> {
    const list = [...files];
    this.files ??= (async () => new (await import('./uploads')).Uploads(this.api, () => this.ensureSession(), () => this.state, (patch) => this.set(patch)))();
    await this.files.then((uploads) => uploads.add(list), () => { this.files = undefined; this.setLink('down'); });
  }
  withFiles(act: (uploads: Uploads) => void): void { void this.files?.then(act); }

  setForm(form: Partial<Panel['form']>): void { this.set({ form: { ...this.state.form, ...form } }); this.keep(300); }

  /** What is written shows at once and leaves in order; the same id goes out until the server has it. */
  send(text: string, details: { matter?: string; name?: string; email?: string } = {}): void {
    // Files that arrived go with the message; the others stay to be looked at.
    const ready = this.state.uploads.filter((one) => one.id !== undefined);
    const attachments = ready.map(({ id = '', name, contentType, sizeBytes }) => ({ id, name, contentType, sizeBytes }));
    if (text.trim() === '' && attachments.length === 0) return;
    const pending: Pending = { clientId: newId(), text: text.trim(), at: new Date().toISOString(), attachments, ...details, state: 'waiting' };
    this.set({ pending: [...this.state.pending, pending], uploads: this.state.uploads.filter((one) => !ready.includes(one)), draft: '', view: 'chat', notice: null, seenSeq: this.state.messages.at(-1)?.seq ?? 0 });
    this.typedAt = 0;
    this.keep();
    this.tell({ k: 'message', from: 'visitor' });
    void this.flush();
  }

  retry(clientId: string): void { this.mark(clientId, 'waiting'); void this.flush(); }
  discard(clientId: string): void { this.set({ pending: this.state.pending.filter((one) => one.clientId !== clientId) }); this.keep(); }

  private mark(clientId: string, state: Pending['state']): void {
    this.set({ pending: this.state.pending.map((one) => one.clientId === clientId ? { ...one, state } : one) });
    this.keep();
  }

  private async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timers['send']);
    try {
      for (let next; (next = this.state.pending.find((one) => one.state === 'waiting'));) {
        this.mark(next.clientId, 'sending');
        if (!(await this.ensureSession())) { this.again(next.clientId, undefined); return; }
        try {
          const { clientId, text, attachments, matter, name, email } = next;
          await this.api.post({ clientId, text, attachmentIds: attachments.map((one) => one.id), ...(matter ? { matter } : {}), ...(name ? { name } : {}), ...(email ? { email } : {}), ...(this.page ? { page: this.page } : {}), timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone });
          this.sendAttempt = 0;
          this.mark(clientId, 'accepted');
          this.set({ offline: false, ...(this.state.notice === 'slow-down' ? { notice: null } : {}) });
          this.line.start();
          // A stream that is held back would leave the message without its tick.
          for (const ms of [600, 2500, 8000]) setTimeout(() => { if (this.state.pending.length > 0) void this.catchUp(); }, ms);
        } catch (error) {
          if (error instanceof ApiError && error.status === 401) { this.api.token = undefined; this.mark(next.clientId, 'waiting'); if (this.sendAttempt++ < 2) continue; }
          if (error instanceof ApiError && !error.passing && error.status !== 401) { this.mark(next.clientId, 'refused'); continue; }
          if (error instanceof ApiError && error.status === 429) this.set({ notice: 'slow-down' });
          this.again(next.clientId, error instanceof ApiError ? error.retryAfterMs : undefined);
          return;
        }
      }
    } finally {
      this.sending = false;
    }
  }

  private again(clientId: string, afterMs: number | undefined): void {
    this.mark(clientId, 'waiting');
    this.sendAttempt += 1;
    if (!navigator.onLine || this.sendAttempt > 1) this.set({ offline: this.state.notice !== 'slow-down' });
    this.timers['send'] = setTimeout(() => void this.flush(), afterMs ?? backoffMs(this.sendAttempt));
  }

  markRead(): void {
    const { open, view, messages } = this.state;
    const last = messages.filter((message) => message.from === 'agent').at(-1)?.seq ?? 0;
    if (!open || document.hidden || view !== 'chat' || last <= this.readUpTo || this.api.token === undefined) return;
    const before = this.readUpTo;
    this.readUpTo = last;
    this.set({ unread: 0 });
    this.tell({ k: 'unread', n: 0 });
    this.api.read(last).catch(() => { this.readUpTo = before; });
  }

  async rate(rating: RatingInput): Promise<boolean> {
    try {
      await this.api.rate({ ...rating, changeId: this.state.rateAgain });
      this.set({ rateAgain: undefined, notice: 'rating-thanks', conversation: this.state.conversation && { ...this.state.conversation, ratingAsked: false, rated: true } });
      return true;
    } catch { return false; }
  }
  changeRating(): void { this.set({ rateAgain: newId(), notice: null }); }
  dismissRating(): void { this.set({ rateAgain: undefined, conversation: this.state.conversation && { ...this.state.conversation, ratingAsked: false } }); }

  async continueByEmail(email: string): Promise<boolean> {
    try {
      if (!(await this.ensureSession())) return false;
      await this.api.continueByEmail({ email, consent: true });
      this.set({ notice: 'email-noted', conversation: this.state.conversation && { ...this.state.conversation, emailConsent: true } });
      return true;
    } catch { return false; }
  }

  close(): void { this.tell({ k: 'close' }); }
}

/** Seq below which everything was seen: the mark "new" is drawn after it. */
function firstUnseen(messages: VisitorThread['messages'], unread: number): number {
  const theirs = messages.filter((message) => message.from === 'agent');
  return unread > 0 ? (theirs.at(-unread)?.seq ?? 1) - 1 : messages.at(-1)?.seq ?? 0;
}
