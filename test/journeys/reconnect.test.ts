import { atWork, expectTexts, gone, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { type Standalone, startStandalone } from '../support/processes';
import { owner, ownerEnvironment, ProductClient } from '../support/product-client';
import { startTelegram } from '../platforms/telegram/simulator';

const chromium = useChromium();
const { story } = chromium;
let product: Standalone;
let telegram: Awaited<ReturnType<typeof startTelegram>>;
let page: Page;
let inbox: InboxScreen;
let anna: { id: number };
const burst = Array.from({ length: 20 }, (_, index) => `line ${index + 1} of 20`);
const serverIsAway = [/ERR_CONNECTION_REFUSED/, /ERR_CONNECTION_RESET/, /ERR_EMPTY_RESPONSE/, /ERR_INCOMPLETE_CHUNKED_ENCODING/, /ERR_SOCKET_NOT_CONNECTED/, /WebSocket/, /error occurred when fetching the script/];

beforeAll(async () => {
  [product, telegram, page] = await Promise.all([startStandalone({ env: ownerEnvironment }), startTelegram(), chromium.somebody('agent')]);
  inbox = new InboxScreen(page);
  await (await ProductClient.signIn(product.url)).addTelegram(telegram);
  await signIn(page, product.url, owner);
  anna = telegram.person({ first_name: 'Anna' });
  telegram.userWrites(anna.id, 'Good morning');
  await inbox.view('All');
  await inbox.open('Anna');
  // A line can only be lost once it was there.
  await seen(line().getByText('Live', { exact: true }));
});
afterAll(async () => {
  await product.stop();
  await telegram.close();
});

const line = () => page.getByRole('navigation', { name: 'Views' }).getByRole('status');

story('says that the line is lost when the server is killed, and shows everything when it is back', async () => {
  chromium.excuse(...serverIsAway);
  const [early, late] = [burst.slice(0, 8), burst.slice(8)];
  for (const text of early) telegram.userWrites(anna.id, text);
  await product.kill9();
  for (const text of late) telegram.userWrites(anna.id, text);
  await seen(line().getByText('Reconnecting'));
  await seen(page.getByText('You are offline.'));
  const bruno = telegram.person({ first_name: 'Bruno' });
  telegram.userWrites(bruno.id, 'I wrote while you were away');

  await product.start();
  await seen(line().getByText('Live', { exact: true }));
  await gone(page.getByText('You are offline.'));
  await seen(inbox.row('Bruno').getByText('I wrote while you were away'));
  await expectTexts(inbox.log.locator('.msg .said'), ['Good morning', ...burst]);
  await seen(inbox.row('Anna').getByText('line 20 of 20'));
});

story('keeps a reply that was written without a line, and sends it once', async () => {
  chromium.excuse(...serverIsAway);
  await product.kill9();
  await seen(line().getByText('Reconnecting'));
  await inbox.write('Here I am again.');
  await inbox.editor.press('Control+Enter');
  await seen(inbox.log.getByText('Waits for the connection, then leaves by itself'));
  await inbox.write('And a draft');
  await product.start();
  await seen(inbox.log.getByText('Sent', { exact: true }), 40_000);
  await gone(inbox.log.getByText('Waits for the connection, then leaves by itself'));
  expect(await inbox.log.getByText('Here I am again.').count()).toBe(1);
  expect(await inbox.written()).toBe('And a draft');
  await eventually(() => { expect(telegram.sent(anna.id).map(({ text }) => text)).toEqual(['Here I am again.']); });
});

story('shows the same after the page is loaded anew', async () => {
  await page.reload();
  await atWork(page);
  await expectTexts(inbox.log.locator('.msg .said'), ['Good morning', ...burst, 'Here I am again.']);
  await eventually(async () => { expect(await inbox.written()).toBe('And a draft'); });
  expect(telegram.sent(anna.id)).toHaveLength(1);
  expect(telegram.violations).toEqual([]);
});
