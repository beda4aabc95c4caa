import { CircleCheck, CircleDashed } from 'lucide';
import { memo, useState } from 'react';
import { useStrings } from '../../i18n';
import { Icon, VisuallyHidden } from '../../ui';
import { questionStrings } from './questions.strings';
import { useQuestions } from './use-questions';
import './questions-bar.css';

const SHOWN = 3;

/** What the customer asks, above the answer; a tick comes by itself when the draft speaks to it, or by hand. It never holds an answer back. */
export const QuestionsBar = memo(function QuestionsBar({ conversationId, draft }: { conversationId: string; draft: string }) {
  const t = useStrings(questionStrings);
  const questions = useQuestions(conversationId, draft);
  const [byHand, setByHand] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  if (questions.length === 0) return null;
  const shown = all ? questions : questions.slice(0, SHOWN);
  const toggle = (key: string) => setByHand((before) => {
    const after = new Set(before);
    if (!after.delete(key)) after.add(key);
    return after;
  });
  return (
    <div className="qs" role="group" aria-label={t('asked')}>
      <ul>
        {shown.map(({ key, text, answeredBy }) => {
          const marked = byHand.has(key);
          const done = answeredBy !== null || marked;
          const why = marked ? t('byHand') : answeredBy !== null ? t('answered') : t('open');
          return (
            <li key={key} data-done={done ? '' : undefined}>
              <button type="button" aria-pressed={marked} disabled={answeredBy !== null && !marked} title={answeredBy !== null && !marked ? `${why}: “${answeredBy}”` : marked ? t('unmark') : t('mark')} onClick={() => toggle(key)}>
                <Icon of={done ? CircleCheck : CircleDashed} size={14} />
                <span className="ell" dir="auto">{text}</span>
                <VisuallyHidden>, {why}</VisuallyHidden>
              </button>
            </li>
          );
        })}
      </ul>
      {questions.length > SHOWN && <button type="button" className="lnk" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t('fewer') : t('more', { count: questions.length - SHOWN })}</button>}
    </div>
  );
});
