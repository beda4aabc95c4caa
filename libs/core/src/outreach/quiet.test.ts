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

/** Said without the code that is tried: what the clock on the wall shows lies outside of the hours, which may go over midnight, and on no day off. */
function isQuiet(at: Date, { from: begins, until, days }: OutreachQuiet, zone: string): boolean {
  const wall = wallTime(at, zone);
  const now = `${String(wall.hour).padStart(2, '0')}:${String(wall.minute).padStart(2, '0')}`;
  if (days.includes(weekdayOf(wall))) return true;
  if (begins === null || until === null) return false;
  return begins < until ? now >= begins && now < until : now >= begins || now < until;
}

it('is never in quiet hours nor before now, and never later than needed, whatever the clock is moved by', () => {
  let seed = 7;
  const random = (n: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % n;
  const moved = ['2026-03-29T00:00:00Z', '2026-10-25T00:00:00Z', '2026-03-08T06:00:00Z', '2026-11-01T05:00:00Z', '2026-04-04T14:00:00Z', '2026-09-26T14:00:00Z'];
  for (let n = 0; n < 3000; n += 1) {
    const zone = ['Europe/Warsaw', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland', 'America/Sao_Paulo', 'Australia/Lord_Howe'][random(6)] as string;
    const clock = () => `${String(random(24)).padStart(2, '0')}:${random(2) === 0 ? '00' : '30'}`;
    const [a, b] = [clock(), clock()];
    const hours = quiet({ ...(a === b ? { from: null, until: null } : { from: a, until: b }), days: [random(7), random(7)] });
    // Every third within a day of a night in which clocks are moved.
    const at = n % 3 === 0 ? new Date(Date.parse(moved[random(moved.length)] as string) + (random(2880) - 1440) * 60_000) : new Date(Date.UTC(2026, random(12), 1 + random(28), random(24), random(60)));
    const free = allowedFrom(at, hours, zone, 'PL');
    const said = `${at.toISOString()} ${zone} ${JSON.stringify(hours)} ${free.toISOString()}`;
    if (free < at || isQuiet(free, hours, zone)) throw new Error(`too early: ${said}`);
    for (let earlier = at.getTime(); earlier < free.getTime(); earlier += 30 * 60_000) if (!isQuiet(new Date(earlier), hours, zone) && earlier < free.getTime() - 90 * 60_000) throw new Error(`later than needed: ${said}`);
  }
});
