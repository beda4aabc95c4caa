import path from 'node:path';
import type { ChannelView, ConversationView, Page as ListPage } from '@kontuar/contract';
import { accessibilityFaults, gone, goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { owner, ProductClient } from '../support/product-client';
import { VisitorClient } from '../support/visitor';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let client: ProductClient;
let channel: ChannelView;
let page: Page;
let inbox: InboxScreen;

beforeAll(async () => {
  product = await openWorkspace();
  client = await ProductClient.signIn(product.url);
  await client.call('PATCH', '/me', { name: 'Ewa Nowak' });
  channel = await client.call<ChannelView>('POST', '/channels', { connectorId: 'chat', name: 'Shop', settings: {} });
  for (const [name, text] of [
    ['Marta Wilk', 'Drugi raz porysowany blat, jestem bardzo rozczarowana! Kiedy wymienicie stół i ile kosztuje ponowny montaż?'],
    ['Piotr Lis', 'Dziękuję, wszystko dotarło, świetna robota!'],
    ['Ola Sowa', 'Dzień dobry, jaki jest numer konta do wpłaty zaliczki?'],
  ] as const) {
    const visitor = new VisitorClient(product.url, channel.id);
    await visitor.begin();
    const { status } = await visitor.write(text, { clientId: name });
    expect(status).toBeLessThan(300);
    // A visitor who did not say who they are is known by what they wrote.
    await eventually(async () => {
      const { items } = await client.call<ListPage<ConversationView>>('GET', '/conversations?view=all&limit=50');
      const found = items.find(({ preview }) => preview.text === text);
      expect(found).toBeDefined();
      await client.call('PATCH', `/contacts/${found?.contact.id}`, { name });
    });
  }
  page = await chromium.somebody('Ewa');
  inbox = new InboxScreen(page);
  await signIn(page, product.url, owner);
  await inbox.view('All');
});
afterAll(() => product.stop());

const picture = async (name: string) => {
  const folder = process.env['KONTUAR_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: path.join(folder, `${name}.png`) });
};

story('shows in the list who is upset and who is pleased, and says nothing of the others', async () => {
  await seen(inbox.row('Marta Wilk').getByRole('img', { name: 'upset' }));
  await seen(inbox.row('Piotr Lis').getByRole('img', { name: 'pleased' }));
  expect(await inbox.row('Ola Sowa').locator('.row-mood').count()).toBe(0);
});

story('says at the message how sure that is and why, and takes a correction with the keyboard', async () => {
  await inbox.open('Marta Wilk');
  const mood = inbox.log.getByRole('button', { name: /^Mood: upset, \d+\s?% sure/ });
  await seen(mood);
  await mood.focus();
  await page.keyboard.press('Enter');
  const why = page.getByRole('dialog', { name: 'How does the customer feel?' });
  await seen(why.getByText(/Because of: .*rozczarowana/));
  await picture('mood-popover');
  expect(await accessibilityFaults(page)).toEqual([]);
  await why.getByRole('button', { name: 'Neither' }).press('Enter');
  await seen(inbox.toast.getByText('Messages that say something alike'));
  await page.keyboard.press('Escape');
  await seen(inbox.log.getByRole('button', { name: 'Mood: neither pleased nor upset, as Ewa Nowak said' }));
  await gone(inbox.row('Marta Wilk').getByRole('img', { name: 'upset' }));
});

story('lists what the customer asks and ticks it as the answer speaks to it', async () => {
  const asked = inbox.composer.getByRole('group', { name: 'What the customer asks' });
  await seen(asked.getByRole('button', { name: /Kiedy wymienicie stół\s*, not answered yet/ }));
  await seen(asked.getByRole('button', { name: /ile kosztuje ponowny montaż\?\s*, not answered yet/i }));
  await inbox.write('Stół wymienimy w czwartek.');
  await seen(asked.getByRole('button', { name: /Kiedy wymienicie stół\s*, answered by your draft/ }));
  await picture('questions');
  await inbox.write('Stół wymienimy w czwartek. Montaż jest bezpłatny.');
  await seen(asked.getByRole('button', { name: /ile kosztuje ponowny montaż\?\s*, answered by your draft/i }));
  await inbox.write('');
  await asked.getByRole('button', { name: /Kiedy wymienicie stół/ }).click();
  await seen(asked.getByRole('button', { name: /Kiedy wymienicie stół\s*, marked as answered by you/ }));
});

story('keeps trade words in the settings, points them out in any form, and puts the plain word in with one key', async () => {
  await goWithin(page, '/settings/glossary');
  await page.getByRole('button', { name: 'New trade word' }).click();
  await page.getByRole('textbox', { name: 'Trade word' }).fill('prolongata');
  await page.getByRole('textbox', { name: 'Plain word' }).fill('przedłużenie');
  await page.getByRole('radio', { name: 'Polish' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await seen(page.getByText('say “przedłużenie”'));
  await picture('glossary');
  await goWithin(page, '/inbox/all');
  await inbox.open('Ola Sowa');
  await inbox.editor.focus();
  await page.keyboard.type('Wniosek o prolongatę przyjęty, dziękujemy.');
  const words = inbox.composer.getByRole('group', { name: 'Trade words in your answer' });
  await seen(words.getByRole('button', { name: 'Replace “prolongatę” with “przedłużenie”' }));
  await picture('jargon');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Control+.');
  await gone(words);
  expect(await inbox.written()).toBe('Wniosek o przedłużenie przyjęty, dziękujemy.');
});

story('says all of it in Polish, and fits a phone', async () => {
  const polish = await chromium.somebody('Adam', { locale: 'pl-PL', dark: true, viewport: { width: 360, height: 740 } });
  await polish.goto(`${product.url}/login`);
  await polish.getByRole('textbox').first().fill(owner.email);
  await polish.locator('input[type=password]').fill(owner.password);
  await polish.locator('input[type=password]').press('Enter');
  await polish.waitForURL(/\/inbox/);
  await client.call('PATCH', '/me', { locale: 'pl' });
  await polish.goto(`${product.url}/inbox/all`);
  await seen(polish.getByRole('img', { name: 'zadowolenie' }));
  const folder = process.env['KONTUAR_PICTURES'];
  if (folder !== undefined) await polish.screenshot({ path: path.join(folder, 'phone-list.png') });
  await polish.getByRole('link', { name: /Piotr Lis/ }).click();
  await seen(polish.getByRole('button', { name: /^Nastrój: zadowolenie, pewność \d+\s?%/ }));
  if (folder !== undefined) await polish.screenshot({ path: path.join(folder, 'phone-thread.png') });
  expect(await polish.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});
