import type { DraftCursor, DraftEnded, DraftUpdated, SharedDraftFields, SharedDraftForm, SharedDraftView } from '@kontuar/contract';
import { htmlOfNodes, isMoreThanWords, linesOfNodes, nodesOfShared } from '@kontuar/contract/letter-nodes';
import * as Y from 'yjs';
import type { Said } from '../../../app/letter/area';
import { fromBase64, toBase64, type Cursor, type DraftPort, type KeptState } from './port';
import { HAND, SharedText, type Screen } from './shared-text';
import { spliceOf } from './text-splice';

export const MAX_TEXT = 50_000;
/** Keys are gathered this long: fast enough to be watched, and a fraction of the messages. */
const GATHER_MS = 70;
const AGAIN_MS = 1500;
/** Asked anew after this long: what the line lost is found by it, and colleagues see that we are still here. */
const LOOK_MS = 15_000;
const GONE_MS = 40_000;
const WRITING_MS = 4000;
const CURSOR_MS = 120;
const KEEP_MS = 150;

/** A colleague in the draft; places are those of the text on screen, null: not in it. */
export interface Person { seat: string; memberId: string; name: string; anchor: number | null; head: number | null; writing: boolean }
export interface Ended { state: 'sent' | 'kept' | 'gone'; memberId: string; name: string; text: string | null }
export interface SessionSnapshot extends SharedDraftFields {
  /** joining: nothing of it is here yet · saved: the server has all of it · saving · local: only this browser has the last words. */
  state: 'joining' | 'saved' | 'saving' | 'local';
  /** Null: nothing of it is here yet, so nobody knows. */
  form: SharedDraftForm | null;
  text: string;
  /** The look of a letter that is more than its words. */
  html: string | null;
  /** A letter whose last words were typed before its editor was here: it cannot leave yet. */
  unplaced: boolean;
  people: readonly Person[];
  ended: Ended | null;
  /** As far as the server's changes are known here without a hole. */
  seq: number;
}
/** The editor of a letter, bound to the document: it is written to as if by hand. */
export interface LetterHand { write(text: string, range: { start: number; end: number }): void; replace(said: Said): void }
export interface SessionClock { now(): number; wait(ms: number, act: () => void): () => void }

interface Seat { memberId: string; name: string; cursor: Cursor; until: number; wroteAt: number }
const FROM_SERVER = Symbol('server');

/**
 * One open shared draft. Words are in the document at every key, in this browser's storage a blink later, on the server within a tenth of a second; whatever fails on the
 * way is sent again, since a change that the server has already costs nothing.
 */
export class DraftSession {
  readonly text: SharedText;
  readonly doc = new Y.Doc();
  /** Of a letter; ProseMirror's nodes, as y-prosemirror binds them. */
  readonly body = this.doc.getXmlFragment('body');
  private readonly fields = this.doc.getMap('fields');
  private readonly listeners = new Set<() => void>();
  private readonly seats = new Map<string, Seat>();
  private snapshot: SessionSnapshot = { state: 'joining', text: '', people: [], ended: null, seq: 0, cc: null, side: null, form: null, html: null, unplaced: false };
  private joined = false;
  private joining = false;
  private closed = false;
  /** Changes that the server has not acknowledged: waiting, and on their way. */
  private waiting: Uint8Array[] = [];
  private sending = false;
  private trouble = false;
  private dirty = false;
  private seq = 0;
  private readonly early = new Set<number>();
  private ended: Ended | null = null;
  private wroteAt = -Infinity;
  private cursor: Cursor = null;
  private readonly timers = new Map<string, () => void>();
  /** What the field shows and takes until the document is here. */
  private seeded: { base: string; value: string } | null = null;
  private hand: LetterHand | null = null;
  /** What the letter says, until something of it changes. */
  private said: Said | null = null;
  /** Colleagues' changes while an input method composes: most would break off. */
  private heldBack: Uint8Array[] | null = null;

  constructor(readonly id: string, private readonly port: DraftPort, private readonly kept: KeptState, private readonly clock: SessionClock) {
    const before = kept.read();
    if (before !== null) {
      try {
        Y.applyUpdate(this.doc, before, FROM_SERVER);
        this.dirty = true;
      } catch { /* what a crash cut in two is of no use; the server has the rest */ }
    }
    this.text = new SharedText(this.doc.getText('text'), () => { this.show(); });
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      this.said = null;
      if (origin === FROM_SERVER) return this.show();
      this.waiting.push(update);
      this.dirty = true;
      this.wroteAt = this.clock.now();
      this.later('keep', KEEP_MS, () => { this.keep(); });
      this.later('send', GATHER_MS, () => void this.send());
      this.show();
    });
    this.show();
  }

  getSnapshot = (): SessionSnapshot => this.snapshot;
  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Also after the line was away: each side says what it has, and both get what they lack. */
  async join(): Promise<void> {
    if (this.closed || this.joining || this.ended !== null) return;
    this.joining = true;
    const answer = await this.port.join(Y.encodeStateVector(this.doc));
    this.joining = false;
    if (this.isOver()) return;
    if (!answer.ok) return this.refused(answer.code);
    // First what is only here: a word that a colleague's change takes along is gone from this side at once, and can be put back by the server alone.
    const own = this.dirty ? Y.encodeStateAsUpdate(this.doc, answer.vector) : null;
    const waited = this.waiting.length;
    this.take(answer.update);
    this.joined = true;
    this.trouble = false;
    this.plant();
    this.seq = Math.max(this.seq, answer.seq);
    this.settle();
    if (own !== null) {
      // What came by the answer itself (`plant`) waits behind it.
      this.waiting = [own, ...this.waiting.slice(waited)];
      await this.send();
    } else if (this.dirty) await this.send();
    this.show();
    this.tellCursor();
    this.later('look', LOOK_MS, () => void this.join());
  }

  /** The line is gone: what is written stays here until it is back. */
  lineLost(): void {
    this.joined = false;
    this.seats.clear();
    this.show();
  }

  took({ seq, update, memberId, name }: DraftUpdated): void {
    this.take(fromBase64(update));
    this.early.add(seq);
    this.settle();
    // A hole that does not close by itself: a word of the line was lost.
    if (this.early.size > 0) this.later('hole', 400, () => { if (this.early.size > 0) void this.join(); });
    for (const seat of this.seats.values()) if (seat.memberId === memberId && seat.name === name) seat.wroteAt = this.clock.now();
    this.show();
    this.later('quiet', WRITING_MS, () => { this.show(); });
  }

  sees({ seat, memberId, name, here, cursor }: DraftCursor): void {
    if (here) this.seats.set(seat, { memberId, name, cursor, until: this.clock.now() + GONE_MS, wroteAt: this.seats.get(seat)?.wroteAt ?? -Infinity });
    else this.seats.delete(seat);
    this.show();
  }

  /** Somebody came in and wants to know who is here. */
  hello(): void {
    this.later('hello', Math.random() * 200, () => { this.port.cursor(this.cursor); });
  }

  end(ended: Pick<DraftEnded, 'state' | 'memberId' | 'name' | 'text'>): void {
    if (this.ended !== null) return;
    const { state, memberId, name, text } = ended;
    this.ended = { state, memberId, name, text };
    this.show();
  }

  /** True when it was taken: a text has its bounds. */
  type(value: string): boolean {
    if (value.length > MAX_TEXT && value.length > this.text.view.length) return false;
    if (this.seeded === null && this.form === 'letter') {
      const { text } = this.words();
      if (this.hand !== null) {
        const splice = spliceOf(text, value);
        if (splice !== null) this.hand.write(splice.insert, { start: splice.at, end: splice.at + splice.remove });
        return true;
      }
      this.seeded = { base: text, value };
    }
    if (this.seeded === null) this.text.typed(value);
    else {
      this.seeded.value = value;
      this.show();
    }
    return true;
  }

  /** The whole of it, from elsewhere than its own editor: a letter that was taken back. */
  rewrite(said: Said): boolean {
    const { text, html } = this.words();
    if (this.form !== 'letter' || this.hand === null) return this.type(said.text);
    // What its editor has just said is in the document already.
    if (said.text !== text || (said.html === null) !== (html === null)) this.hand.replace(said);
    return true;
  }

  /** The editor of the letter is here; what was typed until then finds its place. Returns the way to let go. */
  bindLetter(hand: LetterHand): () => void {
    this.hand = hand;
    const { seeded } = this;
    this.seeded = null;
    const splice = seeded === null ? null : spliceOf(seeded.base, seeded.value);
    if (splice !== null) hand.write(splice.insert, { start: splice.at, end: splice.at + (this.words().text === seeded?.base ? splice.remove : 0) });
    this.show();
    return () => { if (this.hand === hand) this.hand = null; };
  }

  /** While an input method composes, colleagues' changes wait. */
  hold(isHeld: boolean): void {
    if (isHeld) {
      this.heldBack ??= [];
      return;
    }
    const waiting = this.heldBack ?? [];
    this.heldBack = null;
    for (const update of waiting) this.take(update);
  }

  /** Where colleagues are, as Yjs says it: a letter finds the places itself. */
  cursors(): { seat: string; name: string; cursor: NonNullable<Cursor> }[] {
    return [...this.seats].flatMap(([seat, { name, cursor }]) => (cursor === null ? [] : [{ seat, name, cursor }]));
  }

  pointAt(cursor: Cursor): void {
    if (JSON.stringify(cursor) === JSON.stringify(this.cursor)) return;
    this.cursor = cursor;
    this.later('cursor', CURSOR_MS, () => { this.tellCursor(); });
  }

  private get form(): SharedDraftForm | null {
    const form = this.fields.get('form');
    return form === 'letter' ? 'letter' : this.fields.has('cc') ? 'plain' : null;
  }

  private words(): Said {
    if (this.form !== 'letter') return { text: this.text.view, html: null };
    if (this.said !== null) return this.said;
    const nodes = nodesOfShared(this.body);
    this.said = { text: linesOfNodes(nodes), html: isMoreThanWords(nodes) ? htmlOfNodes(nodes) : null };
    return this.said;
  }

  private take(update: Uint8Array): void {
    if (this.heldBack === null) Y.applyUpdate(this.doc, update, FROM_SERVER);
    else this.heldBack.push(update);
  }

  /** The words as they are known otherwise: nobody has to wait for the document to go on with them. */
  seed(text: string): void {
    if (this.joined || this.dirty || this.seeded !== null) return;
    this.seeded = { base: text, value: text };
    this.show();
  }

  set(fields: Partial<SharedDraftFields>): void {
    this.doc.transact(() => {
      for (const [name, value] of Object.entries(fields)) if (JSON.stringify(this.fields.get(name)) !== JSON.stringify(value)) this.fields.set(name, value);
    }, HAND);
  }

  bind(screen: Screen): () => void { return this.text.bind(screen); }

  /** Null: the caret is elsewhere. */
  point(selection: { start: number; end: number; backward: boolean } | null): void {
    if (this.text.isComposing) return;
    const place = (index: number) => toBase64(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(this.text.text, index)));
    this.cursor = selection === null ? null : { anchor: place(selection.backward ? selection.end : selection.start), head: place(selection.backward ? selection.start : selection.end) };
    this.later('cursor', CURSOR_MS, () => { this.tellCursor(); });
  }

  /** Whether this hand wrote in the last moments. */
  wroteLately(): boolean { return this.clock.now() - this.wroteAt < 8000; }

  /** `keepWords`: unsent words stay in this browser, because the draft may come back. */
  close(keepWords = true): void {
    if (this.closed) return;
    if (keepWords) this.keep();
    else this.kept.keep(null);
    this.closed = true;
    for (const stop of this.timers.values()) stop();
    this.text.close();
    this.port.leave();
    this.listeners.clear();
    this.doc.destroy();
  }

  /** Sends what waits at once; resolves when it was tried. */
  async flush(): Promise<void> {
    this.keep();
    if (this.joined) await this.send();
  }

  /** Over while somebody waited for an answer. */
  private isOver(): boolean { return this.closed || this.ended !== null; }

  private async send(): Promise<void> {
    if (this.sending || this.isOver() || !this.joined || this.waiting.length === 0) return;
    const update = this.waiting.length === 1 ? (this.waiting[0] as Uint8Array) : Y.mergeUpdates(this.waiting);
    this.waiting = [];
    this.sending = true;
    this.show();
    const answer = await this.port.update(update);
    this.sending = false;
    if (this.isOver()) return;
    if (!answer.ok) {
      this.waiting = [update, ...this.waiting];
      return this.refused(answer.code);
    }
    this.trouble = false;
    this.early.add(answer.seq);
    this.settle();
    if (this.waiting.length > 0) return this.send();
    this.dirty = false;
    this.keep();
    this.show();
  }

  /** What was written before the document was here finds its place in it. */
  private plant(): void {
    if (this.form === 'letter') return;
    const { seeded } = this;
    this.seeded = null;
    const splice = seeded === null ? null : spliceOf(seeded.base, seeded.value);
    if (seeded === null || splice === null) return;
    const { view } = this.text;
    const at = Math.min(splice.at, view.length);
    this.text.typed(view.slice(0, at) + splice.insert + view.slice(at + (view === seeded.base ? splice.remove : 0)));
  }

  private refused(code: string): void {
    this.trouble = true;
    this.show();
    switch (code) {
      case 'draft-gap':
        return this.later('again', 50, () => void this.join());
      case 'draft-sent': case 'draft-kept': case 'not-found': case 'forbidden': case 'draft-unreadable': case 'draft-full':
        return void this.lookAgain(true);
      default:
        // Too fast, or nobody answered.
        this.later('again', AGAIN_MS, () => void (this.joined ? this.send() : this.join()));
    }
  }

  /** What became of it, where the line did not say. `wasRefused`: even if it is still open, we are not let in. */
  async lookAgain(wasRefused = false): Promise<void> {
    const view = await this.port.look().catch((): SharedDraftView | null => null);
    if (this.isOver() || (view === null && !wasRefused) || (view?.state === 'open' && !wasRefused)) return;
    const state = view === null || view.state === 'open' ? 'gone' : view.state;
    this.end({ state, memberId: '', name: view?.endedByName ?? '', text: state === 'sent' ? view?.text ?? null : null });
  }

  private settle(): void {
    for (const seq of this.early) if (seq <= this.seq) this.early.delete(seq);
    while (this.early.delete(this.seq + 1)) this.seq += 1;
  }

  private tellCursor(): void {
    if (this.joined) this.port.cursor(this.cursor);
  }

  private keep(): void {
    if (this.closed) return;
    this.kept.keep(this.dirty ? Y.encodeStateAsUpdate(this.doc) : null);
  }

  private later(name: string, ms: number, act: () => void): void {
    if (this.closed) return;
    // What is gathered leaves at its time, however much comes in between.
    if ((name === 'send' || name === 'keep' || name === 'cursor') && this.timers.has(name)) return;
    this.timers.get(name)?.();
    this.timers.set(name, this.clock.wait(ms, () => {
      this.timers.delete(name);
      act();
    }));
  }

  private show(): void {
    if (this.closed) return;
    const now = this.clock.now();
    for (const [seat, { until }] of this.seats) if (until < now) this.seats.delete(seat);
    const people = [...this.seats].map(([seat, { memberId, name, cursor, wroteAt }]) => ({ seat, memberId, name, anchor: this.placeOf(cursor?.anchor), head: this.placeOf(cursor?.head), writing: now - wroteAt < WRITING_MS }));
    const state = !this.joined ? (this.snapshot.state === 'joining' && !this.dirty && !this.trouble ? 'joining' : 'local') : this.trouble ? 'local' : this.dirty ? 'saving' : 'saved';
    const { cc, side, letter } = this.fields.toJSON() as Partial<SharedDraftFields>;
    const { text, html } = this.words();
    this.snapshot = { state, form: this.form, text: this.seeded?.value ?? text, html, unplaced: this.form === 'letter' && this.seeded !== null && this.seeded.value !== this.seeded.base, people, ended: this.ended, seq: this.seq, cc: cc ?? null, side: side ?? null, ...(letter === undefined ? {} : { letter }) };
    for (const listener of this.listeners) listener();
  }

  /** Null also for a place that is not here yet: its letters are still on their way. */
  private placeOf(position: string | undefined): number | null {
    if (position === undefined || this.text.isComposing) return null;
    try {
      const at = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(fromBase64(position)), this.doc);
      return at?.type === this.text.text ? at.index : null;
    } catch {
      // A colleague's browser may send anything; a caret is not worth an error.
      return null;
    }
  }
}

