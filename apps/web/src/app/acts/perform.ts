import type { AssignInput, AttributeValue, BulkInput, BulkResult, Canned, CaseChange, ConversationChange, ConversationPatch, ConversationView, MacroResult, NextInput, NextTaken } from '@kontuar/contract';
import { currentLocale, translate, type KeyOf, type Values } from '../../i18n';
import { announce, type ToastInput } from '../../ui';
import { acting, showToast } from '../../ui/toast-store';
import { ApiProblem, request } from '../client';
import { command } from '../commands';
import { fieldStrings } from '../fields/fields.strings';
import { macroStrings } from '../macros/macros.strings';
import { matterName } from '../matters/matters';
import { problemWords } from '../problem-words';
import { actsStrings } from './acts.strings';
import { askAgain, cachedConversation, takeConversation } from './cached';
import { actHistory, type DoneAct } from './history';
import { ahead, backTo } from './optimistic';
import { actLater, waitingActs } from './use-waiting-acts';
import type { Call, WaitingAct } from './waiting-acts';
import { sweepAll } from './sweep';
import { markOwnAct, target } from './target';
import { whyWords } from './why';

type Words = (count: number) => string;
const say = (key: KeyOf<typeof actsStrings.en>, values?: Values): Words => (count) => translate(actsStrings, key, { count, ...values });

interface Act {
  ids: readonly string[];
  /** What every conversation looks like afterwards, for the time until the server has answered. */
  guess: (conversation: ConversationView) => Partial<ConversationView>;
  one: ((id: string) => Promise<ConversationChange>) | ((id: string) => Call);
  /** May be done without a line, and told to the server later: what it changes, and whether it answers what was said. Left out: not without a line. */
  later?: Pick<WaitingAct, 'touches' | 'answers' | 'labels'>;
  /** Left out: `one` for each of them. */
  many?: BulkInput['action'];
  words: Words;
  /** The way back of what the server gives no token for. */
  back?: () => void;
  /** What may come next. */
  next?: () => ToastInput['next'];
}

/** Acts first; the server's answer or refusal follows. Resolves to the number of conversations that changed. */
export const perform = (act: Act): Promise<number> => acting(() => run(act));

async function run({ ids, guess, one, many, later, words, back, next }: Act): Promise<number> {
  const { whole, selected } = target.get();
  if (whole !== null && ids.length === selected.size) {
    if (many !== undefined) return sweepAll(whole.filter, many, words, undoAct);
    showToast({ text: translate(actsStrings, 'wholePlain'), tone: 'danger' });
    return 0;
  }
  const before = ids.map(cachedConversation).filter((conversation) => conversation !== undefined);
  markOwnAct(ids);
  for (const conversation of before) takeConversation(ahead(conversation, guess(conversation)));
  // Behind others that still wait there is no way past them.
  if (later !== undefined && waitsAlready(ids)) return keepForLine({ before, guess, one, later, words });
  try {
    const { tokens, changed, refused } = ids.length > 1 && many ? await inBulk([...ids], many) : await oneByOne(ids, one);
    if (refused.length > 0 || (ids.length > 1 && many)) askAgain([...ids]);
    if (changed > 0 && back !== undefined) showToast({ text: words(changed), undo: back });
    else if (changed > 0) offerUndo(words(changed), tokens, next?.());
    if (refused.length > 0) showToast({ text: say('refused')(refused.length), tone: 'danger' });
    return changed;
  } catch (error) {
    if (later !== undefined && error instanceof ApiProblem && error.offline) return keepForLine({ before, guess, one, later, words });
    for (const conversation of before) takeConversation(backTo(conversation));
    askAgain([...ids]);
    if (!toMissing(error)) showToast({ text: failureWords(error), tone: 'danger' });
    return 0;
  }
}

const waitsAlready = (ids: readonly string[]): boolean => waitingActs()?.snapshot().some(({ conversationId, state }) => state === 'waiting' && ids.includes(conversationId)) === true;

/** Without a line the screen shows it done; the server is told when it is back, unless something speaks against it by then. */
function keepForLine({ before, guess, one, later, words }: Pick<Act, 'guess' | 'one' | 'words'> & { before: readonly ConversationView[]; later: NonNullable<Act['later']> }): number {
  const text = words(before.length);
  const dropping = before.flatMap((conversation) => {
    const call = one(conversation.id);
    if (call instanceof Promise) return [];
    // Whether it still fits is looked at when it leaves; the version of now would only refuse it.
    const { version: _, ...body } = call.body;
    const drop = actLater({ conversationId: conversation.id, call: { ...call, body }, guess: guess(conversation), known: conversation, text: words(1), ...later });
    return [() => { if (drop()) takeConversation(backTo(conversation)); }];
  });
  showToast({ text: translate(actsStrings, 'kept', { text }), undo: () => { for (const drop of dropping) drop(); } });
  return before.length;
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
      const begun = one(id);
      const { conversation, undoToken } = await (begun instanceof Promise ? begun : request<ConversationChange>(begun.method, begun.path, begun.body));
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

export function offerUndo(text: string, tokens: readonly string[], next?: ToastInput['next']): void {
  if (tokens.length === 0) return void showToast({ text });
  const { id } = actHistory.add(text, tokens);
  showToast({ text, undo: () => void undoAct(id), ...(next === undefined ? {} : { next }) });
}

/** What has to be filled in first is said by name, and the first of it is where one writes. */
export function toMissing(error: unknown): boolean {
  if (!(error instanceof ApiProblem) || error.code !== 'fields-missing') return false;
  const missing = (error.extensions['missing'] ?? []) as { subject: 'conversation' | 'contact'; key: string; name: { en: string; pl: string } }[];
  const locale = currentLocale();
  showToast({ text: translate(fieldStrings, 'fillFirst', { names: missing.map(({ name }) => name[locale]).join(', ') }), tone: 'danger' });
  const [first] = missing;
  if (first !== undefined) {
    command('panel', { open: true });
    command('field', { subject: first.subject, key: first.key });
  }
  return true;
}

export function failureWords(error: unknown): string {
  if (error instanceof ApiProblem && error.code === 'conversation-moved') return translate(actsStrings, 'moved');
  if (error instanceof ApiProblem && error.status === 403) return translate(actsStrings, 'forbidden');
  return translate(actsStrings, 'failed', { reason: problemWords(error) });
}

/** Takes back what anybody did, by what the server gave for it. */
export function undoToken(token: string, text: string): Promise<void> {
  const own = actHistory.list().find(({ tokens }) => tokens.includes(token));
  return undoAct((own ?? actHistory.add(text, [token])).id);
}

/** Takes one of one's own acts back; also long after its toast has gone. */
export async function undoAct(id: number): Promise<void> {
  const act = actHistory.take(id);
  if (act === null) return;
  let refusal: ApiProblem | undefined;
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
      if (error instanceof ApiProblem && !error.offline && error.status < 500 && error.status !== 429) {
        if (error.status === 409) refusal = error;
        continue;
      }
      actHistory.putBack(remaining(act, undone));
      showToast({ text: failureWords(error), tone: 'danger' });
      return askAgain([]);
    }
  }
  askAgain([]);
  if (restored === 0) showToast({ text: refusal === undefined ? translate(actsStrings, 'tooLate') : failureWords(refusal), tone: 'danger' });
  else if (undone < act.tokens.length) showToast({ text: translate(actsStrings, 'takenBackPart'), tone: 'danger' });
  else showToast({ text: translate(actsStrings, 'takenBack') });
}

function remaining(act: DoneAct, undone: number): DoneAct {
  return { ...act, tokens: act.tokens.slice(0, act.tokens.length - undone) };
}

const patch = (id: string, change: ConversationPatch): Call => ({ method: 'PATCH', path: `/conversations/${id}`, body: change });

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
    ids, guess: () => to, one: (id): Call => ({ method: 'POST', path: `/conversations/${id}/assign`, body: { ...body(id) } }),
    later: { touches: (['assigneeId', 'teamId'] as const).filter((field) => to[field] !== undefined), answers: false },
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
    one: (id) => patch(id, { state: 'resolved' }), later: { touches: ['state'], answers: true }, many: { kind: 'state', state: 'resolved' }, words: say('resolved'),
    ...(ids.length === 1 && ids[0] !== undefined ? { next: lessonOf(ids[0]) } : {}),
  });
}

/** While one still knows what it was about. */
const lessonOf = (conversationId: string) => () => ({ label: translate(actsStrings, 'lesson'), run: () => command('lesson', { conversationId }) });

export function reopen(ids: readonly string[]): Promise<number> {
  return perform({
    ids, guess: () => ({ state: 'open', resolvedAt: null, snoozedUntil: null }), one: (id) => patch(id, { state: 'open' }), later: { touches: ['state'], answers: false }, many: { kind: 'state', state: 'open' }, words: say('reopened'),
  });
}

export function snooze(ids: readonly string[], until: Date, when: string): Promise<number> {
  const snoozedUntil = until.toISOString();
  return perform({
    ids, guess: () => ({ state: 'snoozed', snoozedUntil }), one: (id) => patch(id, { state: 'snoozed', snoozedUntil }), later: { touches: ['state', 'snoozedUntil'], answers: true },
    many: { kind: 'state', state: 'snoozed', snoozedUntil }, words: say('snoozed', { when }),
  });
}

export function setPriority(ids: readonly string[], priority: ConversationView['priority']): Promise<number> {
  return perform({
    ids, guess: () => ({ priority }), one: (id) => patch(id, { priority }), later: { touches: ['priority'], answers: false }, many: { kind: 'priority', priority },
    words: say('prioritised', { what: translate(actsStrings, priority) }),
  });
}

export function setMatter(ids: readonly string[], matter: ConversationView['matter']): Promise<number> {
  return perform({
    ids, guess: () => ({ matter, matterBy: 'member' as const, matterConfidence: matter === null ? null : 1 }), one: (id) => patch(id, { matter }), later: { touches: ['matter'], answers: false }, many: { kind: 'matter', matter },
    words: say('mattered', { what: matter === null ? translate(actsStrings, 'noMatter') : matterName(matter) }),
  });
}

/** Says what it is about and opens a case for it, in one act with one undo; where one is open already, only what it is about changes. */
export function openCase(id: string, matter: NonNullable<ConversationView['matter']>): Promise<number> {
  if (cachedConversation(id)?.case?.state === 'open') return setMatter([id], matter);
  let code = '';
  return perform({
    ids: [id], guess: () => ({ matter, matterBy: 'member' as const, matterConfidence: 1 }),
    one: async () => {
      const { case: opened, conversation, undoToken } = await request<CaseChange>('POST', `/conversations/${id}/case`, { matter });
      code = opened.code;
      return { conversation: conversation as ConversationView, undoToken };
    },
    words: () => translate(actsStrings, 'caseOpened', { code, what: matterName(matter) }),
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
    later: { touches: [], answers: false, labels: change },
    many: { kind: 'label', ...change }, words: say('labelled'),
  });
}

/** A field of the workspace's own; null empties it. */
export function setField(ids: readonly string[], key: string, value: AttributeValue | null): Promise<number> {
  const next = ({ attributes = {} }: ConversationView) => Object.fromEntries(Object.entries({ ...attributes, [key]: value }).filter(([, each]) => each !== null));
  return perform({
    ids, guess: (conversation) => ({ attributes: next(conversation) }), one: (id) => patch(id, { attributes: { [key]: value } }), many: { kind: 'attribute', key, value }, words: say('fieldSet'),
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
