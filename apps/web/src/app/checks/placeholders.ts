import { ownWords } from './own-words';

const filledIn = 'imię i nazwisko|imię|nazwisko|imienia|nazwa|nazwa firmy|firma|numer|numer zamówienia|nr|nr zamówienia|data|godzina|kwota|adres|link|miasto|produkt|treść|tekst|uzupełnij|wpisz|wstaw|do uzupełnienia|first name|last name|name|full name|company|number|order number|order|date|time|amount|address|city|product|link|url|text|insert|fill in|tbd|todo|your name|customer|customer name|agent|agent name';

/** Gaps that a template left and nobody filled. */
const gaps: readonly RegExp[] = [
  /\{\{[^{}\n]{0,60}\}\}/u,
  /(?<!\$)\{(?:[a-z_]+(?:\.[a-z_]+)*)\}/u,
  /%(?:[A-Z_]{3,}|[a-z]+_[a-z]+)%/u,
  new RegExp(`\\[(?:${filledIn})(?:\\s[^\\]\\n]{0,40})?\\](?!\\()`, 'iu'),
  /\[\p{Lu}[\p{Lu}\s_]{2,40}\](?!\()/u,
  /\[(?:\s|_|\.{2,}|…){0,10}\](?!\()/u,
  new RegExp(`<(?:${filledIn})>`, 'iu'),
  /(?<![\p{L}\d])[Xx]{3,}(?![\p{L}\d])(?!\.(?:com|pl|org))/u,
  /(?<![\p{L}\d_])_{3,}(?![\p{L}\d_])/u,
  // Three dots where a word belongs: after a greeting, a number's name, an amount.
  /(?<!\p{L})(?:dzień dobry|witam|pani|panie|hello|hi|dear|nr|numer|numerem|number|no\.|dnia|dniu|kwota|kwotę|kwocie|amount|ref)\s*:?\s+(?:…|\.{3,})(?=\s*[,.!\n]|\s|$)/iu,
];

/** The first gap, as it stands; null when everything is filled in. */
export function emptyPlaceholder(text: string): string | null {
  const own = ownWords(text);
  for (const gap of gaps) {
    const found = gap.exec(own);
    if (found) return found[0].trim();
  }
  return null;
}
