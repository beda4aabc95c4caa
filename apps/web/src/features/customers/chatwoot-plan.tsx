import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportView } from '@kontuar/contract';
import { request } from '../../app/client';
import { channelsQuery } from '../../app/directory';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Select, useToast } from '../../ui';
import { filesStrings } from './files.strings';

/** Conversations of another inbox: which of its inboxes becomes which channel here. */
export function ChatwootPlan({ view }: { view: ImportView }) {
  const t = useStrings(filesStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const { data: known = [] } = useQuery(channelsQuery);
  const [channels, setChannels] = useState<Record<string, string>>(view.channels);
  const [tried, setTried] = useState(false);
  const chosen = Object.keys(channels).length > 0;
  const start = useMutation({
    mutationFn: (trial: boolean) => request<ImportView>('POST', `/imports/${view.id}/start`, { channels, trial }),
    onSuccess: (next) => cache.setQueryData([...queryKeys.imports, 'one', view.id], next),
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const go = (trial: boolean) => {
    setTried(true);
    if (chosen) start.mutate(trial);
  };
  const choose = (inbox: string, channelId: string) => setChannels((before) => Object.fromEntries([...Object.entries(before).filter(([id]) => id !== inbox), ...(channelId === '' ? [] : [[inbox, channelId]])]) as Record<string, string>);
  const checked = view.state === 'checked' && JSON.stringify(channels) === JSON.stringify(view.channels);
  return (
    <section className="fi-s" aria-labelledby="fi-inboxes">
      <h2 id="fi-inboxes">{t('inboxes')}</h2>
      <p className="help">{t('inboxesHelp')}</p>
      <div className="tbl-w" role="region" aria-labelledby="fi-inboxes" tabIndex={0}>
        <table className="tbl fi-cols">
          <thead><tr><th scope="col">{t('inbox')}</th><th scope="col">{t('toChannel')}</th></tr></thead>
          <tbody>
            {view.inboxes.map((inbox) => {
              const name = t(inbox.id === '' ? 'inboxNoNumber' : 'inboxNamed', { channel: inbox.channel === '' ? t('channel') : inbox.channel, id: inbox.id });
              return (
                <tr key={inbox.id}>
                  <td><b>{name}</b> <span className="mut">{t('conversations', { count: inbox.conversations })}</span></td>
                  <td><Select aria-label={t('toChannelOf', { inbox: name })} value={channels[inbox.id] ?? ''} options={[{ value: '', label: t('notTaken') }, ...known.map(({ id, name: label }) => ({ value: id, label }))]} onValueChange={(channelId) => choose(inbox.id, channelId)} /></td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div className="fi-acts">
        <Button tone={checked ? 'plain' : 'primary'} busy={start.isPending && start.variables} onClick={() => go(true)}>{t('try')}</Button>
        <Button tone={checked ? 'primary' : 'plain'} busy={start.isPending && !start.variables} onClick={() => go(false)}>{t('import')}</Button>
        {tried && !chosen && <p className="field-bad" role="alert">{t('pickChannel')}</p>}
      </div>
    </section>
  );
}
