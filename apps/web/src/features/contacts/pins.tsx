import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Ellipsis, Pin, Plus } from 'lucide';
import { useState, type KeyboardEvent } from 'react';
import type { ContactView, PinView } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useCan } from '../../app/me';
import { pin, pinsQuery } from '../../app/pins';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatDay, useLocale, useStrings } from '../../i18n';
import { Button, Icon, Menu, MenuItem, MenuSeparator, SegmentedControl, useNow, useToast } from '../../ui';
import { KeepInMind } from './keep-in-mind';
import { pinStrings } from './pins.strings';

interface PinsProps { conversationId: string; contact: ContactView; edits: boolean }

/** What the next colleague should know before writing: of the person wherever they write, and of this conversation. */
export function Pins({ conversationId, contact, edits }: PinsProps) {
  const t = useStrings(pinStrings);
  const { data: pins = [] } = useQuery(pinsQuery(conversationId));
  const notes = useCan('conversation.note');
  const [editing, setEditing] = useState<PinView | 'new' | null>(null);
  const acts = usePinActs(conversationId);
  const close = () => setEditing(null);
  return (
    <section className="pins">
      <h3>
        {t('keep')}
        <span className="grow" />
        {notes && editing === null && <button type="button" className="lnk" aria-label={t('add')} onClick={() => setEditing('new')}><Icon of={Plus} size={14} /></button>}
      </h3>
      <ul className="pins-l">
        {pins.map((each) => editing !== 'new' && editing?.id === each.id
          ? <li key={each.id}><PinForm pin={each} onClose={close} onSave={(input) => acts.change(each, input).then(close)} /></li>
          : <PinLine key={each.id} pin={each} pins={pins} edits={notes} acts={acts} onEdit={() => setEditing(each)} />)}
      </ul>
      {editing === 'new' && <PinForm onClose={close} onSave={(input) => acts.add(input).then(close)} />}
      {contact.note !== '' && <KeepInMind contact={contact} edits={edits} />}
    </section>
  );
}

type Acts = ReturnType<typeof usePinActs>;

function usePinActs(conversationId: string) {
  const t = useStrings(pinStrings);
  const client = useQueryClient();
  const toast = useToast();
  const key = queryKeys.pins(conversationId);
  const settled = () => client.invalidateQueries({ queryKey: ['pins'] });
  const failed = (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
  const act = useMutation({ mutationFn: (work: () => Promise<unknown>) => work(), onError: failed, onSettled: settled });
  return {
    add: (input: PinWords) => act.mutateAsync(() => pin(conversationId, input)),
    change: (which: PinView, { text, expiresAt }: PinWords) => act.mutateAsync(() => request('PATCH', `/pins/${which.id}`, { text, expiresAt })),
    move: (pins: readonly PinView[], which: PinView, by: 1 | -1) => {
      const same = pins.filter((each) => each.contactId === which.contactId);
      const at = same.indexOf(which);
      const ids = same.map(({ id }) => id);
      const [id] = ids.splice(at, 1);
      ids.splice(at + by, 0, id ?? '');
      const rest = pins.filter((each) => each.contactId !== which.contactId);
      const moved = ids.map((each) => same.find((one) => one.id === each) as PinView);
      client.setQueryData<PinView[]>(key, which.contactId === null ? [...rest, ...moved] : [...moved, ...rest]);
      act.mutate(() => request('PUT', '/pins/order', { ids }));
    },
    remove: (which: PinView) => {
      client.setQueryData<PinView[]>(key, (before) => before?.filter(({ id }) => id !== which.id));
      act.mutate(async () => {
        await request('DELETE', `/pins/${which.id}`);
        toast({ text: t('removed', { text: short(which.text) }), undo: () => void act.mutate(() => request('PATCH', `/pins/${which.id}`, { removed: false })) });
      });
    },
  };
}

const short = (text: string): string => (text.length > 50 ? `${text.slice(0, 49)}…` : text);

function PinLine({ pin: each, pins, edits, acts, onEdit }: { pin: PinView; pins: readonly PinView[]; edits: boolean; acts: Acts; onEdit: () => void }) {
  const t = useStrings(pinStrings);
  const locale = useLocale();
  const now = useNow();
  const navigate = useNavigate();
  const { view = 'all' } = useParams({ strict: false }) as { view?: string };
  const who = useMembers().find(({ id }) => id === (each.changedBy ?? each.createdBy))?.name ?? t('somebody');
  const same = pins.filter((one) => one.contactId === each.contactId);
  const at = same.indexOf(each);
  const day = (iso: string) => formatDay(locale, new Date(iso), now);
  const { source } = each;
  return (
    <li className="pin">
      <p className="mem" dir="auto">{each.text}</p>
      <p className="mut by">
        {t('written', { who, when: day(each.changedAt ?? each.createdAt) })}
        {each.conversationId !== null && <> · {t('here')}</>}
        {each.expiresAt !== null && <> · {t('untilDay', { when: day(each.expiresAt) })}</>}
      </p>
      {(edits || source !== null) && (
        <Menu label={t('menu', { text: short(each.text) })} align="end" trigger={<button type="button" className="lnk pin-m" aria-label={t('menu', { text: short(each.text) })}><Icon of={Ellipsis} size={14} /></button>}>
          {source !== null && <MenuItem icon={Pin} onSelect={() => void navigate({ to: '/inbox/$view/$conversationId', params: { view, conversationId: source.conversationId }, hash: `m${source.seq}` })}>{t('jump')}</MenuItem>}
          {edits && (
            <>
              <MenuItem onSelect={onEdit}>{t('edit')}</MenuItem>
              {at > 0 && <MenuItem onSelect={() => acts.move(pins, each, -1)}>{t('up')}</MenuItem>}
              {at < same.length - 1 && <MenuItem onSelect={() => acts.move(pins, each, 1)}>{t('down')}</MenuItem>}
              <MenuSeparator />
              <MenuItem tone="danger" onSelect={() => acts.remove(each)}>{t('remove')}</MenuItem>
            </>
          )}
        </Menu>
      )}
    </li>
  );
}

interface PinWords { about: 'contact' | 'conversation'; text: string; expiresAt: string | null }

function PinForm({ pin: before, onClose, onSave }: { pin?: PinView; onClose: () => void; onSave: (input: PinWords) => Promise<unknown> }) {
  const t = useStrings(pinStrings);
  const [about, setAbout] = useState<PinWords['about']>('contact');
  const [text, setText] = useState(before?.text ?? '');
  const [until, setUntil] = useState(before?.expiresAt === undefined || before.expiresAt === null ? '' : localDay(new Date(before.expiresAt)));
  const [busy, setBusy] = useState(false);
  const save = () => {
    if (text.trim() === '' || busy) return;
    setBusy(true);
    // To the end of that day, on the clock of whoever writes it.
    onSave({ about, text: text.trim(), expiresAt: until === '' ? null : new Date(`${until}T23:59:59`).toISOString() }).catch(() => setBusy(false));
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      save();
    }
  };
  return (
    <form className="mem-f" onKeyDown={keys} onSubmit={(event) => { event.preventDefault(); save(); }}>
      <textarea className="inp" aria-label={t('text')} autoFocus maxLength={1000} value={text} onChange={(event) => setText(event.target.value)} />
      {before === undefined && <SegmentedControl label={t('about')} value={about} onValueChange={setAbout} choices={[{ value: 'contact', label: t('contact') }, { value: 'conversation', label: t('conversation') }]} />}
      <label className="pin-u">{t('until')}<input className="inp" type="date" min={localDay(new Date())} value={until} onChange={(event) => setUntil(event.target.value)} /></label>
      <p>
        <Button size="sm" onClick={onClose}>{t('cancel')}</Button>
        <Button size="sm" tone="primary" type="submit" busy={busy}>{t('save')}</Button>
      </p>
    </form>
  );
}

const localDay = (at: Date): string => `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
