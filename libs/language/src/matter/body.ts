import { said } from '../text/said';

const closing = /^(pozdrawiam|pozdrowienia|z powa[zż]aniem|z wyrazami szacunku|z pozdrowieniami|[łl][aą]cz[eę] wyrazy|serdecznie pozdrawiam|(best|kind|warm|many)?\s*regards|best wishes|kind wishes|yours (sincerely|faithfully|truly)|sincerely)\b[\s\p{L},.!]{0,40}$/iu;
const after = /^(ps|p\.s\.?|post scriptum)\b/iu;

/** What the customer says now, without quotes, and without the name, rank and firm below the greeting: who signs as "claims department" claims nothing. */
export function body(text: string): string {
  const lines = said(text).split('\n');
  let spoken = false;
  let isBelow = false;
  return lines.map((line) => {
    const trimmed = line.trim();
    if (isBelow && after.test(trimmed)) isBelow = false;
    if (isBelow) return '';
    if (spoken && closing.test(trimmed)) {
      isBelow = true;
      return '';
    }
    if (trimmed !== '') spoken = true;
    return line;
  }).join('\n');
}
