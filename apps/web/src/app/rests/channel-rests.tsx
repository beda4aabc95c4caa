import './channel-rests.css';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pause, Play } from 'lucide';
import type { ReactNode } from 'react';
import type { ChannelSummary, MessageActKind } from '@kontuar/contract';
import { useStrings } from '../../i18n';
import { Button, Icon, useToast } from '../../ui';
import { request } from '../client';
import { useChannel } from '../directory';
import { useCan } from '../me';
import { problemWords } from '../problem-words';
import { queryKeys } from '../query-keys';
import { restsStrings } from './channel-rests.strings';

interface Props { channelId: string; /** What the platform is to be asked for; null: nothing. */ pending: MessageActKind | null; /** Nothing is asked for then. */ onBack?: (() => void) | undefined; /** What is said while the channel runs. */ children?: ReactNode }

/** What waits for a paused channel, and the way to let it go on for whoever may; else what is under way. */
export function WaitsOrRuns({ channelId, pending, onBack, children }: Props) {
  const channel = useChannel(channelId);
  if (pending === null) return null;
  return channel?.state === 'paused' ? <Rests channel={channel} pending={pending} onBack={onBack} /> : children;
}

function Rests({ channel, pending, onBack }: { channel: ChannelSummary; pending: MessageActKind; onBack: Props['onBack'] }) {
  const t = useStrings(restsStrings);
  const may = useCan('channel.manage');
  const cache = useQueryClient();
  const toast = useToast();
  const pause = useMutation({
    mutationFn: (paused: boolean) => request('PATCH', `/channels/${channel.id}`, { paused }),
    onSuccess: (_, paused) => toast({ text: t(paused ? 'paused' : 'resumed', { channel: channel.name }), ...(paused ? {} : { undo: () => pause.mutate(true) }) }),
    onError: (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.channels }),
  });
  return (
    <span className="rests" role="status">
      <Icon of={Pause} size={14} /><span>{t(pending, { channel: channel.name })}{!may && ` ${t('whoMay')}`}</span>
      {may && <Button size="sm" busy={pause.isPending} onClick={() => pause.mutate(false)}><Icon of={Play} size={14} />{t('resume')}</Button>}
      {onBack !== undefined && <Button size="sm" tone="ghost" onClick={onBack}>{t('back')}</Button>}
    </span>
  );
}
