import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { JargonMark } from '@kontuar/language/answers';
import { glossaryQuery } from '../../app/directory';
import { useAnswers } from './use-answers';

/** At every key: a paragraph costs less than a frame, a whole book would not. */
const MOST_CHARACTERS = 12_000;
const none: readonly JargonMark[] = [];

/** Trade words of the house in the text, with what to say instead. */
export function useJargon(text: string, on: boolean): readonly JargonMark[] {
  const { data: terms } = useQuery({ ...glossaryQuery, enabled: on });
  const answers = useAnswers(on && terms !== undefined && terms.length > 0);
  const glossary = useMemo(() => (answers === undefined || terms === undefined || terms.length === 0 ? undefined : new answers.Glossary(terms)), [answers, terms]);
  return useMemo(() => (on && glossary !== undefined ? glossary.marks(text.slice(0, MOST_CHARACTERS)) : none), [on, glossary, text]);
}
