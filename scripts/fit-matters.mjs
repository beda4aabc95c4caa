// node scripts/fit-matters.mjs: makes weights.ts and word-weights.ts of libs/language/src/matter from test/language/development. Multinomial logistic regression over the features of a message,
// small weights preferred; the same sets give the same weights. Says how well messages are told that were left out of the fit, and how well its chances hold.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { translateFolders } from './translate.mjs';
import { root } from './steps.mjs';

const SMALL = 0.003;
/** Words are many and each is rare: what they say is small anyway. */
const SMALL_OF_WORDS = 0.0001;
/** A word that one message alone has teaches nothing. */
const LEAST_OFTEN = 2;
/** Small weights make it less sure than it is right: by so much, where messages were left out. */
const TEMPERATURE = 0.75;
const ROUNDS = 600;
const FOLDS = 5;
const classes = ['question', 'report', 'complaint', 'claim', 'warranty', 'lead', 'praise', 'none'];

await translateFolders(['libs/language', 'test/language']);
const built = (file) => createRequire(import.meta.url)(path.join(root, 'dist/libs/language/src/matter', file));
const [{ featuresOf }, { spokenIn }] = [built('features.js'), built('spoken.js')];
const cases = ['pl', 'en'].flatMap((language) => fs.readFileSync(path.join(root, 'test/language/development', `matter.${language}.txt`), 'utf8').trim().split('\n').map((line) => {
  const at = line.indexOf('|');
  return { expected: classes.indexOf(line.slice(0, at)), features: featuresOf(spokenIn(line.slice(at + 1).replaceAll('\\n', '\n'))) };
}));
const isWord = (name) => name.startsWith('~');
const often = new Map();
for (const { features } of cases) for (const name of features.keys()) often.set(name, (often.get(name) ?? 0) + 1);
const names = [...often].filter(([name, count]) => !isWord(name) || count >= LEAST_OFTEN).map(([name]) => name).sort();
const small = names.map((name) => (isWord(name) ? SMALL_OF_WORDS : SMALL));
const placeOf = new Map(names.map((name, place) => [name, place]));
const rowOf = (features) => [...features].flatMap(([name, value]) => (placeOf.has(name) ? [[placeOf.get(name), value]] : []));
const rows = cases.map(({ expected, features }) => ({ expected, row: rowOf(features) }));

function chances(weights, row, temperature = 1) {
  const sums = weights.map((of) => row.reduce((sum, [place, value]) => sum + of[place] * value, of[names.length]) / temperature);
  const most = Math.max(...sums);
  const parts = sums.map((sum) => Math.exp(sum - most));
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / whole);
}

/** Adam over all cases at once. */
function fit(from) {
  const table = () => classes.map(() => new Float64Array(names.length + 1));
  const [weights, mean, spread] = [table(), table(), table()];
  for (let round = 1; round <= ROUNDS; round++) {
    const slope = table();
    for (const { expected, row } of from) {
      chances(weights, row).forEach((chance, index) => {
        const off = chance - (index === expected ? 1 : 0);
        for (const [place, value] of row) slope[index][place] += off * value;
        slope[index][names.length] += off;
      });
    }
    weights.forEach((of, index) => {
      for (let place = 0; place <= names.length; place++) {
        const step = slope[index][place] / from.length + (place < names.length ? small[place] * of[place] : 0);
        mean[index][place] = 0.9 * mean[index][place] + 0.1 * step;
        spread[index][place] = 0.999 * spread[index][place] + 0.001 * step * step;
        of[place] -= (0.05 * (mean[index][place] / (1 - 0.9 ** round))) / (Math.sqrt(spread[index][place] / (1 - 0.999 ** round)) + 1e-8);
      }
    });
  }
  return weights;
}

const left = rows.map((one, index) => ({ ...one, fold: (index * 7919) % FOLDS }));
const bins = Array.from({ length: 10 }, () => ({ count: 0, said: 0, right: 0 }));
let right = 0;
for (let fold = 0; fold < FOLDS; fold++) {
  const weights = fit(left.filter((one) => one.fold !== fold));
  for (const { expected, row } of left.filter((one) => one.fold === fold)) {
    const odds = chances(weights, row, TEMPERATURE);
    const best = odds.indexOf(Math.max(...odds));
    const bin = bins[Math.min(9, Math.floor(odds[best] * 10))];
    bin.count += 1;
    bin.said += odds[best];
    if (best === expected) { bin.right += 1; right += 1; }
  }
}
console.log(`${((100 * right) / rows.length).toFixed(1)} % of ${rows.length} right where they were left out of the fit`);
for (const { count, said, right: hits } of bins) if (count > 0) console.log(`said ${((100 * said) / count).toFixed(0)} %, right ${((100 * hits) / count).toFixed(0)} % (${count})`);

const weights = fit(rows);
const numbers = (place) => weights.map((of) => String(Math.round((of[place] / TEMPERATURE) * 100) / 100).replace(/^-0$/, '0')).join(', ');
const lines = [
  '// Made by scripts/fit-matters.mjs from test/language/development. Nobody edits it by hand.', '',
  `export const classes = [${classes.map((name) => `'${name}'`).join(', ')}] as const;`, '',
  "/** What each feature says for each class, in their order; '' is what is said before anything is read. */",
  'export const weights: Readonly<Record<string, readonly number[]>> = {',
  `  '': [${numbers(names.length)}],`, ...names.flatMap((name, place) => (isWord(name) ? [] : [`  '${name}': [${numbers(place)}],`])), '};', '',
];
fs.writeFileSync(path.join(root, 'libs/language/src/matter/weights.ts'), lines.join('\n'));

const hundredths = (place) => weights.map((of) => Math.round((100 * of[place]) / TEMPERATURE)).join(' ');
const words = names.flatMap((name, place) => (isWord(name) ? [`${name.slice(1)} ${hundredths(place)}`] : []));
const rowsOfWords = words.reduce((written, word) => {
  if (written.at(-1).length + word.length > 198) written.push('');
  written.push(`${written.pop()}${word};`);
  return written;
}, ['']);
fs.writeFileSync(path.join(root, 'libs/language/src/matter/word-weights.ts'), [
  '// Made by scripts/fit-matters.mjs from test/language/development. Nobody edits it by hand.', '',
  '/** What the beginning of a word says for each class, in hundredths, in the order of `classes`; one after the other, for there are thousands. */',
  'export const wordWeights = `', ...rowsOfWords, '`;', '',
].join('\n'));
