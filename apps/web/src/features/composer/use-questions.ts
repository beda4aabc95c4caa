import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { MessageView } from '@kontuar/contract';
import { useCachedMessages } from './use-cached-messages';

type Answers = typeof import('@kontuar/language/answers');

export interface AskedQuestion {
  /** Stays the same while the draft grows: message and place in it. */
  key: string;
  text: string;
  /** What of the draft speaks to it; null: nothing yet. */
  answeredBy: string | null;
}

const MOST_MESSAGES = 6;
const MOST_QUESTIONS = 9;

/** What the customer said since somebody last answered. */
export function unanswered(messages: readonly MessageView[]): MessageView[] {
  const said = messages.filter(({ kind, deletedAt, automatic }) => kind === 'message' && deletedAt === null && automatic === null);
  const last = said.findLastIndex(({ direction, status }) => direction === 'out' && status !== 'failed');
  return said.slice(last + 1).filter(({ direction }) => direction === 'in').slice(-MOST_MESSAGES);
}

let loaded: Answers | undefined;

/** The questions that wait for an answer, ticked as the draft grows. Their rules are loaded when a composer first opens. */
export function useQuestions(conversationId: string, draft: string): AskedQuestion[] {
  const messages = useCachedMessages(conversationId);
  const [answers, setAnswers] = useState(loaded);
  const later = useDeferredValue(draft);
  useEffect(() => {
    if (answers !== undefined) return;
    let wanted = true;
    // Without it nothing is ticked, and everything else works: offline, the chunk may be out of reach.
    import('@kontuar/language/answers').then((module) => {
      loaded = module;
      if (wanted) setAnswers(module);
    }, () => undefined);
    return () => { wanted = false; };
  }, [answers]);
  const questions = useMemo(
    () => (answers === undefined ? [] : unanswered(messages).flatMap((message) => answers.findQuestions(message.text).map(({ text, start }) => ({ key: `${message.id} ${start}`, text }))).slice(-MOST_QUESTIONS)),
    [answers, messages],
  );
  return useMemo(() => {
    const ticks = answers?.tick(questions.map(({ text }) => text), later) ?? [];
    return questions.map((question, index) => ({ ...question, answeredBy: ticks[index]?.covered === true ? ticks[index].by : null }));
  }, [answers, questions, later]);
}
