/** PostgreSQL refuses NUL, JSON refuses lone surrogates, and neither means anything in a mail. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?|[\f\v\u0085]/g, '\n').replace(/\p{Cc}/gu, (control) => (control === '\n' || control === '\t' ? control : ''))
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/\ufeff/g, '');
}

/** One line: no breaks, no control characters, no characters that reorder the text around them. */
export function cleanLine(text: string, maxChars: number): string {
  const line = cleanText(text).replace(/[\n\t\u2028\u2029]+/g, ' ').replace(/[\u202a-\u202e\u2066-\u2069]/g, '').replace(/ {2,}/g, ' ').trim();
  return truncate(line, maxChars);
}

/** Cuts between code points. */
export function truncate(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const last = text.charCodeAt(maxChars - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? maxChars - 1 : maxChars);
}

/** A name that is safe to show and to save under: no path, no control or bidi characters, the extension kept when it is cut. */
export function cleanFileName(name: string, fallback: string): string {
  const line = cleanLine(name, 4_000);
  const base = line.slice(Math.max(line.lastIndexOf('/'), line.lastIndexOf('\\')) + 1).replace(/[<>:"|?*]/g, '_').replace(/^\.+/, '').trim();
  if (base === '') return fallback;
  if (base.length <= 200) return base;
  const dot = base.lastIndexOf('.');
  const extension = dot > 0 && base.length - dot <= 12 ? base.slice(dot) : '';
  return truncate(base, 200 - extension.length) + extension;
}
