import { Clock } from 'lucide-react';
import type { Member } from '@kontuar/contract';
import { currentLocale, formatMoment, translate, useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { mentionStrings } from './mention.strings';

/** Why somebody will not see it now; empty for whoever is at work. */
export function dutyWords({ duty }: Pick<Member, 'duty'>): string {
  if (duty.state === 'on') return '';
  const away = duty.state === 'away';
  if (duty.until === null) return translate(mentionStrings, away ? 'away' : 'off');
  return translate(mentionStrings, away ? 'awayUntil' : 'offUntil', { time: formatMoment(currentLocale(), new Date(duty.until)) });
}

/** While the note is being written: who of those it names is not at work, and who stands in. */
export function OffShift({ told, colleagues, onName }: { told: readonly Member[]; colleagues: readonly Member[]; onName: (name: string) => void }) {
  const t = useStrings(mentionStrings);
  return told.filter(({ duty }) => duty.state !== 'on').map((member) => {
    const substitute = colleagues.find(({ id, active }) => id === member.duty.substituteId && active);
    return (
      <p key={member.id} className="cmp-w" role="status">
        <Icon of={Clock} size={14} />
        <span>{t('absent', { name: member.name, when: dutyWords(member) })}</span>
        {substitute !== undefined && !told.includes(substitute) && <button type="button" className="lnk" onClick={() => onName(substitute.name)}>{t('substitute', { name: substitute.name })}</button>}
      </p>
    );
  });
}
