import type { ConversationView } from '@kontuar/contract';
import { useLocale, useStrings } from '../../i18n';
import { momentWords } from '../times/moment-words';
import { waitsStrings } from './waits.strings';

export type RoutingWait = NonNullable<ConversationView['routing']>;

/** Why it is still nobody's, and until when. */
export function useWaitsWords({ waits, until, skill, level, then }: RoutingWait): string {
  const t = useStrings(waitsStrings);
  const locale = useLocale();
  const key = waits === 'skill' && until !== null ? (then === 0 ? 'anybody' : 'then') : waits === 'closed' && until === null ? 'nobody' : waits;
  return t(key, { skill: skill ?? '', level: String(level), then: String(then), time: until === null ? '' : momentWords(locale, new Date(until), new Date()) });
}
