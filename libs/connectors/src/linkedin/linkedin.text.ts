/**
 * LinkedIn writes posts with marks of its own: `@[Name](urn:…)` for somebody who is named, `{hashtag|\#|word}` for a hashtag, and a backslash
 * before each letter that would otherwise be such a mark. Comments are plain already.
 */
export function plainCommentary(commentary: string): string {
  return commentary
    .replace(/\{hashtag\|\\?#\|((?:\\.|[^}\\])*)\}/g, '#$1')
    .replace(/@\[((?:\\.|[^\]\\])*)\]\(urn:li:[^()\s]*\)/g, '$1')
    .replace(/\\([|{}@[\]()<>#\\*_~])/g, '$1');
}
