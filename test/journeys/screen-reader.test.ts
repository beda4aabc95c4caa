import { startTelegram } from '../platforms/telegram/simulator';
import { atWork, goWithin, InboxScreen, type Page, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { owner, ProductClient } from '../support/product-client';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let telegram: Awaited<ReturnType<typeof startTelegram>>;
let page: Page;
let inbox: InboxScreen;
let customer: number;

/** What live regions say, in order, as a screen reader would read it: what changed in them, and how urgent it is. */
const listening = `
  globalThis.heard = [];
  const said = new WeakMap();
  new MutationObserver(() => {
    for (const region of document.querySelectorAll('[aria-live]')) {
      const words = region.textContent.replaceAll('\\u00a0', ' ').trim();
      if (words !== (said.get(region) ?? '') && words !== '') heard.push(region.getAttribute('aria-live') + ': ' + words);
      said.set(region, words);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });`;
const heard = () => page.evaluate<string[]>('heard');
const hears = (what: RegExp) => eventually(async () => { expect(await heard()).toContainEqual(expect.stringMatching(what)); });
/** What stands under the keyboard, as it is read: its role, its name, and what it says of itself. */
const focused = async () => {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const node = nodes.filter(({ ignored, properties }) => !ignored && properties?.some(({ name, value }) => name === 'focused' && value.value === true)).at(-1);
  return `${String(node?.role?.value)} “${String(node?.name?.value)}”`;
};
const nameless = async () => {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const speaking = new Set(['button', 'link', 'textbox', 'combobox', 'checkbox', 'radio', 'switch', 'menuitem', 'option', 'tab', 'dialog', 'region', 'navigation', 'log', 'form', 'image']);
  return nodes.filter(({ ignored, role, name }) => !ignored && speaking.has(String(role?.value)) && String(name?.value ?? '').trim() === '').map(({ role, description }) => `${String(role?.value)} ${String(description?.value ?? '')}`);
};

beforeAll(async () => {
  [product, telegram, page] = await Promise.all([openWorkspace(), startTelegram(), chromium.somebody('Ewa')]);
  const client = await ProductClient.signIn(product.url);
  await client.addTelegram(telegram);
  await client.call('PATCH', '/me', { name: 'Ewa Nowak' });
  inbox = new InboxScreen(page);
  await page.addInitScript({ content: listening });
  customer = telegram.person({ first_name: 'Marta', last_name: 'Zima' }).id;
  await signIn(page, product.url, owner);
  await goWithin(page, '/inbox/all');
  await atWork(page);
});
afterAll(async () => {
  await product.stop();
  await telegram.close();
});

story('hears that somebody wrote, finds them by what a row says, and reads what they said in a log', async () => {
  telegram.userWrites(customer, 'Where is my table?');
  await hears(/^polite: 1 new message in other conversations$/);
  await page.keyboard.press('j');
  await eventually(async () => { expect(await focused()).toMatch(/^link “(?=.*Marta Zima)(?=.*Telegram)(?=.*waiting)/); });
  await eventually(async () => {
    expect(await page.getByRole('main').ariaSnapshot()).toMatch(/region "Conversation with Marta Zima"[^]*log "Messages, newest last"[^]*Where is my table\?[^]*form "Reply to Marta Zima/);
  });
  expect(await nameless()).toEqual([]);
  telegram.userWrites(customer, 'Hello?');
  await hears(/^polite: Marta Zima, .*: new message$/);
});

story('answers, hears that it was sent, takes it back, and hears that, too', async () => {
  await page.keyboard.press('r');
  await eventually(async () => { expect(await focused()).toMatch(/^textbox “Reply to Marta Zima/); });
  await page.keyboard.type('It comes on Friday');
  await page.keyboard.press('Control+Enter');
  await hears(/^polite: Sent to Marta Zima$/);
  await page.getByRole('button', { name: /^Undo/ }).first().press('Enter');
  await hears(/^polite: Taken back: the text is in the composer$/);
});

story('hears at once, before all else, that an answer was not delivered', async () => {
  telegram.userBlocks(customer);
  await inbox.write('Are you there?');
  await inbox.sendAtOnce();
  await hears(/^assertive: Not delivered: the reply to Marta Zima$/);
  expect(await page.getByRole('log').ariaSnapshot()).toMatch(/Are you there\?[^]*Not delivered/);
});

story('hears what a dialog is, where it stands in it, and comes back to where it was', async () => {
  await page.keyboard.press('Escape');
  await eventually(async () => { expect(await focused()).toMatch(/^link “/); });
  const before = await focused();
  await page.keyboard.press('a');
  await eventually(async () => { expect(await focused()).toMatch(/^combobox “Assign/); });
  expect(await page.getByRole('dialog').ariaSnapshot()).toMatch(/dialog "Assign"[^]*group "People"[^]*option "Ewa Nowak \(me\)/);
  expect(await nameless()).toEqual([]);
  await page.keyboard.press('Escape');
  await eventually(async () => { expect([await page.getByRole('dialog').count(), await focused()]).toEqual([0, before]); });
});
