/** A line of a thread, as far as it makes facts. Times in epoch ms. */
export interface Line {
  seq: number;
  at: number;
  /** The conversation in which it was written; another one's after a merge. */
  origin: string;
  channelId: string;
  what: 'in' | 'out' | 'event';
  /** Of an answer: who of us wrote it. Of an event: who did it. */
  memberId: string | null;
  /** An answer to a question of ours about how it went: it opens nothing again. */
  answersSurvey: boolean;
  event: string | null;
  data: { from?: unknown; to?: unknown; reason?: string; by?: string; conversationId?: string } | null;
}

/** How things stand now, where no line says how they stood. */
export interface Standing { channelId: string; teamId: string | null; assigneeId: string | null }

export interface Thread {
  id: string;
  state: string;
  resolvedAt: number | null;
  own: Standing;
  /** Of conversations that went up in this one. */
  merged: ReadonlyMap<string, Standing>;
  lines: readonly Line[];
}

/**
 * in, out: something was said. first, next: somebody waited and was answered. resolved, reopened: as they say. thanks: it was done and stayed so, whatever the
 * customer wrote. started: a conversation began. spell: it was not done, from … to …. held: it was somebody's, from … to ….
 */
export type FactKind = 'started' | 'in' | 'out' | 'first' | 'next' | 'resolved' | 'reopened' | 'thanks' | 'spell' | 'held';

export interface Fact {
  kind: FactKind; seq: number; at: number;
  /** Of what lasts: Infinity while it does. */
  endsAt: number | null;
  ms: number | null;
  /** From when `ms` is measured: what the clock of opening hours asks. */
  since: number | null;
  channelId: string; teamId: string | null; memberId: string | null;
}

interface Spell { from: number; seq: number; sleptMs: number }
interface Strand {
  channelId: string; teamId: string | null; memberId: string | null;
  begun: boolean;
  spell: Spell | null;
  held: { from: number; seq: number } | null;
  asleepSince: number | null;
  waitingSince: number | null;
  answered: boolean;
  /** When the customer wrote, if nobody wrote since. */
  theirWord: number | null;
  /** How it stood before it was done, for somebody who takes that back. */
  done: { fact: Fact | null; spell: Spell; held: Strand['held']; waitingSince: number | null; facts: Fact[]; memberId: string | null } | null;
}

/**
 * What happened in a thread, from its lines alone: the same lines make the same facts, whenever and however often this is asked. Conversations that were merged go
 * on being counted as what they were until then, so that yesterday's figures stay yesterday's.
 */
export function deriveFacts(thread: Thread): Fact[] {
  return new Derivation(thread).run();
}

class Derivation {
  private facts: Fact[] = [];
  private readonly strands = new Map<string, Strand>();
  private readonly wentTo = new Map<string, string>();
  private readonly apart: ReadonlySet<string>;

  constructor(private readonly thread: Thread) {
    this.apart = new Set(thread.lines.flatMap(({ event, data }) => (event === 'merged' && data?.conversationId !== undefined ? [data.conversationId] : [])));
  }

  run(): Fact[] {
    for (const line of this.thread.lines) {
      const strand = this.strandOf(line.origin);
      if (line.what === 'in') this.heard(strand, line);
      else if (line.what === 'out') this.said(strand, line);
      else this.happened(strand, line);
    }
    this.endOwn();
    for (const strand of this.strands.values()) this.close(strand, Infinity);
    return this.facts;
  }

  private strandOf(origin: string): Strand {
    let id = this.apart.has(origin) ? origin : this.thread.id;
    for (let next = this.wentTo.get(id); next !== undefined; next = this.wentTo.get(id)) id = next;
    let strand = this.strands.get(id);
    if (strand === undefined) this.strands.set(id, (strand = this.newStrand(id)));
    return strand;
  }

  private newStrand(id: string): Strand {
    const standing = (id === this.thread.id ? undefined : this.thread.merged.get(id)) ?? this.thread.own;
    // Before its first change it stood as that change found it.
    const first = this.thread.lines.find((line) => line.event === 'assigned' && (this.apart.has(line.origin) ? line.origin : this.thread.id) === id);
    const before = first === undefined ? undefined : handsOf(first.data?.from);
    return {
      channelId: standing.channelId, teamId: before === undefined ? standing.teamId : before.teamId, memberId: before === undefined ? standing.assigneeId : before.assigneeId,
      begun: false, spell: null, held: null, asleepSince: null, waitingSince: null, answered: false, theirWord: null, done: null,
    };
  }

  private begin(strand: Strand, line: Line): void {
    if (strand.begun) return;
    strand.begun = true;
    this.facts.push({ ...this.fact('started', strand, line), channelId: line.channelId, memberId: null });
    this.open(strand, line);
  }

  private open(strand: Strand, line: Line): void {
    strand.spell = { from: line.at, seq: line.seq, sleptMs: 0 };
    strand.held = strand.memberId === null ? null : { from: line.at, seq: line.seq };
  }

  private heard(strand: Strand, line: Line): void {
    this.begin(strand, line);
    this.facts.push({ ...this.fact('in', strand, line), channelId: line.channelId });
    strand.theirWord = line.at;
    if (strand.spell !== null) strand.waitingSince ??= line.at;
    else if (!line.answersSurvey) this.facts.push({ ...this.fact('thanks', strand, line), channelId: line.channelId, memberId: strand.done?.memberId ?? null });
  }

  private said(strand: Strand, line: Line): void {
    this.begin(strand, line);
    const said = { channelId: line.channelId, memberId: line.memberId };
    this.facts.push({ ...this.fact('out', strand, line), ...said });
    if (strand.waitingSince !== null) {
      this.facts.push({ ...this.fact(strand.answered ? 'next' : 'first', strand, line), ...said, ms: Math.max(0, line.at - strand.waitingSince), since: Math.min(strand.waitingSince, line.at) });
      strand.answered = true;
    }
    strand.waitingSince = null;
    strand.theirWord = null;
  }

  private happened(strand: Strand, line: Line): void {
    switch (line.event) {
      case 'assigned': this.handOver(strand, line); return;
      case 'snoozed': strand.asleepSince ??= line.at; return;
      case 'woken': case 'pending': this.wake(strand, line.at); return;
      case 'resolved': this.finish(strand, line); return;
      case 'reopened': this.takeUp(strand, line); return;
      case 'merged': if (line.data?.conversationId !== undefined) this.takeIn(strand, line, line.data.conversationId); return;
      default:
    }
  }

  private handOver(strand: Strand, line: Line): void {
    const to = handsOf(line.data?.to);
    if (to.assigneeId !== strand.memberId) {
      this.letGo(strand, line.at);
      strand.memberId = to.assigneeId;
      if (strand.spell !== null && to.assigneeId !== null) strand.held = { from: line.at, seq: line.seq };
    }
    strand.teamId = to.teamId;
  }

  private wake(strand: Strand, at: number): void {
    if (strand.asleepSince !== null && strand.spell !== null) strand.spell = { ...strand.spell, sleptMs: strand.spell.sleptMs + Math.max(0, at - strand.asleepSince) };
    strand.asleepSince = null;
  }

  private finish(strand: Strand, line: Line): void {
    this.wake(strand, line.at);
    if (strand.spell === null) return;
    const { spell, held, waitingSince } = strand;
    const kept = this.facts.length;
    const fact = line.data?.reason === 'merge' ? null : { ...this.fact('resolved', strand, line), memberId: line.memberId, ms: Math.max(0, line.at - spell.from - spell.sleptMs), since: Math.min(spell.from, line.at) };
    if (fact !== null) this.facts.push(fact);
    this.close(strand, line.at);
    strand.waitingSince = null;
    strand.done = { fact, spell, held, waitingSince, facts: this.facts.slice(kept), memberId: line.memberId };
  }

  private takeUp(strand: Strand, line: Line): void {
    if (strand.spell !== null || !strand.begun) return;
    const { done } = strand;
    strand.done = null;
    if (line.data?.reason === 'undo' && done !== null) {
      // It was never done: what came of that goes, and everything goes on.
      const gone = new Set(done.facts);
      this.facts = this.facts.filter((fact) => !gone.has(fact));
      strand.spell = done.spell;
      strand.held = strand.memberId === null ? null : (done.held ?? { from: line.at, seq: line.seq });
      strand.waitingSince = done.waitingSince;
      return;
    }
    if (line.data?.reason !== 'merge') this.facts.push({ ...this.fact('reopened', strand, line), memberId: done?.memberId ?? null });
    this.open(strand, line);
    // Whoever wrote first and is taken up by hand has waited since they wrote.
    if (line.data?.by !== 'contact') strand.waitingSince = strand.theirWord;
  }

  private takeIn(strand: Strand, line: Line, id: string): void {
    if (this.wentTo.has(id) || id === this.thread.id) return;
    const other = this.strandOf(id);
    if (other === strand) return;
    this.close(other, line.at);
    strand.waitingSince = earlier(strand.waitingSince, other.waitingSince);
    strand.answered ||= other.answered;
    strand.theirWord = later(strand.theirWord, other.theirWord);
    if (!strand.begun && other.begun) {
      strand.begun = true;
      this.open(strand, line);
    }
    this.strands.delete(id);
    this.wentTo.set(id, this.nameOf(strand));
  }

  private nameOf(strand: Strand): string {
    for (const [id, each] of this.strands) if (each === strand) return id;
    return this.thread.id;
  }

  /** Done without a line that says so: it came from elsewhere as it was. */
  private endOwn(): void {
    const strand = this.strands.get(this.thread.id);
    if (strand?.spell == null || (this.thread.state !== 'resolved' && this.thread.state !== 'merged')) return;
    const at = Math.max(strand.spell.from, this.thread.resolvedAt ?? this.thread.lines.at(-1)?.at ?? 0);
    this.wake(strand, at);
    if (this.thread.state === 'resolved') this.facts.push({ ...this.fact('resolved', strand, { seq: 0, at }), memberId: null, ms: Math.max(0, at - strand.spell.from - strand.spell.sleptMs), since: strand.spell.from });
    this.close(strand, at);
  }

  private close(strand: Strand, at: number): void {
    this.letGo(strand, at);
    if (strand.spell !== null && at > strand.spell.from) this.facts.push({ ...this.fact('spell', strand, { seq: strand.spell.seq, at: strand.spell.from }), endsAt: at });
    strand.spell = null;
    strand.asleepSince = null;
  }

  private letGo(strand: Strand, at: number): void {
    if (strand.held !== null && at > strand.held.from) this.facts.push({ ...this.fact('held', strand, { seq: strand.held.seq, at: strand.held.from }), endsAt: at });
    strand.held = null;
  }

  private fact(kind: FactKind, strand: Strand, { seq, at }: { seq: number; at: number }): Fact {
    return { kind, seq, at, endsAt: null, ms: null, since: null, channelId: strand.channelId, teamId: strand.teamId, memberId: strand.memberId };
  }
}

function handsOf(value: unknown): { assigneeId: string | null; teamId: string | null } {
  const { assigneeId, teamId } = (value ?? {}) as { assigneeId?: unknown; teamId?: unknown };
  return { assigneeId: typeof assigneeId === 'string' ? assigneeId : null, teamId: typeof teamId === 'string' ? teamId : null };
}

const earlier = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));
const later = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b));
