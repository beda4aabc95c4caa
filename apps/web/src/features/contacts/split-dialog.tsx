import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ContactView, SplitDone } from '@kontuar/contract';
import { askAgain } from '../../app/acts/cached';
import { request } from '../../app/client';
import { identityAddress } from '../../app/identity-words';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Check, Dialog, Field, TextInput, useToast } from '../../ui';
import { personStrings } from './person.strings';

/** Some identities of a person become a person of their own. */
export function SplitDialog({ contact, onClose }: { contact: ContactView; onClose: () => void }) {
  const t = useStrings(personStrings);
  const toast = useToast();
  const cache = useQueryClient();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const refresh = () => {
    void cache.invalidateQueries({ queryKey: ['contact'] });
    void cache.invalidateQueries({ queryKey: queryKeys.people });
    askAgain([]);
  };
  const failed = (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
  const undo = useMutation({ mutationFn: (splitId: string) => request('POST', `/splits/${splitId}/undo`, {}), onSuccess: () => { refresh(); toast({ text: t('takenBack') }); }, onError: failed });
  const split = useMutation({
    mutationFn: () => request<SplitDone>('POST', `/contacts/${contact.id}/split`, { identityIds: chosen, ...(name.trim() === '' ? {} : { name: name.trim() }) }),
    onSuccess: ({ splitId, other }) => {
      onClose();
      refresh();
      toast({ text: t('splitDone', { name: other.name === '' ? t('unnamed') : other.name }), undo: () => undo.mutate(splitId) });
    },
    onError: failed,
  });
  const wrong = chosen.length === 0 || chosen.length === contact.identities.length;
  const submit = () => {
    setTried(true);
    if (!wrong) split.mutate();
  };
  return (
    <Dialog open onOpenChange={(open) => { if (!open) onClose(); }} title={t('splitTitle')} description={t('splitBody')} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" busy={split.isPending} onClick={submit}>{t('splitNow')}</Button></>}>
      <fieldset className="plain">
        <legend className="lab">{t('splitWhich')}</legend>
        {contact.identities.map((identity) => <Check key={identity.id} checked={chosen.includes(identity.id)} onCheckedChange={(on) => setChosen(on ? [...chosen, identity.id] : chosen.filter((id) => id !== identity.id))}>{[identity.name, identityAddress(identity) ?? identity.externalId].filter((part) => part !== null && part !== '').join(', ')}</Check>)}
        {tried && wrong && <p className="err" role="alert">{t('splitPick')}</p>}
      </fieldset>
      <Field label={t('splitName')} optional><TextInput maxLength={200} value={name} onChange={(event) => setName(event.target.value)} /></Field>
    </Dialog>
  );
}
