/** Whether a site lets us read this path: the longest rule for us, else for everybody, decides (RFC 9309). */
export function robotsAllow(robots: string, path: string): boolean {
  const groups: { agents: string[]; rules: { allow: boolean; path: string }[] }[] = [];
  let current: (typeof groups)[number] | undefined;
  for (const line of robots.slice(0, 500_000).split(/\r?\n/)) {
    const [, field = '', value = ''] = /^\s*([a-z-]+)\s*:\s*([^#]*)/i.exec(line) ?? [];
    const kind = field.toLowerCase();
    if (kind === 'user-agent') {
      if (current === undefined || current.rules.length > 0) groups.push(current = { agents: [], rules: [] });
      current.agents.push(value.trim().toLowerCase());
    } else if ((kind === 'allow' || kind === 'disallow') && value.trim() !== '') current?.rules.push({ allow: kind === 'allow', path: value.trim() });
  }
  const ours = groups.filter(({ agents }) => agents.some((agent) => agent.startsWith('kontuar')));
  const rules = (ours.length > 0 ? ours : groups.filter(({ agents }) => agents.includes('*'))).flatMap((group) => group.rules).filter((rule) => fits(rule.path, path));
  const best = rules.sort((a, b) => b.path.length - a.path.length || Number(b.allow) - Number(a.allow))[0];
  return best?.allow ?? true;
}

/** Site maps that the site names there. */
export const sitemapsIn = (robots: string): string[] => [...robots.slice(0, 500_000).matchAll(/^[ \t]*sitemap[ \t]*:[ \t]*(https?:\/\/\S{1,2000})/gim)].flatMap(([, address]) => address === undefined || !URL.canParse(address) ? [] : [address]);

/** With * and $, without an expression that could be made slow: pieces are looked for one after another. */
function fits(rule: string, path: string): boolean {
  const [first = '', ...pieces] = rule.replace(/\$$/, '').split('*');
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const piece of pieces) {
    const found = path.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return !rule.endsWith('$') || at === path.length || (pieces.length > 0 && path.endsWith(pieces.at(-1) ?? ''));
}
