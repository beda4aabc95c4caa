import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ListeningSource, ListeningSourceMade } from '@kontuar/contract';
import { request } from '../../app/client';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { inWords } from '../../app/words/in-words';
import { useLocale, useStrings } from '../../i18n';
import { Button, CopyButton, Field, RelativeTime, Switch, TextInput, useToast } from '../../ui';
import { listeningStrings } from './listening.strings';
import { useActOn } from './queries';
import { Sure } from './sure';

/** Where is listened, how fresh it is, what it cannot see and what it costs. */
export function SourcesPart({ sources, onClose }: { sources: readonly ListeningSource[]; onClose: () => void }) {
  const t = useStrings(listeningStrings);
  const locale = useLocale();
  const manages = useCan('channel.manage');
  const cache = useQueryClient();
  const toast = useToast();
  const { mutate } = useActOn();
  const [name, setName] = useState('');
  const [feed, setFeed] = useState({ name: '', url: '' });
  const [removing, setRemoving] = useState<ListeningSource>();
  const [made, setMade] = useState<ListeningSourceMade>();
  const add = useMutation({
    mutationFn: (input: { kind: 'push'; name: string } | { kind: 'feed'; name: string; url: string }) => request<ListeningSourceMade>('POST', '/listening/sources', input),
    onSuccess: (answer) => { setMade(answer); setName(''); setFeed({ name: '', url: '' }); void cache.invalidateQueries({ queryKey: queryKeys.listening }); },
    onError: (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const door = (id: string) => `${location.origin}/hooks/listening/${id}`;
  return (
    <section className="hear-e card" aria-label={t('sources')}>
      <header className="hear-ea"><h2>{t('sources')}</h2><span className="grow" /><Button size="sm" onClick={onClose}>{t('done')}</Button></header>
      <ul className="hear-so">
        <li><b>{t('ownChannels')}</b><span className="mut">{t('ownBlind')}</span></li>
        {sources.map((source) => (
          <li key={source.id}>
            <b>{source.name}</b><span className="mut">{t('posts', { count: source.posts })}, {source.lastPostAt === null ? t('nothingYet') : <RelativeTime at={source.lastPostAt} />}. {t(source.kind === 'feed' ? 'blindFeed' : 'blind')}</span>
            {source.trouble !== null && <span className="hear-bad">{inWords(source.trouble, locale)}</span>}
            {manages && <span className="hear-ea"><code>{source.url ?? door(source.id)}</code>{source.kind === 'push' && <CopyButton text={door(source.id)} label={t('doorAddress')} />}<Switch checked={source.active} onCheckedChange={(active) => mutate({ method: 'PATCH', path: `/listening/sources/${source.id}`, body: { active } })} label={t('active')} /><Button size="sm" tone="ghost" onClick={() => setRemoving(source)}>{t('removeSource')}</Button></span>}
          </li>
        ))}
      </ul>
      {sources.length === 0 && <p className="mut">{t('noSources')}</p>}
      {made?.secret != null && <p className="hear-ea" role="status"><b>{t('secretOnce')}</b> <code>{made.secret}</code><CopyButton text={made.secret} label={t('secretOnce')} /></p>}
      {manages && <form className="hear-ef" onSubmit={(event) => { event.preventDefault(); add.mutate({ kind: 'push', name }); }}><Field label={t('sourceName')}><TextInput required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} /></Field><Button type="submit" busy={add.isPending}>{t('addSource')}</Button></form>}
      {manages && <form className="hear-ef" onSubmit={(event) => { event.preventDefault(); add.mutate({ kind: 'feed', ...feed }); }}><Field label={t('name')}><TextInput required maxLength={200} value={feed.name} onChange={(event) => setFeed({ ...feed, name: event.target.value })} /></Field><Field label={t('feedAddress')}><TextInput type="url" required maxLength={2000} value={feed.url} onChange={(event) => setFeed({ ...feed, url: event.target.value })} /></Field><Button type="submit" busy={add.isPending}>{t('addFeed')}</Button></form>}
      {removing !== undefined && <Sure title={t('removeSourceSure', { name: removing.name })} onClose={() => setRemoving(undefined)} onSure={() => { mutate({ method: 'DELETE', path: `/listening/sources/${removing.id}` }); setRemoving(undefined); }} />}
    </section>
  );
}
