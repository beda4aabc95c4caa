export type SwipeSide = 'right' | 'left';

/** The hand has made up its mind about a direction after this way. */
const decidedPx = 12;
/** From here on letting go acts. */
export const actsFromPx = 96;

/** One finger on one row, as numbers: which way it goes, how far the row follows, and whether letting go acts. */
export class Swipe {
  private direction: 'undecided' | 'across' | 'along' = 'undecided';
  private by = 0;

  constructor(private readonly startX: number, private readonly startY: number, private readonly allowed: Readonly<Record<SwipeSide, boolean>>) {}

  /** Undefined while the finger may still scroll; null once it does. */
  move(x: number, y: number): { by: number; side: SwipeSide; acts: boolean } | null | undefined {
    const [across, along] = [x - this.startX, y - this.startY];
    if (this.direction === 'undecided') {
      if (Math.max(Math.abs(across), Math.abs(along)) < decidedPx) return undefined;
      this.direction = Math.abs(across) > Math.abs(along) * 1.5 ? 'across' : 'along';
    }
    if (this.direction === 'along') return null;
    const side = across > 0 ? 'right' : 'left';
    // What is not allowed gives way a little and springs back: the hand learns why nothing happens.
    this.by = this.allowed[side] ? across : across * 0.15;
    return { by: this.by, side, acts: this.acts(side) };
  }

  end(): SwipeSide | null {
    const side = this.by > 0 ? 'right' : 'left';
    return this.direction === 'across' && this.acts(side) ? side : null;
  }

  private acts(side: SwipeSide): boolean {
    return this.allowed[side] && Math.abs(this.by) >= actsFromPx;
  }
}
