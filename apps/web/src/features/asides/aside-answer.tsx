import { UserPlus } from 'lucide';
import { useEffect, useState } from 'react';
import type { AsideView, AttachmentView } from '@kontuar/contract';
import { asideStrings } from '../../app/asides/asides.strings';
import { answerAside, takeAsideBack } from '../../app/asides/queries';
import { newClientId } from '../../app/client-id';
import type { Said } from '../../app/letter/area';
import { problemWords } from '../../app/problem-words';
import { formatList, useLocale, useStrings } from '../../i18n';
import { Button, Icon, useToast } from '../../ui';
import { AsideText, isSaid, leavingOf, nothingSaid, SignatureLine, useSignatureChoice } from './aside-text';
import { FilesLine } from './files-line';
import { PeopleField, type Recipient } from './people-field';
import { useFiles } from './use-files';

/** What was begun here and not sent, for as long as this window is open: closing a card must not cost anybody their words. */
const begun = new Map<string, { said: Said; files: AttachmentView[]; pictures: AttachmentView[] }>();

export function AsideAnswer({ aside }: { aside: AsideView }) {
  const t = useStrings(asideStrings);
  const locale = useLocale();
  const toast = useToast();
  const [said, write] = useState(begun.get(aside.id)?.said ?? nothingSaid);
  const [signature, setSignature] = useSignatureChoice();
  const [clientId, setClientId] = useState(newClientId);
  const [more, setMore] = useState<Recipient[] | null>(null);
  const [busy, setBusy] = useState(false);
  const told = (error: unknown) => toast({ text: t('notDone', { reason: problemWords(error) }), tone: 'danger' });
  const uploads = useFiles(told, begun.get(aside.id));
  const { files, pictures } = uploads;
  useEffect(() => {
    if (isSaid(said) || files.length > 0) begun.set(aside.id, { said, files, pictures });
    else begun.delete(aside.id);
  }, [aside.id, said, files, pictures]);
  const send = async () => {
    if (busy || !isSaid(said) || uploads.waiting.length > 0) return;
    setBusy(true);
    try {
      const { message } = await answerAside(aside.id, { clientId, ...leavingOf(said, signature, uploads), to: (more ?? []).map(({ address, name }) => ({ address, ...(name === null ? {} : { name }) })) });
      write(nothingSaid);
      uploads.clear();
      setMore(null);
      setClientId(newClientId());
      const pauseMs = message?.sendAt == null ? 0 : Date.parse(message.sendAt) - Date.now();
      // Its pictures go with what is taken back.
      const words = { ...said, html: said.html?.replace(/<img\b[^>]*>/g, '') ?? null };
      toast({ text: t('sentToast'), ...(message === null || pauseMs <= 0 ? {} : { durationMs: Math.max(1000, pauseMs), undo: () => void takeAsideBack(message.id).then(() => write(words), told) }) });
    } catch (error) {
      told(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="as-a"
      onSubmit={(event) => { event.preventDefault(); void send(); }}
      onKeyDown={(event) => {
        // The composer has the same chord for the customer: these words are not for them.
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.stopPropagation();
        void send();
      }}
    >
      <AsideText label={t('answerLabel', { names: formatList(locale, aside.people.map(({ name, address }) => name ?? address)) })} placeholder={t('answer')} said={said} onChange={write} uploads={uploads} />
      <SignatureLine channelId={aside.channelId} wanted={signature} onWant={setSignature} />
      {more !== null && <PeopleField people={more} onChange={setMore} autoFocus />}
      <div className="as-g">
        <FilesLine {...uploads} />
        {more === null && <button type="button" className="lnk" onClick={() => setMore([])}><Icon of={UserPlus} size={14} /> {t('addPeople')}</button>}
        <span className="grow" />
        <Button type="submit" size="sm" tone="primary" busy={busy} disabled={!isSaid(said) || uploads.waiting.length > 0} keys={['Ctrl', '↵']}>{t('send')}</Button>
      </div>
    </form>
  );
}
