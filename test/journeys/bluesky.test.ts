import { gone, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { BlueskyPerson, type Ref } from '../support/bluesky/bluesky-person';
import { startBlueskyNetwork, type BlueskyNetwork } from '../support/bluesky/bluesky-network';
import { eventually } from '../support/eventually';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { owner } from '../support/product-client';

/** The product against the network's own servers: what the customer sees is what the AppView shows. */
const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let network: BlueskyNetwork;
let page: Page;
let inbox: InboxScreen;
let brand: BlueskyPerson;
let anna: BlueskyPerson;
let asked: Ref;

beforeAll(async () => {
  [product, network, page] = await Promise.all([openWorkspace(), startBlueskyNetwork(), chromium.somebody('agent')]);
  [brand, anna] = await Promise.all([BlueskyPerson.join(network, 'domlipowy', 'Dom Lipowy'), BlueskyPerson.join(network, 'anna', 'Anna Zielińska')]);
  inbox = new InboxScreen(page);
  await signIn(page, product.url, owner);
}, 900_000);
afterAll(async () => {
  await product?.stop();
  await network?.stop();
});

/** A channel is asked every five seconds, and the network takes a moment to show what was written. */
const soon = 30_000;

story('adds the account by the wizard, which says what a wrong password means', async () => {
  await page.getByRole('link', { name: 'Channels' }).click();
  await page.getByRole('link', { name: 'Add a channel' }).or(page.getByRole('button', { name: 'Add a channel' })).first().click();
  await page.getByRole('button', { name: /^Bluesky/ }).click();
  await page.getByLabel('Handle').fill(`@${brand.handle}`);
  await page.getByLabel('App password').fill('not-the-password');
  await page.getByText('More settings').click();
  await page.getByLabel('Sign-in server').fill(network.pds);
  await page.getByLabel('Chat service').fill(network.chat.service);
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await seen(page.getByRole('listitem').filter({ hasText: 'Sign in, failed' }));
  await page.getByLabel('App password').fill(await brand.appPassword());
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  for (const step of ['Sign in, passed', 'Mentions and replies, passed', 'Direct messages, passed']) await seen(page.getByRole('listitem').filter({ hasText: step }));
  await page.getByRole('button', { name: 'Add channel' }).click();
  await page.getByRole('link', { name: 'Open the channel' }).click();
  await seen(page.getByRole('heading', { name: 'Bluesky' }));
});

story('shows a mention as it comes, and the customer reads the public answer on Bluesky', async () => {
  await page.getByRole('link', { name: /^Inbox/ }).click();
  await inbox.view('Unassigned');
  asked = await anna.post(`Dear @${brand.handle}, do you ship to Gdańsk? 📦`, { mentions: [brand] });
  await seen(inbox.row('Anna Zielińska').getByText('do you ship to Gdańsk?'), soon);
  await inbox.open('Anna Zielińska');
  await seen(inbox.log.getByText('do you ship to Gdańsk?'));
  await inbox.write('Yes, within two days: https://shop.example/delivery');
  await inbox.sendAtOnce();
  await eventually(async () => {
    expect(await anna.below(asked.uri)).toMatchObject([{ author: brand.handle, text: 'Yes, within two days: https://shop.example/delivery' }]);
  }, soon);
  await seen(inbox.log.getByText('Sent', { exact: true }));
});

story('goes on in the same conversation when the customer answers below', async () => {
  const [ours] = await anna.below(asked.uri);
  const { root } = await anna.threadOf(asked);
  await anna.post('Wonderful, thank you', { reply: { root, parent: { uri: ours?.uri ?? '', cid: ours?.cid ?? '' } } });
  await seen(inbox.log.getByText('Wonderful, thank you'), soon);
});

story('answers a direct message in private, where nobody else reads it', async () => {
  await inbox.view('Unassigned');
  await anna.tell(brand, 'My address is Lipowa 7, Gdańsk');
  await inbox.view('Unassigned');
  const row = inbox.list.getByRole('listitem').filter({ hasText: 'My address is Lipowa 7' });
  await seen(row, soon);
  await row.getByRole('link').first().click();
  await seen(inbox.log.getByText('My address is Lipowa 7, Gdańsk'));
  await gone(inbox.log.getByText('do you ship to Gdańsk?'));
  await inbox.write('Noted, only for us two.');
  await inbox.sendAtOnce();
  await eventually(async () => {
    expect((await anna.messagesWith(brand)).map(({ text, sender }) => [text, sender.did])).toEqual([['My address is Lipowa 7, Gdańsk', anna.did], ['Noted, only for us two.', brand.did]]);
  }, soon);
  expect((await anna.below(asked.uri)).map(({ text }) => text)).not.toContain('Noted, only for us two.');
});
