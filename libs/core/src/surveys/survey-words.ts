import type { Locale, SurveyKind, SurveyScale, SurveyWords } from '@kontuar/contract';

export const noWords: SurveyWords = { en: { question: '', more: '' }, pl: { question: '', more: '' } };

/** The product's own sentences, where a workspace wrote none. Polish ones fit men and women alike. */
const usual = {
  en: {
    rating: 'How did we do?', fine: 'Is everything still fine with what we settled?', more: 'What could be better?',
    number: 'Reply with a number from 1 (poor) to 5 (great).', word: 'Reply with yes or no.', stop: 'Reply STOP and we will not ask again.',
    click: 'One click is enough:', or: 'Or reply to this message.', yes: 'Yes', no: 'No', poor: 'poor', great: 'great', end: 'No more such questions:',
  },
  pl: {
    rating: 'Jak oceniasz naszą pomoc?', fine: 'Czy z tym, co udało się załatwić, nadal wszystko w porządku?', more: 'Co mogło być lepsze?',
    number: 'Odpisz liczbą od 1 (źle) do 5 (świetnie).', word: 'Odpisz: tak albo nie.', stop: 'Odpisz STOP, a nie będziemy już pytać.',
    click: 'Wystarczy jedno kliknięcie:', or: 'Można też odpisać na tę wiadomość.', yes: 'Tak', no: 'Nie', poor: 'źle', great: 'świetnie', end: 'Koniec takich pytań:',
  },
} as const;

export const questionOf = (kind: SurveyKind, words: SurveyWords | null, locale: Locale): string => words?.[locale].question.trim() || usual[locale][kind];
export const moreOf = (words: SurveyWords | null, locale: Locale): string => words?.[locale].more.trim() || usual[locale].more;

/** The customer's language, as far as it is known. */
export const localeOf = (language: string | null, otherwise: string): Locale => ((language ?? otherwise).slice(0, 2).toLowerCase() === 'pl' ? 'pl' : 'en');

/** What can be chosen, best last as on the card: score and name. */
export const choicesOf = (scale: SurveyScale, locale: Locale): { score: number; name: string }[] =>
  scale === 'yes-no' ? [{ score: 5, name: usual[locale].yes }, { score: 1, name: usual[locale].no }] : [1, 2, 3, 4, 5].map((score) => ({ score, name: score === 1 ? `1 (${usual[locale].poor})` : score === 5 ? `5 (${usual[locale].great})` : String(score) }));

interface Asked { kind: SurveyKind; scale: SurveyScale; words: SurveyWords | null; locale: Locale }

/** Answered by a message. `mayStop`: the platform does not take that word for itself. */
export function asMessage({ kind, scale, words, locale }: Asked, mayStop: boolean): string {
  const w = usual[locale];
  return [questionOf(kind, words, locale), scale === 'faces' ? w.number : w.word, ...(mayStop ? [w.stop] : [])].join('\n');
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

/** Answered on a page: a look at the link answers nothing. */
export function asLetter(asked: Asked, link: string): { text: string; html: string } {
  const w = usual[asked.locale];
  const question = questionOf(asked.kind, asked.words, asked.locale);
  const choices = choicesOf(asked.scale, asked.locale).map(({ score, name }) => ({ name, href: `${link}?score=${score}` }));
  return {
    text: `${question}\n\n${w.click}\n${choices.map(({ name, href }) => `${name}: ${href}`).join('\n')}\n\n${w.or}\n${w.end} ${link}?stop=1`,
    html: `<p>${escape(question)}</p><p>${escape(w.click)}</p><p>${choices.map(({ name, href }) => `<a href="${escape(href)}">${escape(name)}</a>`).join(' &nbsp; ')}</p><p>${escape(w.or)}</p><p><a href="${escape(`${link}?stop=1`)}">${escape(w.end.replace(/:$/, ''))}</a></p>`,
  };
}
