import { Link, useParams } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide';
import { useState } from 'react';
import type { CampaignView } from '@kontuar/contract';
import { HeldLine } from '../../app/crisis/held-line';
import { ApiProblem } from '../../app/client';
import { useCan, useMe } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { inWords } from '../../app/words/in-words';
import { formatMoment, useLocale, useStrings } from '../../i18n';
import { Button, Dialog, EmptyState, Icon, Skeleton } from '../../ui';
import { CampaignState } from './campaigns-screen';
import { Editor } from './editor';
import { outreachStrings } from './outreach.strings';
import { useCampaign, useCampaignActs } from './queries';
import { Results } from './results';
import '../../app/leads/sales.css';
import './outreach.css';

/** One campaign: while it is a draft its words and a trial, from then on how far it came. */
export function CampaignScreen() {
  const t = useStrings(outreachStrings);
  const { campaignId = '' } = useParams({ strict: false }) as { campaignId?: string };
  const { data, error, isPending, refetch } = useCampaign(campaignId);
  return (
    <main className="page" id="content" aria-label={data?.name ?? t('title')}>
      <p className="crumb"><Link to="/outreach"><Icon of={ChevronLeft} size={14} />{t('back')}</Link></p>
      {isPending && <Skeleton width="50%" height={24} />}
      {error !== null && data === undefined && (error instanceof ApiProblem && error.status === 404
        ? <EmptyState art="lock" title={t('gone')}>{t('goneBody')}</EmptyState>
        : <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void refetch()}>{t('again')}</Button>}>{problemWords(error)}</EmptyState>)}
      {data !== undefined && <Whole key={data.id} of={data} />}
    </main>
  );
}

function Whole({ of }: { of: CampaignView }) {
  const t = useStrings(outreachStrings);
  const locale = useLocale();
  const me = useMe();
  const acts = useCampaignActs(of.id);
  const manages = useCan('outreach.manage');
  const [stopping, setStopping] = useState(false);
  const mine = of.startedById === me.member.id;
  return (
    <>
      <header className="page-h sal-r">
        <div>
          <div className="sal-h"><h1 dir="auto">{of.name}</h1><CampaignState of={of} /></div>
          {of.waitsUntil !== null && <p className="mut">{t('waits', { at: formatMoment(locale, new Date(of.waitsUntil)) })}</p>}
          {of.held !== null && <HeldLine held={of.held} />}
          {of.trouble !== null && <p role="status" className="out-t">{inWords(of.trouble, locale)}</p>}
          {of.state === 'awaiting' && mine && <p className="mut">{t('approveOther')}</p>}
        </div>
        {manages && (
          <div className="page-a">
            {of.state === 'awaiting' && !mine && <Button tone="primary" busy={acts.busy} onClick={() => void acts.post('/approve')}>{t('approve')}</Button>}
            {of.state === 'running' && <Button busy={acts.busy} onClick={() => void acts.post('/pause')}>{t('pause')}</Button>}
            {of.state === 'paused' && <Button tone="primary" busy={acts.busy} onClick={() => void acts.post('/resume')}>{t('resume')}</Button>}
            {(of.state === 'preparing' || of.state === 'running' || of.state === 'paused' || of.state === 'awaiting') && <Button tone="danger" onClick={() => setStopping(true)}>{t('stop')}</Button>}
          </div>
        )}
      </header>
      {of.state === 'draft' ? <Editor of={of} acts={acts} edits={manages} /> : <Results of={of} acts={acts} manages={manages} />}
      {stopping && (
        <Dialog open onOpenChange={setStopping} title={t('stopTitle', { name: of.name })} description={t('stopBody')}
          footer={<><Button onClick={() => setStopping(false)}>{t('cancel')}</Button><Button tone="danger" onClick={() => { setStopping(false); void acts.post('/stop'); }}>{t('stop')}</Button></>} />
      )}
    </>
  );
}
