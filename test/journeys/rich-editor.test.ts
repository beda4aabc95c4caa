import { simpleParser } from 'mailparser';
import type { ChannelView } from '@kontuar/contract';
import { accessibilityFaults, goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { channelSettings } from '../support/mail/channel-settings';
import { startMailServer, type MailServer } from '../support/mail/mail-server';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { addressOf, owner, ProductClient } from '../support/product-client';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let mail: MailServer;
let page: Page;
let inbox: InboxScreen;
let client: ProductClient;
let support: { address: string; password: string };
let anna: { address: string };

beforeAll(async () => {
  [product, mail, page] = await Promise.all([openWorkspace(), startMailServer(), chromium.somebody('agent')]);
  support = mail.addUser('support@acme.test');
  anna = mail.addUser('anna@customer.test');
  client = await ProductClient.signIn(product.url);
  await client.call<ChannelView>('POST', '/channels', { connectorId: 'email', name: 'Support', settings: channelSettings(mail, support) });
  inbox = new InboxScreen(page);
  await signIn(page, product.url, owner);
});
afterAll(async () => {
  await product.stop();
  await mail.stop();
});

/** As a spreadsheet or the tool for screenshots puts it on the clipboard. */
const paste = (what: { html?: string; text?: string; picture?: string }) => page.evaluate(async ({ html, text, picture }) => {
  const data = new DataTransfer();
  if (html !== undefined) data.setData('text/html', html);
  if (text !== undefined) data.setData('text/plain', text);
  if (picture !== undefined) {
    const canvas = document.createElement('canvas');
    const bytes = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    if (bytes !== null) data.items.add(new File([bytes], picture, { type: 'image/png' }));
  }
  document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}, what);
const letter = () => page.locator('.ltr[role=textbox]');
const mailWith = async (text: string) => {
  let found = '';
  await eventually(async () => {
    found = (await mail.mails(anna.address)).map(({ raw }) => raw).find((raw) => raw.includes(text)) ?? '';
    expect(found).not.toBe('');
  }, 20_000);
  return simpleParser(found);
};

story('keeps a signature for the house, with its picture', async () => {
  await goWithin(page, '/settings/signatures');
  const english = page.getByRole('group', { name: 'In English' });
  await english.locator('.ltr').click();
  await page.keyboard.type('Kind regards,');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+b');
  await english.getByRole('button', { name: 'Full name' }).click();
  await page.keyboard.press('Enter');
  await paste({ picture: 'logo.png' });
  // Shown as it will look, from where its bytes are.
  await eventually(async () => { expect(await english.frameLocator('iframe').locator('img').evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(1); });
  await page.getByRole('main').getByRole('button', { name: 'Save' }).press('Enter');
  await seen(page.getByText('Signature saved'));
  expect(await accessibilityFaults(page)).toEqual([]);
});

story('writes a letter by keyboard alone, and the customer gets it as it looked', async () => {
  await mail.deliver(
    ['From: Anna Nowak <anna@customer.test>', 'To: support@acme.test', 'Subject: Two chairs', 'Message-ID: <chairs@customer.test>', 'MIME-Version: 1.0', 'Content-Type: text/html; charset=utf-8', '',
      '<table><tr><td>Hello, could you please tell me when the chairs will be delivered?</td><td><b>2 × oak</b></td></tr></table><img src="x" onerror="parent.document.title=\'taken over\'"><script>parent.document.title="taken over"</script>'].join('\n'),
    { to: support.address, from: anna.address });
  await page.getByRole('link', { name: /^Inbox/ }).click();
  await inbox.view('All');
  await seen(inbox.row('Anna Nowak'), 20_000);
  await inbox.open('Anna Nowak');
  await seen(letter());
  // A note has another field than a letter: nothing that is typed in between is taken for a shortcut, and nothing typed after leaving is taken for words.
  await page.keyboard.press('n');
  await page.keyboard.type('seam');
  await eventually(async () => { expect(await inbox.written()).toBe('seam'); });
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await page.keyboard.type('Dear Anna,');
  await page.keyboard.press('Enter');
  await page.keyboard.type('both leave ');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('on Monday');
  await page.keyboard.press('Control+b');
  await page.keyboard.type(', see our rules');
  for (let letters = 0; letters < 9; letters += 1) await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Control+Shift+K');
  await page.getByLabel('Address of the link').fill('javascript:alert(1)');
  await page.keyboard.press('Enter');
  await seen(page.getByText('Enter a web address, an email address or a phone number'));
  await page.getByLabel('Address of the link').fill('acme.test/rules');
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  // As in every editor of today: a dash begins a list, and an empty line ends it.
  await page.keyboard.type('- signed');
  await page.keyboard.press('Enter');
  await page.keyboard.type('insured');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await paste({ html: '<html><body><table><!--StartFragment--><tr><td>Oak chair</td><td>2</td></tr><tr><td>Oil</td><td>10</td></tr><!--EndFragment--></table></body></html>', text: 'Oak chair\t2\nOil\t10' });
  await page.keyboard.press('Control+End');
  await paste({ picture: 'label.png' });
  await seen(letter().locator('img[data-file]'));
  // It stands in the text, so it is no file beside it.
  expect(await inbox.composer.getByRole('listitem').filter({ hasText: 'label.png' }).count()).toBe(0);

  await page.keyboard.press('Control+;');
  const preview = inbox.composer.getByRole('region', { name: 'How Anna Nowak will see it' });
  const shown = preview.frameLocator('iframe');
  await seen(shown.getByText('on Monday', { exact: true }));
  await seen(shown.getByRole('listitem').filter({ hasText: 'insured' }));
  // The picture in the text and the one of the signature; the customer's own, quoted, would be loaded from a stranger.
  await eventually(async () => { expect(await shown.locator('img').evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth > 1))).toEqual([true, true, false]); });
  await preview.getByText('As plain text').click();
  await seen(preview.getByText(/Oak chair \| 2\nOil {7}\| 10/));
  await seen(preview.getByText(/-- \nKind regards,\nowner/i));
  expect(await accessibilityFaults(page)).toEqual([]);
  await letter().press('Control+;');
  await inbox.sendAtOnce();

  const parsed = await mailWith('both leave');
  expect(parsed.text).toContain('both leave on Monday, see our rules <https://acme.test/rules>\n- signed\n- insured');
  expect(parsed.text).toContain('Oak chair | 2\nOil       | 10');
  expect(parsed.text).toMatch(/\n-- \nKind regards,\nowner\n\nOn .+, Anna Nowak wrote:\n> Hello, could/i);
  const html = String(parsed.html);
  for (const part of ['<strong>on Monday</strong>', '<a href="https://acme.test/rules"', '<li>', '<td', '<blockquote type="cite"']) expect(html).toContain(part);
  expect(html.indexOf('Kind regards')).toBeLessThan(html.indexOf('<blockquote'));
  expect(parsed.attachments).toMatchObject(['label.png', 'logo.png'].map((filename) => ({ filename, contentType: 'image/png', related: true, contentDisposition: 'inline' })));
  expect(await page.title()).not.toContain('taken over');

  // In the thread as well, with what stood below it folded.
  const sent = inbox.log.getByRole('article').filter({ has: page.locator('iframe') }).last();
  await seen(sent.frameLocator('iframe').getByText('on Monday', { exact: true }), 20_000);
  await sent.getByRole('button', { name: /^Earlier message/ }).click();
  await seen(sent.getByText('Kind regards,'));
});

story('is one letter for two who write it, with its look, and leaves as both see it', async () => {
  const url = (await client.call<{ url: string }>('POST', '/invitations', { email: addressOf('jan'), role: 'agent' })).url;
  const password = 'another sentence here';
  await fetch(`${product.url}/api/v1/invitations/by-token/${url.split('/').at(-1)}/accept`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Jan Lis', password, locale: 'en' }) });
  const janPage = await chromium.somebody('Jan');
  const jans = new InboxScreen(janPage);
  await signIn(janPage, product.url, { email: addressOf('jan'), password });
  const his = janPage.locator('.ltr[role=textbox]');
  await jans.view('All');
  await jans.open('Anna Nowak');
  await seen(his);

  await letter().click();
  await page.keyboard.type('Dear ');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('Anna');
  await page.keyboard.press('Control+b');
  // Nobody waits for the sharing: what is typed meanwhile is in it.
  await page.keyboard.press('Control+Shift+E');
  await page.keyboard.type(', it left.', { delay: 40 });
  await seen(inbox.composer.getByText('Only you are here'));
  await jans.composer.getByRole('button', { name: 'Continue it' }).click();
  await seen(jans.composer.getByText(/With Owner/i));
  await seen(his.locator('strong').getByText('Anna'));
  await his.click();
  await janPage.keyboard.press('Control+End');
  // The other sees where Jan will write: two who wrap one and the same paragraph at one moment are not what is told here.
  await eventually(async () => { expect(await letter().evaluate((element) => element.querySelector('.tog-c')?.previousSibling?.textContent)).toMatch(/it left\.$/); });
  await Promise.all([
    (async () => {
      await janPage.keyboard.press('Enter');
      await janPage.keyboard.type('- signed', { delay: 25 });
    })(),
    (async () => {
      await page.keyboard.press('Control+Home');
      await page.keyboard.type('Hi! ', { delay: 40 });
    })(),
  ]);
  await seen(letter().locator('li').getByText('signed'));
  await seen(page.locator('.ltr .tog-c', { hasText: 'J' }));
  const both = () => eventually(async () => {
    const [ours, theirs] = await Promise.all([letter(), his].map((box) => box.evaluate((element) => { const copy = element.cloneNode(true) as Element; for (const caret of copy.querySelectorAll('.tog-c, .ProseMirror-separator, .ProseMirror-trailingBreak')) caret.remove(); return copy.innerHTML; })));
    expect(theirs).toBe(ours);
    return ours ?? '';
  });
  expect(await both()).toMatch(/Hi! Dear <strong>Anna<\/strong>, it left\..*<li>.*signed/);
  // Each takes back their own steps only; how many they are is a matter of pauses.
  await eventually(async () => {
    if ((await his.innerText()).includes('signed')) await janPage.keyboard.press('Control+z');
    expect(await his.innerText()).not.toContain('signed');
  });
  await janPage.keyboard.press('Control+z');
  expect(await both()).toMatch(/^<p[^>]*>Hi! Dear <strong>Anna<\/strong>, it left\./);
  await janPage.keyboard.type(' Soon.');
  await both();
  expect(await accessibilityFaults(janPage)).toEqual([]);
  await janPage.reload();
  await seen(his.locator('strong').getByText('Anna'));
  await jans.sendAtOnce();
  const parsed = await mailWith('Hi! Dear');
  expect(String(parsed.html)).toContain('Hi! Dear <strong>Anna</strong>, it left.');
  expect(String(parsed.html)).toContain('Soon.');
  await seen(inbox.toast.getByText('Jan Lis sent the shared draft'));
  await janPage.context().close();
});

story('quotes in the text by choice, says no quote twice, and speaks Polish', async () => {
  await client.call('PATCH', '/me', { locale: 'pl' });
  await page.reload();
  await seen(letter());
  await letter().click();
  await page.getByRole('button', { name: 'Cytuj w tekście' }).click();
  await seen(letter().locator('blockquote').getByText('could you please'));
  expect(await page.getByRole('checkbox', { name: 'Cytuj: Anna Nowak' }).isChecked()).toBe(false);
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('Second letter. ');
  // One tab stop, arrows walk it; a huge paste is refused in plain words.
  await page.getByRole('toolbar', { name: 'Wygląd tekstu' }).getByRole('button', { name: 'Pogrubienie' }).focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Kursywa');
  await page.keyboard.press('Escape');
  await paste({ text: 'x'.repeat(60_000) });
  await seen(page.getByText(/^Nie wklejono: 60\s000 znaków/));
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.reload();
  await seen(letter().locator('blockquote'));
  await letter().press('Control+Enter');
  await page.getByRole('button', { name: 'Wyślij teraz' }).click();
  const parsed = await mailWith('Second letter.');
  expect(parsed.text?.match(/could you please/g)).toHaveLength(1);
  expect(parsed.text).toContain('> Hello, could you please');
  expect(String(parsed.html)).not.toContain('onerror');
});
