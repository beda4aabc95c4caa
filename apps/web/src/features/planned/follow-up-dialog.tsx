import './planned.css';
import { useQuery } from '@tanstack/react-query';
import { Bell, CircleCheck, Plus, Repeat2, Send } from 'lucide';
import { useEffect, useMemo, useState } from 'react';
import type { FollowUpPreset, FollowUpPreview } from '@kontuar/contract';
import { cachedConversation } from '../../app/acts/cached';
import { PickDialog, type PickOption } from '../../app/pick/pick-dialog';
import { rank } from '../../app/pick/rank';
import { plannedStrings } from '../../app/planned/planned.strings';
import { beginFollowUp, presetsQuery, previewFollowUp, stopFollowUp, type FollowUpRequest } from '../../app/planned/queries';
import { problemWords } from '../../app/problem-words';
import { momentWords } from '../../app/times/moment-words';
import { loadWhen, type When } from '../../app/times/when';
import { useLocale, useStrings } from '../../i18n';
import { Icon, useToast } from '../../ui';
import { ChainEditor } from './chain-editor';

const marks = { send: Send, remind: Bell, close: CircleCheck } as const;
const acts = { send: 'actSend', remind: 'actRemind', close: 'actClose' } as const;

/** Shift H, Enter: what happens unless the customer answers. The first is the one that was asked for most; below stands what it would do here. */
export function FollowUpDialog({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const t = useStrings(plannedStrings);
  const locale = useLocale();
  const toast = useToast();
  const [now] = useState(() => new Date());
  const [query, setQuery] = useState('');
  const [making, setMaking] = useState(false);
  const [when, setWhen] = useState<When | null>(null);
  const conversation = cachedConversation(ids[0] ?? '');
  const { data: presets } = useQuery(presetsQuery(locale, conversation?.language ?? null));
  useEffect(() => {
    let here = true;
    void loadWhen(locale).then((loaded) => here && setWhen(loaded));
    return () => { here = false; };
  }, [locale]);
  const begin = async (input: FollowUpRequest, name: string) => {
    onClose();
    const done = await Promise.allSettled(ids.map((id) => beginFollowUp(id, { ...input, locale })));
    const refused = done.find((result) => result.status === 'rejected');
    if (refused !== undefined) toast({ text: t('followsFailed', { reason: problemWords(refused.reason) }), tone: 'danger' });
    else toast({ text: t('followsBegan', { name }), undo: () => void Promise.allSettled(ids.map(stopFollowUp)) });
  };
  const typed = query.trim();
  const understood = useMemo(() => (typed === '' ? null : when?.read(typed, now) ?? null), [typed, when, now]);
  const shown = (presets ?? []).filter((preset) => typed === '' || (understood === null && rank(typed, preset.name) > 0));
  const option = (preset: FollowUpPreset): PickOption => ({ id: preset.id, label: preset.name, mark: <Icon of={marks[preset.steps[0]?.act ?? 'remind']} />, run: () => void begin({ presetId: preset.id }, preset.name) });
  const remind: PickOption[] = understood === null ? [] : [{
    id: 'remind', label: t('remindAt', { time: momentWords(locale, understood, now) }), mark: <Icon of={Bell} />,
    run: () => void begin({ name: t('remindAt', { time: momentWords(locale, understood, now) }), steps: [{ after: { amount: Math.max(1, Math.round((understood.getTime() - now.getTime()) / 60_000)), unit: 'minutes' }, act: 'remind', text: '' }] }, t('actRemind')),
  }];
  const own: PickOption[] = typed === '' ? [{ id: 'own', label: t('makeOwn'), mark: <Icon of={Plus} />, run: () => setMaking(true) }] : [];
  if (making) return <ChainEditor onClose={onClose} onBegin={(input) => void begin(input, input.name ?? '')} />;
  const first = understood === null ? shown[0] : undefined;
  return (
    <PickDialog
      title={t('followTitle')} placeholder={t('followPlaceholder')} query={query} onQueryChange={setQuery} onClose={onClose} {...(conversation === undefined || ids.length > 1 ? {} : { chip: conversation.contact.name })}
      groups={[{ id: 'exact', title: t('actRemind'), options: remind }, { id: 'often', title: t('presets'), options: shown.filter(({ own: mine }) => !mine).map(option) }, { id: 'own', title: t('own'), options: [...shown.filter(({ own: mine }) => mine).map(option), ...own] }]}
      empty={t('laterBad')}
      footer={<div className="fu-f">{first !== undefined && ids[0] !== undefined && <Preview conversationId={ids[0]} presetId={first.id} />}<p><Icon of={Repeat2} size={14} /> {t('stopsWhen')}</p></div>}
    />
  );
}

/** What the first choice would do in this conversation: when, what, and what the channel would not take any more. */
function Preview({ conversationId, presetId }: { conversationId: string; presetId: string }) {
  const t = useStrings(plannedStrings);
  const locale = useLocale();
  const { data } = useQuery<FollowUpPreview>({ queryKey: ['follow-up-preview', conversationId, presetId, locale], queryFn: () => previewFollowUp(conversationId, { presetId, locale }), staleTime: 60_000 });
  if (data === undefined) return null;
  const now = new Date();
  return (
    <ol className="fu-p" aria-label={t('previewTitle')}>
      {data.steps.map((step, index) => (
        <li key={index} data-blocked={step.blocked !== null || undefined}>
          <Icon of={marks[step.act]} size={14} />
          <span className="ell"><b>{t(acts[step.act])}</b> {momentWords(locale, new Date(step.at), now)}{step.blocked !== null ? ` · ${t(step.blocked.startsWith('window') ? 'blockedWindow' : 'blockedOther')}` : step.text === '' ? '' : ` · ${step.text}`}</span>
        </li>
      ))}
    </ol>
  );
}
