import type { Member } from '@kontuar/contract';
import { currentLocale, defineStrings, formatMoment, translate } from '../i18n';

const dutyStrings = defineStrings('duty', {
  en: { away: 'away', off: 'off shift', awayUntil: 'away until {{time}}', offUntil: 'off shift until {{time}}', standsIn: '{{name}} stands in', noScreen: 'no screen open' },
  pl: { away: 'na przerwie', off: 'poza zmianą', awayUntil: 'na przerwie do {{time}}', offUntil: 'poza zmianą do {{time}}', standsIn: 'zastępuje: {{name}}', noScreen: 'bez otwartego okna' },
});

/** Why somebody will not see it now; empty for whoever is at work. */
export function dutyWords({ duty }: Pick<Member, 'duty'>): string {
  if (duty.state === 'on') return '';
  const away = duty.state === 'away';
  if (duty.until === null) return translate(dutyStrings, away ? 'away' : 'off');
  return translate(dutyStrings, away ? 'awayUntil' : 'offUntil', { time: formatMoment(currentLocale(), new Date(duty.until)) });
}

/** Who stands in for somebody who is not at work. */
export function substituteOf({ duty }: Pick<Member, 'duty'>, colleagues: readonly Member[]): Member | undefined {
  return duty.state === 'on' ? undefined : colleagues.find(({ id, active }) => id === duty.substituteId && active);
}

/** For a place where somebody chooses a person: why not now, and who instead; empty for whoever is at work. */
export function absenceWords(member: Pick<Member, 'duty'>, colleagues: readonly Member[]): string {
  const substitute = substituteOf(member, colleagues);
  return [dutyWords(member), substitute === undefined ? '' : translate(dutyStrings, 'standsIn', { name: substitute.name })].filter((part) => part !== '').join(', ');
}

/** Nothing is said against being at work, and still nobody sits there; empty where hours say so, or a screen is open. */
export function noScreenWords({ duty, presence }: Pick<Member, 'duty' | 'presence'>): string {
  return duty.state === 'on' && duty.until === null && presence === 'off' ? translate(dutyStrings, 'noScreen') : '';
}
