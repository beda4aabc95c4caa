import fs from 'node:fs';
import os from 'node:os';
import type { Pulse } from './pulse';

/** A platform's own burst stays below: so many webhooks that wait at once are a flood, or a process that is out of breath. */
const PRESSING = 24;
/** In a flood, work that can wait rests so many times as long as it worked. */
const RESTS_PER_WORK = 3;
/** Work that can wait always gets on. */
const LONGEST_REST_MS = 250;
/** One commit answers many at once: the flood is over when no more have come for so long. */
const LULL_MS = 50;
/** While it lasts, other processes are told so often; and believe it so long, as a call may be late. */
const TELL_EVERY_MS = 25;
const BELIEVED_MS = 100;
const TOPIC = 'pressed';

/** A backlog is over when no reader has come upon more than it takes at once for so long. */
const BACKLOG_LASTS_MS = 400;
const TELL_OF_BACKLOG_EVERY_MS = 100;
/** So long a backlog is read alone; one that lasts longer shares the machine with what follows it. */
const READ_ALONE_MS = 5_000;
/** Then what follows rests so long after each piece. */
const REST_IN_BACKLOG_MS = 1_000;
const BACKLOG = 'reading-behind';

/**
 * What comes in is kept and thanked for first: a platform that waits too long sends again, or gives up; what is kept already can't get lost. So
 * while many webhooks wait, reading and numbering take what is left of the machine, and catch up when the flood is over.
 */
export class GivingWay {
  private waiting = 0;
  private pressedUntil = 0;
  private restUntil = 0;
  private toldAt = -Infinity;
  private tell: (() => void) | undefined;
  private backlogSince = -Infinity;
  private backlogUntil = -Infinity;
  private toldOfBacklogAt = -Infinity;

  /** Counts somebody outside who waits until `done`. */
  async whileWaiting<T>(done: Promise<T>): Promise<T> {
    this.waiting += 1;
    this.tellOthers();
    try {
      return await done;
    } finally {
      if (this.waiting >= PRESSING) this.pressedUntil = performance.now() + LULL_MS;
      this.waiting -= 1;
    }
  }

  /** For a process that accepts: those on this machine that read hear of a flood. */
  tellOver(pulse: Pulse): void {
    this.tell = () => { pulse.publish(TOPIC, machine()); };
  }

  /** For a process that reads: a flood of another process on this machine counts as its own. Returns the way to stop. */
  hearOver(pulse: Pulse): () => void {
    const ends = [
      pulse.subscribe(TOPIC, (where) => { if (where === machine()) this.pressedUntil = Math.max(this.pressedUntil, performance.now() + BELIEVED_MS); }),
      // They share the database, wherever they run.
      pulse.subscribe(BACKLOG, () => { this.comeUponBacklog(); }),
    ];
    return () => { for (const end of ends) end(); };
  }

  /** For who reads: more is waiting than one reading takes. With `pulse` other readers hear of it. */
  comeUponBacklog(pulse?: Pulse): void {
    const now = performance.now();
    if (!this.inBacklog) this.backlogSince = now;
    this.backlogUntil = now + BACKLOG_LASTS_MS;
    if (pulse === undefined || now - this.toldOfBacklogAt < TELL_OF_BACKLOG_EVERY_MS) return;
    this.toldOfBacklogAt = now;
    pulse.publish(BACKLOG);
  }

  get inBacklog(): boolean {
    return performance.now() < this.backlogUntil;
  }

  /**
   * For what nobody looks at yet, as counts of reports: what customers wrote is read first. Waits until a backlog is read, or `over` says that nobody waits any
   * more; in one without end it gets on, piece by piece.
   */
  async untilBacklogIsRead(over: () => boolean): Promise<void> {
    const latest = Math.max(performance.now() + REST_IN_BACKLOG_MS, this.backlogSince + READ_ALONE_MS);
    while (this.inBacklog && performance.now() < latest && !over()) await new Promise((wake) => { setTimeout(wake, LULL_MS); });
  }

  private tellOthers(): void {
    if (this.tell === undefined || this.waiting < PRESSING || performance.now() - this.toldAt < TELL_EVERY_MS) return;
    this.toldAt = performance.now();
    this.tell();
  }

  /** Runs work that can wait: at once when nobody presses, else after a rest. */
  async work<T>(run: () => Promise<T>): Promise<T> {
    const latest = performance.now() + LONGEST_REST_MS;
    while (this.pressed) {
      const rest = Math.min(this.restUntil, latest) - performance.now();
      if (rest <= 0) break;
      await new Promise((wake) => { setTimeout(wake, Math.min(rest, LULL_MS)); });
    }
    const since = performance.now();
    try {
      return await run();
    } finally {
      const now = performance.now();
      this.restUntil = Math.min(Math.max(this.restUntil, now) + (now - since) * RESTS_PER_WORK, now + LONGEST_REST_MS);
    }
  }

  private get pressed(): boolean {
    return this.waiting >= PRESSING || performance.now() < this.pressedUntil;
  }
}

let known: string | undefined;
/** Containers of one machine have names of their own, and one kernel. */
function machine(): string {
  if (known !== undefined) return known;
  try {
    known = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    known = os.hostname();
  }
  return known;
}

/** One for the process: api and worker of a standalone share its event loop and its cores. */
export const givingWay = new GivingWay();
