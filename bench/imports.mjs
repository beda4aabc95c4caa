// Imports: a file of conversations from a Chatwoot, each thousand beside the first one: whether the last conversations cost what the first did.
import { median, ms, table, times, whole } from './support/figures.mjs';
import { pause } from './support/machine.mjs';
import { seedWorkspace, sentence } from './support/seed.mjs';
import { openDatabase, openProduct, withClient } from './support/servers.mjs';

export const title = 'Imports';
const CONVERSATIONS = Number(process.env.BENCH_TALKS ?? 10_000);
const MESSAGES = 4;

export async function run() {
  const url = await openDatabase('imports');
  const seed = await seedWorkspace(url, { channels: 1, members: 2 });
  const server = await openProduct('one', url);
  const ask = async (method, path, body) => {
    const form = body instanceof FormData;
    const response = await fetch(`${server.url}/api/v1${path}`, { method, headers: { cookie: seed.members[0].cookie, ...(body === undefined || form ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  await pause(3000);
  const form = new FormData();
  form.append('file', new Blob([JSON.stringify({ data: { payload: Array.from({ length: CONVERSATIONS }, (_, at) => talk(at + 1)) } })]), 'conversations.json');
  const view = await ask('POST', '/imports', form);
  const since = performance.now();
  await ask('POST', `/imports/${view.id}/start`, { channels: { 3: seed.channels[0].id } });
  const marks = [];
  for (let now = view; now.state !== 'done';) {
    await pause(50);
    now = await ask('GET', `/imports/${view.id}`);
    if (now.state === 'failed') throw new Error('the file was refused');
    while (now.handled >= (marks.length + 1) * 1000 || (now.state === 'done' && marks.length * 1000 < CONVERSATIONS)) marks.push(performance.now() - since);
  }
  const took = performance.now() - since;
  const [kept] = await withClient(url, async (client) => (await client.query('SELECT (SELECT count(*)::int FROM conversations) AS talks, (SELECT count(*)::int FROM messages) AS messages')).rows);
  if (kept.talks !== CONVERSATIONS || kept.messages !== CONVERSATIONS * MESSAGES) throw new Error(`kept ${JSON.stringify(kept)}`);
  const each = marks.map((mark, at) => mark - (marks[at - 1] ?? 0));
  await server.stop();
  const [first, last] = [each[0], median(each.slice(-3))];
  return {
    text: table(['conversations with four messages each', 'time', 'in a second', 'first thousand', 'last thousands'], [[whole(CONVERSATIONS), ms(took), whole((CONVERSATIONS / took) * 1000), ms(first), ms(last)]]),
    summary: [[`${whole(CONVERSATIONS)} conversations of a Chatwoot`, `${ms(took)}, the last thousands ${ms(last)}`, `the first thousand ${ms(first)}`, times(last / first)]],
  };
}

/** Two of three people write once; a few labels and firms, as real exports have them. */
function talk(id) {
  const person = id % 3 === 0 ? id - 1 : id;
  const from = { id: person, name: `Customer ${person}`, email: `c${person}@woot.example`, phone_number: `+4860${String(person).padStart(7, '0')}`, type: 'contact', custom_attributes: {}, additional_attributes: person % 5 === 0 ? { company_name: `Firm ${person % 200}` } : {} };
  const at = 1_700_000_000 + id * 60;
  return {
    id, account_id: 9, inbox_id: 3, status: id % 10 === 0 ? 'open' : 'resolved', created_at: at, labels: [`label ${id % 7}`], priority: null, custom_attributes: {}, meta: { channel: 'Channel::Email', assignee: null, sender: from },
    messages: Array.from({ length: MESSAGES }, (_, n) => ({ id: id * 10 + n, content: sentence(id + n), message_type: n % 2, created_at: at + n, private: false, sender: n % 2 === 0 ? from : { id: 1, name: 'Agent', email: 'left@woot.example', type: 'user' } })),
  };
}
