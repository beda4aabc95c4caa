import type { OutreachQuiet } from '@kontuar/contract';
import { wallTime, weekdayOf } from '../time-zones/wall-clock';
import { allowedFrom } from './quiet';

const quiet = (more: Partial<OutreachQuiet> = {}): OutreachQuiet => ({ from: '20:00', until: '08:00', days: [], holidays: false, zone: 'house', ...more });
const from = (at: string, hours: OutreachQuiet, zone = 'Europe/Warsaw') => allowedFrom(new Date(at), hours, zone, 'PL').toISOString();

it('lets a message leave at once by day, and waits for the morning by night, on the clock of the recipient', () => {
  expect(from('2026-11-24T11:00:00Z', quiet())).toBe('2026-11-24T11:00:00.000Z');
  expect(from('2026-11-24T21:30:00Z', quiet())).toBe('2026-11-25T07:00:00.000Z');
  expect(from('2026-11-24T03:00:00Z', quiet())).toBe('2026-11-24T07:00:00.000Z');
  expect(from('2026-11-24T11:00:00Z', quiet(), 'Asia/Tokyo')).toBe('2026-11-24T23:00:00.000Z');
});

it('knows an hour of rest at noon, days off, and the holidays of the country', () => {
  expect(from('2026-11-24T11:30:00Z', quiet({ from: '12:00', until: '14:00' }))).toBe('2026-11-24T13:00:00.000Z');
  // Saturday evening, with the Sunday off.
  expect(from('2026-11-21T20:00:00Z', quiet({ days: [0] }))).toBe('2026-11-23T07:00:00.000Z');
  // 11 November is one in Poland.
  expect(from('2026-11-11T11:00:00Z', quiet({ holidays: true }))).toBe('2026-11-12T07:00:00.000Z');
  expect(from('2026-11-11T11:00:00Z', quiet({ from: null, until: null, holidays: false }))).toBe('2026-11-11T11:00:00.000Z');
});

it('is never in quiet hours nor before now, whatever the clock is moved by', () => {
  let seed = 7;
  const random = (n: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % n;
  for (let n = 0; n < 3000; n += 1) {
    const zone = ['Europe/Warsaw', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland', 'America/Sao_Paulo'][random(5)] as string;
    const clock = () => `${String(random(24)).padStart(2, '0')}:${random(2) === 0 ? '00' : '30'}`;
    const [a, b] = [clock(), clock()];
    const hours = quiet({ ...(a === b ? { from: null, until: null } : { from: a, until: b }), days: [random(7), random(7)] });
    const at = new Date(Date.UTC(2026, random(12), 1 + random(28), random(24), random(60)));
    const free = allowedFrom(at, hours, zone, 'PL');
    expect(free.getTime()).toBeGreaterThanOrEqual(at.getTime());
    expect(allowedFrom(free, hours, zone, 'PL').getTime() - free.getTime()).toBeLessThanOrEqual(3_600_000);
    expect(hours.days).not.toContain(weekdayOf(wallTime(free, zone)));
  }
});
