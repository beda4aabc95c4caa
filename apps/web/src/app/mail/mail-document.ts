/** What the frame takes from the theme, so that a plain letter looks like the rest of the page. */
export interface MailPaper {
  /** @font-face rules of the page: a frame does not inherit them. */
  faces: string;
  font: string; text: string; link: string; muted: string; line: string; scheme: 'light' | 'dark';
}

/**
 * The empty document of the frame in which a customer's HTML is shown. The frame runs no scripts (sandbox), and this policy
 * lets nothing load but pictures from our own server: those that came with the mail and those it fetched for the reader.
 */
export function mailSkeleton(origin: string): string {
  const policy = `default-src 'none'; img-src ${origin} data: blob:; style-src 'unsafe-inline'; font-src ${origin}; form-action 'none'; base-uri 'none'`;
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"></head><body></body></html>`;
}

export function mailStyles(paper: MailPaper, painted: boolean): string {
  const { scheme, text, link, muted, line } = painted ? lightPaper : paper;
  return `${paper.faces}
html { overflow: hidden; color-scheme: ${scheme}; color: ${text}; background: ${painted ? '#fff' : 'transparent'}; }
body { margin: 0; padding: ${painted ? '12px' : '0'}; font: 14px/1.5 ${paper.font}; overflow-wrap: anywhere; overflow-x: auto; overflow-y: hidden; }
img { max-width: 100%; height: auto; } table { max-width: 100%; } pre { white-space: pre-wrap; }
p { margin: 0 0 8px; } p:last-child { margin-bottom: 0; } ul, ol { margin: 0 0 8px; padding-left: 22px; }
a { color: ${link}; } hr { border: 0; border-top: 1px solid ${line}; }
blockquote { margin: 8px 0; padding-left: 12px; border-left: 2px solid ${line}; color: ${muted}; }
img[data-remote-src][src^="data:"] { display: inline-block; min-width: 24px; min-height: 24px; border: 1px dashed ${line}; border-radius: 3px; }`;
}

const lightPaper = { scheme: 'light', text: '#182427', link: '#00535f', muted: '#596669', line: '#d0cdc6' } as const;

/** A mail that paints itself was made for white paper: in the dark theme it gets some. */
export function bringsColours(html: string): boolean {
  return /\b(?:bgcolor|color)\s*=|(?:^|[;"'\s])(?:background(?:-color)?|color)\s*:/i.test(html);
}

/** Worth a frame: there is something in it that the plain text cannot say. */
export function needsFrame(html: string | null): html is string {
  return html !== null && /<(?:img|table|a|b|strong|i|em|u|s|ul|ol|h[1-6]|hr|font|blockquote|pre|code)\b|\sstyle\s*=/i.test(html);
}
