import { atWork, gone, goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { addressOf, owner, ProductClient } from '../support/product-client';
import { startTelegram } from '../platforms/telegram/simulator';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let telegram: Awaited<ReturnType<typeof startTelegram>>;
let ewaPage: Page;
let bartekPage: Page;
let ewa: InboxScreen;
let bartek: InboxScreen;

beforeAll(async () => {
  [product, telegram, ewaPage, bartekPage] = await Promise.all([openWorkspace(), startTelegram(), chromium.somebody('Ewa'), chromium.somebody('Bartek')]);
  const client = await ProductClient.signIn(product.url);
  await client.addTelegram(telegram);
  await client.call('PATCH', '/me', { name: 'Ewa Nowak' });
  ewa = new InboxScreen(ewaPage);
  bartek = new InboxScreen(bartekPage);
  await signIn(ewaPage, product.url, owner);
});
afterAll(async () => {
  await product.stop();
  await telegram.close();
});
afterEach(() => { expect(telegram.violations).toEqual([]); });

const writes = (name: string, text: string): number => {
  const person = telegram.person({ first_name: name });
  telegram.userWrites(person.id, text);
  return person.id;
};
const bothSee = (name: string) => Promise.all([ewa, bartek].map((inbox) => seen(inbox.row(name))));

story('lets a colleague in by a link that works once', async () => {
  await goWithin(ewaPage, '/settings/members');
  await ewaPage.getByRole('button', { name: 'Invite' }).click();
  const dialog = ewaPage.getByRole('dialog');
  await dialog.getByLabel('Email').fill(addressOf('bartek'));
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = await dialog.getByRole('code').innerText();

  await bartekPage.goto(link);
  await bartekPage.getByLabel('Your name').fill('Bartek Lis');
  await bartekPage.getByLabel('Password', { exact: true }).fill('another sentence here');
  await bartekPage.getByRole('button', { name: 'Join' }).click();
  await atWork(bartekPage);
  await bartek.view('All');

  await ewaPage.keyboard.press('Escape');
  await seen(ewaPage.getByRole('listitem').filter({ hasText: 'Bartek Lis' }));
  const late = await chromium.somebody('latecomer');
  chromium.excuse(/invitations\/by-token/);
  await late.goto(link);
  await seen(late.getByText('This invitation is no longer valid'));
  await late.context().close();
  await ewaPage.getByRole('link', { name: /^Inbox/ }).click();
  await ewa.view('All');
});

story('shows each who else looks at a conversation and who writes', async () => {
  writes('Anna', 'Where is my parcel?');
  await bothSee('Anna');
  await ewa.open('Anna');
  await seen(bartek.row('Anna').getByLabel('Ewa Nowak is viewing'));
  await bartek.open('Anna');
  await seen(ewa.thread.getByText('Bartek Lis is viewing'));
  await ewa.editor.pressSequentially('It left');
  await seen(bartek.thread.getByText('Ewa Nowak is writing', { exact: true }));
  await seen(bartek.row('Anna').getByLabel('Ewa Nowak is writing'));
});

story('stops an answer that a colleague was faster with, shows that one, and sends it all the same when told to', async () => {
  await bartek.write('It was sent on Monday.');
  await ewa.write('It left Kraków this morning.');
  await ewa.sendAtOnce();
  const warning = bartek.composer.getByRole('alert');
  await seen(warning.getByText(/^Ewa Nowak answered .*while you were writing\.$/));
  await seen(warning.getByText('It left Kraków this morning.'));
  await bartek.editor.press('Control+Enter');
  await eventually(async () => { expect(await warning.getByRole('button', { name: 'Keep as draft' }).evaluate((button) => button === document.activeElement)).toBe(true); });
  expect(await bartek.written()).toBe('It was sent on Monday.');

  await warning.getByRole('button', { name: 'Send mine too' }).click();
  await gone(warning);
  await seen(ewa.log.getByText('It was sent on Monday.'));
});

story('holds an answer that crossed with another on the way, and says what is new', async () => {
  const dora = writes('Dora', 'Is the shop open on Sunday?');
  await bothSee('Dora');
  await Promise.all([ewa.open('Dora'), bartek.open('Dora')]);
  await bartek.write('No, on Sunday we rest.');
  // His line is silent while hers is not: only the server can know.
  let goOn = (): void => undefined;
  const silence = new Promise<void>((resolve) => { goOn = resolve; });
  await bartekPage.route(/\/conversations\/[^/]+\/messages$/, async (route) => {
    if (route.request().method() === 'POST') await silence;
    await route.continue();
  });
  chromium.excuse(/status of 409/);
  await bartek.editor.press('Control+Enter');
  await ewa.write('On Sunday from ten to two.');
  await ewa.sendAtOnce();
  await eventually(() => { expect(telegram.sent(dora).map(({ text }) => text)).toEqual(['On Sunday from ten to two.']); });
  goOn();
  const warning = bartek.composer.getByRole('alert');
  await seen(warning.getByText('On Sunday from ten to two.'));
  expect(await bartek.written()).toBe('No, on Sunday we rest.');
  await bartekPage.unroute(/\/conversations\/[^/]+\/messages$/);
  await warning.getByRole('button', { name: 'Keep as draft' }).click();
  await gone(warning);
  expect(telegram.sent(dora)).toHaveLength(1);
});

story('hands a conversation over with a note', async () => {
  writes('Filip', 'My invoice is wrong.');
  await bothSee('Filip');
  await ewa.open('Filip');
  await ewaPage.keyboard.press('Shift+A');
  const dialog = ewaPage.getByRole('dialog');
  await dialog.getByRole('combobox').fill('Bartek');
  await ewaPage.keyboard.press('Enter');
  await dialog.getByRole('textbox', { name: 'Note' }).fill('You know this invoice best.');
  await dialog.getByRole('button', { name: /^Hand over/ }).click();
  await seen(bartek.toast.getByText('Ewa Nowak handed over to you: Filip'));
  await bartek.view('Mine');
  await bartek.open('Filip');
  await seen(bartek.log.getByText('You know this invoice best.'));
  await seen(bartek.thread.getByText('you', { exact: true }));
});

story('takes an act back from its notice', async () => {
  await bartek.thread.getByRole('button', { name: /^Resolve/ }).click();
  await seen(bartek.thread.getByRole('button', { name: /^Reopen/ }));
  await bartek.toast.getByRole('button', { name: 'Undo' }).click();
  await seen(bartek.toast.getByText('Taken back'));
  await seen(bartek.thread.getByRole('button', { name: /^Resolve/ }));
});

story('gives two who ask for the next one at the same moment two different ones', async () => {
  for (const [index, name] of ['Gosia', 'Hanna'].entries()) writes(name, `I wait, number ${index + 1}`);
  await ewa.view('Unassigned');
  await bartek.view('Unassigned');
  await bothSee('Gosia');
  await bothSee('Hanna');
  // Those that nobody took in the stories before wait longer; they are somebody's by now.
  const waiting = await ewa.list.getByRole('link').count();
  expect(waiting).toBe(2);
  await Promise.all([ewaPage, bartekPage].map((page) => page.keyboard.press('t')));
  const taken = await Promise.all([ewa, bartek].map(async (inbox) => {
    const words = inbox.toast.getByText(/^Yours now: /);
    await seen(words);
    return words.innerText();
  }));
  expect(taken.map((words) => /^Yours now: (\w+)/.exec(words)?.[1]).sort()).toEqual(['Gosia', 'Hanna']);
});
