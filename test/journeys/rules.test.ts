import path from 'node:path';
import type { ChannelView, RuleList } from '@kontuar/contract';
import { accessibilityFaults, gone, goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
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
  inbox = new InboxScreen(page);
  await signIn(page, product.url, owner);
}, 180_000);
afterAll(() => product.stop());

const rules = async () => (await client.call<RuleList>('GET', '/rules')).items;
const writes = (name: string, text: string) => visitorWrites(client, channelId, name, text);
const picture = async (name: string) => {
  const folder = process.env['KONTUAR_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: path.join(folder, `${name}.png`) });
};

story('is written, tried on what happened already, and switched on', async () => {
  await writes('Marta Wilk', 'The table arrived with a scratch');
  await goWithin(page, '/settings/rules');
  await seen(page.getByRole('button', { name: 'Two hours without an answer: tell who leads' }));
  await picture('rules-empty');
  await page.getByRole('button', { name: 'Add a rule' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a rule' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await seen(dialog.getByText('Give it a name.'));
  await dialog.getByLabel('Name', { exact: true }).fill('Scratches are urgent');
  await dialog.getByLabel('One of these words').fill('scratch, dent');
  await dialog.getByLabel('To', { exact: true }).selectOption('urgent');
  await dialog.getByRole('button', { name: 'Try it on the last 30 days' }).click();
  await seen(dialog.getByText('It would have worked 1 time, in 1 conversations.'));
  await dialog.getByText('The newest').click();
  await seen(dialog.getByText(/#1 Marta Wilk/));
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture('rules-form');
  await dialog.getByRole('switch', { name: 'In use' }).click();
  await seen(dialog.getByRole('switch', { name: 'In use', checked: true }));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await gone(dialog);
  await seen(page.getByText('Scratches are urgent'));
  expect(await accessibilityFaults(page)).toEqual([]);
  expect((await rules()).map(({ name, active, definition }) => [name, active, definition.then])).toEqual([['Scratches are urgent', true, [{ do: 'priority', priority: 'urgent' }]]]);
});

story('says in the conversation that it worked, and why', async () => {
  await writes('Piotr Lis', 'There is a dent in the door');
  await goWithin(page, '/inbox/all');
  await inbox.open('Piotr Lis');
  await seen(inbox.thread.getByText(/A rule worked/));
  await picture('rules-thread');
  await inbox.thread.getByRole('button', { name: 'Why' }).click();
  const why = page.getByRole('dialog', { name: 'Why the rule worked' });
  await seen(why.getByText('Set the priority: done'));
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture('rules-why');
  await page.keyboard.press('Escape');
  await gone(why);
});

story('goes back to an earlier version, and shows what it did', async () => {
  const [rule] = await rules();
  await client.call('PATCH', `/rules/${rule?.id}`, { version: 1, definition: { ...rule?.definition, then: [{ do: 'priority', priority: 'low' }] } });
  await goWithin(page, '/settings/rules');
  await page.getByRole('button', { name: 'What it did: Scratches are urgent' }).click();
  await seen(page.getByRole('dialog').getByText('worked', { exact: true }));
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Versions: Scratches are urgent' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Go back to it' }).click();
  await eventually(async () => expect((await rules())[0]).toMatchObject({ version: 3, definition: { then: [{ do: 'priority', priority: 'urgent' }] } }));
});
