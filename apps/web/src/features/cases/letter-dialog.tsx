import { useMutation, useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide';
import { useEffect, useRef, useState } from 'react';
import type { CaseDecision, CaseView, LetterDraft, LetterInput, LetterSent, Locale } from '@kontuar/contract';
import { dayIn } from '../../app/cases/case-days';
import { newClientId } from '../../app/client-id';
import { request, requestFile } from '../../app/client';
import { channelsQuery } from '../../app/directory';
import { contactQuery } from '../../app/person';
import { offerUndo } from '../../app/acts/perform';
import { problemWords } from '../../app/problem-words';
import { useStrings } from '../../i18n';
import { Button, Dialog, Field, Icon, Select, TextArea, TextInput, useToast } from '../../ui';
import { letterStrings } from './letter.strings';
import { oneByOne } from './use-case-acts';

const decisions = ['accepted', 'partly', 'refused'] as const;
const gap = /\[[^\]\n]{0,200}\]/;

/** The words of a decision letter: written from the facts, changed by whoever sends it, seen as the PDF that leaves. */
export function LetterDialog({ of, onClose, onSent }: { of: CaseView; onClose: () => void; onSent: (next: CaseView) => void }) {
  const t = useStrings(letterStrings);
  const toast = useToast();
  const [decision, setDecision] = useState<CaseDecision>(of.decision ?? 'accepted');
  const [reason, setReason] = useState(of.decisionReason);
  const [words, setWords] = useState<LetterDraft | null>(null);
  const [asked, setAsked] = useState(false);
  const ways = useWays(of);
  const [wayId, setWay] = useState<string | null>(null);
  const way = ways.find(({ id }) => id === wayId) ?? ways[0];
  const [to, setTo] = useState<string | null>(null);
  const [posted, setPosted] = useState({ to: of.contact?.name ?? '', on: dayIn(of.timeZone, new Date()), consignment: '' });
  // One letter, however often it is sent from here.
  const clientId = useRef(newClientId());
  const draft = useMutation({ scope: oneByOne(of.id), mutationFn: (locale?: Locale) => request<LetterDraft>('POST', `/cases/${of.id}/letters/draft`, { locale, decision, reason }), onSuccess: setWords, onError: (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }) });
  const { mutate: take } = draft;
  useEffect(() => take(undefined), [take]);
  const send = useMutation({
    scope: oneByOne(of.id),
    mutationFn: (input: LetterInput) => request<LetterSent>('POST', `/cases/${of.id}/letters`, input),
    onSuccess: ({ case: next }) => {
      onSent(next);
      offerUndo(t(way?.kind === 'post' ? 'kept' : 'sent'), []);
      onClose();
    },
    onError: (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const address = to ?? way?.address ?? '';
  const open = words !== null && (gap.test(words.text) || gap.test(words.title));
  const incomplete = words === null || open || (way?.kind === 'email' && !/^\S+@\S+\.\S+$/.test(address)) || (way?.kind === 'post' && (posted.to.trim() === '' || posted.consignment.trim() === '' || posted.on === ''));
  const submit = () => {
    setAsked(true);
    if (incomplete || way === undefined) return;
    const by: LetterInput['by'] = way.kind === 'conversation' ? { way: 'conversation', conversationId: way.id, cover: words.cover, sendNow: false }
      : way.kind === 'email' ? { way: 'email', channelId: way.id, to: address, cover: words.cover, sendNow: false } : { way: 'post', to: posted.to.trim(), postedOn: posted.on, consignment: posted.consignment.trim() };
    send.mutate({ clientId: clientId.current, locale: words.locale, title: words.title, text: words.text, decision, reason, by });
  };
  const preview = async () => {
    if (words === null) return;
    // Opened at the press: what comes after waiting for an answer, a browser would hold back.
    const tab = window.open('', '_blank');
    try {
      const url = URL.createObjectURL(await requestFile('POST', `/cases/${of.id}/letters/preview`, { locale: words.locale, title: words.title, text: words.text }));
      if (tab !== null) tab.location.href = url;
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } catch (error) {
      tab?.close();
      toast({ text: t('previewFailed', { reason: problemWords(error) }), tone: 'danger' });
    }
  };
  const edit = (part: Partial<LetterDraft>) => setWords((before) => (before === null ? before : { ...before, ...part }));
  return (
    <Dialog
      open size="wide" onOpenChange={(next) => { if (!next) onClose(); }} title={t('title')}
      footer={<><Button disabled={words === null} onClick={() => void preview()}>{t('preview')}</Button><span className="grow" /><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" busy={send.isPending} disabled={words === null || way === undefined} onClick={submit}>{t(way?.kind === 'post' ? 'keep' : 'send')}</Button></>}
    >
      <div className="let">
        <div className="two">
          <Field label={t('decision')}><Select value={decision} options={decisions.map((value) => ({ value, label: t(value) }))} onValueChange={(value) => setDecision(value as CaseDecision)} /></Field>
          <Field label={t('language')}><Select value={words?.locale ?? 'pl'} options={[{ value: 'pl', label: t('polish') }, { value: 'en', label: t('english') }]} onValueChange={(value) => take(value as Locale)} /></Field>
        </div>
        <Field label={t('reason')} help={t('reasonHelp')} optional><TextArea rows={2} maxLength={5000} value={reason} onChange={(event) => setReason(event.target.value)} /></Field>
        <p><Button size="sm" busy={draft.isPending} onClick={() => take(words?.locale)}>{t('anew')}</Button></p>
        <Field label={t('heading')}><TextInput maxLength={300} value={words?.title ?? ''} onChange={(event) => edit({ title: event.target.value })} /></Field>
        <Field label={t('text')} error={asked && open ? t('gap') : undefined}><TextArea className="long" maxLength={20_000} value={words?.text ?? ''} onChange={(event) => edit({ text: event.target.value })} /></Field>
        <Field label={t('way')}><Select value={way?.id ?? ''} options={ways.map(({ id, label }) => ({ value: id, label }))} onValueChange={(value) => { setWay(value); setTo(null); }} /></Field>
        {way !== undefined && !way.durable && <p className="let-n"><Icon of={TriangleAlert} size={14} />{t('notDurable')}</p>}
        {way?.kind === 'email' && <Field label={t('to')}><TextInput type="email" maxLength={254} value={address} onChange={(event) => setTo(event.target.value)} /></Field>}
        {way?.kind === 'post' ? (
          <>
            <Field label={t('address')}><TextArea rows={3} maxLength={500} value={posted.to} onChange={(event) => setPosted({ ...posted, to: event.target.value })} /></Field>
            <div className="two">
              <Field label={t('postedOn')}><TextInput type="date" max={dayIn(of.timeZone, new Date())} value={posted.on} onChange={(event) => setPosted({ ...posted, on: event.target.value })} /></Field>
              <Field label={t('consignment')}><TextInput maxLength={100} value={posted.consignment} onChange={(event) => setPosted({ ...posted, consignment: event.target.value })} /></Field>
            </div>
          </>
        ) : <Field label={t('cover')}><TextArea rows={4} maxLength={5000} value={words?.cover ?? ''} onChange={(event) => edit({ cover: event.target.value })} /></Field>}
      </div>
    </Dialog>
  );
}

interface Way { id: string; kind: 'conversation' | 'email' | 'post'; label: string; durable: boolean; address: string }

/** Mail first: only what was delivered on a durable medium stops the clock. */
function useWays(of: CaseView): Way[] {
  const t = useStrings(letterStrings);
  const { data: channels = [] } = useQuery(channelsQuery);
  const { data: contact } = useQuery({ ...contactQuery(of.contact?.id ?? ''), enabled: of.contact !== null });
  const known = contact?.identities.map((identity) => identity.handle ?? identity.externalId).find((address) => /^\S+@\S+\.\S+$/.test(address)) ?? '';
  const name = (channelId: string) => channels.find(({ id }) => id === channelId)?.name ?? '';
  const within = of.conversations.map((each): Way => ({ id: each.id, kind: 'conversation', label: t('byConversation', { where: `#${each.number}, ${name(each.channelId)}` }), durable: each.mail, address: '' }));
  const mails = channels.filter(({ capabilities }) => capabilities.subject === true && capabilities.startConversation === true && capabilities.logOnly !== true).map((channel): Way => ({ id: channel.id, kind: 'email', label: t('byEmail', { channel: channel.name }), durable: true, address: known }));
  return [...within.filter(({ durable }) => durable), ...mails, { id: 'post', kind: 'post', label: t('byPost'), durable: true, address: '' }, ...within.filter(({ durable }) => !durable)];
}
