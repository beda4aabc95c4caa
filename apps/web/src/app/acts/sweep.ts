import type { BulkInput, Filter, Sweep } from '@kontuar/contract';
import { translate } from '../../i18n';
import { showToast } from '../../ui/toast-store';
import { problemWords } from '../problem-words';
import { queryClient } from '../query-client';
import { queryKeys } from '../query-keys';
import { request } from '../client';
import { actsStrings } from './acts.strings';
import { askAgain } from './cached';
import { actHistory } from './history';

/** The live line tells how far it is; should it be down, we ask. */
const askMs = 2000;

/** One act on everything that matches, thousands perhaps: tells how far it has come, and leaves one undo for all of it. Resolves to the number that changed. */
export async function sweepAll(filter: Filter, action: BulkInput['action'], words: (count: number) => string, undoAct: (actId: number) => Promise<void>): Promise<number> {
  try {
    const begun = await request<Sweep>('POST', '/sweeps', { filter, action });
    const { id: actId } = actHistory.add(words(begun.total), [begun.id]);
    const undo = () => void undoAct(actId);
    let dismiss: () => void = () => undefined;
    const ended = await whenEnded(begun, (now) => {
      if (now.handled >= now.total) return;
      dismiss();
      dismiss = showToast({ text: translate(actsStrings, 'sweeping', { handled: now.handled, total: now.total }), undo, durationMs: 60_000 });
    });
    dismiss();
    askAgain([]);
    if (ended.state !== 'done') return 0;
    showToast({ text: words(ended.changed), undo });
    if (ended.refused > 0) showToast({ text: translate(actsStrings, 'refused', { count: ended.refused }), tone: 'danger' });
    return ended.changed;
  } catch (error) {
    askAgain([]);
    showToast({ text: translate(actsStrings, 'failed', { reason: problemWords(error) }), tone: 'danger' });
    return 0;
  }
}

function whenEnded(begun: Sweep, tell: (now: Sweep) => void): Promise<Sweep> {
  const key = queryKeys.sweep(begun.id);
  return new Promise((resolve) => {
    const see = (now: Sweep | undefined) => {
      if (now === undefined) return;
      if (now.state === 'running') return tell(now);
      stop();
      resolve(now);
    };
    const unsubscribe = queryClient.getQueryCache().subscribe(({ query }) => {
      if (query.queryKey[0] === key[0] && query.queryKey[1] === key[1]) see(query.state.data as Sweep | undefined);
    });
    const timer = setInterval(() => void request<Sweep>('GET', `/sweeps/${begun.id}`).then(see, () => undefined), askMs);
    const stop = () => {
      unsubscribe();
      clearInterval(timer);
    };
    see(begun.state === 'running' ? (queryClient.getQueryData<Sweep>(key) ?? begun) : begun);
  });
}
