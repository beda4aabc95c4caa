import { createHash } from 'node:crypto';
import type { Locale } from '@kontuar/contract';
import type { SurveyPageFacts } from '@kontuar/core';
import { clean, html, type Html } from '../help/html';

const rules = `
:root{color-scheme:light dark;--bg:#fff;--card:#fff;--line:#6b7a7c;--soft:#e2f4f0;--ink:#15211f;--mut:#566365;--acc:#0b6b5c;--on:#fff}
@media (prefers-color-scheme:dark){:root{--bg:#131a1c;--card:#1b2426;--line:#8b9a9c;--soft:#1d3a35;--ink:#e8eeee;--mut:#a3b1b3;--acc:#4fd1b5;--on:#06231d}}
*{box-sizing:border-box}
html{font:100%/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;background:var(--bg);color:var(--ink);-webkit-text-size-adjust:100%}
body{margin:0;display:flex;justify-content:center;padding:clamp(1rem,6vh,5rem) 1rem}
main{width:100%;max-width:30rem}
.house{color:var(--mut);margin:0 0 .3rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.3;margin:0 0 1.2rem;overflow-wrap:anywhere}
fieldset{border:0;margin:0 0 1.2rem;padding:0}
legend{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.choices{display:flex;gap:.5rem}
.choices label{flex:1;position:relative;display:flex;align-items:center;justify-content:center;min-height:3rem;border:1px solid var(--line);border-radius:.6rem;font-weight:600;cursor:pointer;background:var(--card)}
.choices input{position:absolute;inset:0;opacity:0;cursor:pointer;margin:0}
.choices label:has(input:checked){background:var(--soft);border:2px solid var(--acc)}
.choices label:has(input:focus-visible){outline:3px solid var(--acc);outline-offset:2px}
.ends{display:flex;justify-content:space-between;color:var(--mut);font-size:.9rem;margin:.3rem 0 0}
.words{display:block;font-weight:600;margin:0 0 .3rem}.words span{font-weight:400;color:var(--mut)}
textarea{width:100%;font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.6rem .8rem;min-height:5.5rem;resize:vertical}
button{font:inherit;font-weight:600;border:1px solid var(--acc);border-radius:.6rem;padding:.6rem 1.2rem;background:var(--acc);color:var(--on);cursor:pointer;min-height:2.75rem}
button.quiet{background:none;color:var(--acc);border-color:transparent;padding-inline:0;text-decoration:underline}
button:focus-visible,textarea:focus-visible,a:focus-visible{outline:3px solid var(--acc);outline-offset:2px}
form+form{margin-top:1.5rem;border-top:1px solid var(--line);padding-top:.8rem}
.alert{border-inline-start:4px solid var(--acc);padding:.3rem .9rem;background:var(--soft)}
`;
/** Nothing is loaded and nothing runs: not even a page that somebody put words into could. */
export const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(rules).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

const words = {
  en: {
    poor: 'poor', great: 'great', optional: '(may be left empty)', send: 'Send the answer', change: 'Change the answer', stop: 'Do not ask me again', choose: 'Choose an answer, or write a few words.',
    over: 'Thank you for looking in. The time for an answer is over.', thanks: 'Thank you for your answer.', thanksMore: 'You can change it as long as this page is open to answers.', back: 'Change the answer', stopped: 'We will not ask you again.', stopAsk: 'No more questions like this one?',
  },
  pl: {
    poor: 'źle', great: 'świetnie', optional: '(można pominąć)', send: 'Wyślij odpowiedź', change: 'Zmień odpowiedź', stop: 'Nie pytajcie mnie więcej', choose: 'Wybierz odpowiedź albo napisz kilka słów.',
    over: 'Dziękujemy za odwiedziny. Czas na odpowiedź już minął.', thanks: 'Dziękujemy za odpowiedź.', thanksMore: 'Można ją zmienić, dopóki ta strona przyjmuje odpowiedzi.', back: 'Zmień odpowiedź', stopped: 'Nie będziemy już pytać.', stopAsk: 'Koniec z takimi pytaniami?',
  },
} as const satisfies Record<Locale, Record<string, string>>;

const frame = ({ locale, workspace }: SurveyPageFacts, title: string, body: Html): string => html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title} – ${workspace}</title><style>${clean(rules)}</style></head>
<body><main><p class="house">${workspace}</p><h1>${title}</h1>${body}</main></body></html>`.text;

const stopForm = ({ locale }: SurveyPageFacts): Html => html`<form method="post"><button class="quiet" name="stop" value="1">${words[locale].stop}</button></form>`;

/** `score` is chosen already, as the link said; nothing is kept before the button. */
export function askPage(facts: SurveyPageFacts, score: number | null, isEmpty = false): string {
  const w = words[facts.locale];
  if (facts.over) return frame(facts, facts.question, html`<p>${w.over}</p>${stopForm(facts)}`);
  const faces = facts.choices.length > 2;
  return frame(facts, facts.question, html`${isEmpty && html`<p class="alert" role="alert">${w.choose}</p>`}<form method="post">
<fieldset><legend>${facts.question}</legend><div class="choices">${facts.choices.map((choice) => html`<label><input type="radio" name="score" value="${choice.score}" aria-label="${choice.name}"${choice.score === score && clean(' checked')}><span aria-hidden="true">${faces ? choice.score : choice.name}</span></label>`)}</div>
${faces && html`<p class="ends" aria-hidden="true"><span>${w.poor}</span><span>${w.great}</span></p>`}</fieldset>
<p><label class="words" for="text">${facts.more} <span>${w.optional}</span></label><textarea id="text" name="text" maxlength="2000">${facts.text}</textarea></p>
<p><button>${facts.answered ? w.change : w.send}</button></p></form>${stopForm(facts)}`);
}

export const donePage = (facts: SurveyPageFacts, what: 'thanks' | 'stopped'): string => (what === 'stopped'
  ? frame(facts, words[facts.locale].stopped, html``)
  : frame(facts, words[facts.locale].thanks, html`<p>${words[facts.locale].thanksMore}</p><p><a href="?">${words[facts.locale].back}</a></p>`));

export const stopPage = (facts: SurveyPageFacts): string => frame(facts, words[facts.locale].stopAsk, stopForm(facts));
