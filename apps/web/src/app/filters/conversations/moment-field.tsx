import { attributes, spanUnits } from '@kontuar/contract/filter';
import type { Condition, Moment } from '@kontuar/contract';
import { startWord, timeQuestion, type Speaker, type TimeQuestion } from '../../views/sentence';
import { useStrings } from '../../../i18n';
import { Select } from '../../../ui';
import { asTime } from './blocks';
import { viewStrings } from './editor.strings';

type TimeCondition = Extract<Condition, { is: 'before' | 'after' | 'empty' | 'filled' }>;
/** `ahead`: what is asked about may lie in the future, and may be missing. */
interface MomentFieldProps { ahead?: boolean; condition: TimeCondition; what: string; speaker: Speaker; onChange: (condition: Condition) => void }

const starts = [['day', 0], ['day', 1], ['week', 0], ['week', 1], ['month', 0], ['month', 1]] as const;

/** A question about a time: told from now, from the beginning of a day, week or month, or by date. */
export function MomentField({ ahead = false, condition, what, speaker: { t: w }, onChange }: MomentFieldProps) {
  const t = useStrings(viewStrings);
  const attribute = attributes[condition.by];
  const present = 'present' in attribute ? attribute.present : ahead ? 'sometimes' : 'always';
  const moment: Moment | undefined = 'at' in condition ? condition.at : undefined;
  const question = timeQuestion(condition);
  const future: readonly TimeQuestion[] = ahead || condition.by === 'snoozedUntil' ? ['ahead', 'beyond'] : [];
  const questions: readonly TimeQuestion[] = ['olderThan', 'within', ...future, 'since', 'until', 'from', 'before', ...(present === 'sometimes' ? (['filled', 'empty'] as const) : [])];
  const shown = questions.includes(question) ? questions : [...questions, question];
  const change = (next: Moment) => onChange({ ...condition, at: next } as Condition);
  return (
    <>
      <Select className="vb-q" aria-label={t('question', { what })} value={question} options={shown.map((value) => ({ value, label: w(`time-${value}`) }))} onValueChange={(next) => onChange(asTime(condition.by, next as TimeQuestion, moment))} />
      {moment !== undefined && (
        <div className="vb-v">
          {'unit' in moment && (
            <>
              <input className="inp vb-n" type="number" min={0} max={5000} aria-label={t('amount')} value={'ago' in moment ? moment.ago : moment.ahead}
                onChange={(event) => {
                  const count = Math.min(5000, Math.max(0, Math.round(Number(event.target.value) || 0)));
                  change('ago' in moment ? { ...moment, ago: count } : { ...moment, ahead: count });
                }} />
              <Select className="vb-u" aria-label={t('unit')} value={moment.unit} options={spanUnits.map((unit) => ({ value: unit, label: w(`unit-${unit}`) }))} onValueChange={(unit) => change({ ...moment, unit: unit as (typeof spanUnits)[number] })} />
            </>
          )}
          {'start' in moment && (
            <Select aria-label={t('moment')} value={`${moment.start}-${moment.back}`} options={startOptions(moment, w)} onValueChange={(value) => {
              const [start, back] = value.split('-');
              change({ start: start as 'day' | 'week' | 'month', back: Number(back) });
            }} />
          )}
          {'at' in moment && (
            <input className="inp vb-d" type="date" aria-label={t('date')} value={localDay(moment.at)} onChange={(event) => {
              const at = new Date(`${event.target.value}T00:00`);
              if (!Number.isNaN(at.getTime())) change({ at: at.toISOString() });
            }} />
          )}
        </div>
      )}
    </>
  );
}

function startOptions(moment: { start: string; back: number }, w: Speaker['t']): { value: string; label: string }[] {
  const all = starts.flatMap(([start, back]) => {
    const word = startWord({ start, back });
    return word === undefined ? [] : [{ value: `${start}-${back}`, label: w(word) }];
  });
  const own = `${moment.start}-${moment.back}`;
  return all.some(({ value }) => value === own) ? all : [...all, { value: own, label: own }];
}

function localDay(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? '' : `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
}
