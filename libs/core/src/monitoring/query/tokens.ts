import { QueryError, type Span } from './query';

export type QueryToken = Span & ({ kind: '(' | ')' | 'and' | 'or' | 'not' } | { kind: 'near'; within: number } | { kind: 'text'; text: string; quoted: boolean; forms: boolean } | { kind: 'field'; name: string; value: string });

const MOST_WITHIN = 50;
const USUAL_WITHIN = 5;
const closing: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '”', '”': '”', '«': '»' };
const operators = { AND: 'and', OR: 'or', NOT: 'not', '&': 'and', '|': 'or', '&&': 'and', '||': 'or' } as const;

/** Positions are those of the text as it was written. */
export function queryTokens(text: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  let at = 0;
  const quotedFrom = (open: number): { value: string; end: number } => {
    const close = closing[text[open] ?? ''] ?? '"';
    // „…" and “…" are written too: a straight mark closes every opening one.
    let end = open + 1;
    while (end < text.length && text[end] !== close && text[end] !== '"') end += 1;
    if (end >= text.length) throw new QueryError('unclosed-quote', 'This quotation mark is never closed.', { start: open, end: open + 1 });
    return { value: text.slice(open + 1, end), end: end + 1 };
  };
  while (at < text.length) {
    const sign = text[at] ?? '';
    if (/\s/u.test(sign)) { at += 1; continue; }
    if (sign === '(' || sign === ')') { tokens.push({ kind: sign, start: at, end: at + 1 }); at += 1; continue; }
    const next = text[at + 1] ?? ' ';
    if ((sign === '-' || sign === '−') && !/[\s)]/u.test(next)) { tokens.push({ kind: 'not', start: at, end: at + 1 }); at += 1; continue; }
    const start = at;
    const forms = sign === '~' && !/\s/u.test(next);
    if (forms) at += 1;
    if (closing[text[at] ?? ''] !== undefined) {
      const { value, end } = quotedFrom(at);
      tokens.push({ kind: 'text', text: value, quoted: true, forms, start, end });
      at = end;
      continue;
    }
    while (at < text.length && !/[\s()"“„”«]/u.test(text[at] ?? '')) at += 1;
    const raw = text.slice(forms ? start + 1 : start, at);
    const field = forms ? null : /^(\p{L}+):(.*)$/su.exec(raw);
    if (field !== null) {
      let value = field[2] ?? '';
      if (value === '' && closing[text[at] ?? ''] !== undefined) ({ value, end: at } = quotedFrom(at));
      tokens.push({ kind: 'field', name: field[1] ?? '', value, start, end: at });
      continue;
    }
    tokens.push(bareToken(raw, forms, { start, end: at }));
  }
  return tokens;
}

function bareToken(raw: string, forms: boolean, span: Span): QueryToken {
  if (!forms && Object.hasOwn(operators, raw)) return { kind: operators[raw as keyof typeof operators], ...span }; // hasOwn looked
  const near = forms ? null : /^NEAR(?:\/(.*))?$/u.exec(raw);
  if (near === null) return { kind: 'text', text: raw, quoted: false, forms, ...span };
  const within = near[1] === undefined ? USUAL_WITHIN : /^\d{1,3}$/.test(near[1]) ? Number(near[1]) : 0;
  if (within < 1 || within > MOST_WITHIN) throw new QueryError('near-number', `NEAR takes a number from 1 to ${MOST_WITHIN}, as in NEAR/3.`, span);
  return { kind: 'near', within, ...span };
}
