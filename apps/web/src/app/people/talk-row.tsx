import { Link } from '@tanstack/react-router';
import type { ConversationView } from '@kontuar/contract';
import { formatRelative, useLocale, useStrings } from '../../i18n';
import { ChannelMark, Tag, useNow } from '../../ui';
import { talkStrings } from './talk-row.strings';
import './talk-row.css';

/** A conversation as the screens of people and of companies list it, in a `talk-l`. `who`: where it is not plain whose it is. */
export function TalkRow({ row, who }: { row: ConversationView; who?: string }) {
  const t = useStrings(talkStrings);
  const locale = useLocale();
  const now = useNow();
  const view = row.state === 'resolved' || row.state === 'snoozed' ? row.state : 'all';
  const about = row.subject ?? t('numbered', { number: row.number });
  return (
    <li>
      <Link to="/inbox/$view/$conversationId" params={{ view, conversationId: row.id }} preload={false}>
        <ChannelMark connector={row.connectorId} />
        <span className="talk-w"><b className="ell">{who === undefined ? about : <>{who} <span className="mut">{about}</span></>}</b><span className="mut ell" dir="auto">{row.preview.text}</span></span>
        <Tag {...(row.state === 'open' ? { tone: 'waiting' as const } : {})}>{t(row.state)}</Tag>
        <time className="mut" dateTime={row.lastMessageAt}>{formatRelative(locale, new Date(row.lastMessageAt), now)}</time>
      </Link>
    </li>
  );
}
