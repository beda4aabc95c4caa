import { useNavigate } from '@tanstack/react-router';
import type { View } from '@kontuar/contract';
import { ApiProblem } from '../../app/client';
import { runShortcut, useKeycaps } from '../../app/keys';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { formatSpan, useStrings } from '../../i18n';
import { Button, EmptyState, useNow } from '../../ui';
import { useQuery } from '@tanstack/react-query';
import { channelsQuery } from '../../app/directory';
import { inboxStrings } from './inbox.strings';
import { countsQuery } from './queries';

const widths: readonly (readonly [number, number])[] = [[46, 88], [58, 76], [40, 92], [52, 70], [64, 84], [44, 90], [50, 66], [60, 80], [42, 94], [55, 72], [48, 86]];

/** Same geometry as the rows; shown after 150 ms only, so that a quick answer does not flicker. */
export function ListSkeleton() {
  return (
    <div className="list-skel" aria-hidden="true">
      {widths.map(([name, words], index) => (
        <div className="sk" key={index}>
          <i className="skel a" />
          <i className="skel" style={{ width: `${name}%` }} />
          <i className="skel" style={{ width: `${words}%` }} />
        </div>
      ))}
    </div>
  );
}

export function ListError({ error, onAgain }: { error: Error; onAgain: () => void }) {
  const t = useStrings(inboxStrings);
  if (error instanceof ApiProblem && (error.status === 403 || error.status === 404)) {
    return <EmptyState art="lock" title={t('noPermTitle')}>{t('noPermBody')}</EmptyState>;
  }
  const reason = problemWords(error);
  return (
    <EmptyState art="broken" title={t('errorTitle')} action={<Button onClick={onAgain}>{t('again')}</Button>}>
      {t('errorBody', { reason: reason.charAt(0).toUpperCase() + reason.slice(1).replace(/\.$/, '') })}
    </EmptyState>
  );
}

const clearWords = {
  unassigned: 'clearUnassigned', waiting: 'clearWaiting', mentions: 'clearMentions', snoozed: 'clearSnoozed', all: 'clearAll', resolved: 'clearResolved',
} as const satisfies Record<Exclude<View, 'mine'>, string>;

export interface ListEmptyProps { view: View; narrowed: boolean; placed: boolean; onClear: () => void }

/** Why it is empty, and the one thing to do about it. */
export function ListEmpty({ view, narrowed, placed, onClear }: ListEmptyProps) {
  const t = useStrings(inboxStrings);
  const navigate = useNavigate();
  const managesChannels = useCan('channel.manage');
  const now = useNow();
  const takeKeys = useKeycaps('take-next');
  const { data: counts } = useQuery(countsQuery);
  const { data: channels } = useQuery(channelsQuery);
  if (narrowed) {
    return <EmptyState art="list" title={t('nothingFits')} action={<Button onClick={onClear}>{t('clearFilter')}</Button>}>{t('nothingFitsBody')}</EmptyState>;
  }
  if (channels?.length === 0 && managesChannels) {
    return (
      <EmptyState art="bell" title={t('noChannelTitle')} action={<Button tone="primary" onClick={() => void navigate({ to: '/channels/new' })}>{t('addChannel')}</Button>}>
        {t('noChannelBody')}
      </EmptyState>
    );
  }
  if (placed) return <EmptyState art="bell" title={t('clearTitle')}>{t('clearTeam')}</EmptyState>;
  const waiting = counts?.views.unassigned ?? 0;
  const span = counts?.oldestUnassignedAt ? formatSpan(now.getTime() - Date.parse(counts.oldestUnassignedAt)) : formatSpan(0);
  if (view === 'mine' && waiting > 0) {
    return (
      <EmptyState art="bell" title={t('clearTitle')} action={<Button tone="primary" keys={takeKeys} onClick={() => void runShortcut('take-next')}>{t('takeNext')}</Button>}>
        {t('clearMine', { count: waiting, span })}
      </EmptyState>
    );
  }
  return <EmptyState art="bell" title={t('clearTitle')}>{t(view === 'mine' ? 'clearMineAll' : clearWords[view])}</EmptyState>;
}
