import { promiseMs, type WaitingTime } from './promises';

const [mail, chat, call] = [{ subject: true }, {}, { logOnly: true }];
const times: WaitingTime[] = [
  { channelKind: 'mail', customerKind: null, minutes: 120 }, { channelKind: null, customerKind: 'strategic', minutes: 20 }, { channelKind: 'mail', customerKind: 'strategic', minutes: 60 }, { channelKind: null, customerKind: 'retail', minutes: 480 },
];

describe('how long a customer may wait', () => {
  it.each([
    ['as usual', mail, [], [], 240], ['as usual', chat, ['loyal'], [], 30], ['as usual', call, [], times, 120],
    ['as set for the kind of channel', mail, [], times, 120], ['as set for the kind of customer', chat, ['strategic'], times, 20],
    ['as set for both', mail, ['strategic'], times, 60], ['longer, where that is set', mail, ['retail'], times, 480], ['the shortest of several kinds', mail, ['retail', 'strategic'], times, 60],
    ['as the channel says for a kind of which nothing is set', mail, ['loyal'], times, 120],
  ] as const)('%s: %j of %j', (_how, channel, kinds, set, minutes) => {
    expect(promiseMs(channel, kinds, set) / 60_000).toBe(minutes);
  });
});
