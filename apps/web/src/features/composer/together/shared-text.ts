import * as Y from 'yjs';
import { moved, spliceOf, type Delta, type Splice } from './text-splice';

/** The field on screen. It is written to at once, so that what is typed next is measured against what is seen. */
export interface Screen {
  selection(): { start: number; end: number };
  write(text: string, selection: { start: number; end: number }): void;
}

/** Changes of this hand: they alone are undone by it. */
export const HAND = Symbol('hand');

/**
 * Holds a shared text and a plain field together. What is typed becomes the smallest change; what colleagues write comes into the field with the caret kept where it
 * was meant. While an input method composes, the field is left alone: most would break off; the colleagues' words wait for its end, and what was composed finds its place among them.
 */
export class SharedText {
  private shown: string;
  private composing: { base: string; deltas: Delta[] } | null = null;
  private screen: Screen | null = null;
  private readonly history: Y.UndoManager;

  constructor(readonly text: Y.Text, private readonly changed: () => void) {
    this.shown = text.toJSON();
    this.history = new Y.UndoManager(text, { trackedOrigins: new Set([HAND]), captureTimeout: 600 });
    text.observe(this.observe);
  }

  get view(): string { return this.shown; }
  get isComposing(): boolean { return this.composing !== null; }

  close(): void {
    this.text.unobserve(this.observe);
    this.history.destroy();
    this.screen = null;
  }

  /** Returns the way to let go of it. */
  bind(screen: Screen): () => void {
    this.screen = screen;
    return () => { if (this.screen === screen) this.screen = null; };
  }

  /** The field says so now. */
  typed(value: string): void {
    if (this.composing !== null) {
      this.shown = value;
      return this.changed();
    }
    this.put(spliceOf(this.shown, value, this.screen?.selection().end));
    this.shown = this.text.toJSON();
    this.changed();
  }

  composeStarts(): void {
    this.composing ??= { base: this.shown, deltas: [] };
  }

  composeEnds(value: string): void {
    if (this.composing === null) return;
    const { base, deltas } = this.composing;
    const selection = this.screen?.selection() ?? { start: value.length, end: value.length };
    const splice = spliceOf(base, value, selection.end);
    this.composing = null;
    const now = (place: number, stays = true) => deltas.reduce((at, delta) => moved(at, delta, stays), place);
    const at = now(splice?.at ?? 0);
    if (splice !== null) this.put({ at, remove: Math.max(0, now(splice.at + splice.remove) - at), insert: splice.insert });
    // Inside of what was composed the caret keeps its distance; elsewhere it goes with the letters around it.
    const caret = (place: number) => {
      if (splice === null || place < splice.at) return now(place);
      const into = place - splice.at;
      return into <= splice.insert.length ? at + into : now(place - splice.insert.length + splice.remove) + splice.insert.length;
    };
    this.show({ start: caret(selection.start), end: caret(selection.end) });
  }

  undo(): void { if (this.composing === null) this.history.undo(); }
  redo(): void { if (this.composing === null) this.history.redo(); }

  private put(splice: Splice | null): void {
    if (splice === null) return;
    const change = () => {
      if (splice.remove > 0) this.text.delete(splice.at, splice.remove);
      if (splice.insert !== '') this.text.insert(splice.at, splice.insert);
    };
    if (this.text.doc === null) throw new Error('a shared text belongs to a document');
    this.text.doc.transact(change, HAND);
  }

  private readonly observe = (event: Y.YTextEvent, { origin }: Y.Transaction): void => {
    if (origin === HAND) return;
    const delta = event.delta as Delta;
    if (this.composing !== null) {
      this.composing.deltas.push(delta);
      return this.changed();
    }
    const before = this.screen?.selection() ?? { start: 0, end: 0 };
    // The field may have shown these very words already, as a draft that was not shared yet.
    if (this.shown === '' && origin !== this.history) return this.show(before);
    // After undoing, the eye looks for where something changed.
    const end = endOf(delta);
    this.show(origin === this.history ? { start: end, end } : { start: moved(before.start, delta), end: moved(before.end, delta) });
  };

  private show(selection: { start: number; end: number }): void {
    this.shown = this.text.toJSON();
    this.screen?.write(this.shown, selection);
    this.changed();
  }
}

function endOf(delta: Delta): number {
  let at = 0;
  let end = 0;
  for (const step of delta) {
    at += step.retain ?? (typeof step.insert === 'string' ? step.insert.length : 0);
    if (step.retain === undefined) end = at;
  }
  return end;
}
