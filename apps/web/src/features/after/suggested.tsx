import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarPlus } from 'lucide';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { Keys, useShortcut } from '../../app/keys';
import { loadedMessages, type MessagePages } from '../../app/message-pages';
import { useCan, useMe } from '../../app/me';
import { browserStorage } from '../../app/outbox/use-outbox';
import { problemWords } from '../../app/problem-words';
import { loadPromiseFinder, mayPromise, type FoundPromise } from '../../app/promises/find-promise';
import { changePromise, givePromise, promisesQuery } from '../../app/promises/queries';
import { queryKeys } from '../../app/query-keys';
import { momentWords } from '../../app/times/moment-words';
import { useLocale, useStrings } from '../../i18n';
import { Icon, useNow, useToast } from '../../ui';
import { promiseStrings } from './promises.strings';

/** Older answers of one's own are past suggesting. */
const LATELY_MS = 24 * 3_600_000;
const REFUSED = 'kontuar.promises-refused';
const refused = (): string[] => (browserStorage()?.getItem(REFUSED) ?? '').split(' ').filter(Boolean);

/** One's own last answer, where it names a time: one key keeps it as a promise, one says no. Nothing is ever kept by itself. */
export function Suggested({ conversationId }: { conversationId: string }) {
  const client = useQueryClient();
  const me = useMe();
  const may = useCan('conversation.reply');
  const now = useNow();
  const pages = useSyncExternalStore(
    (changed) => client.getQueryCache().subscribe(({ query }) => { if (query.queryKey[0] === 'messages' && query.queryKey[1] === conversationId) changed(); }),
    () => client.getQueryData<MessagePages>(queryKeys.messages(conversationId)),
  );
  const last = useMemo(() => loadedMessages(pages).findLast(({ kind, direction, deletedAt, author }) => kind === 'message' && direction === 'out' && deletedAt === null && author.kind === 'member'), [pages]);
  const mine = may && last !== undefined && last.author.id === me.member.id && last.status !== 'failed' && now.getTime() - Date.parse(last.at) < LATELY_MS && mayPromise(last.text) ? last : undefined;
  const [found, setFound] = useState<(FoundPromise & { messageId: string }) | null>(null);
  const [no, setNo] = useState(refused);
  useEffect(() => {
    let here = true;
    setFound(null);
    if (mine !== undefined && !no.includes(mine.id)) void loadPromiseFinder().then((find) => {
      const promise = find(mine.text, new Date(mine.at));
      if (here && promise !== undefined && promise.dueAt > new Date()) setFound({ ...promise, messageId: mine.id });
    }).catch(() => undefined);
    return () => { here = false; };
  }, [mine, no]);
  const { data } = useQuery({ ...promisesQuery(conversationId), enabled: found !== null });
  if (found === null || data === undefined || data.some(({ messageId }) => messageId === found.messageId)) return null;
  const refuse = () => {
    const next = [...refused(), found.messageId].slice(-200);
    try {
      browserStorage()?.setItem(REFUSED, next.join(' '));
    } catch { /* storage is full or refused: it is not suggested again before the page is loaded anew */ }
    setNo(next);
  };
  return <Ask conversationId={conversationId} found={found} onRefuse={refuse} />;
}

function Ask({ conversationId, found, onRefuse }: { conversationId: string; found: FoundPromise & { messageId: string }; onRefuse: () => void }) {
  const t = useStrings(promiseStrings);
  const locale = useLocale();
  const toast = useToast();
  const time = momentWords(locale, found.dueAt, useNow());
  const accept = async () => {
    try {
      const given = await givePromise(conversationId, { text: found.text, dueAt: found.dueAt.toISOString(), messageId: found.messageId });
      toast({ text: t('given', { time }), undo: () => void changePromise(given, { state: 'withdrawn' }) });
    } catch (error) {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
    }
  };
  useShortcut('promise', () => { void accept(); return true; });
  useShortcut('no-promise', () => { onRefuse(); return true; });
  return (
    <section className="pl" aria-label={t('openTitle')}>
      <article className="pl-c" data-state="suggested">
        <Icon of={CalendarPlus} />
        <div className="pl-m">
          <p className="pl-h"><b>{t('suggested', { time })}</b></p>
          <p className="pl-t" dir="auto">{found.text}</p>
          <p className="pl-a">
            <button type="button" className="lnk" onClick={() => void accept()}>{t('accept')} <Keys of="promise" /></button>
            <button type="button" className="lnk" onClick={onRefuse}>{t('refuse')} <Keys of="no-promise" /></button>
          </p>
        </div>
      </article>
    </section>
  );
}
