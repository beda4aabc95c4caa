import { CalendarClock, CalendarX, CornerDownLeft, ShieldCheck, TriangleAlert } from 'lucide';
import { useState } from 'react';
import type { ConversationView, PlannedView } from '@kontuar/contract';
import { command } from '../../app/commands';
import { HeldLine } from '../../app/crisis/held-line';
import { useMembers } from '../../app/directory';
import { useCan, useMe } from '../../app/me';
import { LaterChoice } from '../../app/planned/later-choice-part';
import { plannedStrings } from '../../app/planned/planned.strings';
import { changePlanned, dropPlanned, isSent, sendPlannedNow, takeBackMessage } from '../../app/planned/queries';
import { bothClocks, cityOf } from '../../app/planned/times';
import { problemWords } from '../../app/problem-words';
import { formatList, formatSpan, formatTime, useLocale, useStrings } from '../../i18n';
import { Button, Icon, Popover, useNow, useToast } from '../../ui';
import type { Said } from '../../app/letter/area';
import { ApproveBox } from './approve-box';
import { Changes } from './changes';
import { TextBox } from './text-box';

const icons = { scheduled: CalendarClock, awaiting: ShieldCheck, returned: CornerDownLeft, cancelled: CalendarX, released: CalendarClock, withdrawn: CalendarX } as const;

/** One answer that waits. Dashed, because it is not said yet. */
export function PlannedCard({ planned, conversation }: { planned: PlannedView; conversation: ConversationView }) {
  const t = useStrings(plannedStrings);
  const me = useMe().member.id;
  const mayReply = useCan('conversation.reply');
  const toast = useToast();
  const [editing, setEditing] = useState(false);
  const [busy, setBusy] = useState(false);
  const mine = planned.author.id === me;
  const act = async (work: () => Promise<unknown>, done?: string) => {
    setBusy(true);
    try {
      await work();
      if (done !== undefined) toast({ text: done });
    } catch (error) {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
    } finally {
      setBusy(false);
    }
  };
  /** Its words go on in the composer, with their files. */
  const take = (words: string | undefined) => act(async () => {
    const { planned: dropped } = await dropPlanned(planned);
    command('restore', { conversationId: planned.conversationId, private: false, text: dropped.text, html: dropped.html, attachments: dropped.attachments, cc: dropped.cc, side: dropped.visibility });
  }, words);
  const sendNow = () => act(async () => {
    const answer = await sendPlannedNow(planned);
    if (isSent(answer)) toast({ text: t('sentSoon'), undo: () => void act(() => takeBackMessage(answer.message.id)), ...(answer.message.sendAt === null ? {} : { durationMs: Math.max(1000, Date.parse(answer.message.sendAt) - Date.now()) }) });
  });
  const save = ({ text, html }: Said) => act(async () => {
    if (text !== planned.text || html !== planned.html || planned.state === 'returned') await changePlanned(planned, { text, html, version: planned.version });
    setEditing(false);
  });
  const editable = mayReply && planned.template === null && (planned.state === 'scheduled' || (mine && (planned.state === 'awaiting' || planned.state === 'returned')));
  return (
    <article className="pl-c" data-state={planned.state} data-stale={planned.stale || undefined}>
      <Icon of={icons[planned.state]} />
      <div className="pl-m">
        <Head planned={planned} conversation={conversation} mine={mine} />
        {planned.held !== null && <HeldLine held={planned.held} />}
        {editing
          ? <TextBox begun={planned} pictures={planned.attachments} confirm={t(planned.state === 'returned' ? 'askAgain' : 'save')} busy={busy} onDone={(said) => void save(said)} onCancel={() => setEditing(false)} />
          : planned.approval !== null && planned.approval.mayDecide
            ? <ApproveBox planned={planned} />
            : <><Changes revisions={planned.revisions} text={planned.text} />{planned.attachments.length > 0 && <p className="mut">{planned.attachments.map(({ name }) => name).join(', ')}</p>}</>}
        <Rule planned={planned} onRule={(ifCustomerWrites) => void act(() => changePlanned(planned, { ifCustomerWrites }), t('saved'))} may={mayReply} />
        {!editing && mayReply && (
          <p className="pl-a">
            {editable && <button type="button" className="lnk" onClick={() => setEditing(true)}>{t(planned.state === 'returned' ? 'askAgain' : 'edit')}</button>}
            {planned.state === 'scheduled' && <Move planned={planned} conversation={conversation} onMove={(sendAt, timeZone) => act(() => changePlanned(planned, { sendAt: sendAt.toISOString(), timeZone, version: planned.version }))} />}
            {planned.state === 'scheduled' && <button type="button" className="lnk" disabled={busy} onClick={() => void sendNow()}>{t('sendNow')}</button>}
            {planned.state === 'scheduled' && <button type="button" className="lnk" disabled={busy} onClick={() => void take(t('cancelledToast'))}>{t('cancel')}</button>}
            {mine && (planned.state === 'awaiting' || planned.state === 'returned') && <button type="button" className="lnk" disabled={busy} onClick={() => void take(t('withdrawnToast'))}>{t('withdraw')}</button>}
            {planned.state === 'cancelled' && <Button size="sm" busy={busy} onClick={() => void take(undefined)}>{t('toComposer')}</Button>}
            {planned.state === 'cancelled' && planned.reason === 'customer-wrote' && <button type="button" className="lnk" disabled={busy} onClick={() => void sendNow()}>{t('sendAnyway')}</button>}
            {planned.state === 'cancelled' && <button type="button" className="lnk" disabled={busy} onClick={() => void act(() => dropPlanned(planned))}>{t('dismiss')}</button>}
          </p>
        )}
      </div>
    </article>
  );
}

function Head({ planned, conversation, mine }: { planned: PlannedView; conversation: ConversationView; mine: boolean }) {
  const t = useStrings(plannedStrings);
  const locale = useLocale();
  const members = useMembers();
  const now = useNow();
  const nameOf = (id: string | null) => members.find((member) => member.id === id)?.name ?? '';
  const when = planned.sendAt === null ? null : bothClocks(locale, new Date(planned.sendAt), planned.timeZone, now);
  const whenWords = when === null ? '' : when.there === null ? when.here : `${when.here} · ${t('there', { time: when.there, city: cityOf(planned.timeZone ?? '') })}`;
  const by = mine ? null : <span className="mut">{t('by', { name: planned.author.name })}</span>;
  const { approval } = planned;
  switch (planned.state) {
    case 'awaiting': {
      const asked = approval === null ? [] : approval.askedIds.map(nameOf).filter((name) => name !== '');
      return (
        <>
          <p className="pl-h"><b>{approval?.mayDecide === true ? t('mayYou', { name: planned.author.name }) : t('awaiting')}</b> {approval !== null && <span className="tag" data-t="waiting">{t('awaitingSince', { span: formatSpan(now.getTime() - Date.parse(approval.since)) })}</span>} {approval?.mayDecide !== true && by}</p>
          {approval?.mayDecide !== true && <p className="mut">{asked.length === 0 ? t('asksNobody') : t('asks', { names: formatList(locale, asked) })}{approval?.nextAt != null && <> · {approval.nextId === null ? t('nobodyThere') : t('nextAsked', { name: nameOf(approval.nextId), time: formatTime(locale, new Date(approval.nextAt)) })}</>}{when !== null && <> · {t('laterAt', { time: whenWords })}</>}</p>}
          {planned.stale && <p className="pl-w"><Icon of={TriangleAlert} size={14} />{t('staleAwaiting')}</p>}
        </>
      );
    }
    case 'returned':
      return <><p className="pl-h"><b>{t('returnedBy', { name: nameOf(approval?.decidedBy ?? null) })}</b> {by}</p>{approval?.note != null && <p className="pl-n">{approval.note}</p>}{planned.stale && <p className="pl-w"><Icon of={TriangleAlert} size={14} />{t('staleAwaiting')}</p>}</>;
    case 'cancelled':
      return <p className="pl-h"><b>{planned.reason === 'channel-gone' ? t('cancelledGone') : planned.reason === 'crisis' ? t('cancelledCrisis') : t('cancelledWrote', { name: conversation.contact.name })}</b> <span className="mut">{t('cancelledWas', { time: whenWords })}</span></p>;
    default:
      return <p className="pl-h"><b>{whenWords}</b> {by} {approval?.decidedBy != null && <span className="mut">{t('approvedBy', { name: nameOf(approval.decidedBy) })}</span>}</p>;
  }
}

function Rule({ planned, may, onRule }: { planned: PlannedView; may: boolean; onRule: (rule: 'cancel' | 'send') => void }) {
  const t = useStrings(plannedStrings);
  if (planned.state === 'cancelled') return <p className="mut">{t('cancelledKept')}</p>;
  if (planned.state !== 'scheduled') return null;
  const cancels = planned.ifCustomerWrites === 'cancel';
  return (
    <p className="mut pl-r">
      {planned.stale && <b>{t('staleScheduled')}. </b>}{t(cancels ? 'ruleCancel' : 'ruleSend')}
      {may && <button type="button" className="lnk" onClick={() => onRule(cancels ? 'send' : 'cancel')}>{t(cancels ? 'ruleToggleSend' : 'ruleToggleCancel')}</button>}
    </p>
  );
}

function Move({ planned, conversation, onMove }: { planned: PlannedView; conversation: ConversationView; onMove: (at: Date, timeZone: string) => Promise<void> }) {
  const t = useStrings(plannedStrings);
  const [open, setOpen] = useState(false);
  const { window } = conversation;
  return (
    <Popover label={t('move')} side="top" open={open} onOpenChange={setOpen} trigger={<button type="button" className="lnk">{t('move')}</button>}>
      <LaterChoice
        contactId={conversation.contact.id} closesAt={planned.visibility === 'public' || planned.template !== null ? null : window?.lateUntil ?? window?.closesAt ?? null} ifCustomerWrites={planned.ifCustomerWrites} confirm={t('moveConfirm')}
        onChoose={(at, timeZone) => { setOpen(false); void onMove(at, timeZone); }}
      />
    </Popover>
  );
}
