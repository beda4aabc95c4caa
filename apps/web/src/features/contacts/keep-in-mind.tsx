import { Pencil, Plus } from 'lucide';
import { useState } from 'react';
import type { ContactView } from '@kontuar/contract';
import { useStrings } from '../../i18n';
import { Button, Icon } from '../../ui';
import { contactsStrings } from './contacts.strings';
import { useContactChange } from './queries';

/** What the next colleague should know before writing. */
export function KeepInMind({ contact, edits }: { contact: ContactView; edits: boolean }) {
  const t = useStrings(contactsStrings);
  const change = useContactChange(contact.id);
  const [draft, setDraft] = useState<string | null>(null);
  const save = () => {
    const note = (draft ?? '').trim();
    setDraft(null);
    if (note !== contact.note) change.mutate({ note });
  };
  return (
    <section>
      <h3>
        {t('keep')}
        <span className="grow" />
        {edits && draft === null && (
          <button type="button" className="lnk" aria-label={contact.note === '' ? t('keepAdd') : `${t('edit')}: ${t('keep')}`} onClick={() => setDraft(contact.note)}>
            <Icon of={contact.note === '' ? Plus : Pencil} size={14} />
          </button>
        )}
      </h3>
      {draft === null ? (
        contact.note === '' ? <p className="mut by">{t('keepEmpty')}</p> : <p className="mem" dir="auto">{contact.note}</p>
      ) : (
        <form
          className="mem-f"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <textarea
            className="inp"
            aria-label={t('keep')}
            autoFocus
            maxLength={4000}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                event.preventDefault();
                setDraft(null);
              } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                save();
              }
            }}
          />
          <p>
            <Button size="sm" onClick={() => setDraft(null)}>{t('cancel')}</Button>
            <Button size="sm" tone="primary" type="submit">{t('save')}</Button>
          </p>
        </form>
      )}
    </section>
  );
}
