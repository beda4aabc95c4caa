import { useMemo } from 'react';
import type { MessageView } from '@kontuar/contract';
import { useAnswers } from './use-answers';
import { useCachedMessages } from './use-cached-messages';

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

/** The questions that wait for an answer, ticked as the draft grows. */
export function useQuestions(conversationId: string, draft: string): AskedQuestion[] {
  const messages = useCachedMessages(conversationId);
  const answers = useAnswers(true);
  const questions = useMemo(
    () => (answers === undefined ? [] : unanswered(messages).flatMap((message) => answers.findQuestions(message.text).map(({ text, start }) => ({ key: `${message.id} ${start}`, text }))).slice(-MOST_QUESTIONS)),
    [answers, messages],
  );
  return useMemo(() => {
    const ticks = answers?.tick(questions.map(({ text }) => text), draft) ?? [];
    return questions.map((question, index) => ({ ...question, answeredBy: ticks[index]?.covered === true ? ticks[index].by : null }));
  }, [answers, questions, draft]);
}
