import type { ChannelView, ConversationChange, ConversationView, Page, Posted, Report, ReportBehind, ReportDefinitions } from '@kontuar/contract';
import type { Inbound } from '@kontuar/connectors/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { fakeNetwork } from '../support/fake-connector';

const talk = fakeNetwork('talk', { startConversation: true });

let api: TestApi;
let owner: Person;
let agent: Person;
let other: Person;
let channel: ChannelView;

beforeAll(async () => {
  api = await startTestApi({ connectors: [talk.connector as never], worker: true });
  owner = await api.signUp('Dom Lipowy');
  agent = await api.invite(owner, 'agent');
  other = await api.invite(owner, 'agent');
  channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'talk', name: 'Talk', settings: { account: 'talk', token: 'secret' } });
});
afterAll(() => api.stop());

let told = 0;
/** Written at that time, as the platform says. */
async function write(name: string, text: string, minutesAgo: number): Promise<ConversationView> {
  const inbounds: Inbound[] = [{ kind: 'message', externalId: `m${(told += 1)}`, at: new Date(Date.now() - minutesAgo * 60_000).toISOString(), from: { id: `${name.toLowerCase()}@example.com`, name }, thread: { key: `talk ${name}` }, text }];
  const answer = await fetch(`${api.url}/hooks/talk/${channel.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-token': 'secret' }, body: JSON.stringify([{ about: `d${told}`, inbounds }]) });
  expect(answer.status).toBe(200);
  return eventually(async () => {
    const [row] = await api.sql<{ id: string }>('SELECT conversation_id AS id FROM messages WHERE external_id = $1', [`m${told}`]);
    expect(row).toBeDefined();
    return owner.client.get<ConversationView>(`/conversations/${row?.id ?? ''}`);
  });
}
const answer = (conversation: { id: string }, by = agent) => by.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: `c-${(told += 1)}`, text: 'Here you are', sendNow: true });
const patch = (conversation: { id: string }, change: object, by = agent) => by.client.patch<ConversationChange>(`/conversations/${conversation.id}`, change);

const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
// Two days, so that a test at midnight finds what it wrote.
const range = `from=${day(1)}&to=${day(0)}&zone=UTC`;
const report = (measure: string, more = '', by = owner) => by.client.get<Report>(`/reports/${measure}?${range}${more}`);
const behind = (measure: string, more = '') => owner.client.get<ReportBehind>(`/reports/${measure}/conversations?${range}${more}`);

describe('reports', () => {
  it('count what was said and done, for whoever did it, and lead to the conversations behind each figure', async () => {
    const anna = await write('Anna', 'Is the oak table in stock?', 10);
    const piotr = await write('Piotr', 'Where is my parcel?', 2);
    await answer(anna);
    await answer(piotr, other);
    await write('Anna', 'And the chairs?', 1);
    await answer(anna, other);
    await patch(anna, { state: 'resolved' }, agent);
    await write('Anna', 'Thank you!', 0);

    await eventually(async () => {
      expect((await report('received')).total.cases).toBe(4);
      expect((await report('sent', '&by=member')).rows.map(({ key, figure }) => [key, figure.cases])).toEqual(expect.arrayContaining([[other.memberId, 2], [agent.memberId, 1]]));
    });
    expect((await report('conversations', '&by=channel')).rows).toEqual([expect.objectContaining({ key: channel.id, figure: expect.objectContaining({ cases: 2, value: 2 }) as unknown })]);
    const first = await report('first-reply', '&by=member');
    expect(first.total).toMatchObject({ cases: 2 });
    // The median of ten minutes and of two.
    expect(first.total.value).toBeGreaterThan(5.9 * 60_000);
    expect(first.total.value).toBeLessThan(6.6 * 60_000);
    expect(first.rows.find(({ key }) => key === agent.memberId)?.figure.value).toBeGreaterThan(9.9 * 60_000);
    expect((await report('next-reply')).total).toMatchObject({ cases: 1 });
    expect((await report('reopened')).total).toEqual({ cases: 0, value: 0, p90: null, whole: 1, parts: [1] });
    expect((await report('backlog')).total.cases).toBe(1);
    expect((await report('handling', '&by=member')).rows.map(({ key }) => key).sort()).toEqual([agent.memberId, other.memberId].sort());

    const longest = await behind('first-reply', '&limit=1');
    expect(longest.items.map(({ conversation }) => conversation.id)).toEqual([anna.id]);
    expect((await behind('first-reply', `&limit=1&cursor=${longest.nextCursor ?? ''}`)).items.map(({ conversation }) => conversation.id)).toEqual([piotr.id]);
    expect((await behind('sent', `&by=member&key=${agent.memberId}`)).items.map(({ conversation }) => conversation.id)).toEqual([anna.id]);
  });

  it('compare with the time before, day by day, also where nothing happened', async () => {
    const { compared, rows } = await report('received', '&by=day&compare=previous');
    expect(compared).toMatchObject({ from: day(3), to: day(2), total: { cases: 0, value: 0 } });
    expect(rows.map(({ key }) => key)).toEqual([day(1), day(0)]);
    expect(rows.reduce((sum, { figure }) => sum + figure.cases, 0)).toBe(4);
    expect(rows.every((row) => row.compared?.cases === 0)).toBe(true);
  });

  it('follow what is undone, resolved and opened again', async () => {
    const jan = await write('Jan', 'The shelf is crooked', 30);
    const { undoToken } = await patch(jan, { state: 'resolved' });
    await agent.client.post(`/undo/${undoToken ?? ''}`);
    await patch(jan, { state: 'resolved' });
    await write('Jan', 'It is crooked again', 0);
    await eventually(async () => expect((await report('reopened')).total).toMatchObject({ cases: 1, whole: 2 }));
    expect((await behind('reopened')).items.map(({ conversation }) => conversation.id)).toEqual([jan.id]);
    expect((await report('backlog')).total.cases).toBe(2);
  });

  it('say how each figure is counted, in both languages', async () => {
    const { items, timeZone } = await owner.client.get<ReportDefinitions>('/reports');
    expect(timeZone).not.toBe('');
    for (const { key, name, counted } of items) {
      expect([key, name.en !== '' && name.pl !== '', counted.en.length > 30, counted.pl.length > 30, counted.en === counted.pl]).toEqual([key, true, true, true, false]);
      for (const by of ['none', 'day', 'channel', 'team', 'member', 'matter', 'label', 'kind', 'weekday', 'hour-of-day', 'spread', 'hour', 'week', 'month'] as const) {
        const asked = await owner.client.send('GET', `/reports/${key}?${range}&by=${by}&compare=year&clock=open`);
        expect([key, by, asked.status]).toEqual([key, by, items.find((one) => one.key === key)?.groups.includes(by) ? 200 : 400]);
      }
      const shown = await behind(key, '&clock=open');
      // The same as a list of the inbox.
      const listed = await owner.client.post<Page<ConversationView>>('/conversations/find', { filter: { by: 'figure', has: `measure=${key}&${range}&clock=open` } });
      expect([key, listed.items.map(({ id }) => id).sort()]).toEqual([key, shown.items.map(({ conversation }) => conversation.id).sort()]);
    }
  });

  it('count business time by the hours of the team or of the house, and the past anew when they change', async () => {
    const weekdayIn = (days: number) => new Date(Date.now() + days * 86_400_000).getUTCDay();
    const calendarOf = async (name: string, days: readonly number[]) => (await owner.client.post<{ id: string }>('/sla/calendars', { name, timeZone: 'UTC', week: days.map((each) => ({ day: weekdayIn(each), from: '00:00', to: '00:00' })) })).id;
    const [never, always] = [await calendarOf('Later this week', [3]), await calendarOf('Every day', [0, 1, 2, 3, 4, 5, 6])];
    const calendar = (await report('first-reply')).total.value;
    expect((await report('first-reply', '&clock=open')).total.value).toBe(calendar);
    await owner.client.put('/reports/hours', { calendarId: never, teams: [] });
    await eventually(async () => expect((await report('first-reply', '&clock=open')).total.value).toBe(0));
    expect((await report('first-reply')).total.value).toBe(calendar);
    // Another week of the same calendar, and it is counted anew.
    await owner.client.patch(`/sla/calendars/${never}`, { week: [0, 1, 2, 3, 4, 5, 6].map((each) => ({ day: each, from: '00:00', to: '00:00' })) });
    await eventually(async () => expect((await report('first-reply', '&clock=open')).total.value).toBe(calendar));
    expect(await owner.client.put('/reports/hours', { calendarId: always, teams: [] })).toEqual({ calendarId: always, teams: [] });
    expect((await owner.client.send('PUT', '/reports/hours', { calendarId: channel.id, teams: [] })).status).toBe(400);
    expect((await agent.client.send('PUT', '/reports/hours', { calendarId: null, teams: [] })).status).toBe(403);
    await owner.client.put('/reports/hours', { calendarId: null, teams: [] });
  });

  it('leave as files that say all that the screen says', async () => {
    const file = (more: string, by = owner) => by.client.send('GET', `/reports/file?${range}&by=day&apart=channel&compare=previous${more}`);
    const fetchFile = async (path: string) => {
      const answered = await fetch(`${api.url}/api/v1${path}`, { headers: { cookie: owner.client.cookie ?? '' } });
      return { type: answered.headers.get('content-type'), bytes: Buffer.from(await answered.arrayBuffer()) };
    };
    const { items } = await owner.client.get<ReportDefinitions>('/reports');
    const csv = await fetchFile(`/reports/file?${range}&by=day&apart=channel&compare=previous&format=csv`);
    expect(csv.type).toBe('text/csv; charset=utf-8');
    const lines = csv.bytes.toString('utf8').split('\r\n');
    // Each figure as a whole, and each day of those that are counted by day.
    for (const { name } of items) expect([name.en, lines.filter((line) => line.startsWith(`${name.en},,,all,`)).length]).toEqual([name.en, 1]);
    const asked = await report('received', '&by=day');
    for (const { key, figure } of asked.rows) expect(lines.find((line) => line.startsWith(`Messages received,day,${key ?? ''},`))).toContain(`,${figure.cases},number,,${figure.cases},`);
    expect(lines.find((line) => line.startsWith('Messages received,channel,'))).toContain(`,channel,${channel.id},Talk,`);
    const pdf = await fetchFile(`/reports/file?${range}&by=day&format=pdf&locale=pl&measure=received&measure=first-reply`);
    expect([pdf.type, pdf.bytes.subarray(0, 5).toString()]).toEqual(['application/pdf', '%PDF-']);
    expect((await file('&format=csv', agent)).status).toBe(403);
    expect((await file('&format=doc')).status).toBe(400);
    expect((await file('&format=csv&measure=nonsense')).status).toBe(400);
  });

  it('refuse what makes no sense, with the reason', async () => {
    const code = async (path: string, by = owner) => ((await by.client.send<{ code: string }>('GET', `/reports/${path}`)).body.code);
    expect(await code(`received?from=${day(0)}&to=${day(3)}&zone=Mars/Olympus`)).toBe('bad-time-zone');
    expect(await code(`received?from=${day(0)}&to=${day(3)}`)).toBe('bad-range');
    expect(await code('received?from=2020-01-01&to=2026-01-01')).toBe('range-too-long');
    expect(await code('received?from=2026-01-01&to=2026-03-01&by=hour')).toBe('range-too-long');
    expect(await code(`received/conversations?${range}&by=day&key=2020-01-01`)).toBe('bad-key');
    expect(await code(`nonsense?${range}`)).toBe('not-found');
    expect(await code(`received?${range}`, agent)).toBe('forbidden');
    expect((await owner.client.send('GET', `/reports/received/conversations?${range}&cursor=WyJhIiwiYiJd`)).status).toBe(400);
  });
});
