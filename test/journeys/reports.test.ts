import { readFileSync } from 'node:fs';
import { accessibilityFaults, goWithin, type Page, seen, signIn, useChromium } from '../support/browser';
import { fillWithDemo } from '../support/demo';
import { eventually } from '../support/eventually';
import { owner, ProductClient } from '../support/product-client';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let lead: Page;

beforeAll(async () => {
  product = await openWorkspace();
  await fillWithDemo(product);
  lead = await chromium.somebody('lead');
  const client = await ProductClient.signIn(product.url);
  // What is counted follows what happened.
  await eventually(async () => {
    const { total } = await client.call<{ total: { cases: number } }>('GET', `/reports/received?from=2026-01-01&to=${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}`);
    expect(total.cases).toBeGreaterThan(10);
  }, 30_000);
  await signIn(lead, product.url, owner);
});
afterAll(() => product.stop());

/** What was saved, as text. */
async function saved(act: () => Promise<unknown>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([lead.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

story('lets a supervisor read, compare, open the conversations behind a figure and take the figures along', async () => {
  await goWithin(lead, '/reports');
  await seen(lead.getByRole('heading', { name: 'Reports' }));
  await lead.getByLabel('Figure', { exact: true }).selectOption({ label: 'Messages received' });
  await seen(lead.getByRole('heading', { name: 'Messages received, over time' }));

  // Where they come from leads to the conversations, and they to the inbox.
  const apart = lead.getByRole('region', { name: /Messages received, Put apart by channel/ });
  const first = apart.getByRole('button', { name: /Show the conversations behind it/ }).first();
  const counted = Number(/: (\d+)\./.exec((await first.getAttribute('aria-label')) ?? '')?.[1] ?? Number.NaN);
  expect(counted).toBeGreaterThan(0);
  await first.click();
  const panel = lead.getByRole('complementary', { name: /.+/ }).last();
  await seen(panel.getByRole('link').first());
  expect(await panel.getByRole('listitem').count()).toBeLessThanOrEqual(counted);
  await panel.getByRole('listitem').first().getByRole('link').click();
  await lead.waitForURL(/\/inbox\/all\/[0-9a-f-]{36}/);
  await lead.goBack();
  await seen(lead.getByRole('heading', { name: 'Messages received, over time' }));

  // The comparison is in the address, so that a link says the same to whoever gets it.
  await lead.getByLabel('Compared with').selectOption({ label: 'a year before' });
  await eventually(async () => { expect(lead.url()).toContain('compare=year'); });
  await lead.getByLabel('How time is counted').selectOption({ label: 'Opening hours' });
  await eventually(async () => { expect(lead.url()).toContain('clock=open'); });

  await lead.getByRole('button', { name: 'Export' }).click();
  const csv = await saved(() => lead.getByRole('menuitem', { name: '“Messages received” for spreadsheets (CSV)' }).click());
  expect(csv.name).toMatch(/^kontuar-report-received-[\d-]+\.csv$/);
  const lines = csv.bytes.toString('utf8').split('\r\n');
  expect(lines[0]).toContain('Figure,Put apart by,Key,Row,Value');
  expect(lines[1]).toMatch(/^Messages received,,,all,\d+,number,/);
  expect(lines.some((line) => line.startsWith('Messages received,channel,'))).toBe(true);

  // The palette knows it too.
  await lead.keyboard.press('Control+K');
  await lead.getByRole('dialog').getByRole('combobox').fill('save as PDF');
  await seen(lead.getByRole('option', { name: /Reports: save as PDF/ }));
  const pdf = await saved(() => lead.keyboard.press('Enter'));
  expect([pdf.name.endsWith('.pdf'), pdf.bytes.subarray(0, 5).toString()]).toEqual([true, '%PDF-']);
});

story('lets whoever reads rather than looks have tables, with the same figures', async () => {
  await goWithin(lead, '/reports?measure=received');
  await seen(lead.getByRole('slider', { name: /Messages received/ }));
  await lead.locator('h1').click();
  await lead.keyboard.press('t');
  await seen(lead.getByRole('table').first());
  expect(await accessibilityFaults(lead)).toEqual([]);
});

story('lets a supervisor have the week come by mail, and says that a mailbox is missing', async () => {
  await goWithin(lead, '/settings/report-mails');
  await lead.getByRole('button', { name: 'Add a report' }).click();
  const dialog = lead.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await seen(dialog.getByText('Write a name.'));
  await dialog.getByLabel('Name').fill('The week');
  expect(await accessibilityFaults(lead)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await seen(lead.getByText(/Every Monday at 08:00/));
  await lead.getByRole('button', { name: 'Do not send me The week any more' }).click();
  await seen(lead.getByText(/to nobody/));
});
