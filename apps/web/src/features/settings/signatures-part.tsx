import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Signature } from '@kontuar/contract';
import { request } from '../../app/client';
import { channelsQuery, signaturesQuery } from '../../app/directory';
import { linesAsHtml } from '../../app/letter/lines-as-html';
import { LetterField } from '../../app/letter/letter-field';
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
  const shown = found ?? (channelId === null || fresh === channelId ? { channelId, en: '', pl: '' } : undefined);
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
          <LetterField ref={fields[language]} label={t(language)} lang={language} placeholder={t('placeholder')} said={words[language]} onChange={(next) => setWords((all) => ({ ...all, [language]: next }))} />
          <p className="sgn-v">
            <span className="mut">{t('variables')}</span>
            {variables.map(([name, key]) => <button key={name} type="button" className="chip" onClick={() => fields[language].current?.insert(`{{${name}}}`)}>{t(key)}</button>)}
          </p>
        </fieldset>
      ))}
      <p className="mut">{t(manages ? 'emptyMeans' : 'cannot')}</p>
      {manages && (
        <div className="row-end">
          {isKept && signature.channelId !== null && <Button busy={drop.isPending} onClick={() => drop.mutate()}>{t('drop')}</Button>}
          <Button type="submit" tone="primary" busy={save.isPending}>{t('save')}</Button>
        </div>
      )}
    </form>
  );
}
