import path from 'node:path';
import type { ChannelView, ConversationView, Page as ListPage } from '@kontuar/contract';
import { accessibilityFaults, atWork, gone, goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { owner, ProductClient } from '../support/product-client';
import { visitorWrites } from '../support/visitor-writes';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let client: ProductClient;
let page: Page;
let inbox: InboxScreen;
let channelId: string;

beforeAll(async () => {
  [product, page] = await Promise.all([openWorkspace(), chromium.somebody('Ewa')]);
  client = await ProductClient.signIn(product.url);
  channelId = (await client.call<ChannelView>('POST', '/channels', { connectorId: 'chat', name: 'Shop', settings: {} })).id;
  await writes('Marta Wilk', 'Składam reklamację: blat przyjechał porysowany, proszę o wymianę na nowy.');
  await writes('Piotr Lis', 'Poproszę duplikat faktury za marzec');
  inbox = new InboxScreen(page);
  await signIn(page, product.url, owner);
}, 180_000);
afterAll(() => product.stop());

const all = async () => (await client.call<ListPage<ConversationView>>('GET', '/conversations?view=all&limit=50')).items;
const of = async (name: string) => (await all()).find(({ contact }) => contact.name === name);
const writes = (name: string, text: string) => visitorWrites(client, channelId, name, text);
const picture = async (name: string) => {
  const folder = process.env['KONTUAR_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: path.join(folder, `${name}.png`) });
};

story('names the matter as a guess, and makes it a fact with C and Enter, with a way back', async () => {
  await inbox.view('All');
  await seen(inbox.list.getByRole('link', { name: /Claim\s*: a guess, very likely/ }));
  await inbox.open('Marta Wilk');
  const tag = inbox.thread.getByRole('button', { name: /^Claim\s*: a guess, very likely/ });
  await seen(tag);
  await picture('matters-guess');
  expect(await accessibilityFaults(page)).toEqual([]);
  await inbox.row('Marta Wilk').getByRole('link').focus();
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'Matter' });
  await seen(dialog.getByRole('option').first().getByText(/^9\d % likely$/));
  await picture('matters-choice');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await gone(dialog);
  await seen(inbox.thread.getByRole('button', { name: 'Claim', exact: true }));
  await eventually(async () => { expect(await of('Marta Wilk')).toMatchObject({ matter: 'claim', matterBy: 'member' }); });
  await page.keyboard.press('z');
  await seen(tag);
  await eventually(async () => { expect(await of('Marta Wilk')).toMatchObject({ matter: 'claim', matterBy: 'guess' }); });
});

story('learns a matter of the workspace’s own from one correction', async () => {
  await goWithin(page, '/settings/matters');
  await page.getByRole('button', { name: 'New matter' }).click();
  const form = page.getByRole('dialog', { name: 'New matter' });
  await form.getByLabel('Name in English').fill('Invoices');
  await form.getByLabel('Name in Polish').fill('Faktury');
  expect(await accessibilityFaults(page)).toEqual([]);
  await form.getByRole('button', { name: 'Save' }).click();
  await seen(page.getByRole('listitem').filter({ hasText: 'Invoices' }));
  await picture('matters-settings');
  await goWithin(page, '/inbox/all');
  await atWork(page);
  await inbox.open('Piotr Lis');
  await inbox.row('Piotr Lis').getByRole('link').focus();
  await page.keyboard.press('c');
  await seen(page.getByRole('dialog', { name: 'Matter' }));
  await page.keyboard.type('invo');
  await page.keyboard.press('Enter');
  await seen(inbox.thread.getByRole('button', { name: 'Invoices', exact: true }));
  await eventually(async () => { expect(await of('Piotr Lis')).toMatchObject({ matter: 'invoices', matterBy: 'member' }); });
  await writes('Anna Kos', 'Poproszę duplikat faktury za kwiecień');
  await seen(inbox.list.getByRole('link', { name: /Invoices\s*: a guess/ }));
});
