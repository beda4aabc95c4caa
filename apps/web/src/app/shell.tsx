import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useStrings, withTexts } from '../i18n';
import { appStrings } from './app.strings';
import { EverywhereKeys } from './keys/everywhere-keys';
import { AllKeysArrived, Keyboard } from './keys/keyboard';
import { lazily } from './lazily';
import { NameAsk } from './name-ask';
import { Rail } from './rail';

const CrisisBanner = lazily(() => import('../features/crisis/banner').then((part) => part.CrisisBanner));

/** Realtime, palette, dialogs: everything that runs on every screen once somebody is signed in. */
const Everywhere = lazy(async () => {
  // Whoever answers keys in the inbox comes along: until all of them are here, keys are remembered.
  const [file] = await withTexts(Promise.all([import('./everywhere'), /^\/(inbox|$)/u.test(location.pathname) ? import('./screens/conversation-part') : undefined]));
  return { default: file.Everywhere };
});

/** By itself: each step to another conversation unsettles, and nothing else of the frame has to do with it. */
function WhenSettled() {
  return useRouterState({ select: (state) => state.status === 'idle' }) ? <AllKeysArrived /> : null;
}

export function Shell() {
  const t = useStrings(appStrings);
  const section = useRouterState({ select: (state) => state.location.pathname.split('/')[1] ?? '' });
  /** A conversation is open: on a phone it stands in front of the list. */
  const inThread = useRouterState({ select: ({ location }) => /^\/inbox\/[^/]+\/./u.test(location.pathname) });
  return (
    <div className="shell" data-section={section} data-in={inThread ? 'thread' : undefined}>
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <Rail />
      <div className="shell-o">
        <div className="shell-top"><NameAsk /><CrisisBanner /></div>
        <Outlet />
      </div>
      <Keyboard />
      <EverywhereKeys />
      <Suspense>
        <Everywhere />
        <WhenSettled />
      </Suspense>
    </div>
  );
}
