import { emojiOf } from './slack.emoji';

/** What Slack marks up in angle brackets, as people read it. `names`: of people, as far as they were told. */
export function plainText(mrkdwn: string, { names = new Map(), emoji = new Map() }: { names?: ReadonlyMap<string, string>; emoji?: ReadonlyMap<string, string> } = {}): string {
  const open = mrkdwn.replace(/<([^<>\s][^<>\n]*)>/g, (_whole, inner: string) => bracket(inner, names));
  return unescaped(open.replace(/(?<![\w:]):([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):(?!\w)/g, (whole: string, name: string) => { const shown = emojiOf(name, emoji); return shown.startsWith(':') ? whole : shown; }));
}

function bracket(inner: string, names: ReadonlyMap<string, string>): string {
  const bar = inner.indexOf('|');
  const [target, label] = bar === -1 ? [inner, ''] : [inner.slice(0, bar), inner.slice(bar + 1)];
  switch (target[0]) {
    case '@': {
      const name = label !== '' ? label : (names.get(target.slice(1)) ?? target.slice(1));
      return `@${name.replace(/^@/, '')}`;
    }
    case '#':
      return `#${label !== '' ? label : target.slice(1)}`;
    case '!':
      return special(target.slice(1), label);
    default: {
      const bare = target.replace(/^(mailto|tel):/, '');
      return label === '' || label === bare || label === target || `http://${label}` === target || `https://${label}` === target ? bare : `${label} (${bare})`;
    }
  }
}

function special(target: string, label: string): string {
  if (/^(here|channel|everyone)$/.test(target)) return `@${target}`;
  if (target.startsWith('subteam^')) return label === '' ? '@group' : `@${label.replace(/^@/, '')}`;
  // "!date^1392734382^{date}^https://…|what to show otherwise"
  if (target.startsWith('date^') && label === '') {
    const seconds = Number(target.split('^')[1]);
    return Number.isFinite(seconds) && Math.abs(seconds) < 8e12 ? new Date(seconds * 1000).toISOString() : '';
  }
  return label === '' ? `@${target}` : label;
}

/** Three characters are written as entities, and no others. */
const unescaped = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Nothing that an agent writes becomes a mention, a link with another name, or a call to everybody. */
export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
