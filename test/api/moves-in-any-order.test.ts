import type { ConversationView, MovedMessages, Posted } from '@kontuar/contract';
import { NetworkStage } from '../support/network';

/** A small generator of its own: a seed makes the same story in every run, and its number is in the name of the test that failed. */
function chance(seed: number) {
  let state = seed * 2_654_435_761 % 2_147_483_648;
  const below = (n: number) => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % n;
  return { below, of: <T>(list: readonly T[]): T | undefined => list[below(Math.max(1, list.length))] };
}

interface Row { id: string; conversation_id: string; thread_id: string | null; seq: number; text: string; kind: string; created_at: Date }
interface Standing { id: string; number: number; state: string; merged_into: string | null; thread_to: string | null; last_seq: number; read_seq: number; last_inbound_seq: number; last_said_seq: number; preview_text: string; waiting_since: Date | null }

/**
 * Merges, splits, moves and their way back in any order, while customers write and edit and agents answer: whatever the order, nothing is lost, nothing
 * is there twice, places have no holes, and taken back from the last to the first everything stands where it was said.
 */
describe('conversations merged, split and moved in any order', () => {
  let stage: NetworkStage;
  beforeAll(async () => { stage = await NetworkStage.open(); });
  afterAll(() => stage.close());

  it.each([1, 2, 3])('loses and doubles nothing, and comes back to where it began (story %i)', async (seed) => {
    const { below, of } = chance(seed);
    const anyOrder = seed === 3;
    const { client } = stage.owner;
    const people = ['Ada', 'Bo', 'Cy'].map((name) => `${name} ${seed}`);
    const said = new Map<string, string[]>(people.map((name) => [name, []]));
    const notes: string[] = [];
    const open: { token: string; at: number }[] = [];
    let words = 0;

    const say = async (name: string) => {
      const text = `${name} says ${++words}`;
      await stage.tell(stage.privately(name, text));
      said.get(name)?.push(text);
    };
    for (const name of people) {
      await say(name);
      await say(name);
    }
    const homes = new Map<string, string>();
    for (const name of people) homes.set(name, (await stage.conversation(name)).id);
    const family = async (): Promise<Standing[]> => stage.api.sql<Standing>(
      `SELECT c.id, c.number, c.state, c.merged_into, c.thread_to, c.last_seq, c.read_seq, c.last_inbound_seq, c.last_said_seq, c.preview_text, c.waiting_since FROM conversations c
       WHERE c.contact_id IN (SELECT contact_id FROM conversations WHERE id = ANY($1::uuid[])) ORDER BY c.number`, [[...homes.values()]]);
    const rowsOf = async (all: readonly Standing[]): Promise<Row[]> => stage.api.sql<Row>('SELECT id, conversation_id, thread_id, seq, text, kind, created_at FROM messages WHERE conversation_id = ANY($1::uuid[]) ORDER BY conversation_id, seq', [all.map(({ id }) => id)]);

    const holds = async () => {
      const all = await family();
      const rows = await rowsOf(all);
      const texts = rows.filter((row) => row.kind !== 'event').map((row) => row.text).sort();
      expect(texts).toEqual([...[...said.values()].flat(), ...notes].sort());
      const living = new Set(all.filter((one) => one.merged_into === null).map((one) => one.id));
      for (const one of all) {
        const own = rows.filter((row) => row.conversation_id === one.id);
        expect([one.number, own.map((row) => row.seq)]).toEqual([one.number, own.map((_, index) => index + 1)]);
        expect([one.number, one.last_seq]).toEqual([one.number, own.length]);
        expect(one.read_seq).toBeLessThanOrEqual(one.last_seq);
        if (one.merged_into !== null) expect([one.number, one.state, own.length]).toEqual([one.number, 'merged', 0]);
        // What comes in never goes into a conversation that went up in another.
        if (one.thread_to !== null) expect([one.number, living.has(one.thread_to)]).toEqual([one.number, true]);
        const last = own.filter((row) => row.kind !== 'event').at(-1);
        if (last !== undefined && one.merged_into === null) expect([one.number, one.preview_text]).toEqual([one.number, last.text]);
        // Of each person in the order in which it was said.
        for (const [, theirs] of said) {
          const here = own.map((row) => row.text).filter((text) => theirs.includes(text));
          expect(here).toEqual([...here].sort((a, b) => theirs.indexOf(a) - theirs.indexOf(b)));
        }
      }
    };
    const alive = async () => (await family()).filter((one) => one.merged_into === null);
    const tries = async <T>(act: () => Promise<T>): Promise<T | undefined> => {
      try {
        return await act();
      } catch (error) {
        // Refused with a reason is an answer; anything else is not.
        if ((error as { answer?: { status: number } }).answer?.status === 409) return undefined;
        throw error;
      }
    };
    const keep = (moved: MovedMessages | undefined) => { if (moved !== undefined) open.push({ token: moved.undoToken, at: open.length }); };

    for (let step = 0; step < 26; step++) {
      const here = await alive();
      const [one, other] = [of(here), of(here)];
      if (one === undefined || other === undefined) throw new Error('nothing is left');
      const lines = (await rowsOf([one])).filter((row) => row.kind !== 'event');
      switch (below(9)) {
        case 0: case 1: await say(people[below(3)] as string); break;
        case 2: {
          const text = `we say ${++words}`;
          const { message } = await client.post<Posted>(`/conversations/${one.id}/messages`, { clientId: `${seed} ${words}`, text, sendNow: true });
          await stage.message(one, (line) => line.id === message.id, { status: 'sent' });
          const row = (await rowsOf([one])).find((each) => each.id === message.id);
          const name = people.find((each) => homes.get(each) === (row?.thread_id ?? one.id));
          said.get(name ?? '')?.push(text);
          if (name === undefined) throw new Error('it left over nobody’s thread');
          break;
        }
        case 3: {
          const text = `note ${++words}`;
          await client.post<Posted>(`/conversations/${one.id}/messages`, { clientId: `${seed} ${words}`, text, private: true });
          notes.push(text);
          break;
        }
        case 4: case 5: if (one.id !== other.id) keep(await tries(() => client.post<MovedMessages>('/conversations/merge', { ids: [one.id], intoId: other.id }))); break;
        case 6: if (lines.length > 1) keep(await tries(() => client.post<MovedMessages>(`/conversations/${one.id}/split`, { messageId: of(lines.slice(1))?.id }))); break;
        case 7: if (lines.length > 1) keep(await tries(() => client.post<MovedMessages>(`/conversations/${one.id}/move`, { messageIds: [of(lines)?.id], ...(one.id === other.id ? {} : { toId: other.id }) }))); break;
        case 8: {
          // Two stories go back step by step, one takes back whatever it likes.
          const act = anyOrder ? of(open) : open.at(-1);
          if (act === undefined) break;
          if ((await tries(() => client.post(`/undo/${act.token}`, {}))) !== undefined) open.splice(open.indexOf(act), 1);
          break;
        }
        default: break;
      }
      await holds();
    }
    // From the last to the first everything can be taken back.
    for (let rounds = 0; open.length > 0 && rounds < 40; rounds++) {
      for (const act of [...open].reverse()) {
        if ((await tries(() => client.post(`/undo/${act.token}`, {}))) !== undefined) open.splice(open.indexOf(act), 1);
      }
    }
    expect(open).toEqual([]);
    await holds();
    const back = (await rowsOf(await family())).filter((row) => row.kind === 'message');
    if (!anyOrder) for (const name of people) expect([name, back.filter((row) => row.conversation_id === homes.get(name)).map((row) => row.text)]).toEqual([name, said.get(name)]);
    for (const name of people) await say(name);
    await holds();
    for (const name of people) expect((await client.get<ConversationView>(`/conversations/${homes.get(name)}`)).preview.text).toBe(said.get(name)?.at(-1));
  }, 120_000);
});
