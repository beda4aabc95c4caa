// npm run evaluate [-- development] [-- mistakes]: how well moods, languages, questions, trade words and answers to questions of ours are told, on the labelled sets of test/language.
import { createRequire } from 'node:module';
import path from 'node:path';
import { translateFolders } from './translate.mjs';
import { root } from './steps.mjs';

await translateFolders(['libs/language', 'libs/core/src/surveys', 'libs/core/src/ingest', 'test/language']);
const { report, speed } = createRequire(import.meta.url)(path.join(root, 'dist/test/language/report.js'));
const words = process.argv.slice(2);
for (const set of words.includes('development') ? ['development'] : ['evaluation', 'unseen']) process.stdout.write(`${report(set, words.includes('mistakes'))}\n`);
process.stdout.write(`${speed()}\n`);
