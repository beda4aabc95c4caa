import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide';
import { useState } from 'react';
import type { Member, RoutingMember, RoutingMemberPatch, Skills } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useStrings } from '../../i18n';
import { Avatar, Button, Field, foldText, Icon, IconButton, Select, Tag, TextInput, useToast } from '../../ui';
import { FormDialog, useDialog, useFailed } from './parts';
import { readNumber } from './routing-form';
import { routingStrings } from './routing.strings';

/** What everybody carries, can carry and knows. */
export function RoutingPeople({ members, known, manages }: { members: readonly RoutingMember[]; known: readonly string[]; manages: boolean }) {
  const t = useStrings(routingStrings);
  const people = useMembers();
  const [query, setQuery] = useState('');
  const [editing, edit, close] = useDialog<{ of: RoutingMember; person: Member }>();
  const rows = members.flatMap((of) => people.filter(({ id, name }) => id === of.memberId && foldText(name).includes(foldText(query))).map((person) => ({ of, person }))).sort((a, b) => a.person.name.localeCompare(b.person.name));
  const says = ({ load, capacity, skills, takesPart }: RoutingMember) => [
    ...(takesPart ? [capacity === null ? t('carries', { load: String(load) }) : t('carriesOf', { load: String(load), capacity: String(capacity) })] : [t('noPart')]),
    ...Object.entries(skills).map(([skill, level]) => `${skill} ${level}`),
  ].join(' · ');
  return (
    <>
      {members.length > 8 && <div className="tools"><TextInput type="search" aria-label={t('search')} placeholder={t('search')} value={query} onChange={(event) => setQuery(event.target.value)} /></div>}
      <ul className="card lst">
        {rows.map(({ of, person }) => (
          <li key={of.memberId}>
            <div className="lst-r">
              <Avatar name={person.name} src={person.avatarUrl} presence={person.presence} />
              <span className="lst-t"><b>{person.name}</b><span>{says(of)}</span></span>
              {of.here && <Tag>{t('here')}</Tag>}
              {manages && <Button size="sm" aria-label={`${t('change')}: ${person.name}`} onClick={() => edit({ of, person })}>{t('change')}</Button>}
            </div>
          </li>
        ))}
      </ul>
      {editing && <PersonForm of={editing.of} person={editing.person} known={known} close={close} />}
    </>
  );
}

function PersonForm({ of, person, known, close }: { of: RoutingMember; person: Member; known: readonly string[]; close: () => void }) {
  const t = useStrings(routingStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [capacity, setCapacity] = useState(of.capacity === null ? '' : String(of.capacity));
  const [skills, setSkills] = useState<Skills>(of.skills);
  const [fresh, setFresh] = useState('');
  const read = capacity.trim() === '' ? null : readNumber(capacity, 0, 1000);
  const add = (name: string) => {
    const skill = name.trim();
    if (skill !== '' && skills[skill] === undefined) setSkills({ ...skills, [skill]: 2 });
    setFresh('');
    return skill === '' || skills[skill] !== undefined ? skills : { ...skills, [skill]: 2 };
  };
  const save = useMutation({
    mutationFn: (patch: RoutingMemberPatch) => request<RoutingMember>('PATCH', `/routing/members/${of.memberId}`, patch),
    onSuccess: async () => {
      close();
      toast({ text: t('saved') });
      await cache.invalidateQueries({ queryKey: ['routing'] });
    },
    onError: failed,
  });
  return (
    <FormDialog title={person.name} submit={t('save')} busy={save.isPending} close={close} onSubmit={() => { if (read !== undefined) save.mutate({ capacity: read, skills: add(fresh) }); }}>
      <Field label={t('capacity')} optional help={t('capacityHelp')} error={read === undefined ? t('capacityWrong') : undefined}><TextInput autoFocus inputMode="decimal" maxLength={8} value={capacity} onChange={(event) => setCapacity(event.target.value)} /></Field>
      <fieldset className="sla-l"><legend>{t('skills')}</legend>
        {Object.entries(skills).map(([skill, level]) => (
          <div key={skill} className="sla-r">
            <Field label={skill}><Select value={String(level)} options={([1, 2, 3] as const).map((each) => ({ value: String(each), label: t(`level_${each}`) }))} onValueChange={(value) => setSkills({ ...skills, [skill]: Number(value) })} /></Field>
            <IconButton size="sm" label={`${t('remove')}: ${skill}`} onClick={() => setSkills(Object.fromEntries(Object.entries(skills).filter(([name]) => name !== skill)))}><Icon of={Trash2} size={14} /></IconButton>
          </div>
        ))}
        <div className="sla-r">
          <Field label={t('skillNew')} optional><TextInput list="routing-known" maxLength={40} value={fresh} onChange={(event) => setFresh(event.target.value)} onKeyDown={(event) => { if (event.key === 'Enter' && fresh.trim() !== '' && !event.ctrlKey && !event.metaKey) { event.preventDefault(); add(fresh); } }} /></Field>
          <Button size="sm" disabled={fresh.trim() === ''} onClick={() => { add(fresh); }}>{t('addNeed')}</Button>
        </div>
        <datalist id="routing-known">{known.filter((skill) => skills[skill] === undefined).map((skill) => <option key={skill} value={skill} />)}</datalist>
      </fieldset>
    </FormDialog>
  );
}
