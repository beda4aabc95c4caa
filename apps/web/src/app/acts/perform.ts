import type { AssignInput, BulkInput, BulkResult, Canned, ConversationChange, ConversationPatch, ConversationView, MacroResult, NextInput, NextTaken } from '@kontuar/contract';
import { translate, type KeyOf, type Values } from '../../i18n';
import { announce } from '../../ui';
import { showToast } from '../../ui/toast-store';
import { ApiProblem, request } from '../client';
import { macroStrings } from '../macros/macros.strings';
import { problemWords } from '../problem-words';
import { actsStrings } from './acts.strings';
import { askAgain, cachedConversation, takeConversation } from './cached';
import { actHistory, type DoneAct } from './history';
import { ahead, backTo } from './optimistic';
import { sweepAll } from './sweep';
import { markOwnAct, target } from './target';
import { whyWords } from './why';

type Words = (count: number) => string;
const say = (key: KeyOf<typeof actsStrings.en>, values?: Values): Words => (count) => translate(actsStrings, key, { count, ...values });

interface Act {
  ids: readonly string[];
  /** What every conversation looks like afterwards, for the time until the server has answered. */
  guess: (conversation: ConversationView) => Partial<ConversationView>;
  one: (id: string) => Promise<ConversationChange>;
  /** Left out: `one` for each of them. */
  many?: BulkInput['action'];
  words: Words;
}

/** Acts first; the server's answer or refusal follows. Resolves to the number of conversations that changed. */
async function perform({ ids, guess, one, many, words }: Act): Promise<number> {
  const { whole, selected } = target.get();
  if (whole !== null && ids.length === selected.size) {
    if (many !== undefined) return sweepAll(whole.filter, many, words, undoAct);
    showToast({ text: translate(actsStrings, 'wholePlain'), tone: 'danger' });
    return 0;
  }
  const before = ids.map(cachedConversation).filter((conversation) => conversation !== undefined);
  markOwnAct(ids);
  for (const conversation of before) takeConversation(ahead(conversation, guess(conversation)));
  try {
    const { tokens, changed, refused } = ids.length > 1 && many ? await inBulk([...ids], many) : await oneByOne(ids, one);
    if (refused.length > 0 || (ids.length > 1 && many)) askAgain([...ids]);
    if (changed > 0) offerUndo(words(changed), tokens);
    if (refused.length > 0) showToast({ text: say('refused')(refused.length), tone: 'danger' });
    return changed;
  } catch (error) {
    for (const conversation of before) takeConversation(backTo(conversation));
    askAgain([...ids]);
    showToast({ text: failureWords(error), tone: 'danger' });
    return 0;
  }
}

async function inBulk(ids: string[], action: BulkInput['action']): Promise<{ tokens: string[]; changed: number; refused: string[] }> {
  const result = await request<BulkResult>('POST', '/conversations/bulk', { ids, action } satisfies BulkInput);
  return { tokens: [result.undoToken], changed: result.changed, refused: result.refused };
}

async function oneByOne(ids: readonly string[], one: Act['one']): Promise<{ tokens: string[]; changed: number; refused: string[] }> {
  const tokens: string[] = [];
  const refused: string[] = [];
  let changed = 0;
  for (const id of ids) {
    try {
      const { conversation, undoToken } = await one(id);
      takeConversation(conversation);
      if (undoToken !== null) tokens.push(undoToken);
      changed += 1;
    } catch (error) {
      // One of many that is not ours does not stop the rest; a single one explains itself.
      if (ids.length === 1 || !(error instanceof ApiProblem) || (error.status !== 403 && error.status !== 404)) throw error;
      refused.push(id);
    }
  }
  return { tokens, changed, refused };
}

function offerUndo(text: string, tokens: readonly string[]): void {
  if (tokens.length === 0) return void showToast({ text });
  const { id } = actHistory.add(text, tokens);
  showToast({ text, undo: () => void undoAct(id) });
}

function failureWords(error: unknown): string {
  if (error instanceof ApiProblem && error.code === 'conversation-moved') return translate(actsStrings, 'moved');
  if (error instanceof ApiProblem && error.status === 403) return translate(actsStrings, 'forbidden');
  return translate(actsStrings, 'failed', { reason: problemWords(error) });
}

/** Takes one of one's own acts back; also long after its toast has gone. */
export async function undoAct(id: number): Promise<void> {
  const act = actHistory.take(id);
  if (act === null) return;
  let undone = 0;
  let restored = 0;
  // Last first: an act on many conversations may have touched one of them twice.
  for (const token of act.tokens.toReversed()) {
    try {
      const answer = await request<{ restored: number; conversations: ConversationView[] }>('POST', `/undo/${encodeURIComponent(token)}`, {});
      markOwnAct(answer.conversations.map((conversation) => conversation.id));
      for (const conversation of answer.conversations) takeConversation(conversation);
      undone += 1;
      restored += answer.restored;
    } catch (error) {
      if (error instanceof ApiProblem && !error.offline && error.status < 500 && error.status !== 429) continue;
      actHistory.putBack(remaining(act, undone));
      showToast({ text: failureWords(error), tone: 'danger' });
      return askAgain([]);
    }
  }
  askAgain([]);
  if (restored === 0) showToast({ text: translate(actsStrings, 'tooLate'), tone: 'danger' });
  else if (undone < act.tokens.length) showToast({ text: translate(actsStrings, 'takenBackPart'), tone: 'danger' });
  else showToast({ text: translate(actsStrings, 'takenBack') });
}

function remaining(act: DoneAct, undone: number): DoneAct {
  return { ...act, tokens: act.tokens.slice(0, act.tokens.length - undone) };
}

const patch = (id: string, change: ConversationPatch) => request<ConversationChange>('PATCH', `/conversations/${id}`, change);

export interface AssignTo { assigneeId?: string | null; teamId?: string | null; note?: string; who: string }

/** To a person, a team or both. A note travels along as a private message; many conversations get it one by one. */
export function assign(ids: readonly string[], { who, note, ...to }: AssignTo): Promise<number> {
  const withNote = note !== undefined && note.trim() !== '';
  const body = (id: string): AssignInput => {
    const version = cachedVersion.get(id);
    return { ...to, ...(withNote ? { note: note.trim() } : {}), ...(version === undefined ? {} : { version }) };
  };
  const cachedVersion = new Map(ids.map((id) => [id, cachedConversation(id)?.version]));
  for (const [id, version] of cachedVersion) if (version !== undefined && !Number.isInteger(version)) cachedVersion.delete(id);
  return perform({
    ids, guess: () => to, one: (id) => request('POST', `/conversations/${id}/assign`, body(id)),
    ...(withNote ? {} : { many: { kind: 'assign' as const, ...to } }),
    words: to.assigneeId === null && to.teamId === undefined ? say('returned') : say('movedTo', { who }),
  });
}

/** Does what a canned answer does beside what it says. */
export async function applyMacro(id: string, answer: Canned, words: (action: Canned['actions'][number]) => string): Promise<void> {
  let left: string[] = [];
  await perform({
    ids: [id], guess: () => ({}),
    one: async () => {
      const result = await request<MacroResult>('POST', `/conversations/${id}/macros`, { cannedId: answer.id });
      left = answer.actions.filter(({ kind }) => result.skipped.some((each) => each.kind === kind)).map(words);
      return result;
    },
    words: () => (left.length === 0 ? translate(macroStrings, 'applied', { title: answer.title }) : translate(macroStrings, 'skipped', { title: answer.title, what: left.join(', ') })),
  });
}

export function resolve(ids: readonly string[]): Promise<number> {
  return perform({
    ids, guess: () => ({ state: 'resolved', resolvedAt: new Date().toISOString(), snoozedUntil: null, waitingSince: null }),
    one: (id) => patch(id, { state: 'resolved' }), many: { kind: 'state', state: 'resolved' }, words: say('resolved'),
  });
}

export function reopen(ids: readonly string[]): Promise<number> {
  return perform({
    ids, guess: () => ({ state: 'open', resolvedAt: null, snoozedUntil: null }), one: (id) => patch(id, { state: 'open' }), many: { kind: 'state', state: 'open' }, words: say('reopened'),
  });
}

export function snooze(ids: readonly string[], until: Date, when: string): Promise<number> {
  const snoozedUntil = until.toISOString();
  return perform({
    ids, guess: () => ({ state: 'snoozed', snoozedUntil }), one: (id) => patch(id, { state: 'snoozed', snoozedUntil }),
    many: { kind: 'state', state: 'snoozed', snoozedUntil }, words: say('snoozed', { when }),
  });
}

export function setPriority(ids: readonly string[], priority: ConversationView['priority']): Promise<number> {
  return perform({
    ids, guess: () => ({ priority }), one: (id) => patch(id, { priority }), many: { kind: 'priority', priority },
    words: say('prioritised', { what: translate(actsStrings, priority) }),
  });
}

export function setMatter(ids: readonly string[], matter: ConversationView['matter']): Promise<number> {
  return perform({
    ids, guess: () => ({ matter }), one: (id) => patch(id, { matter }), many: { kind: 'matter', matter },
    words: say('mattered', { what: translate(actsStrings, matter ?? 'noMatter') }),
  });
}

export function changeLabels(ids: readonly string[], change: { add: string[]; remove: string[] }): Promise<number> {
  const next = ({ labelIds }: ConversationView) => [...new Set([...labelIds.filter((id) => !change.remove.includes(id)), ...change.add])];
  const before = new Map(ids.map((id) => [id, cachedConversation(id)]));
  return perform({
    ids, guess: (conversation) => ({ labelIds: next(conversation) }),
    one: (id) => {
      const known = before.get(id);
      return patch(id, { labelIds: known ? next(known) : change.add });
    },
    many: { kind: 'label', ...change }, words: say('labelled'),
  });
}

/** The right one of those that nobody has (within a filter first, where one is given), said with why; null when nobody waits or the line is down. */
export async function takeNext(input: Partial<NextInput> = {}, { quiet = false }: { quiet?: boolean } = {}): Promise<ConversationView | null> {
  try {
    let taken = await request<NextTaken>('POST', '/conversations/next', input);
    if (taken.conversation === null && input.filter !== undefined) taken = await request<NextTaken>('POST', '/conversations/next', { ...input, filter: undefined });
    const { conversation, undoToken, why } = taken;
    if (conversation === null) {
      if (!quiet) showToast({ text: translate(actsStrings, 'queueEmpty') });
      return null;
    }
    takeConversation(conversation);
    const reasons = whyWords(why);
    const who = conversation.contact.name;
    const text = reasons === '' ? translate(actsStrings, 'tookNext', { who }) : translate(actsStrings, 'tookBecause', { who, why: reasons });
    const tokens = undoToken === null ? [] : [undoToken];
    // The toast of what was just sent stays: its Undo is the one that is in a hurry. This one is kept for later.
    if (!quiet) offerUndo(text, tokens);
    else {
      if (tokens.length > 0) actHistory.add(text, tokens);
      announce(text);
    }
    return conversation;
  } catch (error) {
    showToast({ text: failureWords(error), tone: 'danger' });
    announce(failureWords(error), 'assertive');
    return null;
  }
}
