import { useStrings } from '../../i18n';
import { notificationsStrings } from './notifications.strings';

/** Monday first, as calendars here have it; 0 is Sunday. */
export const weekdays = [[1, 'mon'], [2, 'tue'], [3, 'wed'], [4, 'thu'], [5, 'fri'], [6, 'sat'], [0, 'sun']] as const;

export function DayChoice({ label, days, onChange }: { label: string; days: readonly number[]; onChange: (days: number[]) => void }) {
  const t = useStrings(notificationsStrings);
  return (
    <fieldset className="plain">
      <legend className="lab">{label}</legend>
      <div className="days">
        {weekdays.map(([day, words]) => (
          <button key={day} type="button" aria-pressed={days.includes(day)} onClick={() => onChange(days.includes(day) ? days.filter((each) => each !== day) : [...days, day])}>{t(words)}</button>
        ))}
      </div>
    </fieldset>
  );
}
