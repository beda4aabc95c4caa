import type { EventRow } from './feed';

/** Longer than a call to say that somebody listens is under way. */
const KEPT_MS = 3_000;
const MOST = 2_000;

/** What was numbered a moment ago while nobody listened: somebody may have come before we heard of them. */
export class Unheard {
  private kept: { at: number; row: EventRow }[] = [];

  constructor(private readonly now: () => number = () => performance.now()) {}

  keep(rows: readonly EventRow[]): void {
    const at = this.now();
    const first = this.kept.findIndex((one) => at - one.at < KEPT_MS);
    this.kept = [...(first < 0 ? [] : this.kept.slice(first)), ...rows.map((row) => ({ at, row }))].slice(-MOST);
  }

  /** Theirs, in order, and once. */
  take(workspaceIds: ReadonlySet<string>): EventRow[] {
    const since = this.now() - KEPT_MS;
    const theirs = this.kept.filter(({ at, row }) => at > since && workspaceIds.has(row.workspace_id)).map(({ row }) => row);
    this.kept = this.kept.filter(({ row }) => !workspaceIds.has(row.workspace_id));
    return theirs;
  }
}
