import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { AttachmentView, Signature } from '@kontuar/contract';
import { signaturePictures } from '@kontuar/contract/letter-text';
import { request } from '../../app/client';
import { channelsQuery, signaturesQuery } from '../../app/directory';
import { linesAsHtml } from '../../app/letter/lines-as-html';
import { LetterField } from '../../app/letter/letter-field';
import { asParts } from '../../app/letter/stands-in';
import { MailFrame } from '../../app/mail/mail-frame';
import { needsFrame } from '../../app/mail/mail-document';
import { problemWords } from '../../app/problem-words';
import { uploadFile } from '../../app/upload-file';
import type { Said } from '../../app/letter/area';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Select, useToast } from '../../ui';
import { Loaded, PartHead, useFailed } from './parts';
import { settingsStrings } from './settings.strings';
import { signaturesStrings } from './signatures.strings';

const languages = ['en', 'pl'] as const;
const variables = [['agent.name', 'agentName'], ['agent.firstName', 'agentFirstName'], ['workspace.name', 'workspaceName'], ['channel.name', 'channelName']] as const;

/** One for all letters, and one for each channel that shall have its own. */
export function SignaturesPart() {
  const t = useStrings(signaturesStrings);
  const s = useStrings(settingsStrings);
  const query = useQuery(signaturesQuery);
  const channels = (useQuery(channelsQuery).data ?? []).filter(({ capabilities }) => capabilities.letters !== undefined);
  const [channelId, setChannel] = useState<string | null>(null);
  const [fresh, setFresh] = useState<string | null>(null);
  const found = query.data?.find((each) => each.channelId === channelId);
  const shown = found ?? (channelId === null || fresh === channelId ? { channelId, en: '', pl: '', pictures: [] } : undefined);
  return (
    <>
      <PartHead title={s('signatures')} lead={t('lead')} />
      <Loaded query={query}>
        <div className="card sgn">
          <label className="sgn-w">
            <span>{t('whose')}</span>
            <Select value={channelId ?? ''} onValueChange={(value) => { setChannel(value === '' ? null : value); setFresh(null); }} options={[{ value: '', label: t('workspace') }, ...channels.map(({ id, name }) => ({ value: id, label: name }))]} />
          </label>
          {shown === undefined
            ? <p className="mut">{t('none')} <Button size="sm" onClick={() => setFresh(channelId)}>{t('own')}</Button></p>
            : <SignatureForm key={channelId ?? 'all'} signature={shown} isKept={found !== undefined} />}
        </div>
      </Loaded>
    </>
  );
}

const said = (html: string): Said => ({ text: '', html: html === '' ? null : html });
const asHtml = ({ text, html }: Said): string => html ?? (text.trim() === '' ? '' : linesAsHtml(text));

function SignatureForm({ signature, isKept }: { signature: Signature; isKept: boolean }) {
  const t = useStrings(signaturesStrings);
  const manages = useCan('canned.manage');
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [words, setWords] = useState({ en: said(signature.en), pl: said(signature.pl) });
  const [pictures, setPictures] = useState<readonly AttachmentView[]>(signature.pictures);
  const [uploading, setUploading] = useState(0);
  const [end] = useState(() => new AbortController());
  const addPictures = (files: File[], put: (file: AttachmentView) => void) => {
    for (const file of files) {
      if (file.size > signaturePictures.maxBytes) {
        toast({ text: t('tooLarge', { name: file.name, max: String(signaturePictures.maxBytes / 1024) }), tone: 'danger' });
        continue;
      }
      setUploading((many) => many + 1);
      uploadFile(file, { signal: end.signal, onProgress: () => undefined }).then((view) => {
        setPictures((all) => [...all, view]);
        put(view);
      }).catch((error: unknown) => toast({ text: problemWords(error), tone: 'danger' })).finally(() => setUploading((many) => many - 1));
    }
  };
  const fields = { en: useRef<{ insert(text: string): void }>(null), pl: useRef<{ insert(text: string): void }>(null) };
  const done = (key: 'saved' | 'dropped') => async () => {
    toast({ text: t(key) });
    await cache.invalidateQueries({ queryKey: queryKeys.signatures });
  };
  const save = useMutation({ mutationFn: () => request('PUT', '/signatures', { channelId: signature.channelId, en: asHtml(words.en), pl: asHtml(words.pl) }), onSuccess: done('saved'), onError: failed });
  const drop = useMutation({ mutationFn: () => request('DELETE', `/signatures/${signature.channelId}`), onSuccess: done('dropped'), onError: failed });
  return (
    <form className="sgn-f" onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      {languages.map((language) => (
        <fieldset key={language} disabled={!manages}>
          <legend>{t(language)}</legend>
          <LetterField ref={fields[language]} label={t(language)} lang={language} placeholder={t('placeholder')} said={words[language]} pictures={pictures} onPictures={addPictures} onChange={(next) => setWords((all) => ({ ...all, [language]: next }))} />
          <p className="sgn-v">
            <span className="mut">{t('variables')}</span>
            {variables.map(([name, key]) => <button key={name} type="button" className="chip" onClick={() => fields[language].current?.insert(`{{${name}}}`)}>{t(key)}</button>)}
          </p>
          {needsFrame(words[language].html) && (
            <div className="sgn-p">
              <span className="mut">{t('looksLike')}</span>
              <MailFrame html={words[language].html} messageId="" title={t('looksLike')} remoteImages={false} attachments={asParts(pictures)} />
            </div>
          )}
        </fieldset>
      ))}
      <p className="mut">{t(manages ? 'emptyMeans' : 'cannot')}{manages && ` ${t('picturesMean', { max: String(signaturePictures.maxBytes / 1024) })}`}</p>
      {manages && (
        <div className="row-end">
          {isKept && signature.channelId !== null && <Button busy={drop.isPending} onClick={() => drop.mutate()}>{t('drop')}</Button>}
          <Button type="submit" tone="primary" disabled={uploading > 0} busy={save.isPending}>{t('save')}</Button>
        </div>
      )}
    </form>
  );
}
