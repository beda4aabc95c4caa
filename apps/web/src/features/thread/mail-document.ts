/** What the frame takes from the theme, so that a plain letter looks like the rest of the page. */
export interface MailPaper { font: string; text: string; link: string; muted: string; line: string; scheme: 'light' | 'dark' }

/**
 * The document for the frame in which a customer's HTML is shown. The frame has no scripts (sandbox) and this policy lets
 * nothing load but what is named: inline styles, pictures that came with the mail and, once asked for, pictures from elsewhere.
 */
export function mailDocument(html: string, paper: MailPaper, options: { remoteImages: boolean; origin: string }): string {
  const images = options.remoteImages ? 'https: data: blob:' : 'data: blob:';
  const policy = `default-src 'none'; img-src ${options.origin} ${images}; style-src 'unsafe-inline'; font-src 'none'; form-action 'none'; base-uri 'none'`;
  const plain = !bringsColours(html);
  const colours = plain
    ? `color-scheme:${paper.scheme};color:${paper.text};background:transparent`
    : 'color-scheme:light;color:#182427;background:#fff';
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><base target="_blank"><style>
html{overflow:hidden;${colours}}
body{margin:0;padding:${plain ? '0' : '12px'};font:14px/1.5 ${paper.font};overflow-wrap:anywhere;word-break:break-word}
img,video{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}p{margin:0 0 8px}p:last-child{margin-bottom:0}
a{color:${plain ? paper.link : '#00535f'}}blockquote{margin:8px 0;padding-left:12px;border-left:2px solid ${plain ? paper.line : '#d0cdc6'};color:${plain ? paper.muted : '#596669'}}
img[data-remote]:not([src]){display:inline-block;min-width:24px;min-height:24px;border:1px dashed ${plain ? paper.line : '#d0cdc6'};border-radius:3px}
</style></head><body>${html}</body></html>`;
}

/** A mail that paints itself was made for white paper: in the dark theme it gets some. */
export function bringsColours(html: string): boolean {
  return /\b(?:bgcolor|color)\s*=|(?:^|[;"'\s])(?:background(?:-color)?|color)\s*:/i.test(html);
}

/** Worth a frame: there is something in it that the plain text cannot say. */
export function needsFrame(html: string | null): html is string {
  return html !== null && /<(?:img|table|a|b|strong|i|em|u|s|ul|ol|h[1-6]|hr|font|blockquote|pre|code)\b|\sstyle\s*=/i.test(html);
}
