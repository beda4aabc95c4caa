import { GitBranch } from 'lucide';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { ConversationView, LinkKind } from '@kontuar/contract';
import { linkConversations, moveMessages } from '../../app/acts/moves';
import { pickedMessages } from '../../app/acts/picked-messages';
import { PickDialog, type PickOption } from '../../app/pick/pick-dialog';
import { rank } from '../../app/pick/rank';
import { useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { aboutWords } from './about';
import { moveDialogStrings } from './moves.strings';
import { useCandidates } from './use-candidates';

/** Where picked messages go: into a conversation that is there, or one of their own. */
export function MoveDialog({ conversationId, messageIds, onClose }: { conversationId: string; messageIds: readonly string[]; onClose: () => void }) {
  const t = useStrings(moveDialogStrings);
  const navigate = useNavigate();
  const { view = 'all' } = useParams({ strict: false }) as { view?: string };
  const move = async (to: ConversationView | null) => {
    onClose();
    const moved = await moveMessages(conversationId, messageIds, to);
    if (moved === undefined) return;
    pickedMessages.clear();
    // What is new is looked at; what was there already is one click away in the line that tells of it.
    if (to === null) void navigate({ to: '/inbox/$view/$conversationId', params: { view, conversationId: moved.id }, search: (before: object) => before });
  };
  const { groups, query, setQuery, empty } = useCandidates(conversationId, (to) => void move(to));
  const own: PickOption[] = rank(query, t('newOne')) > 0 ? [{ id: 'new', label: t('newOne'), mark: <Icon of={GitBranch} />, run: () => void move(null) }] : [];
  return <PickDialog title={t('moveTitle')} placeholder={t('moveTo')} query={query} onQueryChange={setQuery} groups={[{ id: 'do', title: t('doThis'), options: own }, ...groups]} chip={t('messages', { count: messageIds.length })} empty={empty} onClose={onClose} />;
}

const kinds: readonly LinkKind[] = ['related', 'duplicate-of', 'has-duplicate', 'caused-by', 'cause-of'];

export function LinkDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useStrings(moveDialogStrings);
  const [other, setOther] = useState<ConversationView | null>(null);
  const [kindQuery, setKindQuery] = useState('');
  const { groups, query, setQuery, empty } = useCandidates(id, setOther);
  if (other === null) return <PickDialog title={t('linkTitle')} placeholder={t('linkWith')} query={query} onQueryChange={setQuery} groups={groups} chip={aboutWords([id])} empty={empty} onClose={onClose} />;
  const options = kinds.filter((kind) => rank(kindQuery, t(`kind-${kind}`, { number: other.number })) > 0).map((kind): PickOption => ({
    id: kind, label: t(`kind-${kind}`, { number: other.number }),
    run: () => {
      onClose();
      void linkConversations(id, other, kind);
    },
  }));
  return <PickDialog key="kind" title={t('kindTitle')} placeholder={t('kindTitle')} query={kindQuery} onQueryChange={setKindQuery} groups={[{ id: 'k', title: t('kinds'), options }]} chip={`#${other.number}`} onClose={onClose} />;
}
