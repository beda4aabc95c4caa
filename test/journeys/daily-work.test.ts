import type { ChannelView, ConversationView, Page as ListPage, Posted } from '@kontuar/contract';
import { atWork, expectTexts, gone, goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { fillWithDemo } from '../support/demo';
import { eventually } from '../support/eventually';
import { addressOf, owner, ProductClient } from '../support/product-client';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';

const chromium = useChromium();
const { apart } = chromium;
let product: OwnWorkspace;
let client: ProductClient;
let page: Page;
let inbox: InboxScreen;

beforeAll(async () => {
  product = await openWorkspace();
  await fillWithDemo(product);
  client = await ProductClient.signIn(product.url);
  page = await chromium.somebody('Ewa');
  inbox = new InboxScreen(page);
  await signIn(page, product.url, owner);
});
afterAll(() => product.stop());

const channelOf = async (connectorId: string): Promise<ChannelView> => {
  const found = (await client.call<ListPage<ChannelView>>('GET', '/channels')).items.find((channel) => channel.connectorId === connectorId);
  if (found === undefined) throw new Error(`the demo has no ${connectorId}`);
  return found;
};
const names = () => inbox.list.locator('.row-name');

apart('asks an owner whom only an address is known of for a name, once', async () => {
  const ask = page.getByRole('form', { name: 'First and last name' });
  await seen(ask.getByText('Colleagues and customers see you as “Owner”'));
  await ask.getByRole('textbox').fill('Ewa Nowak');
  await ask.getByRole('button', { name: 'Save' }).click();
  await gone(ask);
  await page.reload();
  await atWork(page);
  expect(await ask.count()).toBe(0);
  await seen(page.getByRole('button', { name: /Ewa Nowak/ }));
});

apart('says of no channel of the demo that it is being checked for ever', async () => {
  const { items } = await client.call<ListPage<ChannelView>>('GET', '/channels');
  expect(Object.fromEntries(items.map(({ connectorId, state }) => [connectorId, state]))).toEqual({ chat: 'ok', counter: 'ok', email: 'paused', facebook: 'paused', telegram: 'paused' });
  await goWithin(page, '/channels');
  await seen(page.getByText('nothing to connect'));
  expect(await page.getByText('being checked').count()).toBe(0);
  await goWithin(page, '/inbox/all');
  await atWork(page);
});

apart('resolves, assigns and labels several conversations in one go, and takes it back', async () => {
  await inbox.view('Unassigned');
  await seen(names());
  const [first = '', second = '', ...others] = await names().allInnerTexts();
  expect(second).not.toBe('');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  const bar = page.getByRole('toolbar', { name: 'What to do with the selection' });
  await seen(bar.getByText('2 selected'));
  await page.keyboard.press('e');
  await seen(inbox.toast.getByText('2 conversations resolved'));
  await expectTexts(names(), others);
  await page.keyboard.press('z');
  await seen(inbox.toast.getByText('Taken back'));
  await eventually(async () => { expect((await names().allInnerTexts()).sort()).toEqual([first, second, ...others].sort()); });

  await bar.getByRole('button', { name: 'Assign' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').fill('Ewa');
  await dialog.getByRole('option', { name: /Ewa Nowak/ }).first().click();
  await seen(inbox.toast.getByText('2 conversations moved to Ewa Nowak'));
  await page.keyboard.press('Escape');
  await gone(bar);
  await inbox.view('Mine');
  await seen(inbox.row(first));
  await seen(inbox.row(second));
});

apart('writes to somebody who never wrote, by two keys', async () => {
  const email = await channelOf('email');
  await page.keyboard.press('+');
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'Write to a customer' });
  await seen(dialog.getByText('The channel that could is paused'));
  await page.keyboard.press('Escape');
  await gone(dialog);
  await client.call('PATCH', `/channels/${email.id}`, { paused: false });
  await page.reload();
  await atWork(page);

  await page.keyboard.press('+');
  await page.keyboard.press('n');
  await seen(dialog.getByRole('button', { name: /^Send/ }));
  await page.keyboard.press('Control+Enter');
  await seen(dialog.getByText('To whom should it go?'));
  await dialog.getByRole('combobox').first().fill('new.customer@example.com');
  await dialog.getByRole('textbox', { name: 'Subject' }).fill('Your table');
  await dialog.getByRole('textbox', { name: 'Message' }).fill('Your table is ready.');
  await page.keyboard.press('Control+Enter');
  await gone(dialog);
  await seen(page.getByRole('region', { name: /^Conversation with new.customer/ }));
  await seen(inbox.log.getByText('Your table is ready.'));
  await seen(inbox.composer.getByText('new.customer@example.com'));
  await client.call('PATCH', `/channels/${email.id}`, { paused: true });
});

apart('brings one customer who is there twice together, and apart again', async () => {
  await inbox.view('All');
  await inbox.open('Joanna Krawczyk');
  const panel = page.locator('.region-panel');
  await panel.getByRole('button', { name: 'Merge' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').fill('Thomas Green');
  await dialog.getByRole('option', { name: /Thomas Green/ }).click();
  await seen(panel.getByText('thomas.green@mail.example'));
  await seen(panel.getByText('joanna.krawczyk@poczta.example'));
  await inbox.toast.getByRole('button', { name: 'Undo' }).click();
  await gone(panel.getByText('thomas.green@mail.example'));
  await seen(inbox.row('Thomas Green'));
});

apart('opens a hit of the search at its message, far back, and leads back to the newest', async () => {
  const counter = await channelOf('counter');
  const { conversation } = await client.call<Posted>('POST', '/conversations', { channelId: counter.id, clientId: 'history', text: 'Came about an old order', contactName: 'Halina Bard', inbound: true, assignToMe: true });
  for (let n = 1; n <= 130; n++) {
    await client.call('POST', `/conversations/${conversation.id}/messages`, { clientId: `note-${n}`, text: n === 3 ? 'The walnut needle in the haystack' : `Entry number ${n}`, private: true });
  }
  await goWithin(page, '/search?q=walnut+needle');
  await page.getByRole('link', { name: /Halina Bard/ }).click();
  const found = inbox.log.locator('.found');
  await seen(found.getByText('The walnut needle in the haystack'));
  const inSight = () => found.evaluate((entry) => {
    const [box, log] = [entry.getBoundingClientRect(), (entry.closest('[role=log]') as HTMLElement).getBoundingClientRect()];
    return box.top >= log.top && box.bottom <= log.bottom;
  });
  await eventually(async () => { expect(await inSight()).toBe(true); });
  expect(await inbox.log.getByText('Entry number 130', { exact: true }).count()).toBe(0);

  await page.getByRole('button', { name: 'To the latest' }).click();
  await seen(inbox.log.getByText('Entry number 130', { exact: true }));
  await gone(found);
  expect(new URL(page.url()).hash).toBe('');

  // A link that a colleague sends opens there too.
  await page.goto(`${product.url}/inbox/all/${conversation.id}#m4`);
  await seen(found);
  await eventually(async () => { expect(await inSight()).toBe(true); });
}, 60_000);

apart('keeps a key of one’s own, on another machine too, and gives the usual one back', async () => {
  await goWithin(page, '/settings/keyboard');
  const row = page.getByRole('listitem').filter({ hasText: 'Resolve, reopen' });
  await row.getByRole('button', { name: 'Change: Resolve, reopen' }).click();
  await page.keyboard.press('a');
  await seen(row.getByText('already means: Assign'));
  await page.keyboard.press('b');
  await seen(row.getByRole('button', { name: 'Back to the usual: Resolve, reopen' }));

  const elsewhere = await chromium.somebody('Ewa at home');
  const there = new InboxScreen(elsewhere);
  await signIn(elsewhere, product.url, owner);
  await there.view('All');
  await there.open('Joanna Krawczyk');
  await elsewhere.keyboard.press('Escape');
  await elsewhere.keyboard.press('e');
  await elsewhere.keyboard.press('b');
  await seen(there.toast.getByText('Resolved'));
  await elsewhere.keyboard.press('z');
  await seen(there.toast.getByText('Taken back'));
  await elsewhere.context().close();
  await page.getByRole('button', { name: 'All back to the usual' }).click();
  await gone(page.getByRole('button', { name: 'All back to the usual' }));
});

apart('says plainly when the list cannot be had, and whose it is when it is closed', async () => {
  chromium.excuse(/status of (503|404)/);
  // Alone, or together with what else the screen asks for.
  const reads = /\/api\/v1\/(together$|conversations\?)/;
  await page.route(reads, async (route) => {
    if (!`${route.request().url()} ${route.request().postData() ?? ''}`.includes('view=snoozed')) return route.continue();
    return route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', title: 'x', status: 503, code: 'unavailable' }) });
  });
  await goWithin(page, '/inbox/snoozed');
  await seen(page.getByText('The list cannot be shown'), 30_000);
  await page.unroute(reads);
  await page.getByRole('button', { name: 'Try again' }).click();
  await seen(names());

  const { items } = await client.call<ListPage<ConversationView>>('GET', '/conversations?view=all');
  const closed = items.find(({ connectorId }) => connectorId === 'email') as ConversationView;
  await client.call('PATCH', `/channels/${closed.channelId}`, { access: 'restricted', memberIds: [], teamIds: [] });
  const { url = '' } = await client.call<{ url?: string }>('POST', '/invitations', { email: addressOf('bartek'), role: 'agent', teamIds: [] });
  const bartek = await chromium.somebody('Bartek');
  await bartek.goto(url);
  await bartek.getByLabel('Your name').fill('Bartek Lis');
  await bartek.getByLabel('Password', { exact: true }).fill('another sentence here');
  await bartek.getByRole('button', { name: 'Join' }).click();
  await atWork(bartek);
  await goWithin(bartek, `/inbox/all/${closed.id}`);
  await seen(bartek.getByRole('heading', { name: 'This conversation is not here' }));
  await bartek.context().close();
}, 60_000);
