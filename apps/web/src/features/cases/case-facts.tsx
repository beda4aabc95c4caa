import { useQueries } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { CaseDecision, CaseDemand, CasePatch, CaseView } from '@kontuar/contract';
import { dayIn, dayWords } from '../../app/cases/case-days';
import { useMembers, useTeams } from '../../app/directory';
import { formatMoney } from '../../app/money';
import { purchasesQuery } from '../../app/purchases';
import { useMatterName, useMatters } from '../../app/matters/matters';
import { useLocale, useStrings } from '../../i18n';
import { Button, Dialog, Field, Select, TextArea, TextInput } from '../../ui';
import { casePageStrings } from './case.strings';
import type { CaseActs } from './use-case-acts';

const demands = ['repair', 'replacement', 'price-reduction', 'refund', 'other'] as const;
const decisions = ['accepted', 'partly', 'refused'] as const;

/** Each field is kept when one leaves it. */
export function CaseFacts({ of, acts, edits }: { of: CaseView; acts: CaseActs; edits: boolean }) {
  const t = useStrings(casePageStrings);
  const named = useMatterName();
  const locale = useLocale();
  const opening = useMatters().filter(({ opensCase, archived }) => opensCase && !archived).map(({ key }) => key);
  const members = useMembers();
  const teams = useTeams();
  const [receipt, setReceipt] = useState(false);
  const change = (patch: CasePatch) => void acts.change(patch);
  const text = (field: 'subject' | 'product' | 'orderNumber' | 'legalBasis' | 'outcome', label: string, maxLength: number, wide = false) => (
    <Field label={label} {...(wide ? { className: 'wide' } : {})} optional><Kept value={of[field]} maxLength={maxLength} disabled={!edits} onKeep={(value) => change({ [field]: value })} /></Field>
  );
  return (
    <section className="part" aria-labelledby="case-facts">
      <header><h2 id="case-facts">{t('facts')}</h2></header>
      <div className="cas-f">
        {text('subject', t('subject'), 300, true)}
        {text('product', t('product'), 300)}
        <Field label={t('order')} optional><OrderField of={of} disabled={!edits} onKeep={(orderNumber, purchasedOn) => change({ orderNumber, ...(purchasedOn === undefined ? {} : { purchasedOn }) })} /></Field>
        <Field label={t('matter')}><Select value={of.matter} disabled={!edits} options={[...new Set([...opening, of.matter])].map((value) => ({ value, label: named(value) }))} onValueChange={(matter) => change({ matter })} /></Field>
        <Field label={t('demand')} optional><Select value={of.demand ?? ''} disabled={!edits} options={[{ value: '', label: t('noDemand') }, ...demands.map((value) => ({ value, label: t(value) }))]} onValueChange={(value) => change({ demand: value === '' ? null : (value as CaseDemand) })} /></Field>
        <Field label={t('purchasedOn')} optional><Kept type="date" value={of.purchasedOn ?? ''} disabled={!edits} onKeep={(value) => change({ purchasedOn: value === '' ? null : value })} /></Field>
        <div className="field">
          <span className="lab">{t('receivedOn')}</span>
          <p>{dayWords(locale, of.receivedOn, 'weekday')} {edits && <button type="button" className="lnk" onClick={() => setReceipt(true)}>{t('changeReceipt')}</button>}</p>
          <p className="help">{of.receivedHow === 'message' ? t('receivedFirst') : t('receivedBy', { reason: of.receivedReason })}{of.earlierWordAt !== null && <> {t('earlierWord', { day: dayWords(locale, dayIn(of.timeZone, new Date(of.earlierWordAt))) })}</>}</p>
        </div>
        <Field label={t('owner')}><Select value={of.ownerId ?? ''} disabled={!edits} options={[{ value: '', label: t('nobody') }, ...members.map(({ id, name }) => ({ value: id, label: name }))]} onValueChange={(value) => change({ ownerId: value === '' ? null : value })} /></Field>
        <Field label={t('team')} optional><Select value={of.teamId ?? ''} disabled={!edits} options={[{ value: '', label: t('noTeam') }, ...teams.filter(({ kind }) => kind !== 'group').map(({ id, name }) => ({ value: id, label: name }))]} onValueChange={(value) => change({ teamId: value === '' ? null : value })} /></Field>
        {text('legalBasis', t('legalBasis'), 500, true)}
        <Field label={t('decision')} optional><Select value={of.decision ?? ''} disabled={!edits} options={[{ value: '', label: t('undecided') }, ...decisions.map((value) => ({ value, label: t(value) }))]} onValueChange={(value) => change({ decision: value === '' ? null : (value as CaseDecision) })} /></Field>
        {text('outcome', t('outcome'), 1000)}
        <Field label={t('reason')} className="wide" optional><KeptArea value={of.decisionReason} disabled={!edits} onKeep={(value) => change({ decisionReason: value })} /></Field>
      </div>
      {receipt && <ReceiptDialog of={of} acts={acts} onClose={() => setReceipt(false)} />}
    </section>
  );
}

interface KeptProps { value: string; disabled: boolean; maxLength?: number; type?: 'text' | 'date'; list?: string; onKeep: (value: string) => void }

/** What somebody else changed meanwhile is shown, unless one is writing. */
function Kept({ value, onKeep, ...rest }: KeptProps) {
  const [text, setText] = useState<string | null>(null);
  const keep = () => {
    if (text !== null && text.trim() !== value) onKeep(text.trim());
    setText(null);
  };
  return <TextInput value={text ?? value} onChange={(event) => setText(event.target.value)} onBlur={keep} onKeyDown={(event) => { if (event.key === 'Enter') event.currentTarget.blur(); }} {...rest} />;
}

/** What the customers of the case bought is offered; any other number may be written. A chosen order says the day of purchase where nobody did. */
function OrderField({ of, disabled, onKeep }: { of: CaseView; disabled: boolean; onKeep: (orderNumber: string, purchasedOn?: string) => void }) {
  const locale = useLocale();
  const listId = useId();
  const contactIds = [...new Set(of.conversations.map(({ contactId }) => contactId))].slice(0, 3);
  const orders = useQueries({ queries: contactIds.map((id) => purchasesQuery(id)) }).flatMap(({ data }) => data?.items ?? []).slice(0, 50);
  const keep = (value: string) => {
    const chosen = orders.find(({ number }) => number === value);
    onKeep(value, chosen === undefined || of.purchasedOn !== null ? undefined : chosen.at.slice(0, 10));
  };
  return (
    <>
      <Kept value={of.orderNumber} maxLength={100} disabled={disabled} list={listId} onKeep={keep} />
      <datalist id={listId}>{orders.map((order) => <option key={order.number} value={order.number}>{[dayWords(locale, order.at.slice(0, 10)), order.amount === null ? '' : formatMoney(locale, order.amount, order.currency), order.state].filter((part) => part !== '').join(', ')}</option>)}</datalist>
    </>
  );
}

function KeptArea({ value, disabled, onKeep }: KeptProps) {
  const [text, setText] = useState<string | null>(null);
  const keep = () => {
    if (text !== null && text.trim() !== value) onKeep(text.trim());
    setText(null);
  };
  return <TextArea rows={3} maxLength={5000} disabled={disabled} value={text ?? value} onChange={(event) => setText(event.target.value)} onBlur={keep} />;
}

function ReceiptDialog({ of, acts, onClose }: { of: CaseView; acts: CaseActs; onClose: () => void }) {
  const t = useStrings(casePageStrings);
  const [day, setDay] = useState(of.receivedOn);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const today = dayIn(of.timeZone, new Date());
  const save = async () => {
    setAsked(true);
    if (reason.trim() === '' || day === '' || day > today) return;
    // The middle of the day is that day on every clock of the country.
    const at = day === today ? new Date() : new Date(`${day}T12:00:00Z`);
    if (await acts.change({ receivedAt: at.toISOString(), receivedReason: reason.trim() })) onClose();
  };
  return (
    <Dialog open onOpenChange={(open) => { if (!open) onClose(); }} title={t('receiptTitle')} description={t('receiptHelp')} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" busy={acts.busy} onClick={() => void save()}>{t('save')}</Button></>}>
      <div className="let">
        <Field label={t('receiptDay')}><TextInput type="date" max={today} value={day} onChange={(event) => setDay(event.target.value)} /></Field>
        <Field label={t('receiptReason')} error={asked && reason.trim() === '' ? t('receiptHelp') : undefined}><TextInput maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} /></Field>
      </div>
    </Dialog>
  );
}
