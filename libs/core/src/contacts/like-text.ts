/** `%` and `_` are letters when people type them. */
export const likeText = (words: string): string => words.replace(/[\\%_]/g, '\\$&');
