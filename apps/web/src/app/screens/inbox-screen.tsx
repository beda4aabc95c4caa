import { useNavigate, useParams, useRouterState, useSearch } from '@tanstack/react-router';
import { memo, useEffect, useMemo, useState } from 'react';
import { ConversationList, InboxNav } from '../../features/inbox';
import { ApprovalsEntry } from '../../features/planned/approvals-entry';
import { SavedViewsNav } from '../../features/views';
import { useStrings } from '../../i18n';
import { appStrings } from '../app.strings';
import { onCommand } from '../commands';
import { lazily } from '../lazily';

const ConversationPart = lazily(() => import('./conversation-part').then((part) => part.ConversationPart));
const LineBanner = lazily(() => import('./conversation-part').then((part) => part.LineBanner));
const CustomerPanel = lazily(() => import('./conversation-part').then((part) => part.CustomerPanel));
// Only a filter without a name is said above the list.
const WhereBar = lazily(() => import('../../features/views/where-bar').then((part) => part.WhereBar));
const Nav = memo(InboxNav);
const List = memo(ConversationList);
const savedViews = <><ApprovalsEntry /><SavedViewsNav /></>;
const whereBar = <WhereBar />;
const MentionsList = lazily(() => import('../../features/mentions').then((part) => part.MentionsList));

/**
 * Views, list, thread, customer. Between 820 and 1279 px the outer regions are drawers; below that one region is in front:
 * the thread when the address names a conversation, else the list.
 */
export function InboxScreen() {
  const t = useStrings(appStrings);
  const { view = 'mine', conversationId } = useParams({ strict: false }) as { view?: string; conversationId?: string };
  const search = useSearch({ strict: false }) as { where?: string };
  const navigate = useNavigate();
  const open = (id: string) => void navigate({ to: '/inbox/$view/$conversationId', params: { view, conversationId: id }, search });
  // Search hits and links name a message: `#m3`. Every step through the history is a visit of its own.
  const visit = useRouterState({ select: ({ location }) => (/^m\d{1,9}$/.test(location.hash) ? `${location.hash.slice(1)} ${location.state.__TSR_key ?? ''}` : '') });
  const found = useMemo(() => (visit === '' ? undefined : { seq: Number.parseInt(visit, 10), visit }), [visit]);
  const [panelOpen, setPanel] = useState(false);
  const [viewsOpen, setViews] = useState(false);
  useEffect(() => onCommand('panel', ({ open }) => setPanel((before) => open ?? !before)), []);
  useEffect(() => onCommand('views', ({ open }) => setViews((before) => open ?? !before)), []);
  // A drawer is about what was open when it was drawn.
  useEffect(() => setViews(false), [view, conversationId]);
  useEffect(() => setPanel(false), [conversationId]);
  useEffect(() => {
    if (!panelOpen && !viewsOpen) return;
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      setPanel(false);
      setViews(false);
    };
    addEventListener('keydown', close, true);
    return () => removeEventListener('keydown', close, true);
  }, [panelOpen, viewsOpen]);
  return (
    <main
      className="regions"
      id="content"
      aria-label={t('inbox')}
      data-region={conversationId === undefined ? 'list' : 'thread'}
      data-panel={panelOpen ? 'open' : undefined}
      data-views={viewsOpen ? 'open' : undefined}
    >
      <div className="region-nav">
        <Nav saved={savedViews} />
      </div>
      <div className="region-list">
        {view === 'mentions' && Object.keys(search).length === 0 ? <MentionsList /> : <List where={search.where === undefined ? null : whereBar} />}
      </div>
      <div className="region-thread">
        <LineBanner />
        <ConversationPart
          conversationId={conversationId}
          found={found}
          onFoundLeft={() => void (conversationId !== undefined && found !== undefined && navigate({ to: '/inbox/$view/$conversationId', params: { view, conversationId }, search, hash: '', replace: true }))}
          onBack={() => void navigate({ to: '/inbox/$view', params: { view }, search })}
          onOpen={open}
        />
      </div>
      <div className="region-panel">{conversationId !== undefined && <CustomerPanel key={conversationId} conversationId={conversationId} />}</div>
      {(panelOpen || viewsOpen) && (
        <div
          className="drawer-scrim"
          onClick={() => {
            setPanel(false);
            setViews(false);
          }}
        />
      )}
    </main>
  );
}
