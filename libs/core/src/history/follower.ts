import { BUSY, type Database, errorFields, type Log, type Pulse, type Units } from '@kontuar/platform';

export interface Following {
  /** Pulse topic: there may be something to follow. */
  topic: string;
  /** One process at a time holds it. */
  lock: string;
  /** What the log says of a failure. */
  trouble: string;
  /** Workspaces with something left to follow, without those that are stuck. */
  behind(units: Units, stuck: ReadonlySet<string>): Promise<string[]>;
  /** The next piece of one workspace, with how far it came in the same transaction; false when nothing moved. */
  turn(units: Units, workspaceId: string): Promise<boolean>;
}

/** Follows the history, workspace by workspace, until nothing is left: one run at a time in a process, and one process at a time. */
export class Follower {
  private running: Promise<void> | undefined;
  private again = false;

  constructor(private readonly database: Database, private readonly pulse: Pulse, private readonly log: Log, private readonly following: Following) {}

  /** Returns the way to stop listening. */
  start(): () => void {
    const { topic, trouble } = this.following;
    return this.pulse.subscribe(topic, () => { this.run().catch((error: unknown) => { this.log.warn(errorFields(error), trouble); }); });
  }

  /** Whoever asks while it runs gets one more round. */
  run(): Promise<void> {
    if (this.running !== undefined) {
      this.again = true;
      return this.running;
    }
    this.running = this.catchUp().finally(() => { this.running = undefined; });
    return this.running;
  }

  private async catchUp(): Promise<void> {
    const { lock, trouble } = this.following;
    do {
      this.again = false;
      const result = await this.database.holding(lock, async (units) => {
        // One workspace that cannot be followed must not keep the others from it.
        const stuck = new Set<string>();
        for (let behind = await this.following.behind(units, stuck); behind.length > 0; behind = await this.following.behind(units, stuck)) {
          for (const workspaceId of behind) {
            const moved = await this.following.turn(units, workspaceId).catch((error: unknown) => {
              this.log.error({ workspaceId, ...errorFields(error) }, trouble);
              return false;
            });
            if (!moved) stuck.add(workspaceId);
          }
        }
      });
      if (result === BUSY) return;
    } while (this.again);
  }
}
