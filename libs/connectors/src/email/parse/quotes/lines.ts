/** One line of a body as the quote finder sees it, whether it came from plain text or from HTML. */
export interface BodyLine {
  /** Without quote marks, white space collapsed at the ends. */
  text: string;
  /** How many quotes it lies in ('>' marks, blockquotes); 0: outside. */
  depth: number;
  /**
   * What the client's own markup says about this line: everything from here on is the earlier mail (`cut`), a forwarded
   * mail (`forward`), or the line belongs to a signature (`signature`).
   */
  mark?: 'cut' | 'forward' | 'signature';
}

/** White space of all kinds is one space; marks of direction, which programs set around names and addresses, say nothing. */
export function lineText(raw: string): string {
  return raw.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').replace(/[ \t\u00a0\u2000-\u200b\u202f\u205f\u3000]+/g, ' ').trim();
}

export type LineFate = 'new' | 'quoted';

export interface SplitContext {
  /** In-Reply-To, References or "Re:" say that this answers something. */
  isReply: boolean;
  /** The subject says "Fwd:". */
  isForward: boolean;
}

export function isBlank(line: BodyLine | undefined): boolean {
  return line === undefined || line.text === '';
}

/** Something a person could have written: a letter or a digit. */
export function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text) || /\p{Extended_Pictographic}/u.test(text);
}
