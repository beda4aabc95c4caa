import type { ConversationView, Page as Listed } from '@kontuar/contract';
import { startTelegram } from '../platforms/telegram/simulator';
import { accessibilityFaults, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { type Standalone, startStandalone } from '../support/processes';
import { owner, ownerEnvironment, ProductClient } from '../support/product-client';

const chromium = useChromium();
const { story } = chromium;
let product: Standalone;
let client: ProductClient;
let telegram: Awaited<ReturnType<typeof startTelegram>>;
let page: Page;

beforeAll(async () => {
  [product, telegram, page] = await Promise.all([startStandalone({ env: ownerEnvironment }), startTelegram(), chromium.somebody('Hanna')]);
  client = await ProductClient.signIn(product.url);
  await client.addTelegram(telegram);
  await client.call('PATCH', '/me', { name: 'Hanna Bielik' });
  await signIn(page, product.url, owner);
});
afterAll(async () => {
  await product.stop();
  await telegram.close();
});

const conversations = async () => (await client.call<Listed<ConversationView>>('GET', '/conversations?view=all')).items;

story('who leads says how work is given, tries it on a day, saves it, and sees in the thread what is waited for', async () => {
  await page.goto(`${product.url}/settings/routing`);
  await seen(page.getByRole('heading', { name: 'Routing', level: 1 }));
  await page.getByLabel('Work goes').selectOption('least-loaded');
  await page.getByLabel('Claim', { exact: true }).fill('2,5');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Skill').fill('Slovak');
  await dialog.getByLabel('Level').selectOption('2');
  await dialog.getByRole('button', { name: 'Use it' }).click();
  await seen(page.getByText('Slovak 2'));
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  await seen(page.getByText('Nothing came in on that day.'));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await seen(page.locator('.toast').getByText('Routing saved'));

  // The owner is no agent: with something that they can carry they take part.
  await page.getByRole('button', { name: 'Change: Hanna Bielik' }).click();
  await dialog.getByLabel('Can carry').fill('1');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await seen(page.getByText('carries 0 of 1'));
  expect(await accessibilityFaults(page)).toEqual([]);

  telegram.userWrites(telegram.person({ first_name: 'Ada' }).id, 'Hello, is there anybody?');
  const waiting = await eventually(async () => {
    const [found] = await conversations();
    expect(found?.routing?.waits).toBe('skill');
    return found;
  });
  await page.goto(`${product.url}/inbox/all/${waiting?.id}`);
  await seen(page.getByText(/^Waits for Slovak 2 until .*, then 1$/));

  await page.goto(`${product.url}/settings/routing`);
  await page.getByRole('button', { name: 'Change: Hanna Bielik' }).click();
  await dialog.getByLabel('Another skill').fill('Slovak');
  await dialog.getByLabel('Another skill').press('Enter');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await eventually(async () => { expect((await conversations())[0]?.assigneeId).toBe((await client.call<{ member: { id: string } }>('GET', '/auth/me')).member.id); });
  await page.goto(`${product.url}/inbox/all/${waiting?.id}`);
  await seen(page.getByText('Assigned to you, by routing'));
});
