/**
 * Websites that may show a chat: "https://shop.example", "shop.example" (https only), "*.shop.example" for everything below a
 * name, "http://localhost:*" while developing. The same list becomes the frame-ancestors of the panel.
 */
export interface AllowedOrigin { scheme: 'https' | 'http'; host: string; below: boolean; port: string }

/** Undefined when it is not an address of a website. */
export function parseOrigin(text: string): AllowedOrigin | undefined {
  const match = /^(?:(https?):\/\/)?(\*\.)?((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?|\[[0-9a-f:]+\])(?::(\d{1,5}|\*))?\/?$/i.exec(text.trim());
  if (!match || (match[3] ?? '').length > 253) return undefined;
  const scheme = (match[1]?.toLowerCase() ?? 'https') as 'https' | 'http';
  const port = match[4] ?? '';
  return { scheme, below: match[2] !== undefined, host: (match[3] ?? '').toLowerCase(), port: port === (scheme === 'https' ? '443' : '80') ? '' : port };
}

/** An empty list allows every website; what is not a web origin ("null", a file) is never allowed. */
export function originAllowed(origin: string, allowed: readonly string[]): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.origin !== origin) return false;
  if (allowed.length === 0) return true;
  return allowed.some((text) => {
    const rule = parseOrigin(text);
    if (rule === undefined || url.protocol !== `${rule.scheme}:`) return false;
    if (rule.port !== '*' && url.port !== rule.port) return false;
    return rule.below ? url.hostname.endsWith(`.${rule.host}`) : url.hostname === rule.host;
  });
}

/** The sources of a frame-ancestors directive. */
export function frameAncestors(allowed: readonly string[]): string[] {
  if (allowed.length === 0) return ['http:', 'https:'];
  return allowed.flatMap((text) => {
    const rule = parseOrigin(text);
    return rule === undefined ? [] : [`${rule.scheme}://${rule.below ? '*.' : ''}${rule.host}${rule.port === '' ? '' : `:${rule.port}`}`];
  });
}
