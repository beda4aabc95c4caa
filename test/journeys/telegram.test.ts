import sharp from 'sharp';
import { gone, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { owner } from '../support/product-client';
import { startTelegram } from '../platforms/telegram/simulator';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let telegram: Awaited<ReturnType<typeof startTelegram>>;
let page: Page;
let inbox: InboxScreen;
let anna: { id: number };
let asked: number;

beforeAll(async () => {
  [product, telegram, page] = await Promise.all([openWorkspace(), startTelegram(), chromium.somebody('agent')]);
  inbox = new InboxScreen(page);
  await signIn(page, product.url, owner);
});
afterAll(async () => {
  await product.stop();
  await telegram.close();
});
afterEach(() => { expect(telegram.violations).toEqual([]); });

story('adds the bot by the wizard, which says what a wrong token means', async () => {
  await page.getByRole('link', { name: 'Channels' }).click();
  await page.getByRole('link', { name: 'Add a channel' }).or(page.getByRole('button', { name: 'Add a channel' })).first().click();
  await page.getByRole('button', { name: /^Telegram/ }).click();
  await page.getByLabel('Bot token').fill('700000002:AAF-not_the_token_of_any_bot_35_letters');
  await page.getByText('More settings').click();
  await page.getByLabel('Bot API address').fill(telegram.apiRoot);
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await seen(page.getByRole('listitem').filter({ hasText: 'Bot token, failed' }));
  await page.getByLabel('Bot token').fill(telegram.token);
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await seen(page.getByRole('listitem').filter({ hasText: 'Bot token, passed' }));
  await seen(page.getByRole('listitem').filter({ hasText: 'Messages coming in, passed' }));
  await page.getByRole('button', { name: 'Add channel' }).click();
  await page.getByRole('link', { name: 'Open the channel' }).click();
  await seen(page.getByRole('heading', { name: 'Telegram' }));
});

story('shows a message, a photo and a correction as they come', async () => {
  await page.getByRole('link', { name: /^Inbox/ }).click();
  await inbox.view('Unassigned');
  anna = telegram.person({ first_name: 'Anna', last_name: 'Zielińska', language_code: 'pl' });
  asked = telegram.userWrites(anna.id, 'Where is my parcle?').message.message_id;
  await seen(inbox.row('Anna Zielińska').getByText('Where is my parcle?'));
  await inbox.open('Anna Zielińska');
  await seen(inbox.log.getByText('Where is my parcle?'));

  telegram.userEdits(anna.id, asked, 'Where is my parcel?');
  await seen(inbox.log.getByText('Where is my parcel?'));
  await seen(inbox.log.getByText('edited'));
  await gone(inbox.log.getByText('Where is my parcle?'));

  const bytes = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#a04020' } }).jpeg().toBuffer();
  telegram.userSendsPhoto(anna.id, { bytes, caption: 'It stood here yesterday' });
  await seen(inbox.log.getByText('It stood here yesterday'));
  const picture = inbox.log.getByRole('button', { name: /^Open / });
  await seen(picture);
  await eventually(async () => { expect(await picture.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0); });
  await picture.click();
  const large = page.getByRole('dialog').getByRole('img');
  await eventually(async () => { expect(await large.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual([640, 480]); });
  await page.keyboard.press('Escape');
  await gone(large);
});

story('answers with a file, which arrives with its bytes where the customer wrote', async () => {
  await inbox.composer.locator('input[type=file]').setInputFiles({ name: 'waybill.txt', mimeType: 'text/plain', buffer: Buffer.from('Parcel 4711, Kraków') });
  await seen(inbox.composer.getByRole('list', { name: 'Files' }).getByText('waybill.txt'));
  await inbox.write('It left Kraków this morning.');
  await inbox.sendAtOnce();
  await seen(inbox.log.getByText('It left Kraków this morning.'));
  await eventually(() => {
    const shown = telegram.sent(anna.id);
    expect(shown.map(({ text }) => text).filter((text) => text !== '')).toEqual(['It left Kraków this morning.']);
    expect(shown.flatMap(({ files }) => files.map((file) => [file.name, file.bytes.toString()]))).toEqual([['waybill.txt', 'Parcel 4711, Kraków']]);
  });
  await seen(inbox.log.getByText('Sent', { exact: true }));
});

story('says in plain words that the customer has blocked us, and sends when asked again', async () => {
  telegram.userBlocks(anna.id);
  await inbox.write('Are you still there?');
  await inbox.sendAtOnce();
  await seen(inbox.log.getByText('Not delivered: the customer has blocked us'));
  telegram.userUnblocks(anna.id);
  await inbox.log.getByRole('button', { name: 'Retry' }).click();
  await eventually(() => { expect(telegram.sent(anna.id).at(-1)?.text).toBe('Are you still there?'); });
  await gone(inbox.log.getByText('Not delivered: the customer has blocked us'));
});

story('takes a reply back before it leaves', async () => {
  await inbox.write('Sent too early');
  await inbox.editor.press('Control+Enter');
  await inbox.toast.getByRole('button', { name: 'Undo' }).click();
  await eventually(async () => { expect(await inbox.written()).toBe('Sent too early'); });
  await gone(inbox.log.getByText('Sent too early'));
  await inbox.write('Sent on purpose');
  await inbox.sendAtOnce();
  await eventually(() => { expect(telegram.sent(anna.id).map(({ text }) => text)).toContain('Sent on purpose'); });
  expect(telegram.sent(anna.id).map(({ text }) => text)).not.toContain('Sent too early');
});
