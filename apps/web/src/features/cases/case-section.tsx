import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Briefcase } from 'lucide';
import { useEffect, useState } from 'react';
import { openCase } from '../../app/acts/perform';
import { caseStrings } from '../../app/cases/cases.strings';
import { onCommand, type Commands } from '../../app/commands';
import { conversationQuery } from '../../app/directory';
import { lazily } from '../../app/lazily';
import { useMatterName, useOpensCase } from '../../app/matters/matters';
import { useCan } from '../../app/me';
import { useStrings } from '../../i18n';
import { Button, Icon } from '../../ui';
import { AnswerLine, Left } from './answer-line';
import { Fort } from './fort';
import './cases.css';

const AnswerDialog = lazily(() => import('./answer-dialog').then((part) => part.AnswerDialog));

/** In the panel: what it is about, how much time is left, and how far the answer is. */
export function CaseSection({ conversationId }: { conversationId: string }) {
  const t = useStrings(caseStrings);
  const named = useMatterName();
  const { data: conversation } = useQuery(conversationQuery(conversationId));
  const edits = useCan('case.edit');
  const opens = useOpensCase(conversation?.matter ?? null);
  const [answer, setAnswer] = useState<Commands['case-answer'] | null>(null);
  useEffect(() => onCommand('case-answer', setAnswer), []);
  if (conversation === undefined) return null;
  const { case: shown, matter } = conversation;
  if (shown === null) {
    if (matter === null || !opens || !edits) return null;
    return <section className="case-s"><Button size="sm" onClick={() => void openCase(conversation.id, matter)}><Icon of={Briefcase} size={14} />{t('addCase')}</Button></section>;
  }
  return (
    <section className="case-s" aria-label={t('opening', { code: shown.code })}>
      <h3>
        <Icon of={Briefcase} size={14} />
        <Link to="/cases/$caseId" params={{ caseId: shown.id }}>{shown.code}</Link>
        <span className="mut">{named(shown.matter)}</span>
        <span className="grow" />
        <Left of={shown} />
      </h3>
      {shown.subject !== '' && <p className="case-t" dir="auto">{shown.subject}</p>}
      <Fort of={shown} />
      <AnswerLine of={shown} />
      {answer !== null && <AnswerDialog about={answer} onClose={() => setAnswer(null)} />}
    </section>
  );
}
