import { Link, useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { Plus, Undo2, X } from 'lucide';
import type { LinkView, MoveView } from '@kontuar/contract';
import { unlinkConversations } from '../../app/acts/moves';
import { undoToken } from '../../app/acts/perform';
import { request } from '../../app/client';
import { runShortcut, useKeycaps } from '../../app/keys';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { inWords } from '../../app/words/in-words';
import { formatDay, useLocale, useStrings } from '../../i18n';
import { ChannelMark, Icon, IconButton } from '../../ui';
import { moveDialogStrings } from './moves.strings';

/** In the panel: what belongs to this conversation and stays apart, and what was merged, split or moved, each with its way back. */
export function Related({ conversationId }: { conversationId: string }) {
  const t = useStrings(moveDialogStrings);
  const { view = 'all' } = useParams({ strict: false }) as { view?: string };
  const may = useCan('conversation.triage');
  const keys = useKeycaps('relate');
  const { data: links } = useQuery({ queryKey: queryKeys.links(conversationId), queryFn: ({ signal }) => request<{ items: LinkView[] }>('GET', `/conversations/${conversationId}/links`, undefined, { signal }), staleTime: 30_000 });
  const { data: moves } = useQuery({ queryKey: queryKeys.moves(conversationId), queryFn: ({ signal }) => request<{ items: MoveView[] }>('GET', `/conversations/${conversationId}/moves`, undefined, { signal }), staleTime: 30_000 });
  return (
    <section>
      <h3>
        {t('related')}<span className="grow" />
        {may && <IconButton size="sm" label={t('addLink')} keys={keys} onClick={() => void runShortcut('relate')}><Icon of={Plus} size={14} /></IconButton>}
      </h3>
      {(links?.items ?? []).length > 0 && <ul className="hist">
        {(links?.items ?? []).map((link) => (
          <li key={link.id} className="rel">
            <Link className="hist-a" to="/inbox/$view/$conversationId" params={{ view, conversationId: link.conversation.id }} preload={false}>
              <ChannelMark connector={link.conversation.connectorId} />
              <span className="ell"><span className="mut">{t(`is-${link.kind}`)}</span> #{link.conversation.number} {link.conversation.subject ?? link.conversation.contact.name}</span>
            </Link>
            {may && <IconButton size="sm" label={t('unlink', { number: link.conversation.number })} onClick={() => void unlinkConversations(conversationId, link.id, link.conversation)}><Icon of={X} size={14} /></IconButton>}
          </li>
        ))}
      </ul>}
      {(moves?.items.length ?? 0) > 0 && <Moves items={moves?.items ?? []} may={may} />}
    </section>
  );
}

function Moves({ items, may }: { items: readonly MoveView[]; may: boolean }) {
  const t = useStrings(moveDialogStrings);
  const locale = useLocale();
  const words = ({ kind, from, to, messages }: MoveView) => {
    const numbers = { from: from.number, to: to.number, count: messages };
    return kind === 'merge' ? t('didMerge', numbers) : kind === 'split' ? t('didSplit', numbers) : t('didMove', numbers);
  };
  return (
    <details className="mv-h">
      <summary>{t('history')}</summary>
      <ul>
        {items.map((item) => (
          <li key={item.id} className="rel">
            <span><span>{words(item)}</span> <span className="mut">{t('by', { who: item.by.name, when: formatDay(locale, new Date(item.at), new Date()) })}{item.undoneAt !== null && `, ${t('takenBack')}`}</span>
              {item.obstacle !== null && item.undoneAt === null && <span className="mut mv-no">{inWords(item.obstacle.detail, locale)}</span>}
            </span>
            {may && item.obstacle === null && <IconButton size="sm" label={t('takeBack')} onClick={() => void undoToken(item.undoToken, words(item))}><Icon of={Undo2} size={14} /></IconButton>}
          </li>
        ))}
      </ul>
    </details>
  );
}
