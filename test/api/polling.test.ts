import type { ChannelView } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { fakePlatform, type FakeSettings } from '../support/fake-connector';

/** A platform that is asked again and again, as patiently as its channel's settings say. */
describe('polling', () => {
  const asked: { account: string; at: number }[] = [];
  const { connector } = fakePlatform('polled');
  const polled: typeof connector = {
    ...connector,
    async *poll(ctx) {
      asked.push({ account: ctx.settings.account, at: Date.now() });
      yield { deliveries: [], cursor: asked.length };
    },
    pollEverySecondsOf: ({ greeting }: FakeSettings) => Number(greeting),
  };
  const times = (account: string) => asked.filter((one) => one.account === account).map(({ at }) => at);
  let api: TestApi;
  let owner: Person;

  beforeAll(async () => {
    api = await startTestApi({ worker: true, connectors: [polled] });
    owner = await api.signUp();
  });
  afterAll(() => api.stop());

  const channel = (account: string, greeting: string) => owner.client.post<ChannelView>('/channels', { connectorId: 'polled', name: account, settings: { account, greeting, token: 'token' } });

  it('waits between passes as long as the settings say, also after they change', async () => {
    const { id } = await channel('eager', '1');
    await channel('patient', '3600');
    await channel('broken', 'NaN');
    await eventually(() => { expect(times('eager').length).toBeGreaterThanOrEqual(4); });
    const eager = times('eager');
    for (let pass = 1; pass < eager.length; pass += 1) expect((eager[pass] ?? 0) - (eager[pass - 1] ?? 0)).toBeGreaterThanOrEqual(900);
    expect(times('patient')).toHaveLength(1);
    // What is no number counts as not said.
    expect(times('broken')).toHaveLength(1);
    await owner.client.patch<ChannelView>(`/channels/${id}`, { settings: { account: 'eager', greeting: '3600' } });
    // The reader starts over with what changed.
    await new Promise((wake) => setTimeout(wake, 3500));
    const before = times('eager').length;
    await new Promise((wake) => setTimeout(wake, 2500));
    expect(times('eager')).toHaveLength(before);
  });
});
