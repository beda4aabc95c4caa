import { atWork, expectTexts, gone, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { owner, ProductClient } from '../support/product-client';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { startTelegram } from '../platforms/telegram/simulator';

const chromium = useChromium({ serviceWorker: true });
const { story } = chromium;
let product: OwnWorkspace;
let telegram: Awaited<ReturnType<typeof startTelegram>>;
let client: ProductClient;
let page: Page;
let inbox: InboxScreen;
let anna: { id: number };
let bruno: { id: number };
let celina: { id: number };
const noLine = [/ERR_INTERNET_DISCONNECTED/, /ERR_CONNECTION_REFUSED/, /ERR_FAILED/, /WebSocket/, /Failed to (fetch|load)/, /network\.unreachable/];

beforeAll(async () => {
  [product, telegram, page] = await Promise.all([openWorkspace(), startTelegram(), chromium.somebody('agent')]);
  inbox = new InboxScreen(page);
  client = await ProductClient.signIn(product.url);
  await client.addTelegram(telegram);
  anna = telegram.person({ first_name: 'Anna' });
  bruno = telegram.person({ first_name: 'Bruno' });
  celina = telegram.person({ first_name: 'Celina' });
  telegram.userWrites(celina.id, 'Thank you');
  telegram.userWrites(anna.id, 'Where is my table?');
  telegram.userWrites(bruno.id, 'Is the lamp in stock?');
  await signIn(page, product.url, owner);
});
afterAll(async () => {
  await product.stop();
  await telegram.close();
});

const isKept = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated' && (await caches.keys()).length > 0);
const keptEntries = () => page.evaluate(() => new Promise<number>((done, failed) => {
  const request = indexedDB.open('kontuar-kept');
  request.onerror = () => failed(new Error('not opened'));
  request.onsuccess = () => {
    const db = request.result;
    const count = db.transaction('entries').objectStore('entries').count();
    count.onsuccess = () => { db.close(); done(count.result); };
  };
}));

story('draws the app and what was read from the browser when there is no line', async () => {
  await inbox.view('All');
  await inbox.open('Celina');
  await inbox.open('Bruno');
  await seen(inbox.log.getByText('Is the lamp in stock?'));
  await inbox.open('Anna');
  await seen(inbox.log.getByText('Where is my table?'));
  await eventually(async () => { expect(await isKept()).toBe(true); }, 20_000);
  await page.waitForTimeout(3600);
  expect(await keptEntries()).toBeGreaterThan(5);
  // Of what the server says about people and conversations nothing is in the service worker's hands.
  expect(await page.evaluate(async () => {
    const found: string[] = [];
    for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
    return found.filter((path) => /^\/(api|files)\//.test(path));
  })).toEqual([]);

  chromium.excuse(...noLine);
  await page.context().setOffline(true);
  await page.reload();
  await seen(page.getByText('You are offline.'));
  await seen(page.getByText(/Showing everything up to \d\d:\d\d/));
  await seen(inbox.log.getByText('Where is my table?'));
  await inbox.open('Bruno');
  await seen(inbox.log.getByText('Is the lamp in stock?'));
});

story('takes replies, notes and acts without a line and says that they wait', async () => {
  chromium.excuse(...noLine);
  await inbox.write('Yes, three of them.');
  await inbox.editor.press('Control+Enter');
  await seen(inbox.log.getByText('Waits for the connection, then leaves by itself'));
  await inbox.open('Anna');
  await inbox.write('It leaves tomorrow.');
  await inbox.editor.press('Control+Enter');
  await inbox.write('And the chairs follow on Friday.');
  await inbox.editor.press('Control+Enter');
  await seen(page.getByText(/\d things wait here\./));
  await inbox.thread.getByRole('button', { name: 'Resolve', exact: true }).click();
  await seen(page.getByText('Resolved. Leaves when the line is back'));
  await inbox.open('Celina');
  await inbox.thread.getByRole('button', { name: 'Resolve', exact: true }).click();
  await page.reload();
  await seen(page.getByText('5 things wait here.'));
  expect(telegram.sent(anna.id)).toEqual([]);
});

story('sends all of it once, in order, when the line is back, and holds what a new message speaks against', async () => {
  chromium.excuse(...noLine);
  telegram.userWrites(celina.id, 'One more thing: it wobbles.');
  telegram.userWrites(bruno.id, 'Never mind, I bought one.');
  await eventually(async () => {
    const { items } = await client.call<{ items: { preview: { text: string } }[] }>('GET', '/conversations?view=all');
    expect(items.map(({ preview }) => preview.text)).toEqual(expect.arrayContaining(['Never mind, I bought one.', 'One more thing: it wobbles.']));
  });
  await page.context().setOffline(false);
  await atWork(page);
  await eventually(() => { expect(telegram.sent(anna.id).map(({ text }) => text)).toEqual(['It leaves tomorrow.', 'And the chairs follow on Friday.']); }, 30_000);
  await gone(page.getByText(/things? waits? here\./));
  await eventually(async () => {
    const { items } = await client.call<{ items: { contact: { name: string }; state: string }[] }>('GET', '/conversations?view=resolved');
    expect(items.filter(({ contact }) => contact.name === 'Anna').map(({ state }) => state)).toEqual(['resolved']);
  });
  // What was meant as an answer to less than there is now waits for its author.
  expect(telegram.sent(bruno.id)).toEqual([]);
  await inbox.open('Bruno');
  await seen(inbox.log.getByText('Never mind, I bought one.'));
  await seen(page.getByText('Yes, three of them.'));
  await seen(page.getByText('Celina wrote before “Resolved” could leave. It was not done.'));
  await page.reload();
  await atWork(page);
  expect(telegram.sent(anna.id)).toHaveLength(2);
  expect(telegram.violations).toEqual([]);
});

story('leaves nothing behind for the next one who signs in', async () => {
  chromium.excuse(...noLine);
  await page.getByRole('button', { name: /Owner/ }).last().click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign out anyway' }).click();
  await seen(page.getByLabel('Password', { exact: true }));
  await eventually(async () => { expect(await keptEntries()).toBe(0); });
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => /outbox|acts|draft/.test(key)))).toEqual([]);
  await page.context().setOffline(true);
  await page.goto(`${product.url}/inbox/all`);
  await seen(page.getByRole('button', { name: 'Try again' }));
  await expectTexts(page.getByText('Anna'), []);
});
