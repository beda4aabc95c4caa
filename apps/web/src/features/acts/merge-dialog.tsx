import { useQueries } from '@tanstack/react-query';
import { ArrowDownUp, CircleAlert } from 'lucide';
import { useState } from 'react';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { ConversationView, MergePreview } from '@kontuar/contract';
import { cachedConversation } from '../../app/acts/cached';
import { mergeConversations } from '../../app/acts/moves';
import { target } from '../../app/acts/target';
import { request } from '../../app/client';
import { useMembers, useTeams } from '../../app/directory';
import { PickDialog } from '../../app/pick/pick-dialog';
import { inWords } from '../../app/words/in-words';
import { useLocale, useStrings } from '../../i18n';
import { Button, ChannelMark, Dialog, Icon } from '../../ui';
import { aboutWords } from './about';
import { moveDialogStrings } from './moves.strings';
import { useCandidates } from './use-candidates';

/** With which one, then what will happen. Several that are picked are merged into one of themselves. */
export function MergeDialog({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const [other, setOther] = useState<ConversationView | null>(null);
  const picked = ids.flatMap((id) => cachedConversation(id) ?? []);
  if (ids.length > 1) return <Confirm all={picked} onClose={onClose} />;
  const [own] = picked;
  if (own === undefined) return null;
  return other === null ? <Choose own={own} onChoose={setOther} onClose={onClose} /> : <Confirm all={[other, own]} onClose={onClose} onBack={() => setOther(null)} />;
}

function Choose({ own, onChoose, onClose }: { own: ConversationView; onChoose: (other: ConversationView) => void; onClose: () => void }) {
  const t = useStrings(moveDialogStrings);
  const { groups, query, setQuery, empty } = useCandidates(own.id, onChoose);
  return <PickDialog title={t('mergeTitle')} placeholder={t('mergeWith')} query={query} onQueryChange={setQuery} groups={groups} chip={aboutWords([own.id])} empty={empty} onClose={onClose} />;
}

function Confirm({ all, onClose, onBack }: { all: readonly ConversationView[]; onClose: () => void; onBack?: () => void }) {
  const t = useStrings(moveDialogStrings);
  const navigate = useNavigate();
  const { view = 'all', conversationId } = useParams({ strict: false }) as { view?: string; conversationId?: string };
  const [intoId, setInto] = useState(all[0]?.id ?? '');
  const [busy, setBusy] = useState(false);
  const into = all.find(({ id }) => id === intoId);
  const from = all.filter(({ id }) => id !== intoId);
  const previews = useQueries({
    queries: from.map(({ id }) => ({ queryKey: ['merge-preview', id, intoId], staleTime: 2000, queryFn: () => request<MergePreview>('GET', `/conversations/${id}/merge-preview`, undefined, { query: { intoId } }) })),
  }).flatMap(({ data }) => data ?? []);
  const obstacle = previews.find((preview) => preview.obstacle !== null)?.obstacle ?? null;
  const merge = async () => {
    if (into === undefined || busy || obstacle !== null) return;
    setBusy(true);
    const merged = await mergeConversations(from.map(({ id }) => id), into);
    onClose();
    if (merged === undefined) return;
    target.change({ selected: new Set() });
    // Who had one open that went up goes on where it goes on.
    if (from.some(({ id }) => id === conversationId)) void navigate({ to: '/inbox/$view/$conversationId', params: { view, conversationId: merged.id }, search: (before: object) => before });
  };
  if (into === undefined) return null;
  return (
    <Dialog
      open onOpenChange={(open) => !open && onClose()} title={t('mergeInto', { number: into.number })}
      footer={<><Button onClick={onBack ?? onClose}>{t('cancel')}</Button><Button tone="primary" disabled={busy || obstacle !== null || previews.length < from.length} onClick={() => void merge()}>{t('merge')}</Button></>}
    >
      <fieldset className="mg">
        <legend className="vh">{t('choose')}</legend>
        {all.map((conversation) => (
          <label key={conversation.id} className="mg-c" data-stays={conversation.id === intoId || undefined}>
            <input type="radio" name="into" checked={conversation.id === intoId} onChange={() => setInto(conversation.id)} />
            <ChannelMark connector={conversation.connectorId} decorative />
            <span className="mg-t"><b className="ell">{conversation.contact.name}</b> <span className="mut ell">#{conversation.number} · {conversation.subject ?? conversation.preview.text}</span></span>
            <span className="tag" data-t={conversation.id === intoId ? 'ok' : undefined}>{t(conversation.id === intoId ? 'goesOn' : 'goesUp')}</span>
          </label>
        ))}
      </fieldset>
      {all.length === 2 && <Button size="sm" tone="ghost" onClick={() => setInto(from[0]?.id ?? intoId)}><Icon of={ArrowDownUp} size={14} />{t('swap')}</Button>}
      {obstacle === null ? <Effects previews={previews} /> : <p className="mg-no" role="alert"><Icon of={CircleAlert} size={14} /><span><b>{t('cannot')}.</b> <Reason detail={obstacle.detail} /></span></p>}
    </Dialog>
  );
}

function Reason({ detail }: { detail: string }) {
  const locale = useLocale();
  return <>{inWords(detail, locale)}</>;
}

/** What will be different afterwards, and what everybody should know before. */
function Effects({ previews }: { previews: readonly MergePreview[] }) {
  const t = useStrings(moveDialogStrings);
  const members = useMembers();
  const teams = useTeams();
  const last = previews.at(-1);
  if (last === undefined) return null;
  const changes = [...new Set(previews.flatMap((preview) => preview.changes))];
  const after = (change: MergePreview['changes'][number]): string => {
    const { after: then } = previews.find((preview) => preview.changes.includes(change)) ?? last;
    switch (change) {
      case 'state': return t('state', { what: t(then.state) });
      case 'assignee': return t('assignee', { what: members.find(({ id }) => id === then.assigneeId)?.name ?? '' });
      case 'team': return t('team', { what: teams.find(({ id }) => id === then.teamId)?.name ?? '' });
      case 'priority': return t('priority', { what: t(then.priority) });
      case 'subject': return t('subject', { what: then.subject ?? '' });
      case 'labels': return t('labels');
      case 'matter': return t('matter');
      default: return change satisfies never;
    }
  };
  const losing = new Set(previews.flatMap((preview) => preview.losingSight)).size;
  return (
    <ul className="mg-e">
      <li>{t('what', { count: previews.reduce((sum, preview) => sum + preview.messages, 0) })}</li>
      {changes.map((change) => <li key={change}>{after(change)}</li>)}
      {previews.some((preview) => preview.otherPerson) && <li>{t('otherPerson')}</li>}
      {previews.some((preview) => preview.otherChannel) && <li>{t('otherChannel')}</li>}
      {losing > 0 && <li>{t('losing', { count: losing })}</li>}
      <li className="mut">{t('undoable')}</li>
    </ul>
  );
}
