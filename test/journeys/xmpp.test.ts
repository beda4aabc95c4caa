import { gone, goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { owner } from '../support/product-client';
import { startProsody, type Account, type Prosody } from '../support/xmpp/prosody';
import { xml, type XmppPerson } from '../support/xmpp/xmpp-person';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let prosody: Prosody;
let shop: Account;
let anna: XmppPerson;
let page: Page;
let inbox: InboxScreen;
let asked: string;

beforeAll(async () => {
  [product, prosody, page] = await Promise.all([openWorkspace(), startProsody(), chromium.somebody('agent')]);
  shop = prosody.addUser('support@acme.test');
  anna = await prosody.person('anna');
  await anna.ask(xml('iq', { type: 'set' }, xml('vCard', { xmlns: 'vcard-temp' }, xml('FN', {}, 'Anna Zielińska'))));
  inbox = new InboxScreen(page);
  await signIn(page, product.url, owner);
});
afterAll(async () => {
  await product.stop();
  await prosody.stop();
});

story('adds the account by the wizard, which says what a wrong password means', async () => {
  await goWithin(page, '/channels/new?connector=xmpp');
  await page.getByLabel('Address', { exact: true }).fill(shop.address);
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByText('More settings').click();
  await page.getByLabel(/^Server/).fill(prosody.host);
  await page.getByLabel(/^Port/).fill(String(prosody.clientPort));
  await page.getByLabel('Check server certificates').uncheck();
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  const step = (text: string) => page.getByRole('listitem').filter({ hasText: text });
  await seen(step('Reach the XMPP server, passed'));
  await seen(step('Sign in, failed'));
  await page.getByLabel('Password', { exact: true }).fill(shop.password);
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  for (const label of ['Reach the XMPP server', 'Sign in', 'Messages missed while away', 'Sending files']) await seen(step(`${label}, passed`));
  await page.getByRole('button', { name: 'Add channel' }).click();
  await seen(page.getByRole('heading', { name: /is connected$/ }));
});

story('shows what a customer writes and corrects as it comes, under the name on their card', async () => {
  await page.getByRole('link', { name: /^Inbox/ }).click();
  await inbox.view('All');
  asked = await anna.say(shop.address, 'Where is my parcle?', xml('request', { xmlns: 'urn:xmpp:receipts' }));
  await seen(inbox.list.getByText('Where is my parcle?'), 20_000);
  await anna.got((message) => message.getChild('received', 'urn:xmpp:receipts')?.attrs['id'] === asked);
  await inbox.open('Anna Zielińska');
  await seen(inbox.log.getByText('Where is my parcle?'));
  await anna.correct(shop.address, asked, 'Where is my parcel?');
  await seen(inbox.log.getByText('Where is my parcel?'));
  await seen(inbox.log.getByText('edited'));
  await gone(inbox.log.getByText('Where is my parcle?'));
});

story('brings the answer to the customer, and shows that it arrived and was read', async () => {
  await inbox.write('It left Kraków this morning.');
  await inbox.sendAtOnce();
  const answer = await anna.gotText('It left Kraków this morning.');
  const id = answer.attrs['id'] ?? '';
  await seen(inbox.log.getByText('Sent', { exact: true }));
  await anna.received(shop.address, id);
  await seen(inbox.log.getByText('Delivered', { exact: true }));
  await anna.displayed(shop.address, id);
  await seen(inbox.log.getByText(/^Read( \d|$)/));
  await eventually(() => { expect(anna.inbox.filter((message) => message.getChildText('body') === 'It left Kraków this morning.')).toHaveLength(1); });
});
