import { accessibilityFaults, gone, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { addressOf, owner, ProductClient } from '../support/product-client';
import { startTelegram } from '../platforms/telegram/simulator';

const chromium = useChromium();
const { story } = chromium;
const jan = { email: addressOf('jan'), password: 'another sentence here' };
let product: OwnWorkspace;
let telegram: Awaited<ReturnType<typeof startTelegram>>;
let olaPage: Page;
let janPage: Page;
let olas: InboxScreen;
let jans: InboxScreen;
let anna: number;

beforeAll(async () => {
  [product, telegram, olaPage, janPage] = await Promise.all([openWorkspace(), startTelegram(), chromium.somebody('Ola'), chromium.somebody('Jan')]);
  const client = await ProductClient.signIn(product.url);
  await client.addTelegram(telegram);
  await client.call('PATCH', '/me', { name: 'Ola Nowak' });
  const { url } = await client.call<{ url: string }>('POST', '/invitations', { email: jan.email, role: 'agent' });
  const accepted = await fetch(`${product.url}/api/v1/invitations/by-token/${url.split('/').at(-1)}/accept`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Jan Lis', password: jan.password, locale: 'en' }) });
  expect(accepted.ok).toBe(true);
  olas = new InboxScreen(olaPage);
  jans = new InboxScreen(janPage);
  await Promise.all([signIn(olaPage, product.url, owner), signIn(janPage, product.url, jan)]);
  const person = telegram.person({ first_name: 'Anna' });
  anna = person.id;
  telegram.userWrites(anna, 'Where is my parcel?');
  for (const inbox of [olas, jans]) {
    await inbox.view('All');
    await seen(inbox.row('Anna'));
    await inbox.open('Anna');
  }
}, 60_000);
afterAll(async () => {
  await product.stop();
  await telegram.close();
});
afterEach(() => { expect(telegram.violations).toEqual([]); });

const bothRead = (text: string) => eventually(async () => { expect([await olas.written(), await jans.written()]).toEqual([text, text]); });
const untilRead = async (key: string, text: string): Promise<void> => {
  await eventually(async () => {
    if ((await jans.written()) !== text) await jans.editor.press(key);
    expect(await jans.written()).toBe(text);
  });
  await bothRead(text);
};
const bothAgree = () => eventually(async () => {
  const [one, other] = [await olas.written(), await jans.written()];
  expect(one).toBe(other);
  return one;
});
const bar = (inbox: InboxScreen) => inbox.composer.getByRole('group', { name: 'Written together' });

story('is offered to whoever may answer, in the list and in the conversation, and opened with one click', async () => {
  await olas.editor.pressSequentially('Dear Anna, ');
  await olaPage.keyboard.press('Control+Shift+E');
  await seen(bar(olas).getByText('Only you are here'));
  await seen(jans.row('Anna').getByRole('img', { name: 'Shared draft, begun by Ola Nowak' }));
  const offer = jans.composer.getByRole('group', { name: 'Ola Nowak’s draft' });
  await seen(offer.getByText('Dear Anna,'));
  await jans.editor.fill('something of my own');
  await offer.getByRole('button', { name: 'Continue it' }).click();
  await seen(bar(jans).getByText('With Ola Nowak'));
  await seen(bar(olas).getByText('With Jan Lis'));
  await bothRead('Dear Anna, ');
});

story('takes the words of both who write in one paragraph at the same time, and shows each where the other is', async () => {
  await olas.editor.press('End');
  await jans.editor.press('Home');
  await Promise.all([olas.editor.pressSequentially('your parcel left this morning.', { delay: 15 }), jans.editor.pressSequentially('(from Kraków) ', { delay: 25 })]);
  await bothRead('(from Kraków) Dear Anna, your parcel left this morning.');
  await seen(olaPage.locator('.tog-c', { hasText: 'Jan' }));
  await seen(janPage.locator('.tog-c', { hasText: 'Ola' }));
  // Each takes back their own words only. A step ends where the hand paused, which on a slow machine is in the middle of a word, too.
  await untilRead('Control+z', 'Dear Anna, your parcel left this morning.');
  await untilRead('Control+y', '(from Kraków) Dear Anna, your parcel left this morning.');
  // A caret stays where it was meant while a colleague writes before it.
  await olas.editor.evaluate((box: HTMLTextAreaElement) => box.setSelectionRange(24, 24));
  await jans.editor.press('Home');
  await jans.editor.pressSequentially('Hi! ');
  await bothRead('Hi! (from Kraków) Dear Anna, your parcel left this morning.');
  expect(await olas.editor.evaluate((box: HTMLTextAreaElement) => box.selectionStart)).toBe(28);
  await janPage.emulateMedia({ colorScheme: 'dark' });
  expect(await accessibilityFaults(janPage)).toEqual([]);
});

story('merges what was written without a line, also after a reload', async () => {
  chromium.excuse(/ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load/);
  await janPage.context().setOffline(true);
  await jans.editor.press('End');
  await jans.editor.pressSequentially(' It comes on Friday.');
  await seen(jans.composer.getByText('Kept in this browser'));
  await olas.editor.press('Home');
  await olas.editor.pressSequentially('*');
  await janPage.context().setOffline(false);
  const text = await bothAgree();
  expect(text).toBe('*Hi! (from Kraków) Dear Anna, your parcel left this morning. It comes on Friday.');
  await janPage.reload();
  await seen(bar(jans).getByText('With Ola Nowak'));
  await bothRead(text);
});

story('is sent once: the other is told, taking it back brings it back to both, and nothing is sent twice', async () => {
  await olas.composer.getByRole('button', { name: 'More ways to send' }).waitFor();
  await olas.editor.press('Control+Enter');
  await seen(jans.toast.getByText('Ola Nowak sent the shared draft'));
  await eventually(async () => { expect(await jans.written()).toBe('something of my own'); });
  await olas.toast.getByRole('button', { name: /Undo/ }).click();
  await seen(bar(jans).getByText('Written together'));
  await seen(bar(olas).getByText('Written together'));
  const text = await bothAgree();
  // One of them is refused, as it should be.
  chromium.excuse(/status of 409/);
  await Promise.all([olas.sendAtOnce(), jans.sendAtOnce()]);
  await eventually(() => { expect(telegram.sent(anna).map((message) => message.text)).toEqual([text]); });
  await gone(bar(olas));
  await gone(bar(jans));
  await eventually(async () => { expect(await jans.written()).toBe('something of my own'); });
  expect(telegram.sent(anna)).toHaveLength(1);
});

story('lets a note be put right and taken away by its writer, live for the other, also without a line', async () => {
  await olas.composer.getByRole('tab', { name: /Note/ }).click();
  await olas.editor.fill('She moved to Gdansk');
  await olas.editor.press('Control+Enter');
  const note = (inbox: InboxScreen) => inbox.log.locator('.note').last();
  await seen(note(jans).getByText('She moved to Gdansk'));
  // An agent takes away what is their own only.
  expect(await note(jans).getByRole('button', { name: 'What to do with this note' }).count()).toBe(0);
  await note(olas).getByRole('button', { name: 'What to do with this note' }).click();
  await olaPage.getByRole('menuitem', { name: 'Edit the note' }).click();
  await olaPage.getByRole('textbox', { name: 'Text of the note' }).fill('She moved to Gdynia');
  await olaPage.keyboard.press('Control+Enter');
  await seen(note(jans).getByText('She moved to Gdynia'));
  await seen(note(jans).getByText('edited'));

  chromium.excuse(/ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load/);
  await olaPage.context().setOffline(true);
  await note(olas).getByRole('button', { name: 'What to do with this note' }).click();
  await olaPage.getByRole('menuitem', { name: 'Delete the note' }).click();
  await seen(olas.log.getByText('Your note, deleted'));
  await olaPage.context().setOffline(false);
  await seen(jans.log.getByText('Note by Ola Nowak, deleted'), 20_000);
  expect(await accessibilityFaults(olaPage)).toEqual([]);
});
