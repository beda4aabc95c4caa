import type { PersonTimeline } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { factories, type Factories } from '../support/factories';
import { fakePlatform } from '../support/fake-connector';

let api: TestApi;
let owner: Person;
let agent: Person;
let build: Factories;
let open: string;
let shut: string;

beforeAll(async () => {
  api = await startTestApi({ connectors: [fakePlatform().connector] });
  owner = await api.signUp();
  agent = await api.invite(owner, 'agent');
  build = factories(api.sql, owner.workspaceId);
  open = await build.buildChannel({ connectorId: 'fake' });
  shut = await build.buildChannel({ connectorId: 'fake', access: 'restricted' });
});
afterAll(() => api.stop());

const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 10, minute));
/** Thirty things said, turn by turn in three conversations; one of them on the channel that is shut. */
async function person() {
  const contact = await build.buildContact();
  const [one, other, hidden] = [await build.buildConversation({ contact, channelId: open }), await build.buildConversation({ contact, channelId: open }), await build.buildConversation({ contact, channelId: shut })];
  for (let n = 0; n < 30; n += 1) await build.buildMessage({ conversation: [one, other, hidden][n % 3]!, text: `said ${n}`, createdAt: at(n) });
  await api.sql(`UPDATE messages SET at = created_at WHERE conversation_id = ANY($1)`, [[one.id, other.id, hidden.id]]);
  for (const [conversation, last] of [[one, 27], [other, 28], [hidden, 29]] as const) await api.sql('UPDATE conversations SET last_inbound_at = $2, created_at = $3 WHERE id = $1', [conversation.id, at(last), at(last - 27)]);
  return { contact, one, other, hidden };
}

async function walk(as: Person, contactId: string, way: 'before' | 'after', from = ''): Promise<PersonTimeline[]> {
  const pages: PersonTimeline[] = [];
  for (let cursor: string | null = from; cursor !== null; ) {
    const page: PersonTimeline = await as.client.get(`/contacts/${contactId}/messages?limit=4${cursor === '' ? '' : `&${way}=${cursor}`}`);
    pages.push(page);
    cursor = way === 'before' ? page.before : page.items.length === 0 ? null : page.after;
  }
  return pages;
}
const texts = (pages: readonly PersonTimeline[]) => pages.flatMap((page) => page.items.map(({ text }) => text));

describe('what one person said on all channels', () => {
  it('comes in the order of time, page by page both ways, without a gap or a double', async () => {
    const { contact, hidden } = await person();
    const back = await walk(owner, contact.id, 'before');
    expect(texts([...back].reverse())).toEqual(Array.from({ length: 30 }, (_, n) => `said ${n}`));
    const oldest = back.at(-1)!;
    expect(oldest.before).toBeNull();
    const forth = await walk(owner, contact.id, 'after', oldest.after ?? '');
    expect(texts([oldest, ...forth])).toEqual(Array.from({ length: 30 }, (_, n) => `said ${n}`));
    expect([back[0]?.answerIn, back.flatMap(({ closed }) => closed)]).toEqual([hidden.id, []]);
  });

  it('says of a channel that somebody may not read that there was a conversation, and nothing of it', async () => {
    const { contact, other, hidden } = await person();
    const pages = await walk(agent, contact.id, 'before');
    expect(texts(pages)).toHaveLength(20);
    expect(pages.flatMap(({ closed }) => closed)).toEqual([{ at: at(2).toISOString() }]);
    expect(pages[0]?.answerIn).toBe(other.id);
    const all = JSON.stringify(pages);
    expect([all.includes(hidden.id), all.includes(shut), all.includes('said 29')]).toEqual([false, false, false]);
    expect((await agent.client.refused('GET', `/contacts/${contact.id}/messages?before=nonsense`))).toMatchObject({ status: 400, code: 'bad-cursor' });
  });
});
