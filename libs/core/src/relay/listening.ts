import type { Pulse } from '@kontuar/platform';

/** Pulse topic: members of these workspaces (ids, with a comma between) have a screen open somewhere. */
export const LISTENING = 'listening';

/** An api says so as soon as somebody comes, and again as long as they stay. */
const TOLD_EVERY_MS = 1_000;
/** And is believed for so long: a call may be late, or lost. */
export const BELIEVED_MS = 10_000;
/** Whoever has just begun to number has heard of nobody yet. */
const UNHEARD_OF_MS = 3_000;

/** The api's side: for whom somebody listens here. */
export class ListenersHere {
  private readonly screens = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly pulse: Pulse) {
    this.timer = setInterval(() => { this.tell([...this.screens.keys()]); }, TOLD_EVERY_MS);
    this.timer.unref();
  }

  /** Before they are let in, so that nothing happens between that and the first event they get. */
  expect(workspaceId: string): void {
    if (!this.screens.has(workspaceId)) this.tell([workspaceId]);
  }

  come(workspaceId: string): void {
    this.expect(workspaceId);
    this.screens.set(workspaceId, (this.screens.get(workspaceId) ?? 0) + 1);
  }

  go(workspaceId: string): void {
    const left = (this.screens.get(workspaceId) ?? 0) - 1;
    if (left > 0) this.screens.set(workspaceId, left);
    else this.screens.delete(workspaceId);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private tell(workspaceIds: readonly string[]): void {
    if (workspaceIds.length > 0) this.pulse.publish(LISTENING, workspaceIds.join());
  }
}

/** The relay's side: for whom views are to be made at all. In doubt, for everybody. */
export class ListenersAnywhere {
  private readonly until = new Map<string, number>();
  private readonly doubtUntil: number;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.doubtUntil = now() + UNHEARD_OF_MS;
  }

  /** Answers those of whom it was not believed a moment ago. */
  hear(payload: string): string[] {
    const known = payload.split(',');
    const fresh = known.filter((workspaceId) => !this.listens(workspaceId));
    for (const workspaceId of known) this.until.set(workspaceId, this.now() + BELIEVED_MS);
    return fresh;
  }

  listens(workspaceId: string): boolean {
    const now = this.now();
    if (now < this.doubtUntil) return true;
    const until = this.until.get(workspaceId);
    if (until === undefined || now < until) return until !== undefined;
    this.until.delete(workspaceId);
    return false;
  }
}
