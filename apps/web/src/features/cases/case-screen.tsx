import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Lightbulb, PenLine, TriangleAlert } from 'lucide';
import { useState } from 'react';
import type { CaseView } from '@kontuar/contract';
import { dayWords } from '../../app/cases/case-days';
import { caseQuery } from '../../app/cases/queries';
import { command } from '../../app/commands';
import { useMatterName } from '../../app/matters/matters';
import { Keys, useShortcut } from '../../app/keys';
import { useCan } from '../../app/me';
import { SubjectPage } from '../../app/screens/subject-page';
import { inWords } from '../../app/words/in-words';
import { formatMoment, useLocale, useStrings } from '../../i18n';
import { Button, Icon, Tag, useNow } from '../../ui';
import { AnswerLine, isAnsweredLate, Left } from './answer-line';
import { CaseFacts } from './case-facts';
import { CaseHistory } from './case-history';
import { Conversations, Documents, Letters } from './case-parts';
import { casePageStrings } from './case.strings';
import { CloseDialog, ReopenDialog } from './end-dialogs';
import { Fort } from './fort';
import { LetterDialog } from './letter-dialog';
import { useCaseActs } from './use-case-acts';
import './cases.css';

/** A case with everything that is known of it: facts, clock, conversations, files, letters, history. */
export function CaseScreen() {
  const t = useStrings(casePageStrings);
  const { caseId = '' } = useParams({ strict: false }) as { caseId?: string };
  const query = useQuery(caseQuery(caseId));
  return <SubjectPage label={query.data?.code ?? t('facts')} back={{ to: '/cases', words: t('back') }} query={query} words={{ gone: t('gone'), goneBody: t('goneBody'), loadFailed: t('loadFailed') }}>{(of) => <Whole key={of.id} of={of} />}</SubjectPage>;
}

function Whole({ of }: { of: CaseView }) {
  const t = useStrings(casePageStrings);
  const named = useMatterName();
  const acts = useCaseActs(of.id);
  const edits = useCan('case.edit');
  const learns = useCan('lesson.write');
  const [dialog, setDialog] = useState<'letter' | 'close' | 'reopen' | null>(null);
  const close = () => setDialog(null);
  const isOpen = of.state === 'open';
  const learn = () => command('lesson', { caseId: of.id });
  // What answers, ends and teaches something of a conversation does the same with a case.
  useShortcut('reply', () => setDialog('letter'), { when: edits && isOpen, priority: 1 });
  useShortcut('resolve', () => setDialog(isOpen ? 'close' : 'reopen'), { when: edits, priority: 1 });
  useShortcut('lesson', learn, { when: learns, priority: 1 });
  return (
    <>
      <header className="page-h">
        <div>
          <div className="cas-h"><h1>{of.code}</h1><Tag tone="waiting">{named(of.matter)}</Tag>{of.state === 'closed' && <Tag>{t('closedState')}</Tag>}{of.decision !== null && <Tag {...(of.decision === 'refused' ? {} : { tone: 'ok' as const })}>{t(of.decision)}</Tag>}</div>
          <p dir="auto">{[of.contact?.name, of.subject].filter((part) => part !== undefined && part !== '').join(' · ')}</p>
        </div>
        {(edits || learns) && (
          <div className="page-a">
            {learns && <Button aria-haspopup="dialog" onClick={learn}><Icon of={Lightbulb} size={14} />{t('lesson')}<Keys of="lesson" /></Button>}
            {edits && <Button onClick={() => setDialog(isOpen ? 'close' : 'reopen')}>{t(isOpen ? 'close' : 'reopen')}<Keys of="resolve" /></Button>}
            {edits && isOpen && <Button tone="primary" onClick={() => setDialog('letter')}><Icon of={PenLine} size={14} />{t('write')}<Keys of="reply" /></Button>}
          </div>
        )}
      </header>
      <div className="cas-g">
        <div>
          <Clock of={of} />
          <CaseFacts of={of} acts={acts} edits={edits} />
          <Letters of={of} />
        </div>
        <div>
          <Conversations of={of} acts={acts} edits={edits} />
          <Documents of={of} acts={acts} edits={edits} />
          <CaseHistory caseId={of.id} version={of.version} />
        </div>
      </div>
      {dialog === 'letter' && <LetterDialog of={of} onClose={close} onSent={acts.take} />}
      {dialog === 'close' && <CloseDialog of={of} acts={acts} onClose={close} />}
      {dialog === 'reopen' && <ReopenDialog acts={acts} onClose={close} />}
    </>
  );
}

function Clock({ of }: { of: CaseView }) {
  const t = useStrings(casePageStrings);
  const locale = useLocale();
  const { policy } = of;
  const days = policy?.days ?? null;
  const now = useNow();
  const late = isAnsweredLate(of) || (of.clock === 'running' && of.dueAt !== null && Date.parse(of.dueAt) <= now.getTime());
  return (
    <section className="part" aria-labelledby="case-clock">
      <header><h2 id="case-clock">{t('clock')}</h2><span className="grow" /><Left of={of} /></header>
      <Fort of={of} />
      <AnswerLine of={of} />
      {of.clock === 'running' && of.dueOn !== null && <p className="help">{t('dueOn', { date: dayWords(locale, of.dueOn, 'long') })}. {t('durable')}</p>}
      {of.clock === 'stopped' && of.stoppedAt !== null && <p className="help">{t('stoppedOn', { date: formatMoment(locale, new Date(of.stoppedAt)) })}</p>}
      {late && policy?.silence === 'accepted' && <p className="case-n" data-tone="bad"><Icon of={TriangleAlert} size={14} />{t('lateAccepts')}</p>}
      <p className="help">
        {policy === null || days === null ? t('policyNone') : `${policy.name[locale]}: ${t(policy.unit === 'working' ? 'policyWork' : 'policyDays', { count: days })}.`}
        {policy !== null && policy.source !== '' && <> {t('source', { source: inWords(policy.source, locale) })}{policy.checkedOn === null ? '' : `, ${t('checked', { date: dayWords(locale, policy.checkedOn) })}`}.</>} {t('legal')}
      </p>
    </section>
  );
}
