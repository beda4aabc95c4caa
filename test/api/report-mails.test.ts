import { allConnectors } from '@kontuar/connectors';
import type { ChannelView, ReportSchedule, ReportSchedules } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { channelSettings } from '../support/mail/channel-settings';
import { startMailServer, type MailServer } from '../support/mail/mail-server';

let api: TestApi;
let mail: MailServer;
let owner: Person;
let lead: Person;
let agent: Person;

beforeAll(async () => {
  [api, mail] = await Promise.all([
    startTestApi({ connectors: allConnectors.filter(({ id }) => id === 'email'), worker: true, env: { KONTUAR_PUBLIC_URL: 'https://inbox.acme.test' } }),
    startMailServer({ domains: ['acme.test', 'house.test'] }),
  ]);
  owner = await api.signUp();
  [lead, agent] = [await api.invite(owner, 'supervisor', { name: 'Zofia Żuk' }), await api.invite(owner, 'agent')];
  await api.sql(`UPDATE users SET email = 'zofia@house.test', locale = 'pl' WHERE id = (SELECT user_id FROM memberships WHERE id = $1)`, [lead.memberId]);
  await api.sql(`UPDATE users SET email = 'olga@house.test' WHERE id = (SELECT user_id FROM memberships WHERE id = $1)`, [owner.memberId]);
  for (const address of ['zofia@house.test', 'olga@house.test']) mail.addUser(address);
}, 60_000);
afterAll(async () => {
  await api.stop();
  await mail.stop();
});

const weekly = (more: object = {}) => ({ name: 'Week', every: 'week', weekday: 1, at: '08:00', timeZone: 'Europe/Warsaw', receiverIds: [lead.memberId, owner.memberId], formats: ['pdf', 'csv'], ...more });
const mailsTo = async (address: string): Promise<string[]> => (await mail.mails(address)).map(({ raw }) => raw);
const words = (raw: string): string => Buffer.from(raw.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8');
const due = (id: string) => api.sql(`UPDATE report_schedules SET next_at = now() - interval '1 second' WHERE id = $1`, [id]);
const find = async (id: string) => (await owner.client.get<ReportSchedules>('/report-schedules')).items.find((one) => one.id === id) as ReportSchedule;

describe('reports by mail', () => {
  it('wait for a mailbox, and say so', async () => {
    const made = await owner.client.post<ReportSchedule>('/report-schedules', weekly());
    expect(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Warsaw', weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(new Date(made.nextAt ?? ''))).toBe('Mon 08:00');
    expect((await owner.client.get<ReportSchedules>('/report-schedules')).hasMailbox).toBe(false);
    expect((await owner.client.send('POST', `/report-schedules/${made.id}/send`)).status).toBe(409);
    await due(made.id);
    await eventually(async () => expect(await find(made.id)).toMatchObject({ trouble: 'no-mailbox', last: null }));
    expect(Date.parse((await find(made.id)).nextAt ?? '')).toBeGreaterThan(Date.now());
    await owner.client.delete(`/report-schedules/${made.id}`);
  });

  it('leave once for each receiver, in their language, with the files', async () => {
    const support = await owner.client.post<ChannelView>('/channels', { connectorId: 'email', name: 'Support', settings: channelSettings(mail, mail.addUser('support@acme.test')) });
    await owner.client.patch('/workspace', { noticeChannelId: support.id });
    const made = await owner.client.post<ReportSchedule>('/report-schedules', weekly({ asked: { measure: ['received', 'first-reply'], compare: 'previous' } }));
    await due(made.id);
    await eventually(async () => expect(await find(made.id)).toMatchObject({ trouble: null, last: { sent: 2, failed: 0, waiting: 0 } }), 20_000);
    const [polish, ...others] = await mailsTo('zofia@house.test');
    expect(others).toEqual([]);
    expect(words(polish ?? '')).toContain('Raport jest w załączniku.');
    expect(words(polish ?? '')).toContain('Otrzymane wiadomości: 0');
    expect(polish).toMatch(/filename="?raport-[\d-]+\.pdf/);
    expect(polish).toMatch(/filename="?raport-[\d-]+\.csv/);
    expect(words((await mailsTo('olga@house.test'))[0] ?? '')).toContain('The report is attached.');
    // The same moment again, as after a restart from a backup: nobody gets it twice.
    const [{ due_at: moment } = { due_at: new Date(0) }] = await api.sql<{ due_at: Date }>('SELECT due_at FROM report_mails WHERE schedule_id = $1', [made.id]);
    await api.sql('UPDATE report_schedules SET next_at = $2 WHERE id = $1', [made.id, moment]);
    await eventually(async () => expect(Date.parse((await find(made.id)).nextAt ?? '')).toBeGreaterThan(Date.now()));
    expect(await api.sql('SELECT 1 FROM report_mails WHERE schedule_id = $1', [made.id])).toHaveLength(2);
    expect(await mailsTo('zofia@house.test')).toHaveLength(1);
  }, 40_000);

  it('do not leave to whoever may not open them any more, nor to whoever left the list', async () => {
    expect((await owner.client.send('POST', '/report-schedules', weekly({ name: 'For an agent', receiverIds: [agent.memberId] }))).body).toMatchObject({ code: 'receiver-may-not' });
    const made = await owner.client.post<ReportSchedule>('/report-schedules', weekly({ name: 'Once more' }));
    await owner.client.post(`/report-schedules/${made.id}/leave`);
    expect((await find(made.id)).receiverIds).toEqual([lead.memberId]);
    await api.sql(`UPDATE memberships SET role = 'agent' WHERE id = $1`, [lead.memberId]);
    const before = [(await mailsTo('zofia@house.test')).length, (await mailsTo('olga@house.test')).length];
    await due(made.id);
    await eventually(async () => expect(await find(made.id)).toMatchObject({ last: { sent: 0, failed: 1, waiting: 0 } }), 20_000);
    expect([(await mailsTo('zofia@house.test')).length, (await mailsTo('olga@house.test')).length]).toEqual(before);
    await api.sql(`UPDATE memberships SET role = 'supervisor' WHERE id = $1`, [lead.memberId]);
  }, 40_000);

  it('end with one click from the mail program, for whoever got it and that report alone, which no look at the link does', async () => {
    const made = await owner.client.post<ReportSchedule>('/report-schedules', weekly({ name: 'Stock & <b>sales</b>' }));
    await due(made.id);
    await eventually(async () => expect(await find(made.id)).toMatchObject({ last: { sent: 2 } }), 20_000);
    const raw = (await mailsTo('zofia@house.test')).find((one) => one.includes(`unsubscribe/report/${made.id}`)) ?? '';
    const head = raw.split(/\r?\n\r?\n/)[0]?.replace(/\r?\n[ \t]+/g, ' ') ?? '';
    expect(head).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/im);
    const [, path = ''] = /^List-Unsubscribe: <https:\/\/inbox\.acme\.test(\/unsubscribe\/report\/[^>]+)>$/im.exec(head) ?? [];
    const look = await fetch(`${api.url}${path}`);
    expect([look.status, look.headers.get('content-security-policy')]).toEqual([200, expect.stringContaining("default-src 'none'")]);
    expect(await look.text()).toContain('raportem „Stock &amp; &lt;b&gt;sales&lt;/b&gt;”');
    expect((await find(made.id)).receiverIds).toHaveLength(2);
    for (const _ of [1, 2]) expect((await fetch(`${api.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' })).status).toBe(200);
    expect((await find(made.id)).receiverIds).toEqual([owner.memberId]);
    const [, , mac = ''] = path.split('/').pop()?.split('.') ?? [];
    expect((await fetch(`${api.url}/unsubscribe/report/${made.id}.${owner.memberId}.${mac}`, { method: 'POST' })).status).toBe(404);
    expect((await find(made.id)).receiverIds).toEqual([owner.memberId]);
  }, 40_000);

  it('can be looked at first, are kept by whoever leads, and refuse what makes no sense', async () => {
    const made = await lead.client.post<ReportSchedule>('/report-schedules', weekly({ name: 'Day', every: 'day', receiverIds: [owner.memberId], formats: ['csv'] }));
    const before = (await mailsTo('zofia@house.test')).length;
    for (const _ of [1, 2]) expect((await lead.client.send('POST', `/report-schedules/${made.id}/send`)).status).toBe(204);
    await eventually(async () => expect((await mailsTo('zofia@house.test')).length).toBeGreaterThan(before), 20_000);
    const changed = await owner.client.patch<ReportSchedule>(`/report-schedules/${made.id}`, { every: 'month', monthDay: 31, active: false });
    expect(changed).toMatchObject({ every: 'month', monthDay: 31, active: false, nextAt: null, receiverIds: [owner.memberId] });
    expect((await owner.client.send('POST', '/report-schedules', weekly({ name: 'Elsewhere', timeZone: 'Mars/Olympus' }))).body).toMatchObject({ code: 'unknown-time-zone' });
    expect((await owner.client.send('POST', '/report-schedules', weekly({ name: 'Week' }))).body).toMatchObject({ code: 'schedule-exists' });
    expect((await owner.client.send('POST', '/report-schedules', weekly({ name: 'Late', at: '25:00' }))).status).toBe(400);
    const stranger = await api.otherWorkspace();
    expect((await stranger.client.send('PATCH', `/report-schedules/${made.id}`, { name: 'Mine' })).status).toBe(404);
    expect((await stranger.client.get<ReportSchedules>('/report-schedules')).items).toEqual([]);
  }, 40_000);
});
