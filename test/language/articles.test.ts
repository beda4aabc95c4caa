import { findArticles, indexWords, type ArticleLanguage, type Posting, type WordStore } from '@kontuar/language';
import { labelled } from './sets';

/** The words of a shelf of articles, as the database keeps them. */
function shelf(articles: readonly string[][], language: ArticleLanguage): WordStore {
  const postings: Posting[] = articles.flatMap(([articleId = '', title = '', body = '']) => indexWords({ title, body, keywords: [], summary: '', headings: [] }, language).map((word) => ({ articleId, ...word })));
  return {
    byStems: (stems) => Promise.resolve(postings.filter(({ stem }) => stems.includes(stem))),
    byBeginning: (beginning) => Promise.resolve(postings.filter(({ word }) => word.startsWith(beginning))),
    alike: () => Promise.resolve(postings),
    articles: () => Promise.resolve(articles.length),
  };
}

const languages = ['pl', 'en'] as const;
const judged = async (set: 'development' | 'unseen', language: ArticleLanguage) => {
  const store = shelf(labelled('development', `articles.${language}.txt`), language);
  return Promise.all(labelled(set, `article-questions.${language}.txt`).map(async ([wanted = '', q = '']) => {
    const found = (await findArticles(store, q, language, { typing: true })).map(({ articleId }) => articleId);
    return { q, wanted, place: found.indexOf(wanted), found: found.slice(0, 3) };
  }));
};

/** Recall within the first three and of the first, as measured when the rules were made; a change may not fall far below. */
const floors = { development: { least: 60, three: 0.94, first: 0.84 }, unseen: { least: 30, three: 0.9, first: 0.85 } };

it.each(languages.flatMap((language) => (['development', 'unseen'] as const).map((set) => [set, language] as const)))('finds the article that was meant: questions of %s in %s', async (set, language) => {
  const answers = await judged(set, language);
  expect(answers.length).toBeGreaterThanOrEqual(floors[set].least);
  const missed = answers.filter(({ place }) => place < 0 || place > 2);
  if (process.env['SHOW'] !== undefined) console.log(set, language, answers.length, 'recall@3', 1 - missed.length / answers.length, 'recall@1', answers.filter(({ place }) => place === 0).length / answers.length, missed, answers.filter(({ place }) => place > 0 && place < 3));
  expect(1 - missed.length / answers.length).toBeGreaterThanOrEqual(floors[set].three);
  expect(answers.filter(({ place }) => place === 0).length / answers.length).toBeGreaterThanOrEqual(floors[set].first);
});

it.each([
  ['pl', 'Dzień dobry, dwa tygodnie temu zamówiłam u Państwa stół. Dziś go rozpakowałam i blat jest pęknięty. Chciałabym złożyć reklamację i prosić o wymianę. Pozdrawiam, Anna', 'reklamacja'],
  ['pl', 'Hej, kupiłem kanapę ale nie mam NIPu na paragonie, czy możecie wystawić fakturę na firmę?', 'faktura'],
  ['pl', 'Miało przyjść we wtorek a przesyłki dalej nie ma. Gdzie ona jest??', 'sledzenie'],
  ['en', 'Hello, I bought a wardrobe last week and two screws and a hinge are missing from the box. Could you send them? Thanks, Tom', 'parts'],
  ['en', 'Hi there! We moved house yesterday and the order is not sent yet. Can you change the delivery address please?', 'address'],
] as const)('suggests for a whole message: %s, %s', async (language, message, wanted) => {
  const found = await findArticles(shelf(labelled('development', `articles.${language}.txt`), language), message, language, { isMessage: true });
  expect(found.slice(0, 3).map(({ articleId }) => articleId)).toContain(wanted);
});

it.each([['pl', 'Dzięki wielkie, super, miłego dnia!'], ['pl', 'ok'], ['pl', ''], ['en', 'Thank you so much, you are the best!'], ['en', 'Yes please'], ['en', '👍']] as const)('suggests nothing where nothing was asked: %s, %s', async (language, message) => {
  expect(await findArticles(shelf(labelled('development', `articles.${language}.txt`), language), message, language, { isMessage: true })).toEqual([]);
});

it('puts the title before the text, the word before its forms, and forms before slips', async () => {
  const articles = [['body', 'Other', 'zwrot'], ['slip', 'Zwort', 'x'], ['form', 'Zwroty', 'x'], ['title', 'Zwrot', 'x']];
  expect((await findArticles(shelf(articles, 'pl'), 'zwrot', 'pl')).map(({ articleId }) => articleId)).toEqual(['title', 'form', 'body']);
  expect((await findArticles(shelf(articles.slice(1, 2), 'pl'), 'zwrot', 'pl')).map(({ articleId }) => articleId)).toEqual(['slip']);
});

it('takes its time from the length alone', async () => {
  const store = shelf(Array.from({ length: 300 }, (_, n) => [String(n), `tytuł ${n}`, 'słowo inne dłuższe '.repeat(50)]), 'pl');
  const began = performance.now();
  for (const hostile of ['a'.repeat(100_000), 'ab '.repeat(50_000), 'łółł '.repeat(20_000), '\u0301'.repeat(50_000)]) await findArticles(store, hostile, 'pl', { typing: true });
  expect(performance.now() - began).toBeLessThan(2_000);
});
