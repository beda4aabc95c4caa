import type { ChannelView, ContactView, ContextSourceMade, ConversationView, Joinings, Page as ListPage, PersonTimeline } from '@kontuar/contract';
import { accessibilityFaults, gone, goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { owner, ProductClient } from '../support/product-client';
import { type Shop, startShop } from '../support/shop';

const chromium = useChromium();
const { story } = chromium;
const secret = 'a secret of the shop, long enough for both';
const EACH = 500;
let product: OwnWorkspace;
let client: ProductClient;
let shop: Shop;
let page: Page;
let inbox: InboxScreen;
/** One woman, known to the booking system and to the shop's own messenger. */
let booked: string;
let chatted: string;

async function channel(name: string): Promise<string> {
  return (await client.call<ChannelView>('POST', '/channels', { connectorId: 'api', name, settings: { endpoint: `${shop.url}/answers`, secret } })).id;
}
async function post(channelId: string, events: readonly object[]): Promise<void> {
  const response = await fetch(`${product.url}/hooks/api/${channelId}`, { method: 'POST', headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }, body: JSON.stringify({ events }) });
  if (!response.ok) throw new Error(`the channel answered ${response.status}`);
}
/** Two minutes apart each, the two people in turns, as on two channels at the same time. */
const letters = (from: object, late: number) => Array.from({ length: EACH }, (_, n) => ({ kind: 'message', id: `m-${n}`, from, text: `Message ${n + 1}`, at: new Date(Date.UTC(2026, 8, 1) + (n * 2 + late) * 60_000).toISOString() }));
const contactOf = async (name: string) => (await client.call<ListPage<ContactView>>('GET', `/contacts?q=${encodeURIComponent(name)}`)).items.find((contact) => contact.name === name);
/** All that was said by and to a person, oldest first; each with where it stands. */
async function said(contactId: string): Promise<string[]> {
  const ids: string[] = [];
  for (let before: string | null | undefined; before !== null;) {
    const part: PersonTimeline = await client.call('GET', `/contacts/${contactId}/messages?limit=100${before === undefined ? '' : `&before=${before}`}`);
    ids.unshift(...part.items.map(({ id, conversationId, seq, text, at }) => [id, conversationId, seq, text, at].join(' ')));
    before = part.before;
  }
  return ids;
}
const conversationsOf = async (contactId: string) => (await client.call<ListPage<ConversationView>>('GET', `/contacts/${contactId}/timeline?limit=50`)).items.map(({ id, contact, number, preview }) => [id, contact.id, number, preview.text]);

beforeAll(async () => {
  shop = await startShop(secret, {
    'marta@example.com': { title: 'Marta w sklepie', figures: [{ label: 'Zamówienia', value: 7 }, { label: 'Obrót', value: '12 480 zł' }], orders: Array.from({ length: 7 }, (_, n) => ({ number: `Z-${n + 1}`, date: `2026-0${n + 1}-10`, amount: 1782.85, currency: 'PLN', state: 'Dostarczone', link: `https://shop.example/orders/${n + 1}` })) },
    'villain@example.com': { title: '<img src=x onerror="alert(1)"> ‮odwrotnie', rows: [{ label: '<b>x</b>', value: '{{constructor}}' }] },
  });
  [product, page] = await Promise.all([openWorkspace(), chromium.somebody('Ewa')]);
  client = await ProductClient.signIn(product.url);
  const [booking, messenger] = [await channel('Booking'), await channel('Messenger')];
  await client.call<ContextSourceMade>('POST', '/context-sources', { kind: 'card', name: 'Sklep', url: `${shop.url}/card?email={email}`, secret });
  const phone = '+48600100200';
  const [one, other] = [letters({ id: 'b-1', name: 'Marta Wilk', phone, email: 'marta@example.com' }, 0), letters({ id: 'c-9', name: 'Martusia', phone }, 1)];
  for (let n = 0; n < EACH; n += 100) await Promise.all([post(booking, one.slice(n, n + 100)), post(messenger, other.slice(n, n + 100))]);
  await post(messenger, [{ kind: 'message', id: 'v-1', from: { id: 'v', name: 'Villain', email: 'villain@example.com' }, text: 'Hello' }]);
  [booked, chatted] = await eventually(async () => {
    const { items } = await client.call<ListPage<ConversationView>>('GET', '/conversations?view=all&limit=10');
    const read = ['Marta Wilk', 'Martusia'].map((name) => items.find(({ contact, lastSeq }) => contact.name === name && lastSeq >= EACH)?.contact.id);
    if (read.includes(undefined)) throw new Error('not all is read');
    return read as [string, string];
  }, 60_000);
  inbox = new InboxScreen(page);
  await signIn(page, product.url, owner);
}, 180_000);
afterAll(async () => {
  await product.stop();
  await shop.stop();
});

const openFirst = async (contactId: string) => {
  const [first] = await conversationsOf(contactId);
  await goWithin(page, `/inbox/all/${String(first?.[0])}`);
  await seen(inbox.editor);
};
const panel = () => page.getByRole('complementary', { name: 'Customer' });

story('two people with 500 messages each become one by a key, on evidence in sight, and two again with everything where it was', async () => {
  const before = { booked: [await said(booked), await conversationsOf(booked)], chatted: [await said(chatted), await conversationsOf(chatted)] };
  await openFirst(booked);
  const suggested = page.getByRole('group', { name: 'Possibly the same person' });
  await seen(suggested.getByText('Martusia'), 15_000);
  await seen(suggested.getByText('same phone number +48600100200'));
  await page.keyboard.press('o');
  await seen(inbox.toast.getByText(/Martusia/));
  await gone(suggested);
  const all = await said(booked);
  expect(all).toHaveLength(2 * EACH);
  const at = (line: string) => Date.parse(line.split(' ').at(-1) ?? '');
  expect(all).toEqual([...all].sort((a, b) => at(a) - at(b)));
  await page.keyboard.press('Shift+I');
  await seen(page.getByText('Message 500').last());

  await page.keyboard.press('z');
  await eventually(async () => { expect([await conversationsOf(booked), await conversationsOf(chatted)]).toEqual([before.booked[1], before.chatted[1]]); });
  expect([await said(booked), await said(chatted)]).toEqual([before.booked[0], before.chatted[0]]);

  // By the API once more, then split: what was split off is a person with its 500, and goes back whole.
  await client.call('POST', `/contacts/${booked}/merge`, { otherId: chatted });
  const whole = await client.call<ContactView>('GET', `/contacts/${booked}`);
  const messenger = whole.identities.find(({ externalId }) => externalId === 'c-9');
  const split = await client.call<{ splitId: string; other: ContactView }>('POST', `/contacts/${booked}/split`, { identityIds: [messenger?.id] });
  expect(await said(split.other.id)).toEqual(before.chatted[0]);
  await client.call('POST', `/splits/${split.splitId}/undo`);
  const { items } = await client.call<Joinings>('GET', `/contacts/${booked}/merges`);
  await client.call('POST', `/merges/${items.find(({ kind, undoneAt }) => kind === 'merge' && undoneAt === null)?.id ?? ''}/undo`);
  expect({ booked: [await said(booked), await conversationsOf(booked)], chatted: [await said(chatted), await conversationsOf(chatted)] }).toEqual(before);
}, 120_000);

story('what the shop knows stands beside the conversation, and a hostile card is words', async () => {
  await openFirst(booked);
  const card = page.getByRole('region', { name: 'Sklep' });
  await seen(card.getByText('Marta w sklepie'));
  await seen(card.getByText('12 480 zł'));
  await seen(card.getByRole('link', { name: 'Order Z-7, opens in a new tab' }));
  await card.getByRole('button', { name: 'All 7' }).click();
  expect(await card.getByRole('listitem').count()).toBe(7);
  expect(await accessibilityFaults(page)).toEqual([]);
  shop.answer = (_, response) => void response.writeHead(503).end();
  await card.getByRole('button', { name: 'Ask Sklep again' }).click();
  await seen(card.getByText(/Cannot be read since .* It answered with 503/));
  await seen(card.getByText('12 480 zł'));
  shop.answer = undefined;

  await openFirst((await contactOf('Villain'))?.id ?? '');
  await seen(card.getByText('<img src=x onerror="alert(1)"> odwrotnie'));
  await seen(card.getByText('{{constructor}}'));
  expect(await card.locator('img').count()).toBe(0);
}, 60_000);

story('a kind that a rule gives for what they bought stands on the row, in the header and beside the customer', async () => {
  const { items } = await client.call<{ items: { id: string; key: string }[] }>('GET', '/kinds');
  await client.call('PATCH', `/kinds/${items.find(({ key }) => key === 'loyal')?.id ?? ''}`, { rule: { by: 'orders', is: 'atLeast', value: 1 }, ruleOn: true });
  await client.call('PUT', `/contacts/${booked}/purchases`, { orders: [{ number: 'N-1', date: '2026-11-01', amount: 100, currency: 'PLN' }] });
  await eventually(async () => { expect((await client.call<ContactView>('GET', `/contacts/${booked}`)).kinds).toEqual(['loyal']); });
  await goWithin(page, `/inbox/all/${String((await conversationsOf(booked))[0]?.[0])}`);
  await seen(inbox.editor);
  await seen(inbox.list.getByText('Loyal'));
  await seen(page.getByRole('region', { name: 'Conversation with Marta Wilk' }).getByText('Loyal'));
  await seen(panel().getByText('Loyal'));
}, 60_000);
