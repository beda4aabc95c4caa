import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { CrisisView } from '@kontuar/contract';
import { channelsQuery, useTeams } from '../../app/directory';
import { useStrings } from '../../i18n';
import { Button, Check, Field, SegmentedControl, TextArea, TextInput } from '../../ui';
import { crisisStrings } from './crisis.strings';

type Said = Pick<CrisisView, 'reason' | 'channelIds' | 'teamIds' | 'statement'>;
interface CrisisFormProps { begun: Said; confirm: string; busy: boolean; onDone: (said: Said) => void; onCancel: () => void }

/** Why, what it concerns, and what everybody says meanwhile. */
export function CrisisForm({ begun, confirm, busy, onDone, onCancel }: CrisisFormProps) {
  const t = useStrings(crisisStrings);
  const { data: channels } = useQuery(channelsQuery);
  const teams = useTeams();
  const [said, setSaid] = useState(begun);
  const [narrow, setNarrow] = useState(begun.channelIds.length + begun.teamIds.length > 0);
  const put = (change: Partial<Said>) => setSaid((before) => ({ ...before, ...change }));
  const toggled = (ids: readonly string[], id: string, on: boolean) => (on ? [...ids, id] : ids.filter((one) => one !== id));
  const nothing = narrow && said.channelIds.length + said.teamIds.length === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (said.reason.trim() !== '' && !nothing) onDone(narrow ? said : { ...said, channelIds: [], teamIds: [] });
  };
  return (
    <form className="card crs-f" aria-label={t('title')} onSubmit={submit}>
      <Field label={t('reason')} help={t('reasonHelp')}><TextInput autoFocus maxLength={500} value={said.reason} onChange={(event) => put({ reason: event.target.value })} /></Field>
      <fieldset className="plain"><legend>{t('concerns')}</legend>
        <SegmentedControl label={t('concerns')} choices={[{ value: 'all', label: t('everything') }, { value: 'some', label: t('chosen') }]} value={narrow ? 'some' : 'all'} onValueChange={(value) => setNarrow(value === 'some')} />
        {narrow && <div className="crs-s"><div className="picks" role="group" aria-label={t('channels')}>{(channels ?? []).map(({ id, name }) => <Check key={id} checked={said.channelIds.includes(id)} onCheckedChange={(on) => put({ channelIds: toggled(said.channelIds, id, on) })}>{name}</Check>)}</div>
          {teams.length > 0 && <div className="picks" role="group" aria-label={t('teams')}>{teams.map(({ id, name }) => <Check key={id} checked={said.teamIds.includes(id)} onCheckedChange={(on) => put({ teamIds: toggled(said.teamIds, id, on) })}>{name}</Check>)}</div>}</div>}
      </fieldset>
      <fieldset className="plain"><legend>{t('statement')}</legend>
        <div className="cols"><Field label={t('statementEn')} optional><TextArea rows={3} lang="en" maxLength={5000} value={said.statement.en} onChange={(event) => put({ statement: { ...said.statement, en: event.target.value } })} /></Field><Field label={t('statementPl')} optional><TextArea rows={3} lang="pl" maxLength={5000} value={said.statement.pl} onChange={(event) => put({ statement: { ...said.statement, pl: event.target.value } })} /></Field></div>
        <p className="help">{t('statementHelp')}</p>
      </fieldset>
      <p className="crs-a"><Button type="submit" tone="primary" busy={busy} disabled={said.reason.trim() === '' || nothing}>{confirm}</Button><Button tone="ghost" onClick={onCancel}>{t('cancel')}</Button><span className="mut">{t('holds')}</span></p>
    </form>
  );
}
