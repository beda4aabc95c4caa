import { usualPromiseMs } from './promises';

it.each([['a letter', { subject: true }, 240], ['a chat', {}, 30], ['a call', { logOnly: true }, 120]] as const)('%s usually has its answer in time', (_what, channel, minutes) => {
  expect(usualPromiseMs(channel) / 60_000).toBe(minutes);
});
