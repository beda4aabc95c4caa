import { useRouter } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import type { View } from '@kontuar/contract';
import type { InboxSearch } from '../router';

interface Props { view: View; conversationId: string; search: InboxSearch; tabIndex: 0 | -1; current: boolean; onClick: (event: MouseEvent) => void; children: ReactNode }

type Router = ReturnType<typeof useRouter>;
const addresses = new WeakMap<InboxSearch, Map<View, readonly [string, string]>>();
/** What stands before and behind the id is the same in every row of a list: the router is asked for it once. */
function addressOf(router: Router, view: View, search: InboxSearch, conversationId: string): string {
  const known = addresses.get(search) ?? new Map<View, readonly [string, string]>();
  addresses.set(search, known);
  let around = known.get(view);
  if (around === undefined) {
    // No view has this letter in its name, and no address writes it in another way.
    const { href } = router.buildLocation({ to: '/inbox/$view/$conversationId', params: { view, conversationId: '~' }, search });
    const at = href.indexOf('~');
    around = [href.slice(0, at), href.slice(at + 1)];
    known.set(view, around);
  }
  return around[0] + conversationId + around[1];
}

/** The way to a conversation. The router's own link watches the address, the sight and the pointer for each row; a list that scrolls under events has no time for it. */
export function RowLink({ view, conversationId, search, tabIndex, current, onClick, children }: Props) {
  const router = useRouter();
  const href = addressOf(router, view, search, conversationId);
  const follow = (event: MouseEvent) => {
    onClick(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void router.navigate({ to: '/inbox/$view/$conversationId', params: { view, conversationId }, search });
  };
  return <a className="row-a" href={href} tabIndex={tabIndex} draggable={false} onClick={follow} {...(current ? { 'aria-current': 'true' as const } : {})}>{children}</a>;
}
