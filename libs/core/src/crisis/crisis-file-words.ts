import type { CrisisEntryKind, HeldAct, Locale } from '@kontuar/contract';

interface FileWords {
  title: string; columns: readonly string[]; fromTo: string; goesOn: string; concerns: string; everything: string; statement: string; timeline: string; tasks: string; made: string; zone: string; counts: string; held: string; system: string; forWhom: string; doneAt: string; open: string; alert: string;
  says: Readonly<Record<Exclude<CrisisEntryKind, 'alert' | 'released' | 'decided'>, string>>;
  kinds: Readonly<Record<CrisisEntryKind, string>>;
  did: Readonly<Record<HeldAct, string>>;
}

/** What a room says on paper and in spreadsheets, as its screen does. */
export const crisisFileWords: Readonly<Record<Locale, FileWords>> = {
  en: {
    title: 'Crisis', columns: ['When', 'Time zone', 'What', 'Who', 'What happened', 'Words', 'For whom', 'Done'], fromTo: '{{from}} to {{to}}', goesOn: 'since {{from}}, still going on', concerns: 'Concerns: {{names}}', everything: 'the whole workspace', statement: 'What we say', timeline: 'What happened', tasks: 'Who does what',
    made: 'As of {{at}}, for {{by}}', zone: 'Times of {{zone}}', counts: 'Conversations: {{conversations}}. Messages came in: {{messages}}. Answers left: {{answers}}. Mentions: {{mentions}}.', held: 'Came to its time meanwhile and waits for a decision: {{due}}.', system: 'Kontuar', forWhom: 'for {{name}}', doneAt: 'done {{at}}', open: 'not done',
    alert: 'alert: {{count}} in {{minutes}} minutes, {{name}}, where {{usual}} would be usual',
    says: { began: 'switched crisis mode on', joined: 'wanted to switch it on as well', taken: 'takes care of the alert', calmed: 'says that it is calm', reason: 'said anew what is wrong', scope: 'changed what it concerns', statement: 'changed what we say', note: 'wrote', decision: 'decided', task: 'gave a task', done: 'did', reopened: 'opened again', ended: 'switched crisis mode off' },
    kinds: { began: 'began', joined: 'joined', alert: 'alert', taken: 'alert taken', calmed: 'alert calmed', reason: 'reason', scope: 'scope', statement: 'statement', note: 'note', decision: 'decision', task: 'task', done: 'task done', reopened: 'task reopened', released: 'let go', decided: 'decided', ended: 'ended' },
    did: { send: 'let go of what was held: {{count}}', shift: 'shifted of what was held: {{count}}', drop: 'dropped of what was held: {{count}}' },
  },
  pl: {
    title: 'Kryzys', columns: ['Kiedy', 'Strefa czasowa', 'Co', 'Kto', 'Co się stało', 'Treść', 'Dla kogo', 'Zrobione'], fromTo: 'od {{from}} do {{to}}', goesOn: 'od {{from}}, nadal trwa', concerns: 'Dotyczy: {{names}}', everything: 'całej przestrzeni', statement: 'Co mówimy', timeline: 'Co się działo', tasks: 'Kto co robi',
    made: 'Stan na {{at}}, dla: {{by}}', zone: 'Czas według strefy {{zone}}', counts: 'Rozmowy: {{conversations}}. Przyszło wiadomości: {{messages}}. Wyszło odpowiedzi: {{answers}}. Wzmianki: {{mentions}}.', held: 'Termin minął w tym czasie, czeka na decyzję: {{due}}.', system: 'Kontuar', forWhom: 'dla: {{name}}', doneAt: 'zrobione: {{at}}', open: 'niezrobione',
    alert: 'alarm: {{count}} w {{minutes}} minut, {{name}}, a zwykle byłoby {{usual}}',
    says: { began: 'włącza tryb kryzysowy', joined: 'także chce go włączyć', taken: 'zajmuje się alarmem', calmed: 'mówi, że już spokojnie', reason: 'mówi na nowo, co się stało', scope: 'zmienia, czego to dotyczy', statement: 'zmienia to, co mówimy', note: 'pisze', decision: 'decyduje', task: 'daje zadanie', done: 'ma zrobione', reopened: 'otwiera ponownie', ended: 'wyłącza tryb kryzysowy' },
    kinds: { began: 'początek', joined: 'dołączenie', alert: 'alarm', taken: 'alarm przejęty', calmed: 'alarm uspokojony', reason: 'powód', scope: 'zakres', statement: 'oświadczenie', note: 'notatka', decision: 'decyzja', task: 'zadanie', done: 'zadanie zrobione', reopened: 'zadanie otwarte ponownie', released: 'wypuszczone', decided: 'zdecydowane', ended: 'koniec' },
    did: { send: 'wypuszcza ze wstrzymanych: {{count}}', shift: 'przesuwa ze wstrzymanych: {{count}}', drop: 'porzuca ze wstrzymanych: {{count}}' },
  },
};
