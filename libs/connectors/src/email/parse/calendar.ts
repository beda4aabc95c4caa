import { cleanLine } from './clean-text';

/** The few facts of an invitation that an agent wants to see; the file itself stays an attachment. */
export function describeCalendar(text: string): Record<string, string> | undefined {
  const lines = text.slice(0, 200_000).replace(/\n[ \t]/g, '').split('\n');
  const start = lines.indexOf('BEGIN:VEVENT');
  if (start < 0) return undefined;
  const facts: Record<string, string> = {};
  const wanted: Record<string, string> = { SUMMARY: 'summary', DTSTART: 'start', DTEND: 'end', LOCATION: 'location', STATUS: 'status' };
  const method = lines.find((line) => line.startsWith('METHOD:'));
  if (method !== undefined) facts['method'] = cleanLine(method.slice(7), 40).toLowerCase();
  for (const line of lines.slice(start + 1, start + 300)) {
    if (line.startsWith('END:VEVENT')) break;
    const colon = line.indexOf(':');
    const name = wanted[line.slice(0, colon).split(';')[0]?.toUpperCase() ?? ''];
    if (colon > 0 && name !== undefined && facts[name] === undefined) facts[name] = cleanLine(line.slice(colon + 1).replace(/\\n/gi, ' ').replace(/\\([,;\\])/g, '$1'), 300);
  }
  return facts;
}
