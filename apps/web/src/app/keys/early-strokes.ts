import type { ShortcutId } from './keymap';
import type { ShortcutRegistry } from './registry';

/** After this long nobody remembers what was pressed. */
const rememberedMs = 3000;
const mostRemembered = 20;

/**
 * Keys that were pressed while the parts that answer them were still on their way. They are kept in order and acted on as their
 * answerers arrive; once everything is there, nothing is kept any more.
 */
export class EarlyStrokes {
  private strokes: { ids: readonly ShortcutId[]; at: number }[] = [];
  private arrived = false;
  private stop: (() => void) | undefined;

  constructor(private readonly registry: Pick<ShortcutRegistry, 'run' | 'available' | 'subscribe'>, private readonly now: () => number = () => Date.now()) {}

  /** Keeps the stroke, if nobody could answer it yet. True when it will be answered or forgotten later. */
  keep(ids: readonly ShortcutId[]): boolean {
    this.forgetOld();
    const behindAnother = this.strokes.length > 0;
    const unanswered = ids.length > 0 && !ids.some((id) => this.registry.available().has(id));
    if ((this.arrived && !behindAnother) || (!unanswered && !behindAnother) || this.strokes.length >= mostRemembered) return false;
    this.strokes.push({ ids, at: this.now() });
    this.stop ??= this.registry.subscribe(() => queueMicrotask(() => this.answer()));
    return true;
  }

  /** Somebody types: what was pressed before has nothing to do with it. */
  forget(): void {
    this.strokes = [];
    this.stop?.();
    this.stop = undefined;
  }

  /** All parts are there. What still waits is answered now or never. */
  allArrived(): void {
    this.answer();
    this.arrived = true;
    this.forget();
  }

  private answer(): void {
    this.forgetOld();
    for (let first = this.strokes[0]; first !== undefined; first = this.strokes[0]) {
      if (!first.ids.some((id) => this.registry.available().has(id))) return;
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
