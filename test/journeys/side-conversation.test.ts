import { InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { channelSettings } from '../support/mail/channel-settings';
import { startMailServer, type MailServer } from '../support/mail/mail-server';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { owner, ProductClient } from '../support/product-client';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let mail: MailServer;
let page: Page;
let inbox: InboxScreen;
const jan = 'jan@supplier.test';

const headerOf = (raw: string, name: string): string => new RegExp(`^${name}:((?:.|\\r?\\n[ \\t])*)$`, 'im').exec(raw.split(/\r?\n\r?\n/)[0] ?? '')?.[1]?.replace(/\s+/g, ' ').trim() ?? '';
const section = () => page.getByRole('region', { name: 'Side conversations' });
const dialog = () => page.getByRole('dialog', { name: 'New side conversation' });

beforeAll(async () => {
  [product, mail, page] = await Promise.all([openWorkspace(), startMailServer({ domains: ['acme.test', 'customer.test', 'supplier.test'] }), chromium.somebody('agent')]);
  for (const address of ['anna@customer.test', jan]) mail.addUser(address);
  const client = await ProductClient.signIn(product.url);
  await client.call('PATCH', '/me', { undoSendSeconds: 0 });
  await client.call('POST', '/channels', { connectorId: 'email', name: 'Support', settings: channelSettings(mail, mail.addUser('support@acme.test')) });
  await mail.deliver(['From: Anna Kowalska <anna@customer.test>', 'To: support@acme.test', 'Subject: Sofa', 'Message-ID: <sofa@customer.test>', '', 'When does my sofa come?'].join('\n'), { to: 'support@acme.test', from: 'anna@customer.test' });
  inbox = new InboxScreen(page);
  await signIn(page, product.url, owner);
  await inbox.view('All');
  await seen(inbox.row('Anna Kowalska'), 20_000);
  await inbox.open('Anna Kowalska');
});
afterAll(async () => {
  await product.stop();
  await mail.stop();
});

story('asks a supplier with one key, and quotes what the customer wrote', async () => {
  await page.keyboard.press('Shift+N');
  await seen(dialog());
  // The customer is no one to whisper to about them.
  await dialog().getByLabel('To', { exact: true }).fill('anna@customer.test');
  await page.keyboard.press('Enter');
  await dialog().getByLabel('What do you want to know?').fill('Is Anna’s sofa in stock?');
  await dialog().getByRole('checkbox', { name: /When does my sofa come/ }).check();
  chromium.excuse(/status of 400/);
  await page.keyboard.press('Control+Enter');
  await seen(dialog().getByText(/anna@customer\.test is the customer of this conversation/));
  await dialog().getByRole('button', { name: 'Remove anna@customer.test' }).click();
  await dialog().getByLabel('To', { exact: true }).fill('Jan Nowak <jan@supplier.test>');
  await dialog().getByRole('button', { name: 'Send' }).click();
  await seen(section().getByText('waits for an answer'));
  await seen(inbox.log.getByText(/asks beside the conversation: Jan Nowak/));
  await seen(inbox.row('Anna Kowalska').getByRole('img', { name: 'A side conversation waits for an answer' }));
  const [got] = await mail.waitForMails(jan, 1);
  expect(headerOf(got?.raw ?? '', 'To')).toContain('jan@supplier.test');
  expect(got?.raw).toContain('> When does my sofa come?');
});

story('brings the answer back beside the conversation, and its words and file into the answer to the customer', async () => {
  const [got] = await mail.mails(jan);
  const id = headerOf(got?.raw ?? '', 'Message-ID');
  await mail.deliver([
    'From: Jan Nowak <jan@supplier.test>', 'To: support@acme.test', 'Subject: Re: Sofa', 'Message-ID: <stock@supplier.test>', `In-Reply-To: ${id}`, `References: ${id}`, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '',
    '--b', 'Content-Type: text/plain; charset=utf-8', '', 'It leaves on Friday.', '--b', 'Content-Type: text/plain; name=waybill.txt', 'Content-Disposition: attachment; filename=waybill.txt', '', 'no 7', '--b--',
  ].join('\n'), { to: 'support@acme.test', from: jan });
  await seen(section().getByText('your turn'), 20_000);
  await seen(inbox.row('Anna Kowalska').getByRole('img', { name: 'A side conversation was answered' }));
  const letter = section().getByRole('listitem').filter({ hasText: 'It leaves on Friday.' });
  await seen(letter);
  expect(await inbox.row('Jan Nowak').count()).toBe(0);
  await letter.getByRole('button', { name: 'Use in the answer' }).click();
  await letter.getByRole('button', { name: 'Put waybill.txt into the answer' }).click();
  await seen(inbox.composer.getByText('waybill.txt'));
  expect(await inbox.editor.inputValue().catch(() => inbox.editor.innerText())).toContain('It leaves on Friday.');
  await inbox.sendAtOnce();
  const [answer] = await mail.waitForMails('anna@customer.test', 1);
  expect(answer?.raw).toContain('waybill.txt');
  expect(answer?.raw).not.toContain('jan@supplier.test');
});

story('says who writes with a mail that was passed on, answers in the thread, and is done', async () => {
  const [got] = await mail.mails(jan);
  const id = headerOf(got?.raw ?? '', 'Message-ID');
  await mail.deliver(['From: Somebody <somebody@elsewhere.test>', 'To: support@acme.test', 'Subject: Re: Sofa', 'Message-ID: <passed-on@elsewhere.test>', `References: ${id}`, '', 'Jan passed this on to me.'].join('\n'), { to: 'support@acme.test', from: 'somebody@elsewhere.test' });
  await inbox.open('Anna Kowalska');
  const shown = section().getByRole('listitem').filter({ hasText: 'Jan passed this on to me.' });
  await section().getByRole('button', { name: /Sofa/ }).first().waitFor();
  if (await section().getByRole('button', { expanded: false }).count() > 0) await section().getByRole('button', { expanded: false }).first().click();
  await seen(shown.getByText('We did not write to this person: they have the mail from somebody else'), 20_000);
  // A letter as those to customers are, once its editor is there.
  await section().locator('.ltr[role=textbox]').click();
  await page.keyboard.type('Thank you, ');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('Jan.');
  await page.keyboard.press('Control+Enter');
  await seen(section().frameLocator('iframe').getByText('Jan.', { exact: true }));
  const [, second] = await mail.waitForMails(jan, 2);
  expect(second?.raw).toContain('<strong>Jan.</strong>');
  expect(second?.raw).toContain('Thank you, Jan.');
  expect(headerOf(second?.raw ?? '', 'References')).toContain(id);
  expect(headerOf(second?.raw ?? '', 'To')).not.toContain('somebody@elsewhere.test');
  await section().getByRole('button', { name: 'Settle', exact: true }).click();
  await seen(section().getByText('settled', { exact: true }));
  expect(await mail.mails('anna@customer.test')).toHaveLength(1);
});
