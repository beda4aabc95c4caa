import { useNavigate, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useStrings } from '../i18n';
import { Button, EmptyState } from '../ui';
import { appStrings } from './app.strings';
import { ApiProblem } from './client';

/** The server is away or only just back, or a part of the app did not arrive: it comes by itself, and so does the screen. */
const passes = (error: unknown): boolean => (error instanceof ApiProblem ? error.offline || error.status >= 500 : error instanceof TypeError && /import|fetch|load/i.test(error.message));
const againMs = 4000;

/** A route that threw: what, what is safe, one action. */
export function RouteProblem({ error, reset }: ErrorComponentProps) {
  const t = useStrings(appStrings);
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (!passes(error)) return undefined;
    const timer = setTimeout(() => {
      reset();
      void router.invalidate();
    }, againMs);
    return () => clearTimeout(timer);
  }, [error, reset, router]);
  if (error instanceof ApiProblem && error.status === 403) return <NoPermission />;
  if (error instanceof ApiProblem && error.status === 404) return <NothingHere />;
  const offline = error instanceof ApiProblem && error.offline;
  const again = async () => {
    setBusy(true);
    reset();
    await router.invalidate();
    setBusy(false);
  };
  return (
    <main className="page-state" id="content">
      <EmptyState
        art="broken"
        title={offline ? t('offlineTitle') : t('problemTitle')}
        action={
          <Button tone="primary" busy={busy} onClick={() => void again()}>
            {offline ? t('tryAgain') : t('reload')}
          </Button>
        }
      >
        {offline ? t('offlineBody') : t('problemBody')}
      </EmptyState>
    </main>
  );
}

export function NothingHere() {
  const t = useStrings(appStrings);
  const navigate = useNavigate();
  return (
    <main className="page-state" id="content">
      <EmptyState art="list" title={t('missingTitle')} action={<Button tone="primary" onClick={() => void navigate({ to: '/inbox' })}>{t('toInbox')}</Button>}>
        {t('missingBody')}
      </EmptyState>
    </main>
  );
}

/** `nested`: inside a screen that has its main region already. */
export function NoPermission({ nested = false }: { nested?: boolean }) {
  const t = useStrings(appStrings);
  const words = (
    <EmptyState art="lock" title={t('noPermissionTitle')}>
      {t('noPermissionBody')}
    </EmptyState>
  );
  return nested ? (
    words
  ) : (
    <main className="page-state" id="content">
      {words}
    </main>
  );
}
