import type { ShortcutId } from './keymap';
import type { ShortcutRegistry } from './registry';

/** After this long nobody remembers what was pressed. */
const rememberedMs = 3000;
const mostRemembered = 20;

/**
 * Keys that were pressed while the parts that answer them were still on their way: the app itself, or what is drawn behind the first sight of a conversation.
 * They are kept in order and acted on as their answerers arrive; once everything is there, nothing is kept any more.
 */
export class EarlyStrokes {
  private strokes: { ids: readonly ShortcutId[]; at: number }[] = [];
  /** How many are on their way; the app is the first. */
  private coming = 1;
  private stop: (() => void) | undefined;

  constructor(private readonly registry: Pick<ShortcutRegistry, 'run' | 'answers' | 'subscribe'>, private readonly now: () => number = () => Date.now()) {}

  /** Keeps the stroke, if nobody could answer it yet. True when it will be answered or forgotten later. */
  keep(ids: readonly ShortcutId[]): boolean {
    this.forgetOld();
    const behindAnother = this.strokes.length > 0;
    const unanswered = ids.length > 0 && !ids.some((id) => this.registry.answers(id));
    if ((this.coming === 0 && !behindAnother) || (!unanswered && !behindAnother) || this.strokes.length >= mostRemembered) return false;
    this.strokes.push({ ids, at: this.now() });
    this.stop ??= this.registry.subscribe(() => this.answer());
    return true;
  }

  /** Somebody types: what was pressed before has nothing to do with it. */
  forget(): void {
    this.strokes = [];
    this.stop?.();
    this.stop = undefined;
  }

  /** More is on its way. The answer is called when it is there, or will never be. */
  expect(): () => void {
    this.coming += 1;
    let called = false;
    return () => {
      if (!called) this.arrived();
      called = true;
    };
  }

  /** What was on its way is there. When it was the last, what still waits is answered now or never. */
  arrived(): void {
    this.coming = Math.max(0, this.coming - 1);
    if (this.coming > 0) return;
    this.answer();
    this.forget();
  }

  private answer(): void {
    this.forgetOld();
    for (let first = this.strokes[0]; first !== undefined; first = this.strokes[0]) {
      if (!first.ids.some((id) => this.registry.answers(id))) return;
      this.strokes.shift();
      first.ids.some((id) => this.registry.run(id));
    }
    this.forget();
  }

  private forgetOld(): void {
    const now = this.now();
    this.strokes = this.strokes.filter(({ at }) => now - at < rememberedMs);
  }
}
