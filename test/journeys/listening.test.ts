import { createHmac } from 'node:crypto';
import type { ListeningSourceMade } from '@kontuar/contract';
import { accessibilityFaults, goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { askDatabase, owner, ProductClient } from '../support/product-client';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let client: ProductClient;
let page: Page;
let door: ListeningSourceMade;

async function push(posts: object[]): Promise<void> {
  const body = JSON.stringify({ posts });
  const seconds = Math.floor(Date.now() / 1000);
  const answer = await fetch(`${product.url}/hooks/listening/${door.source.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-kontuar-signature': `t=${seconds},v1=${createHmac('sha256', door.secret ?? '').update(`${seconds}.${body}`).digest('hex')}` }, body });
  expect(answer.status).toBe(200);
}

beforeAll(async () => {
  [product, page] = await Promise.all([openWorkspace(), chromium.somebody('brand team')]);
  client = await ProductClient.signIn(product.url);
  await client.call('POST', '/channels', { connectorId: 'counter', name: 'Counter', settings: {} });
  door = await client.call<ListeningSourceMade>('POST', '/listening/sources', { kind: 'push', name: 'Forum watch' });
  await push([
    { id: 'a', platform: 'forum', text: 'Tydzień z Domem Lipowym: piękny stół, ale te rysy! Nikt nie odbiera telefonu.', author: { handle: 'remonty_z_ania', name: 'Ania' }, reach: 212_000, language: 'pl' },
    { id: 'b', platform: 'forum', text: 'Miód lipowy w domu babci, polecam każdemu na zimę', author: { handle: 'babcia', name: 'Babcia' }, language: 'pl' },
  ]);
  await signIn(page, product.url, owner);
});
afterAll(() => product.stop());

story('makes a monitor with a preview, hears what comes, judges by key, and opens a case of a mention in one key', async () => {
  await goWithin(page, '/listening');
  await page.getByRole('button', { name: 'New monitor' }).first().click();
  const editor = page.getByRole('form', { name: 'New monitor' });
  await editor.getByLabel('Name').fill('Dom Lipowy');
  await editor.getByRole('radio', { name: 'As text' }).click();
  await editor.getByRole('textbox', { name: 'Query' }).fill('~dom AND (lipowy');
  await seen(editor.getByText('At character 10: This bracket is never closed.'));
  await editor.getByRole('textbox', { name: 'Query' }).fill('~dom ~lipowy -miód');
  await seen(editor.getByText(/-?miód removes 1/));
  await editor.getByRole('button', { name: 'Samples' }).click();
  await seen(editor.getByText('Nikt nie odbiera telefonu', { exact: false }));
  expect(await accessibilityFaults(page)).toEqual([]);
  await editor.getByRole('button', { name: 'Create' }).click();

  const ania = page.getByRole('article', { name: 'Mention by Ania' });
  await seen(ania.getByText('reach 212K'));
  // It comes by itself.
  await push([{ id: 'c', platform: 'forum', text: 'Dom lipowy? Sprzedaję konta, link w opisie', author: { handle: 'promo', name: 'Promo' }, language: 'pl' }]);
  const promo = page.getByRole('article', { name: 'Mention by Promo' });
  await seen(promo);
  await promo.click();
  await page.keyboard.press('d');
  await seen(page.getByText('Judged'));
  await promo.waitFor({ state: 'detached' });
  await ania.click();
  await page.keyboard.press('y');
  await seen(ania.getByText('Relevant', { exact: true }).first());
  // Narrowed by source and view, each with its count, in the address; and back.
  await page.getByLabel('Source', { exact: true }).selectOption('forum');
  await page.getByRole('list', { name: 'Views' }).getByRole('button', { name: /^Relevant\s*1$/ }).click();
  await page.waitForURL(/platform=forum.*shelf=relevant|shelf=relevant.*platform=forum/);
  await seen(ania);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Show everything again' }).click();
  // The bar of this hour opens what it counted, and the same again everything.
  const bar = page.getByRole('button', { name: /mentions, of them/ }).last();
  await bar.click();
  await page.waitForURL(/since=/);
  await seen(ania);
  await seen(page.getByRole('button', { name: /^Any time again/ }));
  await bar.click();
  await page.waitForURL((url) => !url.search.includes('since='));
  await page.getByRole('list', { name: 'Views' }).getByRole('button', { name: /^Everything/ }).click();
  await ania.click();

  await page.keyboard.press('c');
  await page.waitForURL(/\/inbox\/all\//);
  await seen(page.getByText('ale te rysy', { exact: false }).first());
  // By mistake: the key that takes back leads back to the mention, which nobody has any more.
  await seen(page.getByText('The case is open'));
  await page.keyboard.press('z');
  await page.waitForURL(/\/listening/);
  await seen(ania);
  await ania.getByText(/case /).waitFor({ state: 'detached' });
  await ania.click();
  await page.keyboard.press('c');
  await page.waitForURL(/\/inbox\/all\//);
  await seen(page.getByText('ale te rysy', { exact: false }).first());
  await page.goBack();
  await seen(ania.getByText(/case /));
  await seen(ania.getByRole('link', { name: /conversation/ }));

  // A monitor that is removed by mistake comes back with what was made of its mentions.
  await page.getByRole('button', { name: /^Dom Lipowy/ }).first().click();
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('button', { name: 'Remove the monitor' }).click();
  await ania.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await seen(ania.getByText(/case /));
});

story('hears a storm, says what caused it, has somebody take it over, answer and see it calm', async () => {
  const [counter] = (await askDatabase<{ id: string }>(product.databaseUrl, `SELECT id FROM channels WHERE name = 'Counter' AND workspace_id = $1`, [product.workspaceId])) as [{ id: string }];
  // Three weeks with a visit in an hour.
  await askDatabase(product.databaseUrl, `INSERT INTO spike_hours (workspace_id, channel_id, hour, count) SELECT workspace_id, id, h, 1 FROM channels, generate_series(date_trunc('hour', now()) - interval '21 days', date_trunc('hour', now()) - interval '1 hour', interval '1 hour') AS h WHERE workspace_id = $1`, [product.workspaceId]);
  for (let n = 0; n < 14; n += 1) await client.call('POST', '/conversations', { channelId: counter.id, contactName: `Guest ${n}`, inbound: true, text: n % 5 === 4 ? 'When do you close today?' : `The varnish smells terribly, my child is ill, visit ${n}` });
  await page.getByRole('list', { name: 'Alerts and crisis mode' }).getByRole('link', { name: 'Alerts' }).click();
  const alert = page.getByRole('listitem').filter({ hasText: 'Counter' }).filter({ hasText: 'where' });
  await seen(alert.getByText(/^\d+ in \d+ minutes, where 0\.\d would be usual/), 40_000);
  await seen(alert.getByText(/More often than before: .*varnish/));
  expect(await accessibilityFaults(page)).toEqual([]);
  await alert.getByRole('button', { name: 'I take care of it' }).click();
  await seen(alert.getByText(/takes care of it/));

  await alert.getByRole('link', { name: /^Guest/ }).first().click();
  const inbox = new InboxScreen(page);
  await inbox.write('We take it back today, and a doctor calls you.');
  await page.keyboard.press('Control+Enter');
  await seen(inbox.log.getByText('and a doctor calls you', { exact: false }));
  await page.goBack();
  await alert.getByRole('button', { name: 'It is over' }).click();
  await seen(alert.getByText('Calm again'));
}, 90_000);

story('is read on a phone', async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  await goWithin(page, '/listening');
  await seen(page.getByRole('article', { name: 'Mention by Ania' }));
  // One line leads to each monitor; the stream begins in the upper half.
  await page.getByRole('combobox', { name: 'Monitors' }).selectOption({ label: 'All monitors' });
  await page.getByRole('combobox', { name: 'Monitors' }).selectOption(await page.getByRole('combobox', { name: 'Monitors' }).getByRole('option', { name: /^Dom Lipowy: / }).getAttribute('value'));
  await page.waitForURL(/monitor=/);
  await seen(page.getByRole('heading', { name: 'Dom Lipowy' }));
  expect(await page.locator('.hear-top').evaluate((top) => top.getBoundingClientRect().top)).toBeLessThan(370);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  expect(await accessibilityFaults(page)).toEqual([]);
});
