import { useRouter } from '@tanstack/react-router';
import { useMemo, type MouseEvent, type ReactNode } from 'react';
import type { View } from '@kontuar/contract';
import type { InboxSearch } from '../router';

interface Props { view: View; conversationId: string; search: InboxSearch; tabIndex: 0 | -1; current: boolean; onClick: (event: MouseEvent) => void; children: ReactNode }

/** The way to a conversation. The router's own link watches the address, the sight and the pointer for each row; a list that scrolls under events has no time for it. */
export function RowLink({ view, conversationId, search, tabIndex, current, onClick, children }: Props) {
  const router = useRouter();
  const href = useMemo(() => router.buildLocation({ to: '/inbox/$view/$conversationId', params: { view, conversationId }, search }).href, [router, view, conversationId, search]);
  const follow = (event: MouseEvent) => {
    onClick(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void router.navigate({ to: '/inbox/$view/$conversationId', params: { view, conversationId }, search });
  };
  return <a className="row-a" href={href} tabIndex={tabIndex} draggable={false} onClick={follow} {...(current ? { 'aria-current': 'true' as const } : {})}>{children}</a>;
}
