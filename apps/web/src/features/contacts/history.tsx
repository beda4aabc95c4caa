import { Link, useParams } from '@tanstack/react-router';
import { ArrowDownToLine, ArrowUpToLine } from 'lucide';
import { useState } from 'react';
import type { ConversationView } from '@kontuar/contract';
import { formatDay, useLocale, useStrings } from '../../i18n';
import { ChannelMark, Icon, Tag, useNow } from '../../ui';
import { contactsStrings } from './contacts.strings';

const few = 5;
const stateWords = { open: 'isOpen', pending: 'isPending', snoozed: 'isSnoozed', resolved: 'isResolved' } as const;

/** The other conversations with the person, and the ones that this one continues or is continued by. */
export function History({ conversation, timeline }: { conversation: ConversationView; timeline: readonly ConversationView[] | undefined }) {
  const t = useStrings(contactsStrings);
  const { view = 'all' } = useParams({ strict: false }) as { view?: string };
  const [whole, setWhole] = useState(false);
  const others = (timeline ?? []).filter(({ id }) => id !== conversation.id);
  const next = others.find(({ previousId }) => previousId === conversation.id);
  const shown = whole ? others : others.slice(0, few);
  return (
    <section>
      <h3>
        {t('history')} <span className="mut">{others.length > 0 ? others.length : ''}</span>
        <span className="grow" />
        {others.length > few && <button type="button" className="lnk" aria-expanded={whole} onClick={() => setWhole(!whole)}>{t(whole ? 'fewer' : 'all')}</button>}
      </h3>
      {conversation.previousId !== null && (
        <p className="linked"><Icon of={ArrowUpToLine} size={14} /><Link to="/inbox/$view/$conversationId" params={{ view, conversationId: conversation.previousId }}>{t('previous')}</Link></p>
      )}
      {next !== undefined && (
        <p className="linked"><Icon of={ArrowDownToLine} size={14} /><Link to="/inbox/$view/$conversationId" params={{ view, conversationId: next.id }}>{t('following')}</Link></p>
      )}
      {timeline !== undefined && others.length === 0 && <p className="mut by">{t('noHistory')}</p>}
      <ul className="hist">
        {shown.map((row) => <Past key={row.id} row={row} view={view} />)}
      </ul>
    </section>
  );
}

function Past({ row, view }: { row: ConversationView; view: string }) {
  const t = useStrings(contactsStrings);
  const locale = useLocale();
  const now = useNow();
  const title = row.subject ?? (row.preview.text === '' ? t('noSubject', { number: row.number }) : row.preview.text);
  return (
    <li>
      <Link className="hist-a" to="/inbox/$view/$conversationId" params={{ view, conversationId: row.id }} preload={false}>
        <ChannelMark connector={row.connectorId} />
        <span className="ell">{title}</span>
        {row.state !== 'resolved' && <Tag {...(row.state === 'open' ? { tone: 'waiting' as const } : {})}>{t(stateWords[row.state])}</Tag>}
        <time dateTime={row.lastMessageAt}>{formatDay(locale, new Date(row.lastMessageAt), now)}</time>
      </Link>
    </li>
  );
}
