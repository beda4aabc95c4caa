import { Ellipsis, SquarePen, Trash2 } from 'lucide';
import { useState, type KeyboardEvent } from 'react';
import type { MessageView } from '@kontuar/contract';
import { deleteNote, editNote } from '../../app/acts/notes';
import { useMembers, useTeams } from '../../app/directory';
import { useCan, useMe } from '../../app/me';
import { mentionsIn } from '../../app/mention-groups';
import { useStrings } from '../../i18n';
import { Button, Icon, Menu, MenuItem } from '../../ui';
import { publicStrings } from './public.strings';
import { threadStrings } from './thread.strings';

/** The words are their writer's; who leads may take a note away. */
export function NoteActs({ message, onEdit }: { message: MessageView; onEdit: () => void }) {
  const t = useStrings(threadStrings);
  const { member } = useMe();
  const may = useCan('conversation.note');
  const mine = message.author.kind === 'member' && message.author.id === member.id;
  if (!may || message.deletedAt !== null || (!mine && !['owner', 'admin', 'supervisor'].includes(member.role))) return null;
  return (
    <Menu label={t('noteActs')} align="end" trigger={<button type="button" className="btn ghost icon sm msg-m" aria-label={t('noteActs')}><Icon of={Ellipsis} /></button>}>
      {mine && <MenuItem icon={SquarePen} onSelect={() => void setTimeout(onEdit, 0)}>{t('editNote')}</MenuItem>}
      <MenuItem icon={Trash2} tone="danger" onSelect={() => void deleteNote(message)}>{t('deleteNote')}</MenuItem>
    </Menu>
  );
}

/** In its place. Ctrl Enter saves, Esc leaves it as it was. */
export function NoteEdit({ message, onDone }: { message: MessageView; onDone: () => void }) {
  const t = useStrings(threadStrings);
  const p = useStrings(publicStrings);
  const members = useMembers();
  const teams = useTeams();
  const [text, setText] = useState(message.text);
  const isEmpty = text.trim() === '';
  const save = () => {
    if (isEmpty) return;
    onDone();
    if (text.trim() !== message.text) void editNote(message, { text: text.trim(), ...mentionsIn(text, members, teams) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isSave = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (event.key !== 'Escape' && !isSave) return;
    event.preventDefault();
    event.stopPropagation();
    if (isSave) save();
    else onDone();
  };
  return (
    <div className="edit-b">
      <textarea className="inp" autoFocus maxLength={50_000} aria-label={t('noteText')} aria-invalid={isEmpty || undefined} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} />
      <p>
        <span className="mut">{t('noteEditHint')}</span>
        <Button size="sm" tone="ghost" onClick={onDone}>{p('cancel')}</Button>
        <Button size="sm" tone="primary" aria-disabled={isEmpty || undefined} onClick={save}>{p('save')}</Button>
      </p>
    </div>
  );
}
