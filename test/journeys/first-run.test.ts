import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gone, InboxScreen, type Page, seen, useChromium, WidgetScreen } from '../support/browser';
import { type Standalone, startStandalone } from '../support/processes';

const chromium = useChromium();
const { story } = chromium;
let product: Standalone;
let agent: Page;
let visitor: Page;
let inbox: InboxScreen;
let widget: WidgetScreen;
let website: Server;

beforeAll(async () => {
  product = await startStandalone({ database: 'embedded' });
  agent = await chromium.somebody('agent');
  visitor = await chromium.somebody('visitor');
  inbox = new InboxScreen(agent);
});
afterAll(async () => {
  website?.close();
  await product.stop();
});

/** A website of the owner's, with the line that the wizard gave and the strictest policy that lets a chat work. */
async function websiteWith(line: string): Promise<string> {
  website = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': `default-src 'none'; script-src ${product.url}; frame-src ${product.url}; connect-src ${product.url}` });
    response.end(`<!doctype html><html lang="en"><title>Dom Lipowy</title><h1>Chairs</h1>${line}</html>`);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => website.once('listening', resolve));
  return `http://localhost:${(website.address() as AddressInfo).port}/`;
}

story('opens a workspace in the browser, up to a website with a chat on it', async () => {
  await agent.goto(product.url);
  await seen(agent.getByRole('heading', { name: 'What is the brand called?' }));
  await agent.getByLabel('Name', { exact: true }).fill('Dom Lipowy');
  await agent.getByRole('button', { name: 'Next' }).click();

  await agent.getByLabel('Your name').fill('Ewa Nowak');
  await agent.getByLabel('Email').fill('ewa@example.com');
  await agent.getByLabel('Password', { exact: true }).fill('too short');
  await agent.getByRole('button', { name: 'Open the workspace' }).click();
  await seen(agent.getByText('Too short: 1 more characters.'));
  await agent.getByLabel('Password', { exact: true }).fill('a sentence to remember');
  await agent.getByRole('button', { name: 'Open the workspace' }).click();

  await seen(agent.getByRole('heading', { name: 'Where shall conversations come from?' }));
  await agent.getByRole('button', { name: /^Website chat/ }).click();
  await agent.getByRole('button', { name: 'Test', exact: true }).click();
  await agent.getByRole('button', { name: 'Add channel' }).click();
  await seen(agent.getByRole('heading', { name: 'Website chat is connected' }));
  const line = await agent.getByRole('code').innerText();
  await agent.getByRole('button', { name: 'Next' }).click();

  await seen(agent.getByRole('heading', { name: 'Who answers with you?' }));
  await agent.getByRole('button', { name: 'Next' }).click();
  const [sampleShop] = await Promise.all([agent.waitForEvent('popup'), agent.getByRole('link', { name: 'Open the sample shop' }).click()]);
  await seen(new WidgetScreen(sampleShop).launcher);
  await sampleShop.close();
  await agent.getByRole('link', { name: 'To the inbox' }).click();
  await inbox.view('Unassigned');
  await seen(inbox.list.getByText('The counter is clear'));

  await visitor.goto(await websiteWith(line));
  widget = new WidgetScreen(visitor);
  await seen(widget.launcher);
});

story('shows what a visitor writes at once, and the answer to the visitor', async () => {
  await widget.open();
  await widget.panel.getByRole('button', { name: 'Write to us' }).click();
  await widget.field.fill('Are the Lira chairs in stock?');
  await widget.panel.getByLabel(/^First name/).fill('Marta');
  await widget.panel.getByRole('button', { name: 'Send', exact: true }).click();
  await seen(inbox.row('Marta').getByText('Are the Lira chairs in stock?'), 5_000);

  await inbox.open('Marta');
  await seen(inbox.log.getByText('Are the Lira chairs in stock?'));
  await inbox.editor.pressSequentially('Yes, six of them.');
  await seen(widget.panel.getByText('Ewa Nowak is writing'));
  await inbox.editor.press('Control+Enter');
  await seen(widget.log.getByText('Yes, six of them.'));
  await gone(widget.panel.getByText('Ewa Nowak is writing'));
  await seen(inbox.log.getByText(/^Read/));

  await widget.field.pressSequentially('Lovely, two');
  await seen(inbox.thread.getByText('Marta is writing'));
  await widget.write('Lovely, two please');
  await seen(inbox.log.getByText('Lovely, two please'));
  await gone(inbox.thread.getByText('Marta is writing'));
});

story('counts for the visitor what came while the chat was closed', async () => {
  await widget.panel.getByRole('button', { name: 'Close' }).click();
  await gone(widget.dialog);
  await inbox.write('They are set aside for you.');
  await inbox.editor.press('Control+Enter');
  await seen(widget.launcher.getByText('1', { exact: true }));
  await widget.open();
  await seen(widget.log.getByText('They are set aside for you.'));
  await gone(widget.launcher.getByText('1', { exact: true }));
});

story('asks for a rating when the conversation is resolved, and tells it to the agent', async () => {
  await inbox.thread.getByRole('button', { name: /^Resolve/ }).click();
  await seen(inbox.toast.getByText('Resolved'));
  await seen(widget.panel.getByText('How was this conversation?'));
  await widget.panel.getByRole('radio', { name: '5 / 5' }).check({ force: true });
  await widget.panel.getByLabel(/^What could be better/).fill('Nothing at all');
  await widget.panel.getByRole('button', { name: 'Send the rating' }).click();
  await seen(widget.panel.getByText('Thank you for the rating.'));
  await inbox.view('Resolved');
  await inbox.open('Marta');
  await seen(inbox.log.getByText(/Nothing at all/));
});
