import { CornerDownRight, Inbox, Store, Undo2, Users } from 'lucide';
import { useState } from 'react';
import type { Member, Team } from '@kontuar/contract';
import { assign } from '../../app/acts/perform';
import { useMembers, useTeams } from '../../app/directory';
import { absenceWords, noScreenWords } from '../../app/duty-words';
import { useKeycaps } from '../../app/keys';
import { useMe } from '../../app/me';
import { PickDialog, type PickGroup } from '../../app/pick/pick-dialog';
import { ranked } from '../../app/pick/rank';
import { useStrings } from '../../i18n';
import { Avatar, Button, Dialog, Field, Icon, TextArea } from '../../ui';
import { aboutWords } from './about';
import { dialogStrings } from './dialogs.strings';

interface To { assigneeId?: string | null; teamId?: string | null; who: string }

const presenceRank = { on: 0, away: 1, off: 2 } as const;

/** To whom; people who are here and have least to do stand first. */
export function AssignDialog({ ids, withNote, onClose }: { ids: readonly string[]; withNote: boolean; onClose: () => void }) {
  const t = useStrings(dialogStrings);
  const me = useMe();
  const members = useMembers();
  const teams = useTeams();
  const [query, setQuery] = useState('');
  const [noting, setNoting] = useState(withNote);
  const [to, setTo] = useState<To | null>(null);
  const queueKeys = useKeycaps('unassign');
  const noteKeys = useKeycaps('hand-over');

  const choose = (next: To) => {
    if (noting) return setTo(next);
    onClose();
    void assign(ids, next);
  };
  if (to !== null) return <NoteDialog ids={ids} to={to} onBack={() => setTo(null)} onClose={onClose} />;

  const people = [...members].filter(({ active }) => active).sort((a, b) => Number(b.id === me.member.id) - Number(a.id === me.member.id) || presenceRank[a.presence] - presenceRank[b.presence] || a.openCount - b.openCount);
  const detail = (member: Member) => [teams.find(({ id }) => member.teamIds.includes(id))?.name, absenceWords(member, members) || noScreenWords(member) || t(member.presence), t('openCount', { count: member.openCount })].filter(Boolean).join(', ');
  const groups: PickGroup[] = [
    {
      id: 'people', title: t('people'),
      options: ranked(people, query, (member) => `${member.name} ${member.id === me.member.id ? `${t('me')} me ja` : ''} ${member.email}`).map((member) => ({
        id: member.id, label: member.id === me.member.id ? `${member.name} (${t('me')})` : member.name, detail: detail(member),
        mark: <Avatar name={member.name} src={member.avatarUrl} size="sm" presence={member.presence} />, run: () => choose({ assigneeId: member.id, who: member.name }),
      })),
    },
    {
      id: 'teams', title: t('teams'),
      options: ranked(teams, query, (team: Team) => team.name).map((team) => ({
        id: team.id, label: t('unassignedIn', { team: team.name }), detail: t('openCount', { count: team.openCount }), mark: <Icon of={team.kind === 'branch' ? Store : Users} />,
        run: () => choose({ teamId: team.id, assigneeId: null, who: team.name }),
      })),
    },
    {
      id: 'do', title: t('doThis'),
      options: [
        ...(noting || query !== '' ? [] : [{ id: 'note', label: t('handOverTitle'), mark: <Icon of={CornerDownRight} />, keys: noteKeys, run: () => setNoting(true) }]),
        ...(query !== '' ? [] : [{ id: 'queue', label: t('nobody'), mark: <Icon of={noting ? Inbox : Undo2} />, keys: queueKeys, run: () => choose({ assigneeId: null, who: t('nobody') }) }]),
      ],
    },
  ];
  return (
    <PickDialog
      title={t(noting ? 'handOverTitle' : 'assignTitle')} placeholder={t(noting ? 'handOverTo' : 'assignTo')} query={query} onQueryChange={setQuery}
      groups={groups} chip={aboutWords(ids)} empty={t('nobodyFits')} onClose={onClose}
    />
  );
}

function NoteDialog({ ids, to, onBack, onClose }: { ids: readonly string[]; to: To; onBack: () => void; onClose: () => void }) {
  const t = useStrings(dialogStrings);
  const [note, setNote] = useState('');
  const send = () => {
    onClose();
    void assign(ids, { ...to, note });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('handOverTitle')}
      footer={
        <>
          <Button onClick={onBack}>{t('change')}</Button>
          <Button tone="primary" keys={['Ctrl', '↵']} onClick={send}>{t('handOver')}</Button>
        </>
      }
    >
      <p className="hand-to"><Avatar name={to.who} size="sm" /><b>{to.who}</b><span className="mut">{aboutWords(ids)}</span></p>
      <Field label={t('noteLabel')} help={t('noteTo', { who: to.who })}>
        <TextArea
          className="note-field"
          value={note}
          maxLength={4000}
          autoFocus
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            send();
          }}
        />
      </Field>
    </Dialog>
  );
}
