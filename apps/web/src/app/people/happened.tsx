import { Link } from '@tanstack/react-router';
import { BookmarkCheck, FileText, HandCoins, ShoppingBag, Smile, StickyNote, type IconNode } from 'lucide';
import type { ReactNode } from 'react';
import type { MessageView, PersonEntry, PersonKind, Purchase } from '@kontuar/contract';
import { formatDay, formatWeekday, useLocale, useStrings } from '../../i18n';
import { Icon, useNow } from '../../ui';
import { useStages } from '../leads/leads';
import { useMatterName } from '../matters/matters';
import { formatMoney } from '../money';
import { momentWords } from '../times/moment-words';
import { happenedStrings } from './happened.strings';
import './happened.css';

interface LineProps { at: string; icon: IconNode; children: ReactNode }

function Line({ at, icon, children }: LineProps) {
  const locale = useLocale();
  const now = useNow();
  const date = new Date(at);
  return <p className="hap"><Icon of={icon} size={14} /><span>{children}</span><time dateTime={at}>{`${formatWeekday(locale, date)} ${formatDay(locale, date, now)}`}</time></p>;
}

export function PurchaseLine({ purchase }: { purchase: Purchase }) {
  const t = useStrings(happenedStrings);
  const locale = useLocale();
  const says = t(purchase.cancelled ? 'boughtCancelled' : 'bought', { number: purchase.number });
  return (
    <Line at={purchase.at} icon={ShoppingBag}>
      {purchase.link === null ? says : <a className="lnk" href={purchase.link} target="_blank" rel="noopener noreferrer">{says}</a>}
      {[purchase.amount === null ? '' : formatMoney(locale, purchase.amount, purchase.currency), purchase.state].filter((part) => part !== '').map((part) => `, ${part}`).join('')}
    </Line>
  );
}

export function NoteLine({ note }: { note: MessageView }) {
  const t = useStrings(happenedStrings);
  return <Line at={note.at} icon={StickyNote}><InConversation id={note.conversationId}>{t('note', { name: note.author.name })}</InConversation> <q dir="auto">{note.text}</q></Line>;
}

const InConversation = ({ id, children }: { id: string; children: ReactNode }) => <Link className="lnk" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: id }} preload={false}>{children}</Link>;
const Said = ({ words }: { words: string }) => (words === '' ? null : <> <q dir="auto">{words}</q></>);

/** A question, a promise, a lead or a case with its turn, and the way to it. */
export function HappenedLine({ entry }: { entry: PersonEntry }) {
  switch (entry.kind) {
    case 'survey': return <SurveyLine entry={entry} />;
    case 'promise': return <PromiseLine entry={entry} />;
    case 'lead': return <LeadLine entry={entry} />;
    case 'case': return <CaseLine entry={entry} />;
  }
}

type Of<K extends PersonEntry['kind']> = { entry: Extract<PersonEntry, { kind: K }> };

function SurveyLine({ entry }: Of<'survey'>) {
  const t = useStrings(happenedStrings);
  const { what, about, scale, score } = entry;
  const says = what === 'asked' ? t(about === 'fine' ? 'askedFine' : 'asked') : score === null ? t('answered') : scale === 'yes-no' ? t(score >= 4 ? 'fine' : 'notFine') : t('rated', { score: String(score) });
  return <Line at={entry.at} icon={Smile}><InConversation id={entry.conversationId}>{says}</InConversation><Said words={entry.text} /></Line>;
}

function PromiseLine({ entry }: Of<'promise'>) {
  const t = useStrings(happenedStrings);
  const locale = useLocale();
  const now = useNow();
  return <Line at={entry.at} icon={BookmarkCheck}><InConversation id={entry.conversationId}>{entry.what === 'made' ? t('made', { time: momentWords(locale, new Date(entry.dueAt), now) }) : t(entry.what)}</InConversation><Said words={entry.text} /></Line>;
}

function LeadLine({ entry }: Of<'lead'>) {
  const t = useStrings(happenedStrings);
  const { named } = useStages();
  return <Line at={entry.at} icon={HandCoins}><Link className="lnk" to="/leads/$leadId" params={{ leadId: entry.leadId }}>{entry.what === 'taken' ? t('taken', { code: entry.code }) : t('stage', { code: entry.code, stage: named(entry.stage) })}</Link><Said words={entry.wants} /></Line>;
}

function CaseLine({ entry }: Of<'case'>) {
  const t = useStrings(happenedStrings);
  const named = useMatterName();
  const about = { matter: named(entry.matter), code: entry.code };
  const says = entry.what === 'opened' ? t('opened', about) : entry.what === 'closed' || entry.decision === null ? t('caseClosed', about) : t('decided', { ...about, decision: t(entry.decision) });
  return <Line at={entry.at} icon={FileText}><Link className="lnk" to="/cases/$caseId" params={{ caseId: entry.caseId }}>{says}</Link><Said words={entry.subject} /></Line>;
}

interface KindsProps { offered: readonly PersonKind[]; chosen: readonly PersonKind[]; onChange: (kinds: PersonKind[]) => void }

/** What is shown of a person; none chosen: everything. */
export function HappenedKinds({ offered, chosen, onChange }: KindsProps) {
  const t = useStrings(happenedStrings);
  return (
    <div className="hap-k" role="group" aria-label={t('show')}>
      {offered.map((kind) => <button key={kind} type="button" className="chip" aria-pressed={chosen.includes(kind)} onClick={() => onChange(offered.filter((each) => chosen.includes(each) !== (each === kind)))}>{t(`of-${kind}`)}</button>)}
    </div>
  );
}
