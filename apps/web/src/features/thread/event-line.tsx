import { Briefcase, Check, Info, MessageSquare, Moon, RotateCcw, Star, UserPlus, type LucideIcon } from 'lucide-react';
import type { MessageView } from '@kontuar/contract';
import { useMembers, useTeams } from '../../app/directory';
import { useMe } from '../../app/me';
import { formatDay, formatMoment, formatTime, useLocale, useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { eventWords, type EventIcon, type EventNames } from './event-words';
import { eventStrings } from './event.strings';
import { threadStrings } from './thread.strings';

const icons: Record<EventIcon, LucideIcon> = { person: UserPlus, done: Check, state: RotateCcw, clock: Moon, matter: Briefcase, channel: MessageSquare, star: Star, other: Info };

/** One line: what happened, who did it and why. */
export function EventLine({ message }: { message: MessageView }) {
  const t = useStrings(eventStrings);
  const locale = useLocale();
  const words = eventWords(message, useEventNames());
  return (
    <div className="sys">
      <Icon of={icons[words.icon]} size={14} />
      <span>
        {t(words.key, words.values)}
        {words.why !== null && `, ${t(words.why)}`}
        {words.quote !== null && <>: <q>{words.quote}</q></>}
      </span>
      <time dateTime={message.at} title={formatMoment(locale, new Date(message.at))}>{formatTime(locale, new Date(message.at))}</time>
    </div>
  );
}

function useEventNames(): EventNames {
  const t = useStrings(threadStrings);
  const locale = useLocale();
  const me = useMe();
  const members = useMembers();
  const teams = useTeams();
  return {
    member: (id) => (id === me.member.id ? t('you') : members.find((member) => member.id === id)?.name ?? null),
    team: (id) => teams.find((team) => team.id === id)?.name ?? null,
    value: (value) => valueWords(value, t),
    moment: (instant) => {
      const at = new Date(instant);
      return `${formatDay(locale, at, new Date())}, ${formatTime(locale, at)}`;
    },
  };
}

const knownValues = ['question', 'report', 'complaint', 'claim', 'warranty', 'lead', 'praise', 'low', 'normal', 'high', 'urgent'] as const;
function valueWords(value: string, t: (key: (typeof knownValues)[number]) => string): string {
  const known = knownValues.find((each) => each === value);
  return known === undefined ? value : t(known).toLocaleLowerCase();
}
