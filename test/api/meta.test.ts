/** What is special to Meta's products, through the real product: public and private of one page, and what is only pointed at. */
import { createServer } from 'node:net';
import type { ConversationView } from '@kontuar/contract';
import { facebookPlatform } from '../platforms/facebook/facebook.platform';
import { instagramPlatform } from '../platforms/instagram/instagram.platform';
import { whatsappPlatform, type WhatsAppSimulated } from '../platforms/whatsapp/whatsapp.platform';
import { openAgentSocket, type AgentSocket } from '../support/agent-socket';
import { startTestApi, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { unique } from '../support/channel-at-work';
import { Played } from '../support/played';

let api: TestApi;
let live: AgentSocket;
let product: Parameters<typeof Played.connect>[1];

beforeAll(async () => {
  const port = await freePort();
  api = await startTestApi({ worker: true, env: { PORT: String(port), KONTUAR_PUBLIC_URL: `http://127.0.0.1:${port}` } });
  const owner = await api.signUp();
  live = await openAgentSocket(api.url, owner.client.cookie);
  product = { api, owner, live };
});
afterAll(async () => {
  live.close();
  await api.stop();
});

describe.each([{ name: 'Facebook', module: facebookPlatform }, { name: 'Instagram', module: instagramPlatform }])('a comment on $name', ({ module }) => {
  it('shows what the post says, takes one private answer, and goes on in private in the same conversation', async () => {
    const played = await Played.connect(module, product);
    const caption = unique('Our new mugs');
    const { conversation, from } = await played.conversation('How much?', { public: { postId: played.sim.post?.(caption) ?? '' } });
    await eventually(async () => {
      const { post } = await product.owner.client.get<ConversationView>(`/conversations/${conversation.id}`);
      expect(post?.text).toBe(caption);
    });
    const quiet = unique('Let us talk in private');
    const { message } = await played.answer(conversation.id, quiet, { visibility: 'private' });
    await played.ended(message.id, 'sent', 'delivered', 'read');
    expect(played.sim.accepted.find((one) => one.text === quiet)).toMatchObject({ kind: 'private-reply', visibility: 'private' });
    await played.read();
    expect(await played.stored(quiet)).toHaveLength(1);
    const { conversation: where } = await played.conversation('My order is 17', { from });
    expect(where.id).toBe(conversation.id);
    const next = unique('Thank you, found it');
    const { message: again } = await played.answer(conversation.id, next, { visibility: 'private' });
    await played.ended(again.id, 'sent', 'delivered', 'read');
    expect(played.sim.accepted.find((one) => one.text === next)).toMatchObject({ to: from.id, visibility: 'private' });
    expect(played.platform.violations).toEqual([]);
    await played.close();
  });
});

it('keeps a mention on Instagram, which tells two ids and nothing else', async () => {
  const played = await Played.connect(instagramPlatform, product);
  const text = unique('@sklep.zimorodek look');
  await played.tell(played.say({ from: played.sim.customer('Lena'), text, public: { mention: true } }));
  const { conversation, message } = await played.seen(text);
  expect(message).toMatchObject({ visibility: 'public', author: { kind: 'contact' } });
  const reply = unique('Thank you');
  const { message: ours } = await played.answer(conversation.id, reply);
  await played.ended(ours.id, 'sent', 'delivered', 'read');
  expect(played.platform.requests.some(({ path }) => path.endsWith('/mentions'))).toBe(true);
  expect(played.platform.violations).toEqual([]);
  await played.close();
});

describe('somebody on WhatsApp whom the platform names anew', () => {
  it.each([{ when: 'later', together: false }, { when: 'in one delivery with the next message', together: true }])('stays in their conversation, told $when', async ({ together }) => {
    const played = await Played.connect(whatsappPlatform, product);
    const sim = played.sim as WhatsAppSimulated;
    const { conversation, from } = await played.conversation('Under the first id');
    sim.withhold(from);
    const renamed = sim.rotate(from);
    const text = unique('Under the second id');
    const said = sim.say({ from, text });
    if (together) await played.tell({ events: [...renamed.events, ...said.events] }, { batch: true });
    else {
      await played.tell(renamed);
      await played.read();
      await played.tell(said);
    }
    expect((await played.seen(text)).conversation.id).toBe(conversation.id);
    const reply = unique('To the second id');
    const { message } = await played.answer(conversation.id, reply);
    await played.ended(message.id, 'sent', 'delivered', 'read');
    expect(sim.accepted.find((one) => one.text === reply)?.to).toBe(from.id);
    const again = unique('Once more');
    await played.tell(sim.say({ from, text: again }));
    expect((await played.seen(again)).conversation.id).toBe(conversation.id);
    expect(played.platform.violations).toEqual([]);
    await played.close();
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => { resolve(typeof address === 'object' && address !== null ? address.port : 0); });
    });
  });
}
