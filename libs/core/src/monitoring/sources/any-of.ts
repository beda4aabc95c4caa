/** Search terms as one or few questions: where each costs something, all are asked for at once. `length`: what a question may have. */
export function anyOf(terms: readonly string[], { or, length, word = quoted }: { or: string; length: number; word?: (term: string) => string }): string[] {
  const questions: string[] = [];
  for (const said of new Set(terms.map(word))) {
    const last = questions.at(-1);
    const joined = last === undefined ? said : `${last}${or}${said}`;
    if (last !== undefined && joined.length <= length) questions[questions.length - 1] = joined;
    else questions.push(said.slice(0, length));
  }
  return questions;
}

/** As it stands, whatever signs a search would make something of. */
export const quoted = (term: string): string => `"${term.replace(/["\\]/g, ' ').trim()}"`;
