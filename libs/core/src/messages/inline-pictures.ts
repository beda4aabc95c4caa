/** Uploaded files that stand inside the text of a letter, by the ids under which it names them. */
export function inlinePictures(html: string | null): string[] {
  return [...new Set([...(html ?? '').matchAll(/\bsrc="cid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@kontuar"/gi)].map((match) => (match[1] ?? '').toLowerCase()))];
}
