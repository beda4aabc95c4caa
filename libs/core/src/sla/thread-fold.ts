import type { SlaKind } from '@kontuar/contract';

/** A line of a thread, as far as promises are concerned. `out`: words of a person of ours that the platform took. */
export interface FoldLine {
  id: string; at: Date;
  what: 'in' | 'out' | 'resolved' | 'reopened' | 'snoozed' | 'pending' | 'woken';
  /** Of 'reopened': 'contact' where the customer's words did it. Of 'out': 'elsewhere' where it was written in the platform's own app. */
  by?: string | undefined;
}

/** Why a clock may stand. 'resolved' stands always, the others where the policy says so. */
type Standing = 'snoozed' | 'pending' | 'resolved';
/** `theirs`: of a resolution, it is the customer's turn; also while it is put aside until they write. */
export interface Stretch { from: Date; standing: Standing | null; theirs: boolean }

/** One promise as the thread tells of it: no word about how long it is. */
export interface FoundPromise {
  kind: SlaKind; sinceMessageId: string; startedAt: Date;
  /** In order; the last one goes on until `endedAt`. */
  stretches: Stretch[];
  metAt: Date | null; metBy: string | null;
  /** Met, or nobody waits any more. */
  endedAt: Date | null;
}

type State = 'open' | 'snoozed' | 'pending' | 'resolved';

/**
 * Which promises a conversation began and how they went, read from its thread alone: so it comes out the same however often it is read, after messages moved
 * here or away, an answer failed after all, or somebody took an act back. Pure.
 *
 * - The first words of the customer begin the first reply; later ones, once a person of ours answered, a next reply. Further words while one is owed begin none.
 * - A person's answer that the platform took meets it. A resolution is met when the conversation is closed.
 * - Closed without an answer, a reply is dropped: nobody waits. Opened again by hand, what nobody answered meanwhile goes on where it stood; by the customer's words, both begin anew.
 */
export function foldThread(lines: readonly FoldLine[], now: { state: State; since: Date }, answeredBefore = false): FoundPromise[] {
  const found: FoundPromise[] = [];
  let state: State = 'open';
  let answered = answeredBefore;
  let theirTurn = false;
  let reply: FoundPromise | undefined;
  let resolution: FoundPromise | undefined;
  let closed: FoundPromise[] = [];

  const how = (kind: SlaKind): Omit<Stretch, 'from'> => ({ standing: state === 'open' ? null : state, theirs: kind === 'resolution' && theirTurn });
  const begin = (kind: SlaKind, line: FoldLine): FoundPromise => {
    const promise: FoundPromise = { kind, sinceMessageId: line.id, startedAt: line.at, stretches: [{ from: line.at, ...how(kind) }], metAt: null, metBy: null, endedAt: null };
    found.push(promise);
    return promise;
  };
  const move = (at: Date) => {
    for (const promise of [reply, resolution]) if (promise !== undefined) stretch(promise, at, how(promise.kind));
  };
  const end = (promise: FoundPromise, at: Date, met: string | null) => {
    promise.endedAt = notBefore(at, promise);
    if (met === null) return;
    promise.metAt = promise.endedAt;
    promise.metBy = met;
  };
  const close = (at: Date, id: string) => {
    closed = [];
    if (reply !== undefined) {
      end(reply, at, null);
      closed.push(reply);
    }
    if (resolution !== undefined) {
      end(resolution, at, id);
      closed.push(resolution);
    }
    reply = resolution = undefined;
  };
  const goOn = (at: Date) => {
    for (const promise of closed) {
      if (promise.endedAt !== null) promise.stretches.push({ from: promise.endedAt, standing: 'resolved', theirs: false });
      Object.assign(promise, { endedAt: null, metAt: null, metBy: null });
      if (promise.kind === 'resolution') resolution = promise;
      else reply = promise;
    }
    closed = [];
    move(at);
  };

  for (const line of lines) {
    switch (line.what) {
      case 'in':
        // A word of thanks, or an answer to a question of ours: it stays closed, and nobody waits.
        if (state === 'resolved') break;
        theirTurn = false;
        move(line.at);
        reply ??= begin(answered ? 'next_reply' : 'first_reply', line);
        resolution ??= begin('resolution', line);
        break;
      case 'out':
        // What was said in the platform's own app before they wrote comes to us late: it answers nothing.
        if (reply !== undefined && line.by === 'elsewhere' && line.at < reply.startedAt) break;
        answered = true;
        theirTurn = true;
        if (reply !== undefined) end(reply, line.at, line.id);
        reply = undefined;
        // Answered after it was closed: opened again by hand, nobody waits for that answer any more.
        closed = closed.filter((one) => one.kind === 'resolution' || (line.by === 'elsewhere' && line.at < one.startedAt));
        move(line.at);
        break;
      case 'resolved':
        if (state === 'resolved') break;
        state = 'resolved';
        close(line.at, line.id);
        break;
      case 'reopened':
        state = 'open';
        if (line.by === 'contact') closed = [];
        else goOn(line.at);
        break;
      default: {
        const before = state;
        state = line.what === 'woken' ? 'open' : line.what;
        if (before === 'resolved') goOn(line.at);
        else move(line.at);
      }
    }
  }
  // What the row says goes before what the thread tells: not every way there leaves a line.
  if (state !== now.state) {
    const before = state;
    state = now.state;
    if (state === 'resolved') close(now.since, '');
    else if (before === 'resolved') goOn(now.since);
    else move(now.since);
  }
  return found;
}

const notBefore = (at: Date, promise: FoundPromise): Date => {
  const last = promise.stretches.at(-1)?.from ?? promise.startedAt;
  return at < last ? last : at;
};

function stretch(promise: FoundPromise, at: Date, how: Omit<Stretch, 'from'>): void {
  const isSame = (one: Stretch | undefined): boolean => one?.standing === how.standing && one.theirs === how.theirs;
  const last = promise.stretches.at(-1);
  if (last === undefined || isSame(last)) return;
  const from = notBefore(at, promise);
  if (from.getTime() === last.from.getTime()) promise.stretches.pop();
  if (!isSame(promise.stretches.at(-1))) promise.stretches.push({ from, ...how });
}
