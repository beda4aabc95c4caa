import { accessibilityFaults, atWork, expectTexts, gone, goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { factories, type BuiltContact, type Factories } from '../support/factories';
import { addressOf, askDatabase, owner, ProductClient } from '../support/product-client';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let client: ProductClient;
let build: Factories;
let ewaPage: Page;
let bartekPage: Page;
let ewa: InboxScreen;
let channelId: string;
const colleague = { email: addressOf('bartek'), password: 'another sentence here' };
const sql = <T = Record<string, unknown>>(text: string, values?: unknown[]) => askDatabase<T>(product.databaseUrl, text, values);
const dialog = (page: Page) => page.getByRole('dialog');
const said = (page: Page) => page.locator('.tl .said');
const open = (page: Page, id: string) => goWithin(page, `/inbox/all/${id}`);

interface Made { id: string; number: number }
let minutes = 500;
/** Somebody with what they said, a minute after the one before. */
async function writes(name: string, texts: string[], contact?: BuiltContact): Promise<Made & { contact: BuiltContact }> {
  const who = contact ?? (await build.buildContact({ name }));
  const conversation = await build.buildConversation({ channelId, contact: who, subject: `${name} ${texts[0] ?? ''}` });
  for (const text of texts) {
    await build.buildMessage({ conversation, text });
    minutes -= 1;
    await sql(`UPDATE messages SET created_at = now() - make_interval(mins => $2), at = now() - make_interval(mins => $2) WHERE conversation_id = $1 AND text = $3`, [conversation.id, minutes, text]);
  }
  return { id: conversation.id, number: conversation.number, contact: who };
}

beforeAll(async () => {
  [product, ewaPage, bartekPage] = await Promise.all([openWorkspace(), chromium.somebody('Ewa'), chromium.somebody('Bartek')]);
  client = await ProductClient.signIn(product.url);
  const me = await client.call<{ workspace: { id: string } }>('GET', '/auth/me');
  build = factories(sql, me.workspace.id);
  const invitation = await client.call<{ url: string }>('POST', '/invitations', { email: colleague.email, role: 'agent', teamIds: [] });
  await bartekPage.goto(`${product.url}/invite/${invitation.url.split('/').at(-1) ?? ''}`);
  await bartekPage.getByLabel('Your name').fill('Bartek Lis');
  await bartekPage.getByLabel('Password', { exact: true }).fill(colleague.password);
  await bartekPage.getByRole('button', { name: 'Join' }).click();
  await atWork(bartekPage);
  channelId = (await client.call<{ id: string }>('POST', '/channels', { connectorId: 'counter', name: 'Shop' })).id;
  ewa = new InboxScreen(ewaPage);
  await signIn(ewaPage, product.url, owner);
}, 180_000);
afterAll(() => product.stop());

story('merges with the other conversation of the same person by the keyboard; who has it open goes on where it goes on, and Z takes it back for both', async () => {
  const first = await writes('Anna', ['The mug is broken', 'Are you there?']);
  const second = await writes('Anna', ['It was order 77'], first.contact);
  await open(bartekPage, second.id);
  await expectTexts(said(bartekPage), ['It was order 77']);
  await open(ewaPage, second.id);
  await expectTexts(said(ewaPage), ['It was order 77']);
  await ewaPage.keyboard.press('m');
  await seen(dialog(ewaPage).getByRole('group', { name: 'The same person' }).getByRole('option').filter({ hasText: `#${first.number}` }));
  await ewaPage.keyboard.press('Enter');
  await seen(dialog(ewaPage).getByText('1 message goes into the thread, in the order of time'));
  expect(await accessibilityFaults(ewaPage)).toEqual([]);
  await dialog(ewaPage).getByRole('button', { name: 'Merge', exact: true }).click();
  await ewaPage.waitForURL(`**/${first.id}*`);
  await expectTexts(said(ewaPage), ['The mug is broken', 'Are you there?', 'It was order 77']);
  await ewaPage.locator('.tl').click({ position: { x: 5, y: 300 } });
  await ewaPage.keyboard.press('z');
  await expectTexts(said(ewaPage), ['The mug is broken', 'Are you there?']);
  await open(bartekPage, second.id);
  await expectTexts(said(bartekPage), ['It was order 77']);

  await ewaPage.keyboard.press('m');
  await seen(dialog(ewaPage).getByRole('option').filter({ hasText: `#${second.number}` }));
  await ewaPage.keyboard.press('Enter');
  await dialog(ewaPage).getByRole('button', { name: 'The other way round' }).click();
  await dialog(ewaPage).getByRole('button', { name: 'Merge', exact: true }).click();
  for (const page of [ewaPage, bartekPage]) {
    await page.waitForURL(`**/${first.id}*`);
    await expectTexts(said(page), ['The mug is broken', 'Are you there?', 'It was order 77']);
    await seen(page.locator('.sys').filter({ hasText: `merged conversation #${second.number} into this one` }));
  }
  // An old address leads there, too; and whoever sees the line takes it back for everybody.
  await bartekPage.goto(`${product.url}/inbox/all/${second.id}`);
  await bartekPage.waitForURL(`**/${first.id}*`);
  await bartekPage.locator('.sys').getByRole('button', { name: 'Undo' }).last().click();
  for (const page of [ewaPage, bartekPage]) await expectTexts(said(page), ['The mug is broken', 'Are you there?']);
}, 120_000);

story('picks messages by X and gives them a conversation of their own, splits by the menu, and takes both back from the lines in the thread', async () => {
  const { id, number } = await writes('Beata', ['One thing', 'Another thing', 'And a third']);
  await open(ewaPage, id);
  await expectTexts(said(ewaPage), ['One thing', 'Another thing', 'And a third']);
  await said(ewaPage).filter({ hasText: 'Another thing' }).hover();
  await ewaPage.keyboard.press('x');
  const bar = ewaPage.getByRole('toolbar', { name: 'Selected messages' });
  await seen(bar.getByText('1 message selected'));
  // A thumb picks the next by its box.
  await ewaPage.getByRole('checkbox', { name: /^Select the message of/ }).last().check();
  await seen(bar.getByText('2 messages selected'));
  await bar.getByRole('button', { name: 'A conversation of their own' }).click();
  await expectTexts(said(ewaPage), ['Another thing', 'And a third']);
  await ewaPage.locator('.sys').getByRole('button', { name: `Open #${number}` }).click();
  await expectTexts(said(ewaPage), ['One thing']);
  await ewaPage.locator('.sys').getByRole('button', { name: 'Undo' }).click();
  await expectTexts(said(ewaPage), ['One thing', 'Another thing', 'And a third']);

  const bubble = ewaPage.locator('.tl [data-pick]').filter({ hasText: 'And a third' });
  await bubble.hover();
  await bubble.getByRole('button', { name: 'What to do with this message' }).click();
  await ewaPage.getByRole('menuitem', { name: 'Split from here' }).click();
  await expectTexts(said(ewaPage), ['One thing', 'Another thing']);
  await ewa.toast.getByRole('button', { name: 'Undo' }).first().click();
  await expectTexts(said(ewaPage), ['One thing', 'Another thing', 'And a third']);
}, 120_000);

story('merges what is picked in the list, links what belongs together, and finds every act again in the panel', async () => {
  const [first, second, other] = [await writes('Celina', ['First of Celina']), await writes('Dorota', ['First of Dorota']), await writes('Edyta', ['Of Edyta'])];
  await ewaPage.goto(`${product.url}/inbox/all`);
  for (const name of ['Celina', 'Dorota']) {
    await ewa.row(name).getByRole('link').focus();
    await ewaPage.keyboard.press('x');
  }
  await ewaPage.locator('.bulk').getByRole('button', { name: /^Merge/ }).click();
  await seen(dialog(ewaPage).getByText(/They are two people/));
  await dialog(ewaPage).getByRole('radio').nth(0).check();
  await dialog(ewaPage).getByRole('button', { name: 'Merge', exact: true }).click();
  await gone(dialog(ewaPage));
  const merged = await eventually(async () => {
    const rows = await sql<{ id: string; into: string | null }>('SELECT id, merged_into AS into FROM conversations WHERE id = ANY($1::uuid[]) AND merged_into IS NOT NULL', [[first.id, second.id]]);
    expect(rows).toHaveLength(1);
    return rows[0]?.into ?? '';
  });
  await open(ewaPage, merged);
  await expectTexts(said(ewaPage), ['First of Celina', 'First of Dorota']);
  await ewaPage.locator('.tl').click();
  await ewaPage.keyboard.press('Shift+L');
  await dialog(ewaPage).getByRole('combobox').fill(`#${other.number}`);
  await dialog(ewaPage).getByRole('option').filter({ hasText: 'Edyta' }).click();
  await dialog(ewaPage).getByRole('option', { name: new RegExp(`was caused by #${other.number}`) }).click();
  const panel = ewaPage.getByRole('complementary', { name: 'Customer' });
  await seen(panel.getByRole('link', { name: new RegExp(`caused by #${other.number}`) }));
  await panel.getByText('Merged, split, moved').click();
  await seen(panel.getByText(/#\d+ merged into #\d+/));
  expect(await accessibilityFaults(ewaPage)).toEqual([]);
  await panel.getByRole('button', { name: 'Undo' }).click();
  await eventually(async () => expect(await sql('SELECT 1 FROM conversations WHERE id = ANY($1::uuid[]) AND merged_into IS NOT NULL', [[first.id, second.id]])).toEqual([]));
  // With a thumb, on the smallest screen.
  await ewaPage.setViewportSize({ width: 360, height: 740 });
  await open(ewaPage, first.id);
  await ewaPage.getByRole('button', { name: 'More to do with this conversation' }).click();
  await ewaPage.getByRole('menuitem', { name: /^Merge with another/ }).click();
  await seen(dialog(ewaPage).getByRole('combobox', { name: 'Merge' }));
  expect(await ewaPage.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
}, 120_000);
