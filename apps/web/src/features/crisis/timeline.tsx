import { useId, useState, type FormEvent, type KeyboardEvent } from 'react';
import type { CrisisEntry, CrisisEntryInput, CrisisRoom } from '@kontuar/contract';
import { useMembers } from '../../app/directory';
import { matterName } from '../../app/matters/matters';
import { useCan } from '../../app/me';
import { mentionParts, mentionedIds } from '../../app/mentions';
import { formatNumber, formatTime, useLocale, useStrings } from '../../i18n';
import { Button, Field, SegmentedControl, Select, TextArea } from '../../ui';
import { crisisStrings } from './crisis.strings';
import { useNameOf } from './use-name-of';

const says = { began: 'saysBegan', joined: 'saysJoined', taken: 'saysTaken', calmed: 'saysCalmed', reason: 'saysReason', scope: 'saysScope', statement: 'saysStatement', note: 'saysNote', decision: 'saysDecision', task: 'saysTask', done: 'saysDone', reopened: 'saysReopened', ended: 'saysEnded' } as const satisfies Partial<Record<CrisisEntry['kind'], string>>;
const did = { send: 'didSend', shift: 'didShift', drop: 'didDrop' } as const;
const kinds = ['note', 'decision', 'task'] as const;

/** What happened, oldest first, live for everybody who is in the room; below it one writes on. */
export function Timeline({ of: { crisis, entries }, busy, onAdd }: { of: CrisisRoom; busy: boolean; onAdd: (input: CrisisEntryInput) => Promise<unknown> }) {
  const t = useStrings(crisisStrings);
  const heading = useId();
  const may = useCan('crisis.note');
  return (
    <section className="part" aria-labelledby={heading}>
      <header><h2 id={heading}>{t('timeline')}</h2></header>
      <div role="log" aria-labelledby={heading}><ol className="crs-e">{entries.map((entry) => <li key={entry.id} data-kind={entry.kind}><Entry of={entry} /></li>)}</ol></div>
      {may && <Write key={crisis.id} busy={busy} onAdd={onAdd} />}
    </section>
  );
}

function Entry({ of: entry }: { of: CrisisEntry }) {
  const t = useStrings(crisisStrings);
  const locale = useLocale();
  const members = useMembers();
  const nameOf = useNameOf();
  const { kind, alert, held, task } = entry;
  const channel = alert?.kind === 'matter' ? matterName(alert.name) : alert?.name ?? '';
  const words = alert !== null && kind === 'alert' ? t('saysAlert', { count: formatNumber(locale, alert.count), minutes: formatNumber(locale, alert.windowMinutes), channel, usual: formatNumber(locale, alert.usual, { maximumFractionDigits: 1 }) })
    : held !== null ? t(did[held.act], { count: held.count }) : kind === 'alert' || kind === 'released' || kind === 'decided' ? '' : t(says[kind]);
  const text = kind === 'alert' ? alert?.words.join(', ') ?? '' : kind === 'scope' && entry.text === '' ? t('everythingNow') : entry.text;
  return (
    <>
      <p className="crs-h"><time dateTime={entry.at} className="mut">{formatTime(locale, new Date(entry.at))}</time> <b>{entry.by?.name ?? t('system')}</b> <span>{words}</span>{task?.assigneeId != null && <span className="mut">{t('forWhom', { name: nameOf(task.assigneeId) })}</span>}</p>
      {text !== '' && <p className="crs-p" dir="auto">{mentionParts(text, members).map((part, index) => (part.memberId === null || !entry.mentionIds.includes(part.memberId) ? part.text : <b key={index} className="at">{part.text}</b>))}</p>}
    </>
  );
}

function Write({ busy, onAdd }: { busy: boolean; onAdd: (input: CrisisEntryInput) => Promise<unknown> }) {
  const t = useStrings(crisisStrings);
  const members = useMembers().filter(({ active }) => active);
  const [kind, setKind] = useState<(typeof kinds)[number]>('note');
  const [text, setText] = useState('');
  const [whose, setWhose] = useState('');
  const send = async () => {
    if (text.trim() === '' || busy) return;
    // Written on meanwhile, or refused: the words stay where they are.
    if ((await onAdd({ kind, text: text.trim(), mentionIds: mentionedIds(text, members), assigneeId: kind === 'task' && whose !== '' ? whose : null })) !== false) setText((now) => (now === text ? '' : now));
  };
  const onKeyDown = (event: KeyboardEvent) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); void send(); } };
  return (
    <form className="crs-i card" aria-label={t('timeline')} onSubmit={(event: FormEvent) => { event.preventDefault(); void send(); }}>
      <Field label={t('write')} hideLabel><TextArea rows={2} maxLength={4000} placeholder={t('write')} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} /></Field>
      <div className="crs-a">
        <SegmentedControl label={t('kind')} choices={kinds.map((value) => ({ value, label: t(value) }))} value={kind} onValueChange={setKind} />
        {kind === 'task' && <Field label={t('whose')} hideLabel><Select value={whose} options={[{ value: '', label: t('nobody') }, ...members.map(({ id, name }) => ({ value: id, label: name }))]} onValueChange={setWhose} /></Field>}
        <span className="grow" /><Button type="submit" tone="primary" size="sm" busy={busy} disabled={text.trim() === ''} keys={['Ctrl', '↵']}>{t('add')}</Button>
      </div>
    </form>
  );
}
