import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { NoticeCount, NoticesEvent } from '@kontuar/contract';
import { useTarget } from '../../app/acts/target';
import { request } from '../../app/client';
import { isHeard, play } from '../../app/notices/sound';
import { noticeCountQuery, noticeSettingsQuery, noticesQuery } from '../../app/notices/queries';
import { disturbing, toastOf } from '../../app/notices/toast-words';
import { queryKeys } from '../../app/query-keys';
import { onNotices } from '../../realtime/notices';
import { useToast } from '../../ui';

const looking = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/** What is told while the app is open, beside the list: the number in the title and on the icon, a toast, a sound, and that what is in sight counts as read. */
export function NoticeDesk() {
  const cache = useQueryClient();
  const { open } = useTarget();
  const { data: count } = useQuery(noticeCountQuery);
  const { data: settings } = useQuery(noticeSettingsQuery);
  const toast = useToast();
  const lastSound = useRef(0);
  const unread = count?.unread ?? 0;

  useEffect(() => {
    const before = document.title.replace(/^\(\d+\+?\) /, '');
    document.title = unread > 0 ? `(${unread > 99 ? '99+' : unread}) ${before}` : before;
    const badge = unread > 0 ? navigator.setAppBadge?.(unread) : navigator.clearAppBadge?.();
    badge?.catch(() => undefined);
  }, [unread]);

  useEffect(() => onNotices((event: NoticesEvent) => {
    // What is about no conversation is never in sight.
    const inSight = open !== null && event.newest?.conversationId === open && looking();
    if (inSight) void settle(open);
    if (settings !== undefined) {
      const notices = disturbing(event, settings.choices);
      const said = toastOf(notices);
      if (said !== undefined) toast(said);
      if (!inSight && isHeard({ notices, choices: settings.choices.sound, hidden: !looking(), lastAt: lastSound.current, now: Date.now() })) {
        lastSound.current = Date.now();
        play(settings.choices.sound.volume);
      }
    }
    if (event.read.length > 0) takeBack();
  }), [open, settings, toast]);

  // Opened, or back in front: what was told of it is seen.
  useEffect(() => {
    const look = () => {
      if (open !== null && looking() && unread > 0) void settle(open).then((left) => cache.setQueryData<NoticeCount>(queryKeys.noticeCount, (now) => (left === undefined ? now : { unread: left })));
    };
    const timer = setTimeout(look, 400);
    addEventListener('focus', look);
    return () => {
      clearTimeout(timer);
      removeEventListener('focus', look);
    };
  }, [open, unread, cache]);

  // The list is asked for when somebody opens it; what it knew is old by then.
  useEffect(() => void cache.invalidateQueries({ queryKey: noticesQuery.queryKey, refetchType: 'active' }), [unread, cache]);
  return null;
}

async function settle(conversationId: string): Promise<number | undefined> {
  const answer = await request<NoticeCount>('POST', '/notices/read', { conversationId }).catch(() => undefined);
  return answer?.unread;
}

/** What other devices or this one have seen does not stay on the desktop. */
function takeBack(): void {
  void navigator.serviceWorker?.getRegistration().then(async (registration) => {
    const shown = (await registration?.getNotifications()) ?? [];
    if (shown.length === 0) return;
    const { items } = await request<{ items: { id: string; conversationId: string | null }[] }>('GET', '/notices', undefined, { query: { unread: true, limit: 100 } });
    const open = new Set(items.map((notice) => `about:${notice.conversationId ?? notice.id}`));
    for (const notification of shown) if (!open.has(notification.tag)) notification.close();
  }).catch(() => undefined);
}
