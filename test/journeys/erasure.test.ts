import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { CaseChange, ConversationView, ErasureList, Page as ListPage } from '@kontuar/contract';
import { accessibilityFaults, gone, goWithin, loaded, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { channelSettings } from '../support/mail/channel-settings';
import { startMailServer, type MailServer } from '../support/mail/mail-server';
import { type Standalone, startStandalone } from '../support/processes';
import { owner, ownerEnvironment, ProductClient } from '../support/product-client';

const chromium = useChromium();
const { story } = chromium;
let product: Standalone;
let mail: MailServer;
let client: ProductClient;
let page: Page;
let person = '';
let claimed: ConversationView | undefined;
let opened: CaseChange | undefined;
const halina = 'halina@customer.test';

beforeAll(async () => {
  [product, mail, page] = await Promise.all([startStandalone({ env: { ...ownerEnvironment, KONTUAR_ALLOW_PRIVATE_HOSTS: '1' } }), startMailServer(), chromium.somebody('owner')]);
  client = await ProductClient.signIn(product.url);
  await client.call('PATCH', '/me', { undoSendSeconds: 0 });
  await client.call('POST', '/channels', { connectorId: 'email', name: 'Support', settings: channelSettings(mail, mail.addUser('support@acme.test')) });
  mail.addUser(halina);
  const letter = (id: string, subject: string, text: string) => mail.deliver([`From: Halina Nowicka <${halina}>`, 'To: support@acme.test', `Subject: ${subject}`, `Message-ID: <${id}@customer.test>`, '', text].join('\n'), { to: 'support@acme.test', from: halina });
  await letter('claim', 'Broken', 'The kanarekheld chair broke, I want my money back');
  await letter('chat', 'Question', 'Do you have a kanarekfree table, too?');
  const all = await eventually(async () => {
    const { items } = await client.call<ListPage<ConversationView>>('GET', '/conversations?view=all');
    if (items.length < 2) throw new Error('not both have come yet');
    return items;
  }, 20_000);
  claimed = all.find(({ subject }) => subject === 'Broken');
  person = claimed?.contact.id ?? '';
  opened = await client.call<CaseChange>('POST', `/conversations/${claimed?.id ?? ''}/case`, { matter: 'claim' });
  await signIn(page, product.url, owner);
});
afterAll(async () => {
  await product.stop();
  await mail.stop();
});

/** Every word of every table, and of every file of the installation. */
async function whereIs(word: string): Promise<string[]> {
  const database = new Client({ connectionString: product.databaseUrl });
  await database.connect();
  try {
    const { rows } = await database.query<{ name: string }>(`SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`);
    const found: string[] = [];
    for (const { name } of rows) {
      const { rows: [sum] } = await database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${name} t WHERE t::text ILIKE '%' || $1 || '%' OR t::text ILIKE '%' || encode(convert_to($1, 'UTF8'), 'hex') || '%'`, [word]);
      if ((sum?.n ?? 0) > 0) found.push(name);
    }
    for (const entry of readdirSync(product.dataDir, { recursive: true, withFileTypes: true })) if (entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(word)) found.push(entry.name);
    return found;
  } finally {
    await database.end();
  }
}

story('tries an erasure first, then erases what nothing holds, and tells the person what is kept', async () => {
  await goWithin(page, `/contacts/${person}`);
  await page.getByRole('button', { name: 'Erase this person…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Erase Halina Nowicka' });
  await seen(dialog.getByText('Case R-0001: held back while it is open'));
  expect(await accessibilityFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'To the second step' }).click();
  await dialog.getByLabel(/^Type “Halina Nowicka”/).fill('Halina');
  await dialog.getByRole('button', { name: 'Erase for ever' }).click();
  await seen(dialog.getByText('This is not the name.'));
  await dialog.getByLabel(/^Type “Halina Nowicka”/).fill('Halina Nowicka');
  await dialog.getByRole('button', { name: 'Erase for ever' }).click();
  await gone(dialog);

  await goWithin(page, '/settings/privacy');
  await seen(page.getByText('held back', { exact: true }));
  expect(await accessibilityFaults(page)).toEqual([]);
  await eventually(async () => expect(await whereIs('kanarekfree')).toEqual([]));
  expect((await whereIs('kanarekheld')).length).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Write what is kept…' }).click();
  const letter = page.getByRole('dialog', { name: 'What is kept, and why' });
  await letter.getByLabel('Language').selectOption('en');
  await seen(letter.getByText(/case R-0001: until it is closed/));
  expect(await accessibilityFaults(page)).toEqual([]);
  await letter.getByRole('button', { name: 'Send' }).click();
  await gone(letter);
  const [answer] = await mail.waitForMails(halina, 1);
  expect(answer?.raw).toContain('answer-to-your-request-for-erasure.pdf');
});

story('lets go of the rest when the hold ends, also where the worker is killed in the middle of it', async () => {
  await page.getByLabel(/^Closed cases hold an erasure back for/).fill('0');
  await page.locator('#content').getByRole('button', { name: 'Save', exact: true }).click();
  await seen(page.getByText('Saved', { exact: true }));
  // Nobody looks while it is down: what a page then says is another story.
  await page.goto('about:blank');
  await client.call('POST', `/cases/${opened?.case.id ?? ''}/close`, { customerWithdrew: true });
  await product.kill9();
  await product.start();
  await eventually(async () => expect((await client.call<ErasureList>('GET', '/privacy/erasures')).items).toMatchObject([{ state: 'done', name: null }]), 40_000);
  await eventually(async () => expect([await whereIs('kanarek'), await whereIs('Nowicka'), await whereIs(halina)]).toEqual([[], [], []]), 15_000);
  await page.goto(`${product.url}/settings/privacy`);
  await seen(page.getByText('Somebody who is gone'));
  await goWithin(page, '/inbox/all');
  await seen(page.getByRole('region', { name: 'Conversations: All' }));
  await loaded(page);
  await gone(page.getByText('Halina Nowicka'));
});
