import { Link, useNavigate } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide';
import type { ReactNode } from 'react';
import { useStrings } from '../../i18n';
import { Button, EmptyState, Icon, Skeleton } from '../../ui';
import { ApiProblem } from '../client';
import { useShortcut } from '../keys';
import { problemWords } from '../problem-words';
import { screenStrings } from './screens.strings';

interface SubjectPageProps<T> {
  label: string;
  back: { to: '/cases' | '/leads'; words: string };
  query: { data: T | undefined; error: Error | null; isPending: boolean; refetch: () => unknown };
  words: { gone: string; goneBody: string; loadFailed: string };
  children: (of: T) => ReactNode;
}

/** The page of one case, one lead: with the way back, while it comes, when it is gone or cannot be shown. */
export function SubjectPage<T>({ label, back, query: { data, error, isPending, refetch }, words, children }: SubjectPageProps<T>) {
  const t = useStrings(screenStrings);
  const navigate = useNavigate();
  useShortcut('back', () => {
    const at = document.activeElement;
    // Out of a field first: what stands there is kept when one leaves it.
    if (at instanceof HTMLElement && at.matches('input, textarea, select')) return at.blur();
    void navigate({ to: back.to });
  });
  return (
    <main className="page" id="content" aria-label={label}>
      <p className="crumb"><Link to={back.to}><Icon of={ChevronLeft} size={14} />{back.words}</Link></p>
      {isPending && <Skeleton width="50%" height={24} />}
      {error !== null && data === undefined && (error instanceof ApiProblem && error.status === 404
        ? <EmptyState art="lock" title={words.gone}>{words.goneBody}</EmptyState>
        : <EmptyState art="broken" title={words.loadFailed} action={<Button onClick={() => void refetch()}>{t('again')}</Button>}>{problemWords(error)}</EmptyState>)}
      {data !== undefined && children(data)}
    </main>
  );
}
