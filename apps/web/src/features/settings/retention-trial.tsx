import type { RetentionTrial } from '@kontuar/contract';
import { problemWords } from '../../app/problem-words';
import { formatDay, formatNumber, useLocale, useStrings } from '../../i18n';
import { Tag, useNow } from '../../ui';
import { retentionStrings } from './retention.strings';

/** As many tables as are named; the rest says little. */
const MOST_TABLES = 12;

/** What a rule would take now: how much, which rows of which tables, the oldest, and what holds the rest back. */
export function TrialResult({ trial, pending, error }: { trial: RetentionTrial | undefined; pending: boolean; error: Error | null }) {
  const t = useStrings(retentionStrings);
  const locale = useLocale();
  const now = useNow();
  if (error !== null) return <p className="field-bad" role="alert">{problemWords(error)}</p>;
  if (trial === undefined) return <p className="mut" role="status">{pending ? t('trying') : ''}</p>;
  const why = { case: t('case'), lead: t('lead_'), promise: t('promise'), planned: t('planned'), survey: t('survey'), consent: t('consent'), purchase: t('purchase') } as const;
  const day = (at: string) => formatDay(locale, new Date(at), now);
  const counts = [...trial.counts].sort((a, b) => b.rows - a.rows).slice(0, MOST_TABLES);
  return (
    <div className="rtn" role="status">
      <p><b>{trial.gone === 0 ? t('nothing') : t('wouldGo', { count: trial.gone })}</b>{trial.held > 0 && <> · {t('wouldHold', { count: trial.held })}</>}</p>
      {counts.length > 0 && (
        <details>
          <summary>{t('rows')}{trial.countedOf !== null && ` (${t('ofOldest', { count: trial.countedOf })})`}</summary>
          <dl className="rtn-c">{counts.map(({ table, name, rows }) => <div key={table}><dt>{name[locale]}</dt><dd>{formatNumber(locale, rows)}</dd></div>)}</dl>
        </details>
      )}
      {trial.samples.length > 0 && <Samples title={t('oldest')} rows={trial.samples.map(({ id, label, at }) => ({ id, label, after: day(at) }))} />}
      {trial.heldSamples.length > 0 && <Samples title={t('heldOnes')} rows={trial.heldSamples.map((one) => ({ id: one.id, label: one.label, after: day(one.at), tag: why[one.why] }))} />}
    </div>
  );
}

function Samples({ title, rows }: { title: string; rows: readonly { id: string; label: string; after: string; tag?: string }[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <ul className="rtn-s">{rows.map((row) => <li key={`${row.id} ${row.after}`}><span className="ell">{row.label}</span>{row.tag !== undefined && <Tag tone="waiting">{row.tag}</Tag>}<span className="mut">{row.after}</span></li>)}</ul>
    </section>
  );
}
