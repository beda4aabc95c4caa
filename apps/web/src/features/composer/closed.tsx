import { Link } from '@tanstack/react-router';
import { ArrowRight, Globe, LayoutTemplate, Mail, TimerOff } from 'lucide';
import type { ConversationView } from '@kontuar/contract';
import { command } from '../../app/commands';
import type { Side } from '../../app/sides';
import { useStrings } from '../../i18n';
import { Button, ChannelMark, Icon } from '../../ui';
import { sideStrings } from './side.strings';
import { useMomentWords } from './side-bar';
import { useOtherWays } from './other-ways';

export interface ClosedProps {
  conversation: ConversationView;
  side: Side;
  /** Approved templates go through. */
  templates: boolean;
  onTemplate: () => void;
  /** There is a public side too. */
  onPublic: (() => void) | null;
}

/** Said before anybody types: nothing gets through here, since when, and the ways that are left. */
export function Closed({ conversation, side, templates, onTemplate, onPublic }: ClosedProps) {
  const t = useStrings(sideStrings);
  const moment = useMomentWords();
  const { name } = conversation.contact;
  const ways = useOtherWays(conversation);
  const time = side.until === null ? '' : moment(side.until);
  const title = side.way === 'reply-used' ? t('replyUsedTitle') : side.way === 'reply-late' ? t('replyLateTitle', { time }) : side.until === null ? t('closedNever', { name }) : t('closedTitle', { time });
  const body = side.way === 'reply-used' ? t('replyUsedBody') : side.way === 'reply-late' ? t('replyLateBody') : t(templates ? 'closedTemplates' : 'closedBody');
  return (
    <section className="closed" aria-label={title}>
      <Icon of={TimerOff} />
      <div>
        <b>{title}</b>
        <p>{body}</p>
        <p className="closed-w">
          {templates && <Button size="sm" onClick={onTemplate}><Icon of={LayoutTemplate} size={14} />{t('template')}</Button>}
          {onPublic !== null && <Button size="sm" onClick={onPublic}><Icon of={Globe} size={14} />{t('publicInstead')}</Button>}
          {ways.map((way) => (way.kind === 'conversation'
            ? <Link key={way.id} className="btn sm" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: way.id }}><ChannelMark connector={way.connectorId} decorative />{t('viaConversation', { channel: way.channel, number: way.number })}<Icon of={ArrowRight} size={12} /></Link>
            : <Button key={way.id} size="sm" onClick={() => command('write-first', { contactId: conversation.contact.id, name, channelId: way.channelId, address: way.address })}><Icon of={Mail} size={14} />{t('viaStart', { channel: way.channel, address: way.address })}</Button>))}
          {ways.length === 0 && !templates && onPublic === null && <span>{t('noWay')}</span>}
        </p>
      </div>
    </section>
  );
}
