import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ErasureView, Locale, RefusalDraft, RefusalInput } from '@kontuar/contract';
import { request, requestFile } from '../../app/client';
import { newClientId } from '../../app/client-id';
import { problemWords } from '../../app/problem-words';
import { useStrings } from '../../i18n';
import { Button, Dialog, Field, Select, TextArea, TextInput, useToast } from '../../ui';
import { privacyStrings } from './privacy.strings';

/** What is kept of somebody who asked to be erased, why and until when: changed by whoever sends it, seen as the PDF that leaves. */
export function PrivacyLetter({ erasure, close }: { erasure: ErasureView; close: () => void }) {
  const t = useStrings(privacyStrings);
  const toast = useToast();
  const [draft, setDraft] = useState<RefusalDraft>();
  const [where, setWhere] = useState('');
  // One letter, however often it is sent from here.
  const clientId = useRef(newClientId());
  const notSent = (error: Error) => void toast({ text: t('notSent', { reason: problemWords(error) }), tone: 'danger' });
  const { mutate: take } = useMutation({ mutationFn: (locale?: Locale) => request<RefusalDraft>('GET', `/privacy/erasures/${erasure.id}/letter`, undefined, locale === undefined ? {} : { query: { locale } }), onSuccess: setDraft, onError: notSent });
  useEffect(() => take(undefined), [take]);
  const conversationId = where === '' ? (draft?.conversations[0]?.id ?? '') : where;
  const send = useMutation({
    mutationFn: (input: RefusalInput) => request<ErasureView>('POST', `/privacy/erasures/${erasure.id}/letter`, input),
    onSuccess: () => { toast({ text: t('sent') }); close(); },
    onError: notSent,
  });
  const preview = async () => {
    if (draft === undefined) return;
    const tab = window.open('', '_blank');
    try {
      const url = URL.createObjectURL(await requestFile('POST', `/privacy/erasures/${erasure.id}/letter/preview`, { locale: draft.locale, title: draft.title, text: draft.text }));
      if (tab !== null) tab.location.href = url;
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } catch (error) {
      tab?.close();
      notSent(error as Error);
    }
  };
  const edit = (part: Partial<RefusalDraft>) => setDraft((before) => (before === undefined ? before : { ...before, ...part }));
  const submit = () => {
    if (draft === undefined || conversationId === '') return;
    send.mutate({ locale: draft.locale, title: draft.title, text: draft.text, cover: draft.cover, conversationId, clientId: clientId.current, sendNow: false });
  };
  return (
    <Dialog
      open size="wide" onOpenChange={(open) => { if (!open) close(); }} title={t('letterTitle')}
      footer={<><Button disabled={draft === undefined} onClick={() => void preview()}>{t('preview')}</Button><span className="grow" /><Button onClick={close}>{t('cancel')}</Button><Button tone="primary" busy={send.isPending} disabled={conversationId === ''} onClick={submit}>{t('send')}</Button></>}
    >
      <div className="form-d">
        <Field label={t('language')}><Select value={draft?.locale ?? 'pl'} options={[{ value: 'pl', label: t('polish') }, { value: 'en', label: t('english') }]} onValueChange={(value) => take(value as Locale)} /></Field>
        <Field label={t('heading')}><TextInput maxLength={200} value={draft?.title ?? ''} onChange={(event) => edit({ title: event.target.value })} /></Field>
        <Field label={t('text')}><TextArea rows={14} maxLength={20_000} value={draft?.text ?? ''} onChange={(event) => edit({ text: event.target.value })} /></Field>
        <Field label={t('where')} error={draft !== undefined && draft.conversations.length === 0 ? t('nowhere') : undefined}><Select value={conversationId} options={(draft?.conversations ?? []).map((one) => ({ value: one.id, label: `#${one.number}${one.subject === null ? '' : ` ${one.subject}`}` }))} onValueChange={setWhere} /></Field>
        <Field label={t('cover')}><TextArea rows={4} maxLength={5000} value={draft?.cover ?? ''} onChange={(event) => edit({ cover: event.target.value })} /></Field>
      </div>
    </Dialog>
  );
}
