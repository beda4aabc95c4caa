import { useQuery } from '@tanstack/react-query';
import type { ConversationView, SlaPromise, SlaPromises } from '@kontuar/contract';
import { usualPromiseMs } from '@kontuar/contract/filter';
import { request } from '../../app/client';
import { useChannel } from '../../app/directory';
import { queryKeys } from '../../app/query-keys';
import { formatDay, formatSpan, formatTime, useLocale, useStrings } from '../../i18n';
import { useNow } from '../../ui';
import { waitingStrings } from './waiting.strings';

/** Since when the customer waits for us, what was promised and how that stands; where nothing is promised, by when they usually have an answer here. */
export function Waiting({ conversation }: { conversation: ConversationView }) {
  const t = useStrings(waitingStrings);
  const locale = useLocale();
  const now = useNow();
  const channel = useChannel(conversation.channelId);
  // What is shown moves with the row: another version of it is another question.
  const { data } = useQuery({
    queryKey: queryKeys.sla(conversation.id, `${conversation.due?.at ?? ''} ${conversation.state} ${conversation.lastSeq}`), queryFn: ({ signal }) => request<SlaPromises>('GET', `/conversations/${conversation.id}/sla`, undefined, { signal }), placeholderData: (before) => before,
  });
  const promises = data?.items ?? [];
  const open = promises.filter(({ endedAt }) => endedAt === null);
  const over = promises.filter(({ outcome }) => outcome === 'kept' || outcome === 'late');
  const moment = (at: Date) => (at.toDateString() === now.toDateString() ? formatTime(locale, at) : `${formatDay(locale, at, now)}, ${formatTime(locale, at)}`);
  const waits = conversation.waitingSince !== null && conversation.state === 'open' ? new Date(conversation.waitingSince) : null;
  const usual = waits === null || open.length > 0 || channel === undefined ? null : new Date(waits.getTime() + usualPromiseMs(channel.capabilities));
  if (waits === null && promises.length === 0) return null;
  const standing = ({ dueAt, paused, leftMinutes, brokenAt }: SlaPromise): string => {
    if (paused !== null && brokenAt === null) return t(`paused_${paused}`, { left: formatSpan((leftMinutes ?? 0) * 60_000) });
    return dueAt === null ? t('never') : t(new Date(dueAt) <= now ? 'late' : 'by', { time: moment(new Date(dueAt)) });
  };
  return (
    <dl className="facts wait-f" aria-label={t('waiting')}>
      {waits !== null && <div><dt>{t('since')}</dt><dd><time dateTime={waits.toISOString()}>{moment(waits)}</time></dd></div>}
      {usual !== null && <div><dt>{t('due')}</dt><dd className={usual < now ? 'warn' : undefined}><time dateTime={usual.toISOString()}>{t(usual < now ? 'late' : 'usual', { time: moment(usual) })}</time></dd></div>}
      {open.map((promise) => (
        <div key={promise.id}>
          <dt>{t(promise.kind)}</dt>
          <dd className={promise.dueAt !== null && new Date(promise.dueAt) <= now ? 'warn' : undefined} title={[promise.policyName, promise.calendar ?? t('clock')].join(', ')}>{standing(promise)}</dd>
        </div>
      ))}
      {over.length > 0 && <div><dt>{t('soFar')}</dt><dd>{t('kept', { kept: String(over.filter(({ outcome }) => outcome === 'kept').length), all: String(over.length) })}</dd></div>}
    </dl>
  );
}
