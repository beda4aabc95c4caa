import { sentOffset } from './dates';

it.each([
  ['Thu, 19 Nov 2026 14:45:00 +0100', 60], ['Thu, 19 Nov 2026 08:45:00 -0500 (EST)', -300], ['Thu, 19 Nov 2026 19:15:00 +0530', 330], ['Thu, 19 Nov 2026 19:15:00 +05:30', 330],
  ['Thu, 19 Nov 2026 13:45:00 +0000', undefined], ['Thu, 19 Nov 2026 13:45:00 GMT', undefined], ['Thu, 19 Nov 2026 13:45:00 +9900', undefined], ['2026-11-19', undefined], ['', undefined], [undefined, undefined],
])('reads the clock of whoever wrote “%s”', (header, minutes) => expect(sentOffset(header)).toBe(minutes));
