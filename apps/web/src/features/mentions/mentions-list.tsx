import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Check, Clock, CornerUpLeft, PanelLeft, RotateCcw } from 'lucide';
import { useState } from 'react';
import type { MentionPatch, MentionState, MentionView, Page } from '@kontuar/contract';
import { request } from '../../app/client';
import { command } from '../../app/commands';
import { useMembers, useTeams } from '../../app/directory';
import { runShortcut } from '../../app/keys';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatMoment, formatRelative, useLocale, useStrings } from '../../i18n';
import { Avatar, Button, EmptyState, Icon, IconButton, Menu, MenuItem, SegmentedControl, Skeleton, useNow, useToast, VisuallyHidden } from '../../ui';
import { mentionsStrings } from './mentions.strings';
import './mentions.css';

/** Notes that name me, as work: what, who, when, about whom; done, put off, or answered. */
export function MentionsList() {
  const t = useStrings(mentionsStrings);
  const [state, setState] = useState<MentionState>('open');
  const query = useInfiniteQuery({
    queryKey: queryKeys.mentions(state),
    queryFn: ({ signal, pageParam }) => request<Page<MentionView>>('GET', '/mentions', undefined, { signal, query: { state, cursor: pageParam, limit: 25 } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="men" aria-label={t('title')}>
      <header className="men-h">
        <IconButton className="men-v" size="sm" label={t('views')} onClick={() => command('views', {})}><Icon of={PanelLeft} /></IconButton>
        <h1>{t('title')}</h1>
      </header>
      <div className="men-s">
        <SegmentedControl label={t('state')} value={state} onValueChange={setState} choices={(['open', 'snoozed', 'done'] as const).map((value) => ({ value, label: t(value) }))} />
      </div>
      <div className="men-l">
        {query.isPending && <div className="men-w" role="status"><Skeleton width="60%" height={13} /><Skeleton width="80%" /><Skeleton width="70%" /></div>}
        {query.isError && items.length === 0 && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void query.refetch()}>{t('again')}</Button>}>{problemWords(query.error)}</EmptyState>}
        {query.isSuccess && items.length === 0 && <EmptyState art="list" title={t(state === 'open' ? 'emptyOpen' : 'emptyOther')}>{state === 'open' ? t('emptyOpenBody') : null}</EmptyState>}
        <ul>{items.map((mention) => <li key={mention.id}><Mention mention={mention} /></li>)}</ul>
        {query.hasNextPage && <p className="men-m"><Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('more')}</Button></p>}
      </div>
    </section>
  );
}

function Mention({ mention }: { mention: MentionView }) {
  const t = useStrings(mentionsStrings);
  const locale = useLocale();
  const now = useNow();
  const cache = useQueryClient();
  const toast = useToast();
  const navigate = useNavigate();
  const members = useMembers();
  const teams = useTeams();
  const { conversationId } = useParams({ strict: false }) as { conversationId?: string };
  const { note, conversation } = mention;
  const author = members.find(({ id }) => id === note.authorId);
  const change = useMutation({
    mutationFn: (patch: MentionPatch) => request('PATCH', `/mentions/${mention.id}`, patch),
    onSuccess: async (_, patch) => {
      const back: MentionPatch = mention.state === 'done' ? { state: 'done' } : mention.state === 'snoozed' && mention.snoozedUntil !== null ? { state: 'snoozed', until: mention.snoozedUntil } : { state: 'open' };
      toast({ text: patch.state === 'snoozed' ? t('putOff', { time: formatMoment(locale, new Date(patch.until)) }) : t(patch.state === 'done' ? 'finished' : 'reopened'), undo: () => change.mutate(back) });
      await Promise.all([cache.invalidateQueries({ queryKey: queryKeys.allMentions }), cache.invalidateQueries({ queryKey: queryKeys.conversationCounts })]);
    },
    onError: (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const place = { to: '/inbox/$view/$conversationId' as const, params: { view: 'mentions', conversationId: conversation.id }, hash: `m${note.seq}` };
  const answer = () => void navigate(place).then(() => setTimeout(() => runShortcut('note'), 300));
  const via = mention.via === 'team' ? t('viaTeam', { team: teams.find(({ id }) => id === mention.teamId)?.name ?? '?' }) : mention.via === 'shift' ? t('viaShift') : null;
  const who = conversation.contact.name === '' ? t('aCustomer') : conversation.contact.name;
  const doneBy = mention.state === 'done' && !mention.each && mention.doneBy !== null ? members.find(({ id }) => id === mention.doneBy)?.name : undefined;
  return (
    <article className="men-i" data-seen={mention.seen ? '' : undefined} data-open={conversationId === conversation.id ? '' : undefined}>
      <Link {...place} className="men-a" preload={false}>
        <Avatar name={note.authorName} src={author?.avatarUrl ?? null} size="sm" />
        <span className="men-1"><b className="ell">{note.authorName}</b>{!mention.seen && mention.state === 'open' && <VisuallyHidden>, {t('unseen')}</VisuallyHidden>}<time dateTime={note.at}>{formatRelative(locale, new Date(note.at), now)}</time></span>
        <span className="men-2" dir="auto">{note.deleted ? <i>{t('deleted')}</i> : note.text}</span>
        <span className="men-3">
          {[t('about', { name: who }), via, via === null ? null : t(mention.each ? 'each' : 'anyone'), mention.state === 'snoozed' && mention.snoozedUntil !== null ? t('until', { time: formatMoment(locale, new Date(mention.snoozedUntil)) }) : null, doneBy === undefined ? null : t('doneByOther', { name: doneBy })].filter((part) => part !== null).join(' · ')}
        </span>
      </Link>
      <p className="men-b">
        {mention.state === 'done'
          ? <Button size="sm" busy={change.isPending} onClick={() => change.mutate({ state: 'open' })}><Icon of={RotateCcw} size={14} />{t('reopen')}</Button>
          : (
            <>
              <Button size="sm" busy={change.isPending} onClick={() => change.mutate({ state: 'done' })}><Icon of={Check} size={14} />{t('finish')}</Button>
              <Menu label={t('snoozeTitle')} trigger={<Button size="sm"><Icon of={Clock} size={14} />{t('snooze')}</Button>}>
                {laterTimes(now).map(({ words, at }) => <MenuItem key={words} detail={formatMoment(locale, at)} onSelect={() => change.mutate({ state: 'snoozed', until: at.toISOString() })}>{t(words)}</MenuItem>)}
              </Menu>
              <Button size="sm" onClick={answer}><Icon of={CornerUpLeft} size={14} />{t('answer')}</Button>
            </>
          )}
      </p>
    </article>
  );
}

function laterTimes(now: Date): { words: 'hour' | 'tomorrow' | 'monday'; at: Date }[] {
  const day = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9);
  return [{ words: 'hour', at: new Date(now.getTime() + 3_600_000) }, { words: 'tomorrow', at: day(1) }, { words: 'monday', at: day(((8 - now.getDay()) % 7) || 7) }];
}
