import { Briefcase, Check, Info, MessageSquare, MessagesSquare, Moon, RotateCcw, Star, UserPlus, type IconNode } from 'lucide';
import { useState } from 'react';
import type { MessageView } from '@kontuar/contract';
import { command } from '../../app/commands';
import { useMembers, useTeams } from '../../app/directory';
import { undoToken } from '../../app/acts/perform';
import { useMatterName } from '../../app/matters/matters';
import { lazily } from '../../app/lazily';
import { useCan, useMe } from '../../app/me';
import { formatDay, formatList, formatMoment, formatNumber, formatTime, useLocale, useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { routedParts } from './routed-words';
import { eventWords, type EventIcon, type EventNames } from './event-words';
import { eventStrings } from './event.strings';
import { moveStrings } from './moves.strings';
import { threadStrings } from './thread.strings';

const RuleWhy = lazily(() => import('./rule-why').then((part) => part.RuleWhy));

const icons: Record<EventIcon, IconNode> = { person: UserPlus, done: Check, state: RotateCcw, clock: Moon, matter: Briefcase, channel: MessageSquare, star: Star, aside: MessagesSquare, other: Info };

/** One line: what happened, who did it and why. */
export function EventLine({ message, onOpen }: { message: MessageView; onOpen?: ((conversationId: string) => void) | undefined }) {
  const t = useStrings(eventStrings);
  const locale = useLocale();
  const words = eventWords(message, useEventNames());
  const asideId = message.event?.data['asideId'];
  const runId = message.event?.type === 'rule' ? message.event.data['runId'] : undefined;
  const [asking, ask] = useState(false);
  return (
    <div className="sys">
      <Icon of={icons[words.icon]} size={14} />
      <span>
        {t(words.key, words.values)}
        {words.why !== null && `, ${t(words.why)}`}
        {routedParts(message, (value) => formatNumber(locale, value)).map(({ key, values }) => `, ${t(key, values)}`)}
        {words.quote !== null && <>: <q>{words.quote}</q></>}
        <MoveActs message={message} words={t(words.key, words.values)} onOpen={onOpen} />
      </span>
      {typeof asideId === 'string' && <button type="button" className="lnk" onClick={() => command('aside', { conversationId: message.conversationId, asideId })}>{t('asideShow')}</button>}
      {typeof runId === 'string' && <button type="button" className="lnk" onClick={() => ask(true)}>{t('ruleWhy')}</button>}
      {asking && typeof runId === 'string' && <RuleWhy conversationId={message.conversationId} runId={runId} onClose={() => ask(false)} />}
      <time dateTime={message.at} title={formatMoment(locale, new Date(message.at))}>{formatTime(locale, new Date(message.at))}</time>
    </div>
  );
}

const moves: ReadonlySet<string> = new Set(['merged', 'split-off', 'split-from', 'moved-out', 'moved-in', 'merge-undone', 'split-undone', 'move-undone']);

/** The way to the other conversation, and the way back. */
function MoveActs({ message, words, onOpen }: { message: MessageView; words: string; onOpen: ((conversationId: string) => void) | undefined }) {
  const t = useStrings(moveStrings);
  const may = useCan('conversation.triage');
  const { type = '', data = {} } = message.event ?? {};
  if (!moves.has(type)) return null;
  const { conversationId, number, undoToken: token } = data;
  return (
    <>
      {/* What went up in this one is here already. */}
      {type !== 'merged' && typeof conversationId === 'string' && onOpen !== undefined && <> <button type="button" className="lnk" onClick={() => onOpen(conversationId)}>{t('open', { number: String(number) })}</button></>}
      {may && typeof token === 'string' && <> <button type="button" className="lnk" onClick={() => void undoToken(token, words)}>{t('undo')}</button></>}
    </>
  );
}

function useEventNames(): EventNames {
  const t = useStrings(threadStrings);
  const locale = useLocale();
  const me = useMe();
  const members = useMembers();
  const teams = useTeams();
  const matter = useMatterName();
  return {
    member: (id) => (id === me.member.id ? t('you') : members.find((member) => member.id === id)?.name ?? null),
    team: (id) => teams.find((team) => team.id === id)?.name ?? null,
    value: (value) => valueWords(value, t),
    matter,
    list: (given) => formatList(locale, Array.isArray(given) ? given.filter((one): one is string => typeof one === 'string') : []),
    moment: (instant) => {
      const at = new Date(instant);
      return `${formatDay(locale, at, new Date())}, ${formatTime(locale, at)}`;
    },
  };
}

const knownValues = ['low', 'normal', 'high', 'urgent'] as const;
function valueWords(value: string, t: (key: (typeof knownValues)[number]) => string): string {
  const known = knownValues.find((each) => each === value);
  return known === undefined ? value : t(known).toLocaleLowerCase();
}
