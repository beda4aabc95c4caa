import { useEffect, useState } from 'react';
import { ApiProblem } from '../../app/client';
import { Keys } from '../../app/keys';
import { problemWords } from '../../app/problem-words';
import { useStrings } from '../../i18n';
import { Button, EmptyState, Skeleton, VisuallyHidden } from '../../ui';
import { threadStrings } from './thread.strings';

/** The shape of a conversation, only after a moment: a quick answer must not flicker. */
export function ThreadSkeleton() {
  const t = useStrings(threadStrings);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="tsk" role="status">
      <VisuallyHidden>{t('messages')}</VisuallyHidden>
      {shown && <><Skeleton width="42%" height={14} /><Skeleton width="68%" height={64} /><Skeleton width="54%" height={38} /><Skeleton width="60%" height={58} className="r" /><Skeleton width="46%" height={38} /></>}
    </div>
  );
}

export function NothingOpen() {
  const t = useStrings(threadStrings);
  return (
    <section className="thread" aria-label={t('nothingOpen')}>
      <div className="noperm">
        <p className="mut">{t('choose')} <Keys of="next" /> <Keys of="previous" />{t('orSearch').startsWith(',') ? '' : ' '}{t('orSearch')} <Keys of="palette" /></p>
      </div>
    </section>
  );
}

/** What is wrong, what is safe, one thing to do. */
export function ThreadProblem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useStrings(threadStrings);
  const status = error instanceof ApiProblem ? error.status : 0;
  if (status === 403) return <EmptyState className="t-zero" art="lock" title={t('deniedTitle')}>{t('deniedBody')}</EmptyState>;
  if (status === 404) return <EmptyState className="t-zero" art="list" title={t('missingTitle')}>{t('missingBody')}</EmptyState>;
  return (
    <EmptyState className="t-zero" art="broken" title={t('failedTitle')} action={<Button tone="primary" onClick={onRetry}>{t('again')}</Button>}>
      {sentence(problemWords(error))} {t('failedBody')}
    </EmptyState>
  );
}

function sentence(words: string): string {
  return `${words.charAt(0).toLocaleUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`;
}
