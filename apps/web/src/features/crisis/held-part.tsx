import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CrisisRoom, HeldAct, HeldDecided, HeldItem } from '@kontuar/contract';
import { useCan } from '../../app/me';
import { formatMoment, useLocale, useStrings } from '../../i18n';
import { Button, Dialog, useToast } from '../../ui';
import { crisisStrings } from './crisis.strings';
import { heldQuery, type useCrisisActs } from './queries';

/** What waits, and what becomes of it: one by one while it is on, all at once when it is over. */
export function HeldPart({ of: { crisis, held }, acts }: { of: CrisisRoom; acts: ReturnType<typeof useCrisisActs> }) {
  const t = useStrings(crisisStrings);
  const toast = useToast();
  const leads = useCan('crisis.lead');
  const isOn = crisis.endedAt === null;
  const [shown, setShown] = useState(!isOn);
  const [dropping, setDropping] = useState(false);
  const query = useQuery({ ...heldQuery(crisis.id), enabled: leads && shown && held.due + held.coming > 0 });
  const decide = async (act: HeldAct, items: Pick<HeldItem, 'kind' | 'id'>[] | null) => {
    const answer = await acts.run<HeldDecided>('POST', `/crises/${crisis.id}/held`, { act, items });
    setDropping(false);
    if (answer !== false) toast({ text: t('decided', { count: answer.done }) });
  };
  const rest = (query.data?.total ?? 0) - (query.data?.items.length ?? 0);
  return (
    <section className="part" aria-label={t('held')}>
      <header><h2>{t('held')}</h2></header>
      {held.due + held.coming === 0 ? <p className="mut">{t('heldNone')}</p> : <p>{[...(held.due > 0 ? [t('heldDue', { count: held.due })] : []), ...(held.coming > 0 ? [t('heldComing', { count: held.coming })] : [])].join(', ')}</p>}
      {leads && !isOn && held.due > 0 && (
        <p className="crs-a"><Button tone="primary" size="sm" disabled={acts.busy} onClick={() => void decide('send', null)}>{t('allSend')}</Button><Button size="sm" disabled={acts.busy} onClick={() => void decide('shift', null)}>{t('allShift')}</Button><Button size="sm" tone="ghost" disabled={acts.busy} onClick={() => setDropping(true)}>{t('allDrop')}</Button></p>
      )}
      {leads && !shown && held.due + held.coming > 0 && <Button size="sm" onClick={() => setShown(true)}>{t('showHeld')}</Button>}
      {shown && held.due + held.coming > 0 && query.data !== undefined && <ul className="crs-t">{query.data.items.map((item) => <li key={item.id}><Item of={item} isOn={isOn} busy={acts.busy} onDecide={(act) => void decide(act, [{ kind: item.kind, id: item.id }])} /></li>)}</ul>}
      {rest > 0 && shown && <p className="mut">{t('beyond', { count: rest })}</p>}
      <Dialog open={dropping} onOpenChange={setDropping} title={t('dropSure')} description={t('dropBody')} footer={<><Button onClick={() => setDropping(false)}>{t('cancel')}</Button><Button tone="danger" busy={acts.busy} onClick={() => void decide('drop', null)}>{t('allDrop')}</Button></>} />
    </section>
  );
}

function Item({ of: item, isOn, busy, onDecide }: { of: HeldItem; isOn: boolean; busy: boolean; onDecide: (act: HeldAct) => void }) {
  const t = useStrings(crisisStrings);
  const locale = useLocale();
  const time = formatMoment(locale, new Date(item.wasDue));
  return (
    <>
      <p className="crs-h"><b dir="auto">{item.conversationId === null ? <Link className="lnk" to="/outreach/$campaignId" params={{ campaignId: item.id }}>{item.title}</Link> : <Link className="lnk" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: item.conversationId }} preload={false}>{item.title}</Link>}</b><span className="mut">{t(item.kind)} · {t(item.isDue ? 'wasDue' : 'isDue', { time })}{item.byName !== '' && <> · {t('by', { name: item.byName })}</>}</span></p>
      {item.text !== '' && <p className="crs-p" dir="auto">{item.text}</p>}
      <p className="crs-a"><Button size="sm" disabled={busy} onClick={() => onDecide('send')}>{t(isOn ? 'release' : 'sendNow')}</Button>{!isOn && <Button size="sm" disabled={busy} onClick={() => onDecide('shift')}>{t('shift')}</Button>}<Button size="sm" tone="ghost" disabled={busy} onClick={() => onDecide('drop')}>{t('drop')}</Button></p>
    </>
  );
}
