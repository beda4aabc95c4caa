import type { CasesInput, CasesOpened } from '@kontuar/contract';
import { translate } from '../../i18n';
import { acting, showToast } from '../../ui/toast-store';
import { request } from '../client';
import { matterName } from '../matters/matters';
import { askAgain } from './cached';
import { failureWords, offerUndo } from './perform';
import { openCasesStrings } from './open-cases.strings';
import { markOwnAct } from './target';

/** Says of many what they are about and opens their cases, in one act with one way back. */
export const openCases = (ids: readonly string[], matter: string, each: CasesInput['each']): Promise<void> => acting(async () => {
  markOwnAct(ids);
  try {
    const { opened, refused, undoToken } = await request<CasesOpened>('POST', '/cases', { ids: [...ids], matter, each } satisfies CasesInput);
    askAgain(ids);
    const codes = opened.length > 3 ? `${opened[0]?.code} … ${opened.at(-1)?.code}` : opened.map(({ code }) => code).join(', ');
    if (opened.length > 0) offerUndo(translate(openCasesStrings, 'opened', { count: opened.length, what: matterName(matter), codes }), undoToken === null ? [] : [undoToken]);
    if (refused.length > 0) showToast({ text: translate(openCasesStrings, 'refused', { count: refused.length }), tone: 'danger' });
  } catch (error) {
    showToast({ text: failureWords(error), tone: 'danger' });
  }
});
