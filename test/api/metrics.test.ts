import type { ChannelView, Posted } from '@kontuar/contract';
import { openAgentSocket } from '../support/agent-socket';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { startTelegram } from '../platforms/telegram/simulator';

describe('metrics', () => {
  let api: TestApi;
  let telegram: Awaited<ReturnType<typeof startTelegram>>;
  let owner: Person;
  let channel: ChannelView;

  beforeAll(async () => {
    api = await startTestApi({ worker: true, env: { METRICS_PORT: '0' } });
    telegram = await startTelegram();
    owner = await api.signUp();
    channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'telegram', name: 'Telegram', settings: { token: telegram.token, apiRoot: telegram.apiRoot, receive: 'polling' } });
  });
  afterAll(async () => {
    await telegram.close();
    await api.stop();
  });

  const scrape = async () => (await fetch(`http://127.0.0.1:${api.metricsPort}/metrics`)).text();
  const value = (text: string, line: string) => Number(text.split('\n').find((one) => one.startsWith(`${line} `))?.split(' ').at(-1) ?? 0);

  it('counts what came in, what was read, sent and answered, and who is connected', async () => {
    // What the process counted for the files of tests before this one stays counted.
    const before = await scrape();
    const grown = (text: string, line: string) => value(text, line) - value(before, line);
    const live = await openAgentSocket(api.url, owner.client.cookie);
    const person = telegram.person({ first_name: 'Wanda Nowak' });
    telegram.userWrites(person.id, 'Is the turquoise jug back?');
    const { conversation } = await live.until('message.created', (event) => event.message.text === 'Is the turquoise jug back?');
    await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'one', text: 'On Monday.', sendNow: true });
    await live.until('message.updated', (event) => event.message.clientId === 'one' && event.message.status === 'sent');

    await eventually(async () => {
      const text = await scrape();
      expect(grown(text, 'kontuar_deliveries_total{connector="telegram",outcome="read"}')).toBeGreaterThanOrEqual(1);
      expect(grown(text, 'kontuar_sends_total{connector="telegram",outcome="sent"}')).toBe(1);
      expect(grown(text, 'kontuar_sockets_connected')).toBe(1);
      expect(grown(text, 'kontuar_http_request_duration_seconds_count{method="POST",route="/api/v1/conversations/:id/messages",status="201"}')).toBe(1);
      expect(text).toMatch(/^kontuar_outbound_http_duration_seconds_count\{method="POST",status="2xx"\} [1-9]/m);
      expect(text).toMatch(/^process_cpu_user_seconds_total/m);
      expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds/m);
      expect(text).toMatch(/^kontuar_backlog\{queue="deliveries"\} 0$/m);
      expect(text).toMatch(/^kontuar_backlog\{queue="answers"\} 0$/m);
      expect(text).toMatch(/^kontuar_backlog_age_seconds\{queue="events"\} \d/m);
    });
    live.close();
    await eventually(async () => { expect(grown(await scrape(), 'kontuar_sockets_connected')).toBe(0); });
  });

  it('shows nothing about anybody: no ids, names or words, whatever was asked for', async () => {
    await fetch(`${api.url}/api/v1/conversations/${channel.id}?q=turquoise+jug`);
    await fetch(`${api.url}/hooks/wanda-nowak/${channel.id}`, { method: 'POST', body: 'x' });
    await fetch(`${api.url}/nowhere/${owner.email}`);
    const text = await scrape();
    for (const secret of [channel.id, owner.memberId, owner.workspaceId, owner.email, telegram.token, 'Wanda', 'wanda-nowak', 'turquoise', 'nowhere']) expect(text).not.toContain(secret);
  });

  it('is served on its own port alone, and only there', async () => {
    expect((await fetch(`${api.url}/metrics`)).headers.get('content-type')).not.toContain('version=0.0.4');
    expect((await fetch(`http://127.0.0.1:${api.metricsPort}/api/v1/setup`)).status).toBe(404);
  });
});
