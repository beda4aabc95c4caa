const units: readonly { minutes: number; short: string; read: RegExp }[] = [
  { minutes: 1440, short: 'd', read: /^(d|day|days|dzień|dni|dnia)$/ }, { minutes: 60, short: 'h', read: /^(h|hr|hour|hours|godz|godzina|godziny|godzin|g)$/ }, { minutes: 1, short: 'min', read: /^(m|min|minute|minutes|minuta|minuty|minut)?$/ },
];

/** "30 min", "1 h 30", "2 d". Undefined: nobody can read it; null: nothing was said. A day has 24 hours, also of a clock that counts working time. */
export function readSpan(text: string): number | null | undefined {
  const words = text.trim().toLowerCase().replaceAll('.', '');
  if (words === '') return null;
  if (!/^(\d+\s*[a-zńśź]*\s*)+$/.test(words)) return undefined;
  let sum = 0;
  for (const [, count = '', unit = ''] of words.matchAll(/(\d+)\s*([a-zńśź]*)/g)) {
    const known = units.find(({ read }) => read.test(unit));
    if (known === undefined) return undefined;
    sum += Number(count) * known.minutes;
  }
  return sum >= 0 && sum <= 525_600 ? sum : undefined;
}

export function writeSpan(minutes: number | null): string {
  if (minutes === null) return '';
  if (minutes === 0) return '0 min';
  let left = minutes;
  return units.flatMap(({ minutes: length, short }) => {
    const count = Math.floor(left / length);
    left -= count * length;
    return count === 0 ? [] : [`${count} ${short}`];
  }).join(' ');
}
