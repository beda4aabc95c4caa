import type { ConversationView, Member, Page as PageOf } from '@kontuar/contract';
import { atWork, gone, goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { startTelegram } from '../platforms/telegram/simulator';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { addressOf, askDatabase, owner, ProductClient } from '../support/product-client';

const chromium = useChromium({ whole: true, serviceWorker: true });
const { story } = chromium;
let product: OwnWorkspace;
let telegram: Awaited<ReturnType<typeof startTelegram>>;
let client: ProductClient;
let ewaPage: Page;
let bartekPage: Page;
let ewa: InboxScreen;
let bartek: InboxScreen;
let bartekId = '';
const bartekLogin = { email: addressOf('bartek'), password: 'another sentence here' };

beforeAll(async () => {
  [product, telegram, ewaPage, bartekPage] = await Promise.all([openWorkspace(), startTelegram(), chromium.somebody('Ewa'), chromium.somebody('Bartek')]);
  client = await ProductClient.signIn(product.url);
  await client.addTelegram(telegram);
  await client.call('PATCH', '/me', { name: 'Ewa Nowak' });
  const { url } = await client.call<{ url: string }>('POST', '/invitations', { email: bartekLogin.email, role: 'agent' });
  await fetch(`${product.url}/api/v1/invitations/by-token/${url.split('/').at(-1)}/accept`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Bartek Lis', password: bartekLogin.password, locale: 'en' }) });
  bartekId = (await client.call<PageOf<Member>>('GET', '/members')).items.find(({ name }) => name === 'Bartek Lis')?.id ?? '';
  [ewa, bartek] = [new InboxScreen(ewaPage), new InboxScreen(bartekPage)];
  await Promise.all([signIn(ewaPage, product.url, owner), signIn(bartekPage, product.url, bartekLogin)]);
});
afterAll(async () => {
  await product.stop();
  await telegram.close();
});

const bell = (page: Page) => page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /^Notifications/ });
const writes = async (name: string, text: string): Promise<ConversationView> => {
  telegram.userWrites(telegram.person({ first_name: name }).id, text);
  return eventually(async () => {
    const found = (await client.call<PageOf<ConversationView>>('GET', '/conversations?view=all')).items.find(({ contact }) => contact.name === name);
    if (found === undefined) throw new Error(`${name} has not arrived`);
    return found;
  });
};

story('rings for what concerns one, in the list, on the bell and in the title, until it was seen', async () => {
  const conversation = await writes('Marta Zima', 'Where is my table?');
  // Whoever gets it before it was decided who is told of the message is told of both.
  await eventually(async () => {
    const [told] = await askDatabase<{ all: boolean }>(product.databaseUrl, 'SELECT n.seq = f.last_seq AS all FROM feeds f JOIN notice_positions n USING (workspace_id) WHERE workspace_id = $1', [product.workspaceId]);
    expect(told?.all).toBe(true);
  });
  await client.call('POST', `/conversations/${conversation.id}/assign`, { assigneeId: bartekId });
  await seen(bell(bartekPage).and(bartekPage.getByRole('button', { name: 'Notifications, 1 unread' })));
  await eventually(async () => { expect(await bartekPage.title()).toMatch(/^\(1\) /); });
  await seen(bell(ewaPage).and(ewaPage.getByRole('button', { name: 'Notifications', exact: true })));
  await bell(bartekPage).click();
  await bartekPage.getByRole('dialog', { name: 'Notifications' }).getByRole('button', { name: /Marta Zima.*Ewa Nowak gave it to you/s }).click();
  await seen(bartekPage.getByRole('region', { name: 'Conversation with Marta Zima' }));
  await seen(bartekPage.getByRole('button', { name: 'Notifications', exact: true }));
  await eventually(async () => { expect(await bartekPage.title()).not.toMatch(/^\(/); });
});

story('says while a note is being written who is not at work, and who stands in', async () => {
  await goWithin(ewaPage, '/settings/shifts');
  await ewaPage.getByRole('button', { name: 'Plan the shift of Bartek Lis' }).click();
  const dialog = ewaPage.getByRole('dialog');
  await dialog.getByLabel('Now').selectOption('away');
  await dialog.getByLabel('Stands in').selectOption({ label: 'Ewa Nowak' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await seen(ewaPage.getByRole('listitem').filter({ hasText: 'Bartek Lis' }).getByText('away, Ewa Nowak stands in'));
  await ewaPage.getByRole('link', { name: /^Inbox/ }).click();
  await atWork(ewaPage);
  await ewa.view('All');
  await ewa.open('Marta Zima');
  await ewa.row('Marta Zima').getByRole('link').focus();
  await ewaPage.keyboard.press('w');
  await seen(ewa.page.getByRole('button', { name: 'Stop watching' }));
  await ewaPage.keyboard.press('n');
  await ewa.write('@Bartek Lis which oil does she need?');
  await seen(ewa.composer.getByText(/Bartek Lis is away/));
  await ewa.composer.getByRole('button', { name: /^Add note/ }).click();
  await seen(ewa.log.getByText('which oil does she need?'));
});

story('keeps a mention as work until it is done', async () => {
  const views = bartekPage.getByRole('navigation', { name: 'Views' });
  await views.getByRole('link', { name: /Mentions of me/ }).click();
  const list = bartekPage.getByRole('region', { name: 'Mentions of me' });
  const item = list.getByRole('listitem').filter({ hasText: 'which oil does she need?' });
  await seen(item.getByText('Ewa Nowak'));
  await seen(item.getByText('about Marta Zima'));
  await eventually(async () => { expect(await views.getByRole('link', { name: /Mentions of me/ }).innerText()).toMatch(/1/); });
  await item.getByRole('link').click();
  await seen(bartek.log.getByText('which oil does she need?'));
  await seen(item);
  await item.getByRole('button', { name: 'Mark as done' }).click();
  await gone(item);
  await list.getByRole('radio', { name: 'Seen to' }).click();
  await seen(list.getByRole('listitem').filter({ hasText: 'which oil' }).getByRole('button', { name: 'Take up again' }));
});

story('lets everybody choose what they are told, and keeps it', async () => {
  await goWithin(bartekPage, '/settings/notifications');
  const box = bartekPage.getByRole('checkbox', { name: 'What I watch: Push' });
  await seen(box);
  expect(await box.isChecked()).toBe(false);
  await box.click();
  await eventually(async () => { expect(await box.isChecked()).toBe(true); });
  await bartekPage.getByRole('switch', { name: 'Quiet hours' }).click();
  await seen(bartekPage.getByLabel('From', { exact: true }));
  // Away is quiet, too: the bell says so.
  await seen(bartekPage.getByText('It is quiet now'));
  await bartekPage.reload();
  await seen(bartekPage.getByLabel('From', { exact: true }));
  expect(await box.isChecked()).toBe(true);
});

story('leads from a clicked push to its conversation, without drawing the app anew, and by way of the sign-in where nobody is signed in', async () => {
  const context = bartekPage.context();
  await context.grantPermissions(['notifications']);
  await eventually(async () => { expect(context.serviceWorkers()).toHaveLength(1); }, 15_000);
  const [worker] = context.serviceWorkers();
  if (worker === undefined) throw new Error('the app is not kept in this browser');
  // It is there before it has taken over; only then does it show anything.
  await eventually(async () => { expect(await worker.evaluate('self.registration.active !== null')).toBe(true); }, 15_000);
  const conversation = await writes('Olek Maj', 'My order is late');
  // Who is signed out is told so by every answer.
  chromium.excuse(/status of 401/);
  /** As a push service would: shown by the worker that runs in the browser, then clicked. */
  const click = (url: string) => worker.evaluate(`(async () => {
    await self.registration.showNotification('Olek Maj', { tag: 'about:trial', data: { url: ${JSON.stringify(url)} } });
    const [notification] = await self.registration.getNotifications({ tag: 'about:trial' });
    self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
  })()`);
  await bartekPage.evaluate('globalThis.drawnOnce = true');
  await click(`/inbox/all/${conversation.id}`);
  await seen(bartekPage.getByRole('region', { name: 'Conversation with Olek Maj' }));
  expect(await bartekPage.evaluate('globalThis.drawnOnce')).toBe(true);
  await click('https://evil.example/');
  await bartekPage.waitForURL(`${product.url}/inbox`);

  await bartekPage.evaluate(`fetch('/api/v1/auth/logout', { method: 'POST' })`);
  await bartekPage.goto(`${product.url}/login`);
  await seen(bartekPage.getByLabel('Email', { exact: true }));
  await click(`/inbox/all/${conversation.id}`);
  await bartekPage.waitForURL(/\/login\?next=/);
  await bartekPage.getByLabel('Email', { exact: true }).fill(bartekLogin.email);
  await bartekPage.getByLabel('Password', { exact: true }).fill(bartekLogin.password);
  await bartekPage.getByRole('button', { name: 'Sign in' }).click();
  await seen(bartekPage.getByRole('region', { name: 'Conversation with Olek Maj' }));
});
