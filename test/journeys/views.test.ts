import { randomUUID } from 'node:crypto';
import type { Label, SavedView, Team } from '@kontuar/contract';
import { accessibilityFaults, atWork, expectTexts, gone, goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { factories, type Factories } from '../support/factories';
import { addressOf, askDatabase, owner, ProductClient } from '../support/product-client';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let client: ProductClient;
let build: Factories;
let ewaPage: Page;
let bartekPage: Page;
let ewa: InboxScreen;
let bartek: InboxScreen;
let label: Label;
let channelId: string;
let team: Team;
const colleague = { email: addressOf('bartek'), password: 'another sentence here' };
const sql = <T = Record<string, unknown>>(text: string, values?: unknown[]) => askDatabase<T>(product.databaseUrl, text, values);
const nav = (page: Page) => page.getByRole('navigation', { name: 'Views' });
const counted = (page: Page, view: string) => nav(page).getByRole('link', { name: new RegExp(`^${view}`) }).locator('.nv-n > span[aria-hidden]');
const dialog = (page: Page) => page.getByRole('dialog');

beforeAll(async () => {
  [product, ewaPage, bartekPage] = await Promise.all([openWorkspace(), chromium.somebody('Ewa'), chromium.somebody('Bartek')]);
  client = await ProductClient.signIn(product.url);
  await client.call('PATCH', '/me', { name: 'Ewa Nowak' });
  const me = await client.call<{ member: { id: string }; workspace: { id: string } }>('GET', '/auth/me');
  build = factories(sql, me.workspace.id);
  label = await client.call<Label>('POST', '/labels', { name: 'Delivery' });
  const invitation = await client.call<{ url: string }>('POST', '/invitations', { email: colleague.email, role: 'agent', teamIds: [] });
  await bartekPage.goto(`${product.url}/invite/${invitation.url.split('/').at(-1) ?? ''}`);
  await bartekPage.getByLabel('Your name').fill('Bartek Lis');
  await bartekPage.getByLabel('Password', { exact: true }).fill(colleague.password);
  await bartekPage.getByRole('button', { name: 'Join' }).click();
  await atWork(bartekPage);
  const members = await client.call<{ items: { id: string }[] }>('GET', '/members');
  team = await client.call<Team>('POST', '/teams', { name: 'Shipping', memberIds: members.items.map(({ id }) => id) });
  channelId = (await client.call<{ id: string }>('POST', '/channels', { connectorId: 'counter', name: 'Shop' })).id;
  for (const name of ['Anna', 'Beata', 'Celina']) await waits(name, [label.id]);
  await waits('Dorota', []);
  ewa = new InboxScreen(ewaPage);
  bartek = new InboxScreen(bartekPage);
  await signIn(ewaPage, product.url, owner);
}, 180_000);
afterAll(() => product.stop());

let minutes = 100;
async function waits(name: string, labelIds: string[]): Promise<string> {
  const { id } = await build.buildConversation({ channelId, contact: await build.buildContact({ name }), labelIds });
  minutes -= 10;
  await sql('UPDATE conversations SET waiting_since = now() - make_interval(mins => $2) WHERE id = $1', [id, minutes]);
  return id;
}

story('builds a view by the keyboard, sees how many match before it is saved, and keeps it', async () => {
  await nav(ewaPage).getByRole('button', { name: 'New view' }).click();
  await seen(dialog(ewaPage));
  const name = dialog(ewaPage).getByLabel('Name');
  await name.fill('Deliveries');
  const add = dialog(ewaPage).getByRole('combobox', { name: 'Add a condition' });
  await add.fill('label');
  await ewaPage.keyboard.press('Enter');
  await ewaPage.keyboard.type('Deliv');
  await ewaPage.keyboard.press('Enter');
  await seen(dialog(ewaPage).getByRole('button', { name: 'Take out Delivery' }));
  // What was on screen is where it begins: one's own. Everybody's is wanted.
  await dialog(ewaPage).getByRole('button', { name: 'Take out: Assignee' }).click();
  await seen(dialog(ewaPage).getByRole('status').getByText('3 conversations match'));
  await seen(dialog(ewaPage).getByText('State is open or waiting for the customer, and labels: Delivery'));
  expect(await accessibilityFaults(ewaPage)).toEqual([]);
  await dialog(ewaPage).getByRole('button', { name: 'Save view' }).click();
  await gone(dialog(ewaPage));
  await seen(ewaPage.getByRole('region', { name: 'Conversations: Deliveries' }));
  for (const who of ['Anna', 'Beata', 'Celina']) await seen(ewa.row(who));
  expect(await ewa.row('Dorota').count()).toBe(0);
  await expectTexts(counted(ewaPage, 'Deliveries'), ['3']);
}, 120_000);

story('shares it with the team: a colleague sees it, its rows and its count without a reload', async () => {
  await bartekPage.reload();
  await atWork(bartekPage);
  expect(await nav(bartekPage).getByRole('link', { name: /^Deliveries/ }).count()).toBe(0);
  await nav(ewaPage).getByRole('button', { name: 'What to do with Deliveries' }).click();
  await ewaPage.getByRole('menuitem', { name: 'Rename, share, edit' }).click();
  await dialog(ewaPage).getByLabel('Who sees it').selectOption('team');
  await dialog(ewaPage).getByLabel('Team', { exact: true }).selectOption({ label: 'Shipping' });
  await dialog(ewaPage).getByRole('button', { name: 'Save view' }).click();
  await gone(dialog(ewaPage));
  await seen(nav(bartekPage).getByRole('link', { name: /^Deliveries/ }));
  await expectTexts(counted(bartekPage, 'Deliveries'), ['3']);
  // By the palette, as whoever keeps the hands on the keys goes there.
  await bartekPage.keyboard.press('Control+K');
  await bartekPage.keyboard.type('deliv');
  await seen(bartekPage.getByRole('option', { name: /^Deliveries.*3/ }));
  await bartekPage.keyboard.press('Enter');
  await seen(bartek.row('Anna'));

  // Another one gets the label: it comes into both lists and both counts.
  const dorota = (await sql<{ id: string }>(`SELECT c.id FROM conversations c JOIN contacts p ON p.id = c.contact_id WHERE p.name = 'Dorota' AND c.workspace_id = $1`, [product.workspaceId]))[0]?.id as string;
  await client.call('PATCH', `/conversations/${dorota}`, { labelIds: [label.id] });
  await Promise.all([seen(bartek.row('Dorota')), seen(ewa.row('Dorota')), expectTexts(counted(bartekPage, 'Deliveries'), ['4']), expectTexts(counted(ewaPage, 'Deliveries'), ['4'])]);
  await client.call('PATCH', `/conversations/${dorota}`, { labelIds: [] });
  await Promise.all([expectTexts(counted(bartekPage, 'Deliveries'), ['3']), expectTexts(counted(ewaPage, 'Deliveries'), ['3'])]);
}, 120_000);

story('sorts the view, and finds the order in the address again', async () => {
  await ewaPage.getByRole('button', { name: /^Order: / }).click();
  await ewaPage.getByRole('menuitemcheckbox', { name: 'Oldest first' }).click();
  await ewaPage.waitForURL(/sort=oldest/);
  await expectTexts(ewa.list.locator('.row'), ['Anna', 'Beata', 'Celina'].map((name) => expect.stringContaining(name)));
  await ewaPage.reload();
  await seen(ewaPage.getByRole('button', { name: 'Order: Oldest first' }));
}, 60_000);

story('gives two agents who press the key at once two different conversations, and says why', async () => {
  await Promise.all([ewaPage, bartekPage].map((page) => page.locator('main').click({ position: { x: 700, y: 300 } })));
  await Promise.all([ewaPage.keyboard.press('t'), bartekPage.keyboard.press('t')]);
  await Promise.all([seen(ewa.thread), seen(bartek.thread)]);
  const [hers, his] = [ewaPage, bartekPage].map((page) => page.url().split('/').at(-1)?.split('?')[0]);
  expect(hers).not.toBe(his);
  await seen(ewa.toast.getByText(/Yours now: .* \(.*waits \d+/));
  const taken = await sql<{ id: string; assignee_id: string }>('SELECT id, assignee_id FROM conversations WHERE assignee_id IS NOT NULL AND workspace_id = $1', [product.workspaceId]);
  expect(new Set(taken.map(({ assignee_id }) => assignee_id)).size).toBe(2);
  expect(taken.map(({ id }) => id).sort()).toEqual([hers, his].sort());
}, 60_000);

story('changes everything that matches, beyond what is loaded, and takes all of it back with one key', async () => {
  const contact = await build.buildContact({ name: 'Many' });
  await sql(
    `INSERT INTO conversations (id, workspace_id, number, channel_id, contact_id, identity_id, state, priority, label_ids)
     SELECT gen_random_uuid(), $5, 1000 + n, $1, $2, $3, 'open', n % 3, $4 FROM generate_series(1, 400) n`, [channelId, contact.id, contact.identityId, [label.id], product.workspaceId]);
  const standing = () => sql<{ id: string; priority: number }>(`SELECT id, priority FROM conversations WHERE label_ids @> ARRAY[$1::uuid] ORDER BY id`, [label.id]);
  const before = await standing();
  await ewaPage.goto(`${product.url}/inbox/all`);
  await nav(ewaPage).getByRole('link', { name: /^Deliveries/ }).click();
  await seen(ewa.list.getByRole('listitem').first());
  await ewa.list.getByRole('link').first().focus();
  await ewaPage.keyboard.press('Control+a');
  await ewaPage.getByRole('button', { name: 'Take all 403 that match' }).click();
  await seen(ewa.list.getByText('All 403 that match'));
  await ewa.list.getByRole('link').first().focus();
  await ewaPage.keyboard.press('p');
  await ewaPage.getByRole('option', { name: 'urgent' }).click();
  await seen(ewa.toast.getByText('Priority of 403 conversations: urgent'), 30_000);
  expect((await standing()).every(({ priority }) => priority === 3)).toBe(true);
  await ewaPage.keyboard.press('z');
  await eventually(async () => { expect(await standing()).toEqual(before); }, 30_000);
}, 120_000);

story('narrows a list by what has no name yet, keeps the sentence above it, and leaves it again', async () => {
  await goWithin(ewaPage, '/inbox/all');
  await ewaPage.getByRole('button', { name: 'Filter', exact: true }).click();
  await ewaPage.getByRole('menuitem', { name: 'Filter by anything …' }).click();
  await dialog(ewaPage).getByRole('combobox', { name: 'Add a condition' }).fill('words');
  await ewaPage.keyboard.press('Enter');
  await dialog(ewaPage).getByRole('textbox', { name: 'Words' }).fill('Dorota');
  await seen(dialog(ewaPage).getByRole('status').getByText('1 conversation matches'));
  await dialog(ewaPage).getByRole('button', { name: 'Show them' }).click();
  await seen(ewa.row('Dorota'));
  await seen(ewa.list.getByText('words in it: “Dorota”'));
  expect(await ewa.row('Many').count()).toBe(0);
  await ewa.list.getByRole('button', { name: 'Show everything again' }).click();
  await gone(ewa.list.getByText('words in it: “Dorota”'));
}, 60_000);

story('deletes a view, which leaves the colleague’s column too, and brings it back with one key', async () => {
  await nav(ewaPage).getByRole('link', { name: /^Deliveries/ }).click();
  await nav(ewaPage).getByRole('button', { name: 'What to do with Deliveries' }).click();
  await ewaPage.getByRole('menuitem', { name: 'Delete' }).click();
  // The line is still telling of the eight hundred changes of before.
  await Promise.all([gone(nav(ewaPage).getByRole('link', { name: /^Deliveries/ })).then(() => ewa.toast.hover()), gone(nav(bartekPage).getByRole('link', { name: /^Deliveries/ }), 30_000)]);
  await ewaPage.keyboard.press('z');
  await Promise.all([seen(nav(ewaPage).getByRole('link', { name: /^Deliveries/ })), seen(nav(bartekPage).getByRole('link', { name: /^Deliveries/ }), 30_000)]);
  const { items } = await client.call<{ items: SavedView[] }>('GET', '/views');
  expect(items.map(({ name, sharing, teamId }) => ({ name, sharing, teamId }))).toEqual([{ name: 'Deliveries', sharing: 'team', teamId: team.id }]);
}, 60_000);

story('says so where a view is gone', async () => {
  await goWithin(ewaPage, `/inbox/all?saved=${randomUUID()}`);
  await seen(ewaPage.getByText('This view is gone'));
});
