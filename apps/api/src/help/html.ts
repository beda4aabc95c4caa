/** HTML that is safe to be put into a page as it is. */
export class Html {
  constructor(readonly text: string) {}
}
type Piece = Html | string | number | null | undefined | false | readonly Piece[];

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[char] ?? char);

const written = (piece: Piece): string => {
  if (piece === null || piece === undefined || piece === false) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'object') return piece.map(written).join('');
  return escapeHtml(String(piece));
};

/** `html\`<p>${text}</p>\``: whatever is put in is text, unless it was made here. Attributes are quoted by whoever writes them. */
export const html = (parts: TemplateStringsArray, ...pieces: Piece[]): Html => new Html(parts.reduce((all, part, at) => all + written(pieces[at - 1]) + part));

/** What was made clean before it was stored. */
export const clean = (text: string): Html => new Html(text);

/** Data for machines in the middle of a page: no sign in it may end the element. */
export const jsonFor = (data: unknown): Html => new Html(JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`));
