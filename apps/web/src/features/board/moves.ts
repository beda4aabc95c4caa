import type { BoardMoved, BoardMoveInput, ConversationView, LoadChange, MoveRefusal, MoveTo, RefusedMove } from '@kontuar/contract';
import { askAgain, cachedConversation, takeConversation } from '../../app/acts/cached';
import { ahead, backTo } from '../../app/acts/optimistic';
import { failureWords, offerUndo } from '../../app/acts/perform';
import { markOwnAct } from '../../app/acts/target';
import { ApiProblem, request } from '../../app/client';
import { queryClient } from '../../app/query-client';
import { queryKeys } from '../../app/query-keys';
import { currentLocale, formatNumber, translate } from '../../i18n';
import { announce } from '../../ui';
import { acting, showToast } from '../../ui/toast-store';
import { boardStrings } from './board.strings';

export interface Move {
  ids: readonly string[];
  to: MoveTo;
  /** The receiver's name, for what is said of it. */
  who: string;
  note?: string;
  /** Whoever moves it has seen that it is more than they can carry. */
  force?: boolean;
  /** From whom it comes, where it all comes from one. */
  from?: string;
}

/** Acts first: the rows stand in their new column at once, and go back when the server refuses. One act, one undo. */
export const move = (wanted: Move): Promise<void> => acting(() => run(wanted));

async function run({ ids, to, who, note, force = false, from }: Move): Promise<void> {
  const before = ids.map(cachedConversation).filter((conversation) => conversation !== undefined);
  const guess = guessOf(to);
  markOwnAct(ids);
  if (guess !== null) for (const conversation of before) takeConversation(ahead(conversation, guess));
  const owners = new Map(before.map(({ id, assigneeId }) => [id, assigneeId]));
  const input: BoardMoveInput = {
    what: { kind: 'these', conversations: ids.map((id) => { const assigneeId = owners.get(id); return { id, ...(assigneeId === undefined ? {} : { assigneeId }) }; }) },
    to, force, ...(note === undefined || note.trim() === '' ? {} : { note: note.trim() }),
  };
  try {
    const moved = await request<BoardMoved>('POST', '/board/moves', input);
    const stays = new Set(moved.refused.map(({ conversationId }) => conversationId));
    for (const conversation of moved.conversations) takeConversation(conversation);
    if (guess !== null) for (const conversation of before) if (stays.has(conversation.id)) takeConversation(backTo(conversation));
    // Of those that somebody else moved, how they stand now.
    if (moved.refused.length > 0) askAgain(moved.refused.map(({ conversationId }) => conversationId));
    tell(moved, to, who, input.note !== undefined, from);
  } catch (error) {
    if (guess !== null) for (const conversation of before) takeConversation(backTo(conversation));
    if (error instanceof ApiProblem && error.code === 'over-capacity') return askForMore({ ids, to, who, ...(note === undefined ? {} : { note }), ...(from === undefined ? {} : { from }) }, error.extensions['load'] as LoadChange);
    askAgain([...ids]);
    showToast({ text: failureWords(error), tone: 'danger' });
  } finally {
    void queryClient.invalidateQueries({ queryKey: [...queryKeys.board, 'preview'] });
  }
}

function guessOf(to: MoveTo): Partial<ConversationView> | null {
  switch (to.kind) {
    case 'member': return { assigneeId: to.memberId };
    case 'team': return { teamId: to.teamId, assigneeId: null };
    case 'queue': return { assigneeId: null };
    // Who gets which is the server's to say.
    case 'spread': return null;
    default: to satisfies never; return null;
  }
}

/** Somebody else filled them up meanwhile: it is said, and done only by hand. */
function askForMore(again: Move, load: LoadChange): void {
  showToast({
    tone: 'danger', durationMs: 12_000,
    text: translate(boardStrings, 'over', { who: again.who, before: amount(load.before), after: amount(load.after), capacity: amount(load.capacity ?? 0) }),
    next: { label: translate(boardStrings, 'moveAnyway'), run: () => void move({ ...again, force: true }) },
  });
}

function tell({ moved, refused, undoToken }: BoardMoved, to: MoveTo, who: string, noted: boolean, from: string | undefined): void {
  const rest = restWords(refused, who);
  if (moved === 0 || undoToken === null) {
    const text = rest === '' ? translate(boardStrings, 'stay-there', { count: refused.length }) : translate(boardStrings, 'nothingMoved', { rest });
    announce(text, 'assertive');
    return void showToast({ text, tone: 'danger' });
  }
  const said = to.kind === 'spread' ? translate(boardStrings, 'spreadOver', { count: moved })
    : to.kind === 'queue' ? translate(boardStrings, 'returned', { count: moved })
      : from === undefined ? translate(boardStrings, 'movedTo', { count: moved, who }) : translate(boardStrings, 'movedFrom', { count: moved, who, from });
  const whole = noted ? translate(boardStrings, 'withNote', { text: said }) : said;
  const text = rest === '' ? whole : translate(boardStrings, 'partly', { text: whole, rest });
  announce(text);
  offerUndo(text, [undoToken]);
}

const reasons: readonly MoveRefusal[] = ['no-access', 'cannot-answer', 'full', 'skill', 'moved', 'not-open'];

/** Why some of them stay, the same reason once; that some were there already is no news. */
export function restWords(refused: readonly RefusedMove[], who: string): string {
  return reasons.flatMap((reason) => {
    const count = refused.filter((each) => each.reason === reason).length;
    return count === 0 ? [] : [translate(boardStrings, `stay-${reason}`, { count, who })];
  }).join('. ');
}

/** A load as people write it: 4.5, not 4.50. */
export const amount = (load: number): string => formatNumber(currentLocale(), load, { maximumFractionDigits: 1 });
