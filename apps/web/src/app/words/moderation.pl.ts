/** What rules about comments refuse, in Polish. Keys as in `all.pl.ts`. */
export const moderation: Readonly<Record<string, string>> = {
  'A workspace has at most {} rules about comments.': 'Przestrzeń może mieć najwyżej {} reguł dla komentarzy.',
  'Somebody changed this rule meanwhile.': 'Ktoś w międzyczasie zmienił tę regułę.',
  'Look at it again.': 'Zajrzyj do niej jeszcze raz.',
  'A rule has at most {} exceptions of a kind.': 'Reguła może mieć najwyżej {} wyjątków jednego rodzaju.',
  'A rule hides, deletes or likes a comment: one of the three.': 'Reguła ukrywa, usuwa albo lubi komentarz: jedno z trzech.',
  'Say to whom or to which team it goes.': 'Wskaż osobę albo zespół, do którego trafi.',
  'Narrow it to one channel.': 'Zawęź ją do jednego kanału.',
};
