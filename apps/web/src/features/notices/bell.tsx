import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Bell as BellIcon, BellOff, CheckCheck, SlidersHorizontal } from 'lucide';
import { useEffect, useRef, useState } from 'react';
import type { NoticeCount, NoticeView, Page } from '@kontuar/contract';
import { request } from '../../app/client';
import { aboutWords, noticeWords } from '../../app/notices/notice-words';
import { noticeCountQuery, noticeSettingsQuery, noticesQuery } from '../../app/notices/queries';
import { queryKeys } from '../../app/query-keys';
import { formatRelative, formatTime, useLocale, useStrings } from '../../i18n';
import { announce, Avatar, Button, Icon, IconButton, Popover, useNow, VisuallyHidden } from '../../ui';
import { bellStrings } from './bell.strings';
import { NoticeDesk } from './notice-desk';
import './bell.css';

/** The bell of the rail with what is not read yet, and below it the list. */
export function Bell() {
  const t = useStrings(bellStrings);
  const [open, setOpen] = useState(false);
  const { data: count } = useQuery(noticeCountQuery);
  const { data: settings } = useQuery(noticeSettingsQuery);
  const unread = count?.unread ?? 0;
  const before = useRef<number>(undefined);
  // A number that grows is said once, politely; what exactly it is stands in the list.
  useEffect(() => {
    if (before.current !== undefined && unread > before.current && !open) announce(t('news', { count: unread - before.current }));
    if (count !== undefined) before.current = unread;
  // oxlint-disable-next-line react/exhaustive-deps -- said when the number changes, not when the words do
  }, [unread, count]);
  const label = unread > 0 ? t('bellUnread', { count: unread }) : t('bell');
  return (
    <>
      <NoticeDesk />
      <Popover
        label={t('bell')} side="right" align="end" open={open} onOpenChange={setOpen} className="bell-p"
        trigger={
          <button className="rail-i" type="button" aria-label={label} title={t('bell')}>
            <Icon of={settings?.quiet === true ? BellOff : BellIcon} />
            {unread > 0 && <span className="rail-n" aria-hidden="true">{unread > 99 ? '99+' : unread}</span>}
          </button>
        }
      >
        <Notices close={() => setOpen(false)} />
      </Popover>
    </>
  );
}

function Notices({ close }: { close: () => void }) {
  const t = useStrings(bellStrings);
  const locale = useLocale();
  const now = useNow();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { data: page, error, refetch } = useQuery({ ...noticesQuery, staleTime: 0 });
  const { data: settings } = useQuery(noticeSettingsQuery);
  const readAll = async () => {
    const upTo = page?.items[0]?.at ?? new Date().toISOString();
    cache.setQueryData<Page<NoticeView>>(noticesQuery.queryKey, (before) => before && { ...before, items: before.items.map((notice) => ({ ...notice, readAt: notice.readAt ?? upTo })) });
    const left = await request<NoticeCount>('POST', '/notices/read', { upTo: new Date(Date.parse(upTo) + 1).toISOString() }).catch(() => undefined);
    if (left !== undefined) cache.setQueryData(queryKeys.noticeCount, left);
    else void refetch();
  };
  const openNotice = (notice: NoticeView) => {
    close();
    if (notice.readAt === null) void request<NoticeCount>('POST', '/notices/read', { ids: [notice.id] }).then((left) => cache.setQueryData(queryKeys.noticeCount, left)).catch(() => undefined);
    if (notice.what === 'spike') void navigate({ to: '/spikes' });
    else if ((notice.what === 'crisis-named' || notice.what === 'crisis-task') && notice.subjectId != null) void navigate({ to: '/crisis/$crisisId', params: { crisisId: notice.subjectId } });
    else if (notice.conversationId !== null) void navigate({ to: '/inbox/$view/$conversationId', params: { view: notice.kind === 'mention' ? 'mentions' : 'all', conversationId: notice.conversationId } });
    else if (notice.channelId !== null) void navigate({ to: '/channels/$channelId', params: { channelId: notice.channelId } });
    else if (notice.what === 'lessons-due') void navigate({ to: '/knowledge', search: { part: 'lessons' } });
    else if (notice.what === 'calibration-asked') void navigate({ to: '/quality', search: { part: 'rounds' } });
    else if (notice.kind === 'quality' && notice.subjectId != null) void navigate({ to: '/quality/reviews/$reviewId', params: { reviewId: notice.subjectId }, search: {} });
    else if (notice.subjectId != null) void navigate({ to: '/knowledge/$articleId', params: { articleId: notice.subjectId } });
  };
  return (
    <div className="bell">
      <header className="bell-h">
        <h2>{t('bell')}</h2>
        {settings?.quiet === true && <span className="mut">{settings.quietUntil === null ? t('quietOpen') : t('quietUntil', { time: formatTime(locale, new Date(settings.quietUntil)) })}</span>}
        <span className="grow" />
        <IconButton size="sm" label={t('readAll')} disabled={page === undefined || page.items.every(({ readAt }) => readAt !== null)} onClick={() => void readAll()}><Icon of={CheckCheck} /></IconButton>
        <IconButton size="sm" label={t('settings')} onClick={() => { close(); void navigate({ to: '/settings/$part', params: { part: 'notifications' } }); }}><Icon of={SlidersHorizontal} /></IconButton>
      </header>
      {error !== null && page === undefined && <p className="bell-e">{t('loadFailed')} <Button size="sm" onClick={() => void refetch()}>{t('again')}</Button></p>}
      {page?.items.length === 0 && <p className="bell-e"><b>{t('empty')}</b><span className="mut">{t('emptyBody')}</span></p>}
      <ul>
        {page?.items.map((notice) => (
          <li key={notice.id}>
            <button type="button" className="bell-i" data-unread={notice.readAt === null ? '' : undefined} onClick={() => openNotice(notice)}>
              <Avatar name={notice.byName === '' ? aboutWords(notice) : notice.byName} size="sm" />
              <span className="bell-t">
                <span className="bell-l"><b className="ell" dir="auto">{aboutWords(notice)}</b><time dateTime={notice.at}>{formatRelative(locale, new Date(notice.at), now)}</time></span>
                <span>{noticeWords(notice)}{notice.readAt === null && <VisuallyHidden>, {t('unread')}</VisuallyHidden>}</span>
                {notice.text !== '' && <span className="ell mut" dir="auto">{notice.text}</span>}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
