import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import type { ChannelSummary, ConversationView, StartInput } from '@kontuar/contract';
import { takeConversation } from '../../app/acts/cached';
import type { Commands } from '../../app/commands';
import { request } from '../../app/client';
import { newClientId } from '../../app/client-id';
import { channelsQuery } from '../../app/directory';
import { offered, useMatterName, useMatters } from '../../app/matters/matters';
import { useCan } from '../../app/me';
import { fieldWords, problemWords } from '../../app/problem-words';
import { useStrings } from '../../i18n';
import { Banner, Button, Check, Dialog, EmptyState, Field, Select, TextArea, TextInput, useToast } from '../../ui';
import { canWriteFirst, channelsFor, type StartKind } from './channels-for';
import { contactsStrings } from './contacts.strings';
import { WhoField, type Who } from './who-field';

const titles = { call: 'callTitle', visit: 'visitTitle', write: 'writeTitle' } as const;

/** A call, a visit, or the first letter: two keys, and the text is where one writes. */
export function StartDialog({ kind, known, onClose }: { kind: StartKind; known: Commands['write-first'] | null; onClose: () => void }) {
  const t = useStrings(contactsStrings);
  const navigate = useNavigate();
  const manages = useCan('channel.manage');
  const { data: channels } = useQuery(channelsQuery);
  if (channels === undefined) return null;
  const offered = channelsFor(kind, channels);
  if (offered.length === 0) {
    const resting = kind === 'write' && channels.some(canWriteFirst);
    return (
      <Dialog open onOpenChange={(open) => !open && onClose()} title={t(titles[kind])}>
        <EmptyState title={t(kind === 'write' ? 'noWriteChannel' : 'noLogChannel')} action={manages && <Button tone="primary" onClick={() => { onClose(); void navigate({ to: resting ? '/channels' : '/channels/new' }); }}>{t('toChannels')}</Button>}>
          {t(kind === 'write' ? (resting ? 'writeChannelPaused' : 'noWriteChannelBody') : 'noLogChannelBody')} {!manages && t('askAdmin')}
        </EmptyState>
      </Dialog>
    );
  }
  return <StartForm kind={kind} known={known} channels={offered} onClose={onClose} />;
}

function StartForm({ kind, known, channels, onClose }: { kind: StartKind; known: Commands['write-first'] | null; channels: readonly ChannelSummary[]; onClose: () => void }) {
  const t = useStrings(contactsStrings);
  const named = useMatterName();
  const matters = offered(useMatters());
  const navigate = useNavigate();
  const toast = useToast();
  const logs = kind !== 'write';
  // The same attempt keeps its id, so that pressing twice, or again after a lost answer, makes one conversation.
  const [clientId] = useState(newClientId);
  const [channelId, setChannel] = useState((channels.find(({ id }) => id === known?.channelId) ?? channels[0])?.id ?? '');
  const [who, setWho] = useState<Who>({ contactId: known?.contactId ?? null, name: known?.name ?? '', address: '' });
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const [matter, setMatter] = useState('');
  const [mine, setMine] = useState(true);
  const [weCalled, setWeCalled] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [tried, setTried] = useState(false);
  const channel = channels.find(({ id }) => id === channelId);
  const textBad = tried && text.trim() === '' ? t('textNeeded') : fieldWords(problem, 'text');
  const toBad = tried && !logs && who.contactId === null && who.address.trim() === '' ? t('toNeeded') : fieldWords(problem, 'to');

  const send = async (event?: FormEvent) => {
    event?.preventDefault();
    setTried(true);
    if (busy || text.trim() === '' || (!logs && who.contactId === null && who.address.trim() === '')) return;
    setBusy(true);
    setProblem(null);
    const input: StartInput = {
      channelId, clientId, text: text.trim(), inbound: logs && !weCalled, assignToMe: mine,
      ...(who.contactId === null ? {} : { contactId: who.contactId }),
      ...(who.address.trim() === '' ? {} : { to: who.address.trim() }),
      ...(who.contactId !== null || who.name.trim() === '' ? {} : { contactName: who.name.trim() }),
      ...(subject.trim() === '' ? {} : { subject: subject.trim() }),
      ...(matter === '' ? {} : { matter }),
    };
    try {
      const answer = await request<ConversationView | { conversation: ConversationView }>('POST', '/conversations', input, { idempotencyKey: clientId });
      const conversation = 'conversation' in answer ? answer.conversation : answer;
      takeConversation(conversation);
      onClose();
      toast({ text: t(logs ? 'logged' : 'sentFirst') });
      void navigate({ to: '/inbox/$view/$conversationId', params: { view: mine ? 'mine' : 'all', conversationId: conversation.id } });
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };

  const words = (
    <Field label={t(logs ? 'what' : 'message')} {...(logs ? { help: t('whatHelp') } : {})} error={textBad}>
      <TextArea className="start-text" autoFocus={logs} value={text} maxLength={50_000} onChange={(event) => setText(event.target.value)} />
    </Field>
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(titles[kind])}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" busy={busy} keys={['Ctrl', '↵']} onClick={() => void send()}>{t(logs ? 'log' : 'send')}</Button>
        </>
      }
    >
      <form
        className="start"
        onSubmit={(event) => void send(event)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void send();
        }}
      >
        {problem !== null && <Banner tone="danger" boxed urgent>{t('startFailed', { reason: problemWords(problem) })}</Banner>}
        {logs && words}
        {channels.length > 1 && (
          <Field label={t(logs ? 'place' : 'channel')}>
            <Select value={channelId} onValueChange={setChannel} options={channels.map(({ id, name }) => ({ value: id, label: name }))} />
          </Field>
        )}
        <WhoField who={who} onChange={setWho} logs={logs} autoFocus={!logs} error={toBad} />
        {!logs && channel?.capabilities.subject === true && (
          <Field label={t('subject')} optional>
            <TextInput value={subject} maxLength={500} onChange={(event) => setSubject(event.target.value)} />
          </Field>
        )}
        {!logs && words}
        <div className="start-row">
          <Field label={t('matter')} optional>
            <Select value={matter} onValueChange={setMatter} options={[{ value: '', label: t('noMatter') }, ...matters.map(({ key }) => ({ value: key, label: named(key) }))]} />
          </Field>
          <div className="start-checks">
            <Check checked={mine} onCheckedChange={setMine}>{t('mine')}</Check>
            {kind === 'call' && <Check checked={weCalled} onCheckedChange={setWeCalled}>{t('weCalled')}</Check>}
          </div>
        </div>
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
