import { expectAllStored, expectSentOnce, storedMessages, type Written } from '../support/checker';
import { openAgentSocket, type AgentSocket } from '../support/agent-socket';
import { eventually } from '../support/eventually';
import { startSplit, type ProductProcess, type Split } from '../support/processes';
import { factories } from '../support/factories';
import { openCases } from '../support/open-cases';
import { askDatabase, ownerEnvironment, ProductClient } from '../support/product-client';
import { startTelegram } from '../platforms/telegram/simulator';

const pause = (ms: number) => new Promise((wait) => setTimeout(wait, ms));

/** So many claims of one day; `KONTUAR_CROWD=5000` measures more of them. */
const CROWD = Number(process.env['KONTUAR_CROWD'] ?? 1000);

describe('two apis and two workers', () => {
  let split: Split;
  let telegram: Awaited<ReturnType<typeof startTelegram>>;
  let clients: [ProductClient, ProductClient];
  let live: AgentSocket;
  const written: Written[] = [];

  beforeAll(async () => {
    split = await startSplit({ apis: 2, workers: 2, env: ownerEnvironment });
    telegram = await startTelegram();
    clients = [await ProductClient.signIn((split.apis[0] as ProductProcess).url), await ProductClient.signIn((split.apis[1] as ProductProcess).url)];
    await clients[0].addTelegram(telegram);
    live = await openAgentSocket(clients[0].url, clients[0].cookie);
  });
  afterAll(async () => {
    live.close();
    await split.stop();
    await telegram.close();
  });

  it('keep order and lose nothing while workers die one after the other, and every line reaches a socket', async () => {
    const people = Array.from({ length: 6 }, (_, index) => telegram.person({ first_name: `Split ${index}` }));
    written.push(...people.map((person) => ({ author: person.first_name as string, texts: [] as string[] })));
    const dying = (async () => {
      for (const worker of split.workers) {
        await pause(250);
        await worker.kill9();
        await worker.start();
      }
    })();
    for (let line = 0; line < 20; line++) {
      people.forEach((person, index) => {
        const text = `split ${person.id} line ${line}`;
        written[index]?.texts.push(text);
        telegram.userWrites(person.id, text);
      });
      await pause(40);
    }
    await dying;
    await eventually(async () => { expectAllStored(written, await storedMessages(split.database.url)); }, 30_000);
    // Told at least once, also what a dead worker had numbered but not told.
    await eventually(() => {
      const seen = new Set(live.events.flatMap((event) => (event.type === 'message.created' ? [event.message.text] : [])));
      for (const { texts } of written) for (const text of texts) expect(seen.has(text)).toBe(true);
    }, 20_000);
  }, 90_000);

  it('show on one api what was answered at the other, and send it once', async () => {
    const created = live.events.find((event) => event.type === 'message.created');
    if (created?.type !== 'message.created') throw new Error('nothing came');
    const { conversation } = created;
    const texts = Array.from({ length: 6 }, (_, index) => `reply ${index}`);
    for (const [index, text] of texts.entries()) await (clients[index % 2] as ProductClient).reply(conversation.id, text, text);
    await live.until('message.updated', (event) => event.message.text === 'reply 5' && event.message.status === 'sent', 20_000);
    const chat = Number(/split (\d+) line/.exec(created.message.text)?.[1]);
    expect(telegram.sent(chat).map((message) => message.text)).toEqual(texts);
    expectSentOnce(await storedMessages(split.database.url), telegram.sent(chat).map((message) => message.text ?? ''));
  }, 60_000);

  it('warn of thousands of claims whose moments crowd in one second, each once', async () => {
    const sql = <T = Record<string, unknown>>(text: string, values?: unknown[]) => askDatabase<T>(split.database.url, text, values);
    const [{ id: workspaceId }] = (await sql<{ id: string }>('SELECT id FROM workspaces')) as [{ id: string }];
    const build = factories(sql, workspaceId);
    const warnAt = Date.now() + 5000;
    await openCases(sql, build, { workspaceId, channelId: await build.buildChannel(), count: CROWD, warnAt: new Date(warnAt) });
    await sql(`UPDATE cases SET look_at = look_at + (number % 1000) * interval '1 millisecond',
      policy = jsonb_set(policy, '{warnHoursBefore}', jsonb_build_array(extract(epoch FROM due_at - look_at - (number % 1000) * interval '1 millisecond') / 3600))`);
    const moments = (await sql<{ after: number }>('SELECT number % 1000 AS after FROM cases ORDER BY 1')).map(({ after }) => after);
    await sql('ANALYZE cases, case_conversations, conversations');
    expect(Date.now()).toBeLessThan(warnAt);
    // When they were seen told, earliest moment first: what is committed counts, not what was begun.
    const late: number[] = [];
    await eventually(async () => {
      const [{ told }] = (await sql<{ told: number }>(`SELECT count(*)::int AS told FROM events WHERE type = 'case.warned'`)) as [{ told: number }];
      while (late.length < told) late.push(Date.now() - warnAt - moments[late.length]!);
      expect(late).toHaveLength(CROWD);
    }, 30_000);
    late.sort((a, b) => a - b);
    const [middle, p99] = [late[Math.floor(CROWD / 2)]!, late[Math.floor(CROWD * 0.99)]!];
    if (CROWD > 1000) process.stdout.write(`${CROWD} claims in one second: half within ${middle} ms of their moments, 99 % within ${p99} ms, all within ${late.at(-1)} ms\n`);
    expect(p99).toBeLessThan(10_000);
    expect(await sql(`SELECT subject_id FROM events WHERE type = 'case.warned' GROUP BY 1 HAVING count(*) > 1`)).toEqual([]);
  }, 90_000);

  it('give 200 conversations to people though the workers that give them are killed: each to one, evenly, and nothing is left behind', async () => {
    const sql = <T = Record<string, unknown>>(text: string, values?: unknown[]) => askDatabase<T>(split.database.url, text, values);
    const [{ id: workspaceId }] = (await sql<{ id: string }>('SELECT id FROM workspaces')) as [{ id: string }];
    const build = factories(sql, workspaceId);
    const [channelId, contact] = [await build.buildChannel(), await build.buildContact()];
    const week = [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, from: '00:00', to: '00:00' }));
    await sql(`WITH people AS (INSERT INTO users (id, email, name, password_hash) SELECT gen_random_uuid(), 'given-' || n || '@example.com', 'Agent ' || n, '' FROM generate_series(1, 5) n RETURNING id)
      INSERT INTO memberships (id, workspace_id, user_id, role, duty, hours) SELECT gen_random_uuid(), $1, id, 'agent', 'on', $2 FROM people`, [workspaceId, JSON.stringify({ timeZone: 'UTC', week })]);
    await sql(`INSERT INTO conversations (id, workspace_id, number, channel_id, contact_id, identity_id, state, waiting_since)
      SELECT gen_random_uuid(), $1, 100000 + n, $2, $3, $4, 'open', now() FROM generate_series(1, 200) n`, [workspaceId, channelId, contact.id, contact.identityId]);
    await clients[0].call('PUT', `/routing/channels/${channelId}`, { policy: { mode: 'least-loaded' } });
    for (const worker of split.workers) {
      await pause(40);
      await worker.kill9();
    }
    await Promise.all(split.workers.map((worker) => worker.start()));
    const given = () => sql<{ n: number; lines: number }>(`SELECT count(*)::int AS n, (sum((SELECT count(*) FROM messages m WHERE m.conversation_id = c.id AND m.event_type = 'assigned')))::int AS lines FROM conversations c WHERE c.channel_id = $1 AND c.assignee_id IS NOT NULL GROUP BY c.assignee_id`, [channelId]);
    await eventually(async () => { expect((await given()).reduce((sum, { n }) => sum + n, 0)).toBe(200); }, 30_000);
    // One line for each: nobody had it between the queue and who has it.
    expect(await given()).toEqual(Array.from({ length: 5 }, () => ({ n: 40, lines: 40 })));
    await eventually(async () => { expect(await sql(`SELECT 1 FROM routing_settings WHERE look_at IS NOT NULL OR whole`)).toEqual([]); });
    expect(await sql(`SELECT 1 FROM routing_turns t JOIN conversations c ON c.id = t.conversation_id WHERE c.channel_id = $1 AND (t.waits IS NOT NULL OR t.look_at IS NOT NULL OR t.given_to IS DISTINCT FROM c.assignee_id)`, [channelId])).toEqual([]);
  }, 90_000);

  it('refuse a socket whose session ended at the other api', async () => {
    const second = await ProductClient.signIn(clients[1].url);
    const socket = await openAgentSocket(clients[0].url, second.cookie);
    const ended = new Promise<string>((resolve) => socket.socket.once('disconnect', resolve));
    await second.call('POST', '/auth/logout');
    socket.socket.emit('presence', { presence: 'away' });
    expect(await ended).toBe('io server disconnect');
    socket.close();
  });

  it('know at one api who signed in at the other', async () => {
    const me = await fetch(`${clients[0].url}/api/v1/auth/me`, { headers: { cookie: clients[1].cookie } });
    expect(await me.json()).toMatchObject({ user: { email: ownerEnvironment.KONTUAR_OWNER_EMAIL } });
  });

  it('go on serving when one api is killed, and take it back when it returns', async () => {
    const [first, second] = split.apis as [ProductProcess, ProductProcess];
    await first.kill9();
    expect((await fetch(`${second.url}/health/ready`)).status).toBe(200);
    await first.start();
    expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
  });

  it('answer while Redis is gone, and when it is back', async () => {
    await split.redis.kill9();
    expect((await fetch(`${clients[0].url}/api/v1/setup`)).status).toBe(200);
    await split.redis.restart();
    expect((await fetch(`${clients[0].url}/health/ready`)).status).toBe(200);
  });

  it('end in order on SIGTERM', async () => {
    expect(await Promise.all([...split.apis, ...split.workers].map((process) => process.terminate()))).toEqual([0, 0, 0, 0]);
  });
});
