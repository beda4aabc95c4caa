import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChannelView, Label, Page, Rule, RuleCall, RuleList } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { fakeNetwork } from '../support/fake-connector';

const talk = fakeNetwork('talk');
const anything = { by: 'all', of: [] };

interface House { api: TestApi; owner: Person; channel: ChannelView }
async function open(env: Record<string, string> = {}): Promise<House> {
  const api = await startTestApi({ connectors: [talk.connector as never], worker: true, env });
  const owner = await api.signUp('Dom Lipowy');
  return { api, owner, channel: await owner.client.post<ChannelView>('/channels', { connectorId: 'talk', name: 'talk', settings: { account: 'talk', token: 'secret' } }) };
}

let told = 0;
async function write({ api, channel }: House, name: string, text = 'Hello'): Promise<void> {
  const number = (told += 1);
  const inbounds = [{ kind: 'message', externalId: `m${number}`, at: new Date().toISOString(), from: { id: `${name.toLowerCase()}@example.com`, name }, thread: { key: `talk ${name}` }, text }];
  const answer = await fetch(`${api.url}/hooks/talk/${channel.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-token': 'secret' }, body: JSON.stringify([{ about: `d${number}`, inbounds }]) });
  expect(answer.status).toBe(200);
}
const clear = async ({ owner }: House) => { for (const { id } of (await owner.client.get<RuleList>('/rules')).items) await owner.client.delete(`/rules/${id}`); };

/** Deterministic: a failure is the same the next time. */
function dice(seed: number) {
  let state = seed;
  const next = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
  return { of: <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)] as T, some: <T>(all: readonly T[]): T[] => all.filter(() => next() < 0.5) };
}

describe('rules that nobody thought through', () => {
  let house: House;
  let labels: string[];
  beforeAll(async () => {
    house = await open();
    labels = await Promise.all(['A', 'B', 'C'].map(async (name) => (await house.owner.client.post<Label>('/labels', { name })).id));
  });
  afterEach(() => clear(house));
  afterAll(() => house.api.stop());

  it.each([1, 2])('come to an end, whatever they set off in each other (%p)', async (seed) => {
    const { api, owner } = house;
    const { of, some } = dice(seed);
    const priorities = ['low', 'normal', 'high', 'urgent'] as const;
    const triggers = () => of([
      () => ({ on: 'message-in' }), () => ({ on: 'priority', to: some(priorities) }), () => ({ on: 'labelled', labelIds: some(labels) }), () => ({ on: 'state' }), () => ({ on: 'assigned' }), () => ({ on: 'note-written' }), () => ({ on: 'matter' }),
    ] as const)();
    const actions = () => of([
      () => ({ do: 'priority', priority: of(priorities) }), () => ({ do: 'label', add: [of(labels)] }), () => ({ do: 'label', remove: [of(labels)] }), () => ({ do: 'state', state: of(['open', 'pending', 'resolved']) }),
      () => ({ do: 'assign', assigneeId: of([owner.memberId, null]) }), () => ({ do: 'note', text: 'Again' }), () => ({ do: 'matter', matter: of(['question', 'praise', null]) }),
    ] as const)();
    for (let count = 0; count < 12; count += 1) {
      const when = [triggers(), triggers()].filter(({ on }, index, all) => all.findIndex((one) => one.on === on) === index);
      await owner.client.post<Rule>('/rules', { name: `Rule ${count}`, active: true, when, if: anything, then: [actions(), actions()] });
    }
    // What rules set off stays within a conversation: a second one shows that they are told apart.
    const names = ['Ada', 'Bea'].map((name) => `${name}${seed}`);
    for (const name of names) for (let count = 0; count < 3; count += 1) await write(house, name, `Message ${count}`);
    // At rest: everything is followed, and nothing more happens.
    let before = -1;
    await eventually(async () => {
      const [{ behind, runs } = { behind: true, runs: 0 }] = await api.sql<{ behind: boolean; runs: number }>(
        `SELECT f.last_seq > p.seq OR EXISTS (SELECT 1 FROM events e WHERE e.seq IS NULL) OR (SELECT count(*) FROM messages WHERE external_id IS NOT NULL) < $1 AS behind, (SELECT count(*)::int FROM rule_runs) AS runs FROM rule_positions p JOIN feeds f ON f.workspace_id = p.workspace_id`, [told]);
      const rests = !behind && runs === before;
      before = runs;
      expect(rests).toBe(true);
    }, 80_000);
    const runs = await api.sql<{ rule_id: string; conversation_id: string; chain: string[]; state: string }>(`SELECT r.rule_id, r.conversation_id, r.chain, r.state FROM rule_runs r JOIN rules x ON x.id = r.rule_id WHERE x.removed_at IS NULL`);
    const worked = runs.filter(({ state }) => state !== 'stopped');
    expect(worked.length).toBeGreaterThan(names.length);
    // Its chain names the rules that led there, and itself last.
    expect(worked.filter(({ chain, rule_id: id }) => chain.length > 5 || chain.at(-1) !== id || new Set(chain).size !== chain.length)).toEqual([]);
    const often = new Map<string, number>();
    for (const { rule_id: rule, conversation_id: conversation } of worked) often.set(`${rule} ${conversation}`, (often.get(`${rule} ${conversation}`) ?? 0) + 1);
    expect(Math.max(...often.values())).toBeLessThanOrEqual(10);
  }, 150_000);
});

describe('calls of rules', () => {
  let house: House;
  let other: Server;
  let port = 0;
  const heard: string[] = [];
  beforeAll(async () => {
    other = createServer((request, response) => {
      heard.push(String(request.url));
      request.resume();
      // The slow one never answers.
      if (request.url !== '/slow') response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => { other.listen(0, '0.0.0.0', resolve); });
    port = (other.address() as AddressInfo).port;
  });
  afterEach(() => house.api.stop());
  afterAll(async () => {
    other.closeAllConnections();
    await new Promise((resolve) => { other.close(resolve); });
  });
  const callsOf = async (rule: Rule) => (await house.owner.client.get<Page<RuleCall>>(`/rules/${rule.id}/calls`)).items;

  it('reach nothing inside, by whatever name it is called', async () => {
    house = await open({ KONTUAR_ALLOW_PRIVATE_HOSTS: '' });
    const inside = [`http://127.0.0.1:${port}/a`, `http://localhost:${port}/b`, `http://[::1]:${port}/c`, `http://2130706433:${port}/d`, `http://[::ffff:127.0.0.1]:${port}/e`, 'http://169.254.169.254/latest/meta-data', 'http://10.0.0.1/'];
    const rules = await Promise.all(inside.map((url, index) => house.owner.client.post<Rule>('/rules', { name: `Inside ${index}`, active: true, when: [{ on: 'message-in' }], if: anything, then: [{ do: 'webhook', url }] })));
    await write(house, 'Eve');
    for (const rule of rules) await eventually(async () => expect(await callsOf(rule)).toMatchObject([{ state: 'failed', trouble: 'private-address', attempts: 1 }]), 20_000);
    expect(heard).toEqual([]);
  });

  it('to one that never answers keep nobody from the others', async () => {
    house = await open();
    const [slow, quick] = await Promise.all([['slow', '127.0.0.1'], ['quick', 'localhost']].map(([path, host]) => house.owner.client.post<Rule>('/rules', { name: `${path}`, active: true, when: [{ on: 'message-in' }], if: anything, then: [{ do: 'webhook', url: `http://${host}:${port}/${path}` }] })));
    const many = 16;
    for (let count = 0; count < many; count += 1) await write(house, `Customer${count}`);
    // Sooner than the slow ones are given up.
    await eventually(async () => expect((await callsOf(quick as Rule)).filter(({ state }) => state === 'done')).toHaveLength(many), 8000);
    expect((await callsOf(slow as Rule)).filter(({ state }) => state === 'done')).toEqual([]);
    await eventually(async () => expect((await callsOf(slow as Rule)).some(({ trouble }) => trouble === 'too-slow')).toBe(true), 20_000);
  }, 60_000);
});
