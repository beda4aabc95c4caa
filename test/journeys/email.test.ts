import { goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { startMailServer, type MailServer } from '../support/mail/mail-server';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { owner } from '../support/product-client';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let mail: MailServer;
let page: Page;
let inbox: InboxScreen;
let support: { address: string; password: string };
let anna: { address: string };
let answerId: string;

const header = (raw: string, name: string): string => new RegExp(`^${name}:((?:.|\\r?\\n[ \\t])*)$`, 'im').exec(raw)?.[1]?.replace(/\s+/g, ' ').trim() ?? '';
const headerOf = (raw: string, name: string): string => header(raw.split(/\r?\n\r?\n/)[0] ?? '', name);

beforeAll(async () => {
  [product, mail, page] = await Promise.all([openWorkspace(), startMailServer(), chromium.somebody('agent')]);
  support = mail.addUser('support@acme.test');
  anna = mail.addUser('anna@customer.test');
  inbox = new InboxScreen(page);
  await signIn(page, product.url, owner);
});
afterAll(async () => {
  await product.stop();
  await mail.stop();
});

story('adds a mailbox by the wizard, which shows each step and what is wrong with it', async () => {
  await goWithin(page, '/channels/new?connector=email');
  await page.getByLabel('Address', { exact: true }).fill(support.address);
  await page.getByLabel('Sender name').fill('Acme');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByLabel('Incoming server (IMAP)').fill(mail.host);
  await page.getByLabel('Outgoing server (SMTP)').fill(mail.host);
  await page.getByText('More settings').click();
  await page.getByLabel('IMAP port').fill(String(mail.imapsPort));
  await page.getByLabel('IMAP encryption').selectOption('tls');
  await page.getByLabel('SMTP port').fill(String(mail.submissionPort));
  await page.getByLabel('SMTP encryption').selectOption('starttls');
  await page.getByLabel('Check server certificates').uncheck();
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  const step = (text: string) => page.getByRole('listitem').filter({ hasText: text });
  await seen(step('Reach the incoming server, passed'));
  await seen(step('Sign in to read, failed'));
  await seen(step('Open the folder, skipped'));
  await seen(step('Sign in to send, failed'));

  await page.getByLabel('Password', { exact: true }).fill(support.password);
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  for (const label of ['Reach the incoming server', 'Sign in to read', 'Open the folder', 'Reach the outgoing server', 'Sign in to send']) await seen(step(`${label}, passed`));
  await page.getByRole('button', { name: 'Add channel' }).click();
  await seen(page.getByRole('heading', { name: /is connected$/ }));
});

story('shows a customer’s letter, and brings the answer into the customer’s mailbox as a reply', async () => {
  await page.getByRole('link', { name: /^Inbox/ }).click();
  await inbox.view('All');
  const letter = [
    'From: Anna Kowalska <anna@customer.test>', 'To: support@acme.test', 'Subject: Table with a scratch', 'Message-ID: <first-letter@customer.test>', 'MIME-Version: 1.0',
    'Content-Type: text/html; charset=utf-8', '',
    '<table style="border:1px solid #ccc"><tr><td><b>The table</b> came with a scratch.</td></tr></table><script>parent.document.title="taken over"</script><img src="x" onerror="parent.document.title=\'taken over\'">',
  ];
  await mail.deliver(letter.join('\n'), { to: support.address, from: anna.address });
  await seen(inbox.row('Anna Kowalska').getByText('Table with a scratch'), 20_000);
  await inbox.open('Anna Kowalska');
  await seen(inbox.log.getByRole('heading', { name: 'Table with a scratch' }));
  const body = inbox.log.frameLocator('iframe[title="Letter from Anna Kowalska"]');
  await seen(body.getByText('The table', { exact: true }));
  expect(await page.title()).not.toContain('taken over');

  await inbox.write('We are sorry. A new top leaves today.');
  await inbox.sendAtOnce();
  const [reply] = await mail.waitForMails(anna.address, 1);
  const raw = reply?.raw ?? '';
  answerId = headerOf(raw, 'Message-ID');
  expect(answerId).toMatch(/^<[^<>@\s]+@[^<>@\s]+>$/);
  expect(headerOf(raw, 'In-Reply-To')).toBe('<first-letter@customer.test>');
  expect(headerOf(raw, 'References')).toBe('<first-letter@customer.test>');
  expect(headerOf(raw, 'Subject')).toBe('Re: Table with a scratch');
  expect(headerOf(raw, 'From')).toContain(`<${support.address}>`);
  expect(raw).toContain('We are sorry. A new top leaves today.');
});

story('keeps the customer’s reply in the same thread and folds what it quotes', async () => {
  const reply = [
    'From: Anna Kowalska <anna@customer.test>', 'To: support@acme.test', 'Subject: Re: Table with a scratch', 'Message-ID: <second-letter@customer.test>', `In-Reply-To: ${answerId}`,
    `References: <first-letter@customer.test> ${answerId}`, '', 'Thank you, and where do I leave the old one?', '', 'On Mon, 2 Nov 2026 at 10:00, Acme <support@acme.test> wrote:', '> We are sorry. A new top leaves today.', '> Acme',
  ];
  await mail.deliver(reply.join('\n'), { to: support.address, from: anna.address });
  await seen(inbox.row('Anna Kowalska').getByText('where do I leave the old one?'), 20_000);
  expect(await inbox.row('Anna Kowalska').count()).toBe(1);
  await inbox.open('Anna Kowalska');
  const letter = inbox.log.getByRole('article').filter({ hasText: 'where do I leave the old one?' });
  await seen(letter);
  expect(await letter.getByText('A new top leaves today.').isVisible()).toBe(false);
  await letter.getByRole('button', { name: /^Earlier message, \d+ lines?$/ }).click();
  await seen(letter.getByText('A new top leaves today.'));
  expect(await inbox.log.getByRole('article').count()).toBe(3);
});

story('tells the agent when a reply comes back as undeliverable, and why', async () => {
  // Nobody has this mailbox: the server takes the reply and sends a report later.
  await mail.deliver(['From: Ghost <ghost@customer.test>', 'To: support@acme.test', 'Subject: Am I here?', 'Message-ID: <ghost@customer.test>', '', 'Hello?'].join('\n'), { to: support.address, from: 'ghost@customer.test' });
  await seen(inbox.row('Ghost'), 20_000);
  await inbox.open('Ghost');
  await inbox.write('Yes, you are.');
  await inbox.sendAtOnce();
  // A letter is one and done: the desk moves on to the next who waits.
  await seen(page.getByRole('region', { name: 'Conversation with Anna Kowalska' }));
  await inbox.open('Ghost');
  const answer = inbox.log.getByRole('article').filter({ hasText: 'Yes, you are.' });
  await seen(answer.getByText(/^Not delivered: /), 30_000);
  await seen(answer.getByText(/This address does not exist\./));
  await seen(inbox.row('Ghost').getByText('not delivered'));
  await seen(inbox.row('Ghost').getByText('Yes, you are.'));
  // The next answer still goes to the customer, not to the machine that reported.
  await seen(inbox.composer.getByText('ghost@customer.test'));
  // The report lies in the thread; it is no conversation of its own.
  await seen(inbox.log.getByText('delivery report'));
  expect(await inbox.list.getByRole('link').count()).toBe(2);
});
