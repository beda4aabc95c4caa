import { createHash } from 'node:crypto';
import { brandOf } from './brand';

/** In the page itself: one request, and the policy names it by its hash. */
const rules = `
:root{color-scheme:light dark;--bg:#fff;--soft:#f4f6f6;--line:#dde3e4;--ink:#15211f;--mut:#566365;--acc:var(--day);--on:var(--on-day)}
@media (prefers-color-scheme:dark){:root{--bg:#131a1c;--soft:#1b2426;--line:#324043;--ink:#e8eeee;--mut:#a3b1b3;--acc:var(--night);--on:var(--on-night)}}
*{box-sizing:border-box}
html{font:100%/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;background:var(--bg);color:var(--ink);-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;display:flex;flex-direction:column}
a{color:var(--acc);text-underline-offset:.15em}
a:focus-visible,button:focus-visible,input:focus-visible,.tb:focus-visible{outline:3px solid var(--acc);outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:.5rem;background:var(--bg);padding:.5rem 1rem}
.wrap{width:100%;max-width:66rem;margin:0 auto;padding:0 1.25rem}
.top{border-bottom:1px solid var(--line)}
.top .wrap{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1.25rem;padding-top:.9rem;padding-bottom:.9rem}
.top .name{font-weight:700;color:var(--ink);text-decoration:none;overflow-wrap:anywhere;margin-inline-end:auto}
.top form{flex:1 1 14rem;max-width:22rem;min-width:0}
form.find{display:flex;gap:.5rem}
.find input{flex:1;min-width:0;font:inherit;color:inherit;background:var(--bg);border:1px solid var(--mut);border-radius:.5rem;padding:.45rem .75rem}
button{font:inherit;font-weight:600;border:1px solid var(--acc);border-radius:.5rem;padding:.45rem 1rem;background:var(--acc);color:var(--on);cursor:pointer;min-height:2.6rem}
.vote button{background:none;color:var(--acc);min-width:5rem}
main.wrap{flex:1;padding-top:1.5rem;padding-bottom:3rem}
.hero{text-align:center;padding:2rem 0 2.5rem}.hero h1{font-size:clamp(1.7rem,5vw,2.5rem);margin:0 0 1.2rem;line-height:1.2}.hero form{max-width:36rem;margin:0 auto}.hero input{padding:.75rem 1rem}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr));gap:1.25rem;padding:0;margin:0}
.card{border:1px solid var(--line);border-radius:.75rem;padding:1.1rem 1.25rem;overflow-wrap:anywhere}
.card h2{font-size:1.1rem;margin:0 0 .5rem}.card h2 a{color:inherit;text-decoration:none}.card h2 a:hover{text-decoration:underline}
.card ul,.list{list-style:none;margin:0;padding:0}.card li{margin:.35rem 0}
.list li{padding:.8rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}.list a{font-weight:600}.list p{margin:.2rem 0 0;color:var(--mut)}
.crumbs{font-size:.9rem}.crumbs ol{display:flex;flex-wrap:wrap;gap:.25rem .5rem;list-style:none;margin:0 0 1rem;padding:0}.crumbs li+li::before{content:"/";margin-inline-end:.5rem;color:var(--mut)}
h1{font-size:clamp(1.5rem,4.5vw,2.1rem);line-height:1.25;margin:0 0 .4rem;overflow-wrap:anywhere}
.mut{color:var(--mut);margin:.2rem 0 1.2rem}
.toc{background:var(--soft);border-radius:.6rem;padding:.8rem 1.1rem;margin:0 0 1.5rem;max-width:44rem}.toc p{margin:0 0 .3rem;font-weight:600}.toc ol{margin:0;padding-inline-start:1.2rem}.toc .l3{margin-inline-start:1rem}
.text{max-width:44rem;overflow-wrap:anywhere}
.text h2{font-size:1.35rem;line-height:1.3;margin:2rem 0 .6rem}.text h3{font-size:1.1rem;margin:1.6rem 0 .4rem}
.text img{max-width:100%;height:auto;border-radius:.5rem}
.text pre,.tb{overflow-x:auto}.text pre{background:var(--soft);padding:.9rem 1.1rem;border-radius:.5rem}.text code{background:var(--soft);padding:.1em .3em;border-radius:.25em}.text pre code{padding:0}
.text blockquote{margin:1rem 0;padding:.2rem 1.1rem;border-inline-start:4px solid var(--acc);background:var(--soft)}
.text table{border-collapse:collapse;min-width:50%}.text td,.text th{border:1px solid var(--line);padding:.4rem .7rem;text-align:start;vertical-align:top}.text th{background:var(--soft)}.text td p,.text th p{margin:0}
.vote{border-top:1px solid var(--line);margin-top:2.5rem;padding-top:1.2rem;max-width:44rem;display:flex;flex-wrap:wrap;align-items:center;gap:.6rem 1rem}.vote p{margin:0;font-weight:600}.vote form{display:flex;gap:.6rem}
.more{margin-top:2rem;max-width:44rem}.more h2,.topic h2{font-size:1.15rem;margin:1.5rem 0 0}
.draft{background:var(--soft);border:2px dashed var(--mut);border-radius:.6rem;padding:.7rem 1.1rem;margin:0 0 1.5rem}
.foot{border-top:1px solid var(--line);font-size:.85rem;color:var(--mut);padding:1rem 0}
@media print{.top form,.top nav,.vote,.more,.toc,.crumbs,.foot,.skip{display:none}html{background:#fff;color:#000;font-size:11pt}a{color:inherit}.text,.wrap{max-width:none;padding:0}.text a[href^="http"]::after{content:" (" attr(href) ")";font-size:.85em;overflow-wrap:anywhere}.text img,.text pre,.text table,blockquote{break-inside:avoid}h2,h3{break-after:avoid}}
@media (max-width:30rem){.top form{flex-basis:100%;max-width:none;order:3}}
@media (prefers-contrast:more){:root{--mut:var(--ink);--line:var(--ink)}}
`.replace(/\n/g, '');

const kept = new Map<string, { text: string; hash: string }>();

/** The rules with the colours of a house, and their hash for the policy. */
export function styleFor(accent: string): { text: string; hash: string } {
  const known = kept.get(accent);
  if (known !== undefined) return known;
  const brand = brandOf(accent);
  const text = `:root{--day:${brand.day};--on-day:${brand.onDay};--night:${brand.night};--on-night:${brand.onNight}}${rules}`;
  const made = { text, hash: createHash('sha256').update(text).digest('base64') };
  // Colours are chosen by people: there are not many; but nobody shall fill the memory with them.
  if (kept.size > 500) kept.clear();
  kept.set(accent, made);
  return made;
}
