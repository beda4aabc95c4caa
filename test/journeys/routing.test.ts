import type { ConversationView, Invitation, Member, Page as Listed, PlannedList } from '@kontuar/contract';
import { startTelegram } from '../platforms/telegram/simulator';
import { accessibilityFaults, goWithin, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { addressOf, owner, ProductClient } from '../support/product-client';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let client: ProductClient;
let telegram: Awaited<ReturnType<typeof startTelegram>>;
let page: Page;

beforeAll(async () => {
  [product, telegram, page] = await Promise.all([openWorkspace(), startTelegram(), chromium.somebody('Hanna')]);
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
  await goWithin(page, '/settings/routing');
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
  await goWithin(page, `/inbox/all/${waiting?.id}`);
  await seen(page.getByText(/^Waits for Slovak 2 until .*, then 1$/));

  await goWithin(page, '/settings/routing');
  await page.getByRole('button', { name: 'Change: Hanna Bielik' }).click();
  await dialog.getByLabel('Another skill').fill('Slovak');
  await dialog.getByLabel('Another skill').press('Enter');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await eventually(async () => { expect((await conversations())[0]?.assigneeId).toBe((await client.call<{ member: { id: string } }>('GET', '/auth/me')).member.id); });
  await goWithin(page, `/inbox/all/${waiting?.id}`);
  await seen(page.getByText('Assigned to you, by routing'));
});

story('who leads marks somebody as sick: their work and promises go on, the customer with a date is told, and one undo takes it back', async () => {
  const { url } = await client.call<Invitation & { url: string }>('POST', '/invitations', { email: addressOf('zofia'), role: 'agent' });
  await client.call('POST', `/invitations/by-token/${url.split('/').at(-1)}/accept`, { name: 'Zofia Mazur', password: 'another sentence here', locale: 'en' });
  const zofia = (await client.call<Listed<Member>>('GET', '/members')).items.find(({ name }) => name === 'Zofia Mazur');
  const [conversation] = await conversations();
  await client.call('POST', `/conversations/${conversation?.id}/assign`, { assigneeId: zofia?.id });
  await client.call('POST', `/conversations/${conversation?.id}/promises`, { text: 'call back', dueAt: new Date(Date.now() + 86_400_000).toISOString(), ownerId: zofia?.id });

  await goWithin(page, '/settings/shifts');
  await page.getByRole('button', { name: 'Off sick: Zofia Mazur' }).click();
  const dialog = page.getByRole('dialog', { name: 'Zofia Mazur is sick' });
  await dialog.getByLabel('Their work goes').selectOption({ label: 'to Hanna Bielik' });
  await seen(dialog.getByText('1 promise with a date'));
  await seen(dialog.getByText(/^Ada, .*: call back$/));
  expect(await accessibilityFaults(page)).toEqual([]);
  await dialog.getByLabel('In English').fill('Hello {name}, we keep the date: {date}.');
  await dialog.getByRole('button', { name: 'Hand it on' }).click();
  await seen(page.locator('.toast').getByText(/Zofia Mazur is marked as sick; moved: 1, promises: 1, told: 1/));
  const planned = async () => (await client.call<PlannedList>('GET', `/conversations/${conversation?.id}/planned`)).items.filter(({ state }) => state === 'scheduled').map(({ text }) => text);
  expect((await planned())[0]).toMatch(/^Hello Ada, we keep the date: /);
  await page.locator('.toast').getByRole('button', { name: /Undo/ }).click();
  await eventually(async () => { expect([(await conversations())[0]?.assigneeId, await planned()]).toEqual([zofia?.id, []]); });

  await goWithin(page, '/board');
  await seen(page.getByRole('button', { name: 'Off sick: Zofia Mazur' }));
});
