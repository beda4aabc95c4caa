import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ApprovalQueue } from '@kontuar/contract';
import { PickDialog } from '../../app/pick/pick-dialog';
import { rank } from '../../app/pick/rank';
import { rowMarkStrings } from '../../app/views/row-marks.strings';
import { formatSpan, useStrings } from '../../i18n';
import { ChannelMark, useNow } from '../../ui';

/** Which answers wait for this member's yes; choosing one opens its conversation. */
export function ApprovalsPick({ items, onClose }: { items: ApprovalQueue['items']; onClose: () => void }) {
  const t = useStrings(rowMarkStrings);
  const now = useNow();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const typed = query.trim();
  const options = items
    .filter(({ planned, conversation }) => typed === '' || rank(typed, `${conversation.contact.name} ${planned.author.name} ${planned.text}`) > 0)
    .map(({ planned, conversation }) => ({
      id: planned.id, label: conversation.contact.name, mark: <ChannelMark connector={conversation.connectorId} decorative />,
      detail: `${planned.approval === null ? '' : formatSpan(now.getTime() - Date.parse(planned.approval.since))} · ${planned.author.name}: ${planned.text.slice(0, 120)}${planned.stale ? ` · ${t('stale')}` : ''}`,
      run: () => {
        onClose();
        void navigate({ to: '/inbox/$view/$conversationId', params: { view: 'all', conversationId: conversation.id } });
      },
    }));
  return <PickDialog title={t('approvalsTitle')} placeholder={t('approvalsFilter')} query={query} onQueryChange={setQuery} onClose={onClose} groups={[{ id: 'waiting', title: t('approvalsTitle'), options }]} empty={t('approvalsEmpty')} />;
}
