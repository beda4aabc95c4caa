import { foldText } from '../../ui/fold-text';

export type Verb = 'assign' | 'snooze' | 'go' | 'label' | 'priority' | 'matter' | 'theme' | 'language' | 'presence' | 'density' | 'undo' | 'new';

/** Verbs first, in both languages; the longest way to say it stands first. Without diacritics, as they are compared. */
const spoken: readonly [Verb, readonly string[]][] = [
  ['assign', ['reassign to', 'assign to', 'hand over to', 'give to', 'move to', 'reassign', 'assign', 'hand over', 'przydziel do', 'przekaz do', 'przydziel', 'przekaz', 'oddaj']],
  ['snooze', ['snooze until', 'snooze till', 'snooze for', 'snooze', 'remind me', 'odloz do', 'odloz na', 'odloz', 'przypomnij']],
  ['go', ['go to', 'open view', 'show', 'go', 'idz do', 'przejdz do', 'pokaz', 'otworz widok']],
  ['label', ['label with', 'label', 'tag with', 'tag', 'etykieta', 'oznacz', 'etykietuj']],
  ['priority', ['set priority', 'priority', 'ustaw priorytet', 'priorytet']],
  ['matter', ['set matter', 'matter', 'sprawa', 'rodzaj sprawy']],
  ['theme', ['switch theme', 'theme', 'motyw', 'wyglad']],
  ['language', ['switch language', 'language', 'jezyk']],
  ['presence', ['set presence', 'presence', 'i am', 'obecnosc', 'jestem']],
  ['density', ['density', 'gestosc']],
  ['undo', ['undo', 'take back', 'cofnij']],
  ['new', ['new conversation', 'log a', 'log', 'write to', 'nowa rozmowa', 'zapisz', 'napisz do', 'napisz']],
];

/** A verb counts when it is complete; "sno" is still a search, "snooze" and "snooze tomorrow" are an act. */
export function readVerb(query: string): { verb: Verb; rest: string } | null {
  const folded = foldText(query);
  let best: { verb: Verb; length: number } | null = null;
  for (const [verb, ways] of spoken) {
    for (const way of ways) {
      const complete = folded === way || folded.startsWith(`${way} `);
      if (complete && way.length > (best?.length ?? 0)) best = { verb, length: way.length };
    }
  }
  if (best === null) return null;
  // Folding keeps the number of words, so the rest is counted in words of what was typed.
  const words = folded.slice(0, best.length).split(' ').length;
  return { verb: best.verb, rest: query.trim().split(/\s+/).slice(words).join(' ') };
}
