import { Link2, MessageSquare, Moon, RotateCcw, Tag, UserPlus, Briefcase, Info, type LucideIcon } from 'lucide-react';
import type { MessageView } from '@kontuar/contract';
import { useLabels, useMembers, useTeams } from '../../app/directory';
import { useMe } from '../../app/me';
import { formatDay, formatList, formatMoment, formatTime, useLocale, useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { eventWords, type EventIcon, type EventNames } from './event-words';
import { eventStrings } from './event.strings';
import { threadStrings } from './thread.strings';

const icons: Record<EventIcon, LucideIcon> = { person: UserPlus, state: RotateCcw, clock: Moon, label: Tag, matter: Briefcase, channel: MessageSquare, link: Link2, other: Info };

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
        {words.reason !== null && <q> {words.reason}</q>}
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
  const labels = useLabels();
  return {
    member: (id) => (id === me.member.id ? t('you') : members.find((member) => member.id === id)?.name ?? null),
    team: (id) => teams.find((team) => team.id === id)?.name ?? null,
    label: (id) => labels.find((label) => label.id === id)?.name ?? null,
    value: (value) => valueWords(value, t),
    moment: (instant) => {
      const at = new Date(instant);
      return `${formatDay(locale, at, new Date())}, ${formatTime(locale, at)}`;
    },
    list: (items) => formatList(locale, items),
  };
}

const knownValues = ['question', 'report', 'complaint', 'claim', 'warranty', 'lead', 'praise', 'low', 'normal', 'high', 'urgent'] as const;
function valueWords(value: string, t: (key: (typeof knownValues)[number]) => string): string {
  const known = knownValues.find((each) => each === value);
  return known === undefined ? value : t(known).toLocaleLowerCase();
}
