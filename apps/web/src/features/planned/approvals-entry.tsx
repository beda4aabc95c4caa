import './planned.css';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useCan } from '../../app/me';
import { PickDialog } from '../../app/pick/pick-dialog';
import { rank } from '../../app/pick/rank';
import { rowMarkStrings } from '../../app/views/row-marks.strings';
import { approvalsQuery } from '../../app/planned/queries';
import { formatSpan, useStrings } from '../../i18n';
import { ChannelMark, Icon, useNow } from '../../ui';

/** Beside the views: how many answers wait for this member's yes, and since when; choosing one opens its conversation. */
export function ApprovalsEntry() {
  const t = useStrings(rowMarkStrings);
  const now = useNow();
  const navigate = useNavigate();
  const may = useCan('message.approve');
  const { data } = useQuery({ ...approvalsQuery, enabled: may });
  const [query, setQuery] = useState<string | null>(null);
  const items = data?.items ?? [];
  // Most members never approve anything: the entry is there when something is.
  if (items.length === 0 && query === null) return null;
  const waits = (since: string) => formatSpan(now.getTime() - Date.parse(since));
  const oldest = items[0]?.planned.approval?.since;
  const typed = (query ?? '').trim();
  const options = items
    .filter(({ planned, conversation }) => typed === '' || rank(typed, `${conversation.contact.name} ${planned.author.name} ${planned.text}`) > 0)
    .map(({ planned, conversation }) => ({
      id: planned.id, label: conversation.contact.name, mark: <ChannelMark connector={conversation.connectorId} decorative />,
      detail: `${planned.approval === null ? '' : waits(planned.approval.since)} · ${planned.author.name}: ${planned.text.slice(0, 120)}${planned.stale ? ` · ${t('stale')}` : ''}`,
      run: () => {
        setQuery(null);
        void navigate({ to: '/inbox/$view/$conversationId', params: { view: 'all', conversationId: conversation.id } });
      },
    }));
  return (
    <>
      <button type="button" className="nv ap-e" onClick={() => setQuery('')}>
        <Icon of={ShieldCheck} />
        <span className="ell grow">{t('approvalsNav')}</span>
        {oldest !== undefined && <span className="mut">{waits(oldest)}</span>}
        <span>{items.length}</span>
      </button>
      {query !== null && <PickDialog title={t('approvalsTitle')} placeholder={t('approvalsFilter')} query={query} onQueryChange={setQuery} onClose={() => setQuery(null)} groups={[{ id: 'waiting', title: t('approvalsTitle'), options }]} empty={t('approvalsEmpty')} />}
    </>
  );
}
