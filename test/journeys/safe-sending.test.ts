import { gone, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { startTelegram } from '../platforms/telegram/simulator';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { addressOf, owner, ProductClient } from '../support/product-client';

const chromium = useChromium();
const { story } = chromium;
const tola = { email: addressOf('tola'), password: 'correct horse battery' };
let product: OwnWorkspace;
let telegram: Awaited<ReturnType<typeof startTelegram>>;
let client: ProductClient;
let page: Page;
let inbox: InboxScreen;
let anna: { id: number };

const sent = () => telegram.sent(anna.id).map(({ text }) => text);

beforeAll(async () => {
  [product, telegram, page] = await Promise.all([openWorkspace(), startTelegram(), chromium.somebody('Olga')]);
  client = await ProductClient.signIn(product.url);
  await client.addTelegram(telegram);
  const { url } = await client.call<{ url: string }>('POST', '/invitations', { email: tola.email, role: 'agent', name: 'Tola' });
  const accepted = await fetch(`${product.url}/api/v1/invitations/by-token/${url.split('/').at(-1)}/accept`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Tola Młoda', password: tola.password, locale: 'en' }) });
  expect(accepted.ok).toBe(true);
  inbox = new InboxScreen(page);
  await signIn(page, product.url, owner);
  anna = telegram.person({ first_name: 'Anna', last_name: 'Zielińska', language_code: 'pl' });
  telegram.userWrites(anna.id, 'When will the lamp be back?');
  await inbox.view('All');
  await inbox.open('Anna Zielińska');
});
afterAll(async () => {
  await product.stop();
  await telegram.close();
});

const waiting = () => inbox.log.getByRole('region', { name: 'What waits here' });
const later = async (words: string) => {
  await inbox.editor.press('Control+Shift+L');
  const field = page.getByRole('textbox', { name: 'Send later' });
  await field.fill(words);
  await page.getByRole('button', { name: 'Schedule', exact: true }).click();
};

story('schedules an answer in words, on the customer’s clock, and shows it last with its rule', async () => {
  await inbox.write('It is back on Monday, shall I put one aside?');
  await inbox.editor.press('Control+Shift+L');
  await page.getByRole('textbox', { name: 'Send later' }).fill('jutro 9');
  await seen(page.getByText('On the clock in Warsaw'));
  await seen(page.getByText(/because of the language \(pl\)/));
  await page.getByRole('button', { name: 'Schedule', exact: true }).click();
  await seen(waiting().getByText('It is back on Monday, shall I put one aside?'));
  await seen(waiting().getByText(/, 09:00/));
  await seen(waiting().getByText('Cancelled if the customer writes first'));
  expect(sent()).toEqual([]);
});

story('edits and moves it, and drops it when the customer writes first: told in the thread, the text a draft again', async () => {
  await waiting().getByRole('button', { name: 'Edit' }).click();
  await waiting().getByRole('textbox', { name: 'The answer' }).fill('It is back on Tuesday. Shall I put one aside?');
  await waiting().getByRole('button', { name: 'Save' }).click();
  // The day in its head may be a Tuesday, too.
  await seen(waiting().getByText('Tuesday. Shall'));
  await waiting().getByRole('button', { name: 'Move' }).click();
  await page.getByRole('textbox', { name: 'Send later' }).fill('in 2 hours');
  await page.getByRole('dialog').getByRole('button', { name: 'Move', exact: true }).click();
  await gone(waiting().getByText(/, 09:00/));

  telegram.userWrites(anna.id, 'I found one elsewhere');
  await seen(waiting().getByText('Anna Zielińska wrote first: not sent'));
  await seen(inbox.log.getByText('The customer wrote first: the scheduled answer was cancelled'));
  await waiting().getByRole('button', { name: 'To the composer' }).click();
  await eventually(async () => { expect(await inbox.written()).toContain('It is back on Tuesday.'); });
  await gone(waiting().getByText('wrote first: not sent'));
  expect(sent()).toEqual([]);
});

story('leaves at its time', async () => {
  await inbox.write('Thank you for telling us.');
  await later('in 1 minute');
  await seen(waiting().getByText('Thank you for telling us.'));
  await waiting().getByRole('button', { name: 'Send now' }).click();
  await eventually(() => { expect(sent()).toEqual(['Thank you for telling us.']); });
  await gone(waiting());
});

story('warns once of a file that is not there and of another customer’s name, and sends with one more key', async () => {
  await inbox.write('Hi Marek,\nI have attached the price list.');
  await inbox.editor.press('Control+Enter');
  const warning = inbox.composer.getByRole('alert');
  await seen(warning.getByText('You wrote “I have attached”, and nothing is attached'));
  await seen(warning.getByText('The customer is not called “Marek”'));
  expect(sent()).toHaveLength(1);
  await warning.getByRole('button', { name: 'Look again' }).click();
  await gone(warning);
  await inbox.write('Hi Anna,\nI have attached the price list.');
  await inbox.editor.press('Control+Enter');
  await seen(warning.getByText('You wrote “I have attached”, and nothing is attached'));
  await gone(warning.getByText('The customer is not called'));
  await inbox.editor.press('Control+Enter');
  await gone(warning);
  await eventually(() => { expect(sent()).toContain('Hi Anna,\nI have attached the price list.'); });
});

story('follows up unless answered in two keys, and stops when the customer answers', async () => {
  await inbox.row('Anna Zielińska').getByRole('link').focus();
  await page.keyboard.press('Shift+H');
  await seen(page.getByRole('list', { name: 'What will happen' }));
  await page.keyboard.press('Enter');
  await seen(waiting().getByText('Follow-up: In 2 days, once more, then close'));
  await seen(waiting().getByText('step 1 of 3'));
  await seen(waiting().getByText(/^(Dzień dobry, chcemy zapytać|Hello Anna, I am writing)/));
  telegram.userWrites(anna.id, 'Dziękuję, już wiem');
  await seen(inbox.log.getByText('The follow-up ended'));
  await gone(waiting());
});

story('lets a colleague’s answer be changed and approved by a second pair of eyes', async () => {
  const me = await client.call<{ items: { id: string; name: string }[] }>('GET', '/members');
  const trainee = me.items.find(({ name }) => name === 'Tola Młoda');
  await client.call('POST', '/approval-rules', { name: 'Trainees', memberIds: [trainee?.id] });
  const tolasPage = await chromium.somebody('Tola');
  const tolas = new InboxScreen(tolasPage);
  await signIn(tolasPage, product.url, tola);
  await tolas.view('All');
  await tolas.open('Anna Zielińska');
  await tolas.write('the lamp comes tomorow');
  await tolas.editor.press('Control+Enter');
  const hers = tolas.log.getByRole('region', { name: 'What waits here' });
  await seen(hers.getByText('Waits for approval'));

  await seen(page.getByRole('button', { name: /^To approve/ }));
  await seen(waiting().getByText('Tola Młoda asks you to approve this answer'));
  await waiting().getByRole('button', { name: 'Edit' }).click();
  await waiting().getByRole('textbox', { name: 'The answer' }).fill('The lamp comes tomorrow.');
  await waiting().getByRole('button', { name: 'Approve with changes' }).click();
  await eventually(() => { expect(sent()).toContain('The lamp comes tomorrow.'); });
  await gone(hers);
  await seen(tolas.log.getByText('The lamp comes tomorrow.'));
  await gone(page.getByRole('button', { name: /^To approve/ }));

  await tolas.write('No.');
  await tolas.editor.press('Control+Enter');
  await waiting().getByRole('button', { name: 'Return' }).click();
  await waiting().getByRole('textbox', { name: 'What should be different?' }).fill('A little warmer, please');
  await waiting().getByRole('button', { name: 'Return with this note' }).click();
  await seen(hers.getByText('A little warmer, please'));
  await hers.getByRole('button', { name: 'Withdraw' }).click();
  await eventually(async () => { expect(await tolas.written()).toContain('No.'); });
});
