import { useEffect, useState } from 'react';

type Answers = typeof import('@kontuar/language/answers');
let loaded: Answers | undefined;

/** The rules of questions and trade words, loaded when a composer first wants them. Out of reach (offline): nothing is ticked or marked, and everything else works. */
export function useAnswers(wanted: boolean): Answers | undefined {
  const [answers, setAnswers] = useState(loaded);
  useEffect(() => {
    if (answers !== undefined || !wanted) return;
    let here = true;
    import('@kontuar/language/answers').then((module) => {
      loaded = module;
      if (here) setAnswers(module);
    }, () => undefined);
    return () => { here = false; };
  }, [answers, wanted]);
  return answers;
}
