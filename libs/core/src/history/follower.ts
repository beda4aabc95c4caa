import { BUSY, type Database, errorFields, givingWay, type Log, type Pulse, type Units } from '@kontuar/platform';

export interface Following {
  /** Pulse topic: there may be something to follow. */
  topic: string;
  /** One process at a time holds it. */
  lock: string;
  /** What the log says of a failure. */
  trouble: string;
  /** What it keeps is looked at later: while a backlog of deliveries is read, those come first. */
  patient?: true;
  /** Workspaces with something left to follow, without those that are stuck. */
  behind(units: Units, stuck: ReadonlySet<string>): Promise<string[]>;
  /** The next piece of one workspace, with how far it came in the same transaction; false when nothing moved. */
  turn(units: Units, workspaceId: string): Promise<boolean>;
}

/** From one call to the next at least: in a busy hour a look takes what many calls told of, and nobody sees the difference. */
const CALLED_EVERY_MS = 150;
/** Where following takes long, the machine has other things to do: a fifth of the time is enough for it. */
const RESTS_PER_TURN = 4;
const LONGEST_REST_MS = 1_000;
/** There are several of the patient ones, and each would take its fifth. */
const PATIENT_RESTS_PER_TURN = 12;
const LONGEST_PATIENT_REST_MS = 2_000;

/** Follows the history, workspace by workspace, until nothing is left: one run at a time in a process, and one process at a time. */
export class Follower {
  private running: Promise<void> | undefined;
  private again = false;
  /** A call that is to be answered, or is being answered. */
  private called: NodeJS.Timeout | undefined;
  private missed = false;
  private nextAt = -Infinity;
  private ended = false;

  constructor(private readonly database: Database, private readonly pulse: Pulse, private readonly log: Log, private readonly following: Following) {}

  /** Returns the way to stop listening. */
  start(): () => void {
    const unsubscribe = this.pulse.subscribe(this.following.topic, () => { this.call(); });
    return () => {
      this.ended = true;
      clearTimeout(this.called);
      unsubscribe();
    };
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

  /** At once after a quiet time, else when the rest is over. */
  private call(): void {
    this.missed = this.called !== undefined;
    if (this.missed || this.ended) return;
    this.called = setTimeout(() => { void this.answer(); }, Math.max(0, this.nextAt - performance.now()));
  }

  private async answer(): Promise<void> {
    const since = performance.now();
    // Whoever called before is heard by now.
    this.missed = false;
    try {
      await this.run();
    } catch (error) {
      this.log.warn(errorFields(error), this.following.trouble);
    }
    const now = performance.now();
    const rest = this.following.patient === true ? Math.min(PATIENT_RESTS_PER_TURN * (now - since), LONGEST_PATIENT_REST_MS) : Math.min(RESTS_PER_TURN * (now - since), LONGEST_REST_MS);
    this.nextAt = Math.max(since + CALLED_EVERY_MS, now + rest);
    this.called = undefined;
    if (this.missed) this.call();
  }

  private async catchUp(): Promise<void> {
    const { lock, patient } = this.following;
    do {
      this.again = false;
      if (patient) await givingWay.untilBacklogIsRead(() => this.ended);
      // Most looks find nothing, and then nobody has to be kept out. What another process did meanwhile moves nothing.
      const first = await this.following.behind(this.database, new Set());
      if (first.length === 0) continue;
      const result = await this.database.holding(lock, (units) => this.follow(units, first));
      if (result === BUSY) return;
    } while (this.again && !this.ended);
  }

  private async follow(units: Units, first: string[]): Promise<void> {
    const { trouble, patient } = this.following;
    // One workspace that cannot be followed must not keep the others from it.
    const stuck = new Set<string>();
    for (let left = first; left.length > 0; left = await this.following.behind(units, stuck)) {
      for (const workspaceId of left) {
        const moved = await this.following.turn(units, workspaceId).catch((error: unknown) => {
          this.log.error({ workspaceId, ...errorFields(error) }, trouble);
          return false;
        });
        if (!moved) stuck.add(workspaceId);
        if (patient && givingWay.inBacklog) {
          this.again = true;
          return;
        }
      }
    }
  }
}
