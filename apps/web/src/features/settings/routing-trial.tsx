import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { RoutingTrial, RoutingTrialInput } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { formatSpan, useStrings } from '../../i18n';
import { Button, Field, TextInput } from '../../ui';
import { useFailed } from './parts';
import { routingStrings } from './routing.strings';

const localDay = (at: Date): string => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

/** The draft on a day that is over. */
export function RoutingTry({ draft }: { draft: Omit<RoutingTrialInput, 'day'> | undefined }) {
  const t = useStrings(routingStrings);
  const failed = useFailed();
  const yesterday = localDay(new Date(Date.now() - 86_400_000));
  const [day, setDay] = useState(yesterday);
  const trial = useMutation({ mutationFn: (input: RoutingTrialInput) => request<RoutingTrial>('POST', '/routing/simulate', input), onError: failed });
  return (
    <section className="part sla-c">
      <header><h2>{t('try')}</h2><p className="help">{t('tryLead')}</p></header>
      <div className="sla-r">
        <Field label={t('day')}><TextInput type="date" max={yesterday} value={day} onChange={(event) => setDay(event.target.value)} /></Field>
        <Button disabled={draft === undefined || day === ''} busy={trial.isPending} onClick={() => { if (draft !== undefined) trial.mutate({ ...draft, day }); }}>{t('run')}</Button>
      </div>
      <div role="status">
        {trial.isPending && <p className="help">{t('trying')}</p>}
        {trial.data !== undefined && !trial.isPending && <TrialResult trial={trial.data} />}
      </div>
    </section>
  );
}

function TrialResult({ trial }: { trial: RoutingTrial }) {
  const t = useStrings(routingStrings);
  const people = useMembers();
  if (trial.arrivals === 0) return <p>{t('nothing')}</p>;
  const span = (ms: number | null) => (ms === null ? '–' : formatSpan(ms));
  const left = Object.values(trial.left).reduce((sum, n) => sum + n, 0);
  const members = trial.members.filter(({ would, was }) => would + was > 0).sort((a, b) => b.would - a.would);
  return (
    <>
      <p>{t('came', { day: trial.day, n: String(trial.arrivals) })}{trial.counted < trial.arrivals && ` · ${t('counted', { n: String(trial.counted) })}`}</p>
      <div className="rt-t">
        <table className="rt">
          <thead><tr><td /><th scope="col">{t('would')}</th><th scope="col">{t('was')}</th></tr></thead>
          <tbody>
            <tr><th scope="row">{t('gave')}</th><td>{trial.would.given}</td><td>{trial.was.given}</td></tr>
            <tr><th scope="row">{t('median')}</th><td>{span(trial.would.medianWaitMs)}</td><td>{span(trial.was.medianWaitMs)}</td></tr>
            <tr><th scope="row">{t('longest')}</th><td>{span(trial.would.longestWaitMs)}</td><td>{span(trial.was.longestWaitMs)}</td></tr>
            <tr><th scope="row">{t('leftOver')}</th><td>{left}</td><td>{trial.counted - trial.was.given}</td></tr>
            <tr><th scope="row">{t('otherwise')}</th><td>{trial.otherwise}</td><td /></tr>
          </tbody>
        </table>
        {members.length === 0 ? <p className="help">{t('noPeople')}</p> : (
          <table className="rt">
            <thead><tr><th scope="col">{t('person')}</th><th scope="col">{t('would')}</th><th scope="col">{t('was')}</th><th scope="col">{t('peak')}</th></tr></thead>
            <tbody>{members.map(({ memberId, would, was, peak, capacity }) => <tr key={memberId}><th scope="row">{people.find(({ id }) => id === memberId)?.name ?? '–'}</th><td>{would}</td><td>{was}</td><td>{capacity === null ? peak : `${peak} / ${capacity}`}</td></tr>)}</tbody>
          </table>
        )}
      </div>
      <p className="help">{t('foresees')}</p>
    </>
  );
}
