import { openingAt, parseHours } from './chat.hours';

const warsaw = (hours: string, closedDays: string[] = []) => ({ hours, timeZone: 'Europe/Warsaw', closedDays });
const at = (text: string) => new Date(text);

describe('opening hours', () => {
  it.each(['Mon-Fri 8:00-20:00, Sat 9-14', 'pn–pt 8–20; sob. 9:30–14', 'Poniedziałek-Piątek 8-16', 'fri 18:00-2:00', ''])('understands "%s"', (text) => {
    expect(parseHours(text)).toBeDefined();
  });
  it.each(['always', 'Mon 8', 'Mon 25-26', 'Mon 8:70-9', 'Foo 8-16', 'Mon 8-8', 'Mon-Fri'])('refuses "%s"', (text) => {
    expect(parseHours(text)).toBeUndefined();
  });

  it('is always open without hours', () => {
    expect(openingAt(warsaw(''), at('2026-11-20T03:00:00Z'))).toEqual({ open: true });
  });
  it('tells until when it is open today', () => {
    expect(openingAt(warsaw('Mon-Fri 8:00-20:00'), at('2026-11-20T13:45:00Z'))).toEqual({ open: true, changesAt: at('2026-11-20T19:00:00Z') });
  });
  it('tells when it opens after a weekend', () => {
    expect(openingAt(warsaw('pn-pt 8:00-20:00'), at('2026-11-20T20:00:00Z'))).toEqual({ open: false, changesAt: at('2026-11-23T07:00:00Z') });
  });
  it('finds an edge at an odd minute', () => {
    expect(openingAt(warsaw('Mon-Fri 8:07-20:00'), at('2026-11-20T05:00:00Z')).changesAt).toEqual(at('2026-11-20T07:07:00Z'));
  });
  it('keeps a lunch break and a night past midnight', () => {
    expect(openingAt(warsaw('Fri 8-12, Fri 13-17'), at('2026-11-20T11:30:00Z')).open).toBe(false);
    expect(openingAt(warsaw('Fri 18:00-2:00'), at('2026-11-21T00:30:00Z')).open).toBe(true);
    expect(openingAt(warsaw('Fri 18:00-2:00'), at('2026-11-21T01:30:00Z')).open).toBe(false);
    expect(openingAt(warsaw('Sat 20:00-3:00'), at('2026-11-22T01:00:00Z')).open).toBe(true);
  });
  it('stays closed on a named day, also without hours', () => {
    expect(openingAt(warsaw('Mon-Fri 8-20', ['2026-11-20']), at('2026-11-20T13:00:00Z'))).toEqual({ open: false, changesAt: at('2026-11-23T07:00:00Z') });
    expect(openingAt(warsaw('', ['2026-12-25']), at('2026-12-25T12:00:00Z'))).toEqual({ open: false, changesAt: at('2026-12-25T23:00:00Z') });
  });
  it('follows the change of the clocks', () => {
    // Summer time ended on 25 October 2026: 8:00 in Warsaw is 6:00 UTC on Friday and 7:00 UTC on Monday.
    expect(openingAt(warsaw('Mon-Fri 8-20'), at('2026-10-23T05:59:30Z')).changesAt).toEqual(at('2026-10-23T06:00:00Z'));
    expect(openingAt(warsaw('Mon-Fri 8-20'), at('2026-10-25T12:00:00Z')).changesAt).toEqual(at('2026-10-26T07:00:00Z'));
  });
});
