import type { ScorecardQuality } from '@kontuar/contract';

type Words = ScorecardQuality['name'];
const quality = (key: string, name: Words, low: Words, middle: Words, high: Words): ScorecardQuality => ({ key, name, weight: 1, anchors: { low, middle, high } });

/** What a workspace begins with: the qualities of good service, each with what 1, 3 and 5 look like. */
export const defaultQualities: readonly ScorecardQuality[] = [
  quality('professional', { en: 'Professional', pl: 'Profesjonalnie' },
    { en: 'Wrong facts, trade words left unexplained, or careless language.', pl: 'Błędne informacje, niewyjaśniony żargon albo niechlujny język.' },
    { en: 'Right and clear; here or there a word that the customer would not use.', pl: 'Poprawnie i jasno; gdzieniegdzie słowo, którego klient by nie użył.' },
    { en: 'Right, complete, in plain words; the customer could pass it on as it stands.', pl: 'Poprawnie, wyczerpująco i prostymi słowami; klient mógłby przekazać to dalej bez zmian.' }),
  quality('attentive', { en: 'Attentive', pl: 'Uważnie' },
    { en: 'Questions were passed over; the customer had to repeat themselves.', pl: 'Pytania zostały pominięte; klient musiał się powtarzać.' },
    { en: 'What was asked is answered; what was known already was asked for again.', pl: 'Jest odpowiedź na pytania, ale proszono o coś, co już było wiadomo.' },
    { en: 'Every question answered, and what is known of the customer was used.', pl: 'Odpowiedź na każde pytanie, z użyciem tego, co wiemy o kliencie.' }),
  quality('empathetic', { en: 'Empathetic', pl: 'Z empatią' },
    { en: 'The feeling behind the words was not noticed, or was argued with.', pl: 'Emocje klienta zostały niezauważone albo podważone.' },
    { en: 'Kind in form; nothing that shows the situation was understood.', pl: 'Uprzejmie w formie, ale bez śladu zrozumienia sytuacji.' },
    { en: 'What it means to the customer is named, and what follows fits it.', pl: 'Nazwane jest to, co sytuacja znaczy dla klienta, a dalsze kroki do tego pasują.' }),
  quality('effective', { en: 'Effective', pl: 'Skutecznie' },
    { en: 'The matter is no nearer to its end, or was passed round.', pl: 'Sprawa nie posunęła się naprzód albo krążyła między osobami.' },
    { en: 'Solved, with steps that could have been spared.', pl: 'Załatwione, ale z krokami, których można było uniknąć.' },
    { en: 'Solved on the shortest way; what comes next and who does it is clear.', pl: 'Załatwione najkrótszą drogą; wiadomo, co dalej i kto to zrobi.' }),
  quality('fast', { en: 'Fast', pl: 'Szybko' },
    { en: 'The customer waited without a word, or a promised time passed.', pl: 'Klient czekał bez słowa albo minął obiecany termin.' },
    { en: 'Within what was promised; a word in between would have helped.', pl: 'W obiecanym czasie; słowo w międzyczasie by pomogło.' },
    { en: 'Quicker than the customer expected, and they always knew how it stands.', pl: 'Szybciej, niż klient się spodziewał; zawsze wiedział, na czym stoi.' }),
  quality('friendly', { en: 'Friendly', pl: 'Przyjaźnie' },
    { en: 'Cold, curt or from above.', pl: 'Chłodno, zdawkowo albo z góry.' },
    { en: 'Polite; it could have been written to anybody.', pl: 'Grzecznie, ale tak można napisać do każdego.' },
    { en: 'Warm and personal, in the customer’s own tone and language.', pl: 'Ciepło i osobiście, w tonie i języku klienta.' }),
  quality('lasting', { en: 'Lasting relation', pl: 'Trwała relacja' },
    { en: 'Ended as soon as it could be; the customer will look elsewhere.', pl: 'Zakończone, jak tylko się dało; klient poszuka gdzie indziej.' },
    { en: 'Ended politely, without a reason to come back.', pl: 'Zakończone grzecznie, bez powodu, by wrócić.' },
    { en: 'What was agreed is seen through, and the customer is invited back with a reason.', pl: 'Ustalenia doprowadzone do końca, a klient ma powód, by wrócić.' }),
];
