import type { ConversationView } from '@kontuar/contract';
import { promiseMs } from '@kontuar/contract/filter';
import { useChannel } from '../../app/directory';
import { useWaitingTimes } from '../../app/kinds';
import { formatDay, formatTime, useLocale, useStrings } from '../../i18n';
import { useNow } from '../../ui';
import { waitingStrings } from './waiting.strings';

/** Since when the customer waits for us, and by when they usually have an answer here: what the clock on the row goes by, said in full. */
export function Waiting({ conversation }: { conversation: ConversationView }) {
  const t = useStrings(waitingStrings);
  const locale = useLocale();
  const now = useNow();
  const times = useWaitingTimes();
  const channel = useChannel(conversation.channelId);
  if (conversation.waitingSince === null || conversation.state !== 'open' || channel === undefined) return null;
  const since = new Date(conversation.waitingSince);
  const due = new Date(since.getTime() + promiseMs(channel.capabilities, conversation.contact.kinds, times));
  const moment = (at: Date) => (at.toDateString() === now.toDateString() ? formatTime(locale, at) : `${formatDay(locale, at, now)}, ${formatTime(locale, at)}`);
  return (
    <dl className="facts wait-f" aria-label={t('waiting')}>
      <div><dt>{t('since')}</dt><dd><time dateTime={since.toISOString()}>{moment(since)}</time></dd></div>
      <div><dt>{t('due')}</dt><dd className={due < now ? 'warn' : undefined}><time dateTime={due.toISOString()}>{t(due < now ? 'late' : 'usual', { time: moment(due) })}</time></dd></div>
    </dl>
  );
}
