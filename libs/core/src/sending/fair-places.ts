/** Of the sixteen that a process lets leave at once. */
const PER_CHANNEL = 8;
const PER_WORKSPACE = 12;

export interface Leaving { channelId: string; workspaceId: string }

/** A platform that keeps silent, and a house all of whose platforms do, hold up nobody else's answers: each has some of the places, never all. */
export class FairPlaces {
  private readonly taken = new Map<string, number>();
  private readonly waiting = new Map<string, Set<string>>();

  /** False: this conversation has to wait, and is named when a place is left. */
  take({ channelId, workspaceId }: Leaving, conversationId: string): boolean {
    const full = this.isFull(channelId, PER_CHANNEL) ? channelId : this.isFull(workspaceId, PER_WORKSPACE) ? workspaceId : undefined;
    if (full !== undefined) {
      this.waiting.set(full, (this.waiting.get(full) ?? new Set()).add(conversationId));
      return false;
    }
    for (const id of [channelId, workspaceId]) this.taken.set(id, (this.taken.get(id) ?? 0) + 1);
    return true;
  }

  /** Whose turn it is now: the first who waited for the channel, and for the workspace. */
  leave({ channelId, workspaceId }: Leaving): string[] {
    return [channelId, workspaceId].flatMap((id) => {
      const left = (this.taken.get(id) ?? 1) - 1;
      if (left > 0) this.taken.set(id, left);
      else this.taken.delete(id);
      return this.firstOf(id);
    });
  }

  private isFull(id: string, places: number): boolean {
    return (this.taken.get(id) ?? 0) >= places;
  }

  private firstOf(id: string): string[] {
    const all = this.waiting.get(id);
    const [first] = all ?? [];
    if (all === undefined || first === undefined) return [];
    all.delete(first);
    if (all.size === 0) this.waiting.delete(id);
    return [first];
  }
}
