import type { ChannelView } from '@kontuar/contract';
import { instagramBy } from '../platforms/instagram/instagram.platform';
import { startPlatform, type Platform } from '../platforms/kit';
import { accessibilityFaults, gone, goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { channelSettings } from '../support/mail/channel-settings';
import { startMailServer, type MailServer } from '../support/mail/mail-server';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { owner, ProductClient } from '../support/product-client';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let mail: MailServer;
let instagram: Platform;
let page: Page;
let inbox: InboxScreen;
const marta = 'marta@customer.test';
const panel = () => page.getByRole('region', { name: 'Case R-0001' });
const letter = () => page.getByRole('dialog', { name: 'Decision letter' });

beforeAll(async () => {
  [product, mail, instagram, page] = await Promise.all([openWorkspace(), startMailServer(), startPlatform(instagramBy('instagram')), chromium.somebody('agent')]);
  const client = await ProductClient.signIn(product.url);
  await client.call('PATCH', '/me', { undoSendSeconds: 0 });
  await client.call('POST', '/channels', { connectorId: 'email', name: 'Support', settings: channelSettings(mail, mail.addUser('support@acme.test')) });
  const { id, webhookUrl } = await client.call<ChannelView>('POST', '/channels', { connectorId: 'instagram', name: 'Our account', settings: instagram.sim.settings() });
  instagram.useWebhook(webhookUrl ?? `${product.url}/hooks/instagram/${id}`);
  inbox = new InboxScreen(page);
  await signIn(page, product.url, owner);
  await inbox.view('All');
});
afterAll(async () => {
  await product.stop();
  await Promise.all([mail.stop(), instagram.close()]);
});

story('makes a claim of a public comment with two keys, and counts from it while the talk goes on in private', async () => {
  const customer = instagram.sim.customer('Marta');
  const postId = instagram.sim.post?.('Stół Brzoza, olejowany ręcznie.') ?? '';
  await instagram.happen(instagram.sim.say({ from: customer, text: 'Mój stół Brzoza 160 przyszedł porysowany. Składam reklamację!', public: { postId } }));
  await seen(inbox.row('@marta'));
  await inbox.open('@marta');
  await inbox.editor.press('Control+Shift+X');
  await inbox.write('Bardzo nam przykro. Na jaki adres e-mail mamy odpowiedzieć?');
  await inbox.sendAtOnce();
  await seen(inbox.log.getByText('Sent', { exact: true }));
  await instagram.happen(instagram.sim.say({ from: customer, text: marta }));
  await seen(inbox.log.getByText(marta));

  // On a slow machine the frame in which Escape gives the focus back to the row comes after the next key: it must not take it out of the dialog.
  await page.evaluate('globalThis.frameOf = requestAnimationFrame; globalThis.requestAnimationFrame = (draw) => setTimeout(() => frameOf(draw), 150)');
  await page.keyboard.press('Escape');
  await page.keyboard.press('c');
  await seen(page.getByRole('dialog', { name: 'Matter' }));
  await page.waitForTimeout(300);
  await page.evaluate('globalThis.requestAnimationFrame = frameOf');
  await page.keyboard.type('claim');
  await page.keyboard.press('Enter');
  await seen(panel().getByText('14 days left'));
  await seen(panel().getByRole('img', { name: /^Legal clock: day 0 of 14, answer due / }));
  await seen(inbox.thread.getByRole('link', { name: 'R-0001' }));
  await seen(inbox.row('@marta').getByText('Claim day 0 of 14'));
  await seen(inbox.log.getByText(/opened case R-0001/));

  // An answer in a chat may say the decision; that it stops nothing is said before it is marked.
  const said = page.locator('.tl [data-pick]').filter({ hasText: 'Bardzo nam przykro' });
  await said.hover();
  await said.getByRole('button', { name: 'What to do with this message' }).click();
  await page.getByRole('menuitem', { name: 'This is the decision on R-0001 …' }).click();
  await seen(page.getByRole('dialog').getByText(/no durable medium: the clock runs on/));
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
});

story('makes cases of several conversations at once, takes them back with one key, and finds one by its number', async () => {
  const postId = instagram.sim.post?.('Szafa Dąb.') ?? '';
  for (const name of ['Olga', 'Pola']) await instagram.happen(instagram.sim.say({ from: instagram.sim.customer(name), text: 'Drzwi szafy są krzywe, reklamuję.', public: { postId } }));
  for (const name of ['@olga', '@pola']) {
    await seen(inbox.row(name));
    await inbox.row(name).getByRole('link').focus();
    await page.keyboard.press('x');
  }
  await page.keyboard.press('c');
  await seen(page.getByRole('dialog', { name: 'Matter' }));
  await page.keyboard.type('claim');
  await page.keyboard.press('Enter');
  const which = page.getByRole('dialog', { name: 'Cases of several conversations' });
  await seen(which.getByText('2 cases'));
  await page.keyboard.press('Enter');
  await seen(inbox.toast.getByText(/Claim: 2 cases opened/));
  for (const name of ['@olga', '@pola']) await seen(inbox.row(name).getByText('Claim day 0 of 14'));
  await page.keyboard.press('z');
  for (const name of ['@olga', '@pola']) await gone(inbox.row(name).getByText('Claim day 0 of 14'));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+K');
  await page.keyboard.type('r-0001');
  await seen(page.getByRole('option', { name: /^R-0001.*porysowany/ }));
  await page.keyboard.press('Enter');
  await seen(page.getByRole('heading', { name: 'R-0001' }));
  await page.goBack();
  await inbox.open('@marta');
});

story('answers with a decision letter by email; it bounces, the alarm begins, and sent again it stops the clock', async () => {
  await inbox.thread.getByRole('link', { name: 'R-0001' }).click();
  await seen(page.getByRole('heading', { name: 'R-0001' }));
  await page.getByLabel('Product').fill('Stół Brzoza 160');
  await page.getByLabel('What the customer demands').selectOption('replacement');
  await seen(page.getByText(/Only an answer with a decision that was delivered by email or letter stops the clock/));
  // By keys alone: out of the field, and to the letter.
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await letter().getByLabel('Reasons').fill('Blat ma wadę, która istniała przy wydaniu.');
  await letter().getByRole('button', { name: 'Take the words anew' }).click();
  await seen(letter().getByText(/Żądanie: wymiana/));
  await letter().getByLabel('How it is sent').selectOption({ label: 'By a first email over Support' });
  await letter().getByLabel('To', { exact: true }).fill(marta);
  expect(await accessibilityFaults(page)).toEqual([]);
  await letter().getByRole('button', { name: 'Send' }).click();
  await gone(letter());

  // Nobody has that mailbox yet: the server takes the letter, and sends it back.
  await seen(page.getByText('Answer written, not delivered'), 20_000);
  await seen(page.getByText('14 days left'));
  await seen(page.getByText('not delivered', { exact: true }));
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: /notification/i }).first().click();
  await seen(page.getByText(/The answer to this claim did not arrive/).first());
  await page.keyboard.press('Escape');

  mail.addUser(marta);
  await page.getByRole('link', { name: 'Show in the conversation' }).click();
  await seen(panel().getByText('Answer written, not delivered'));
  await seen(inbox.log.getByText(/was not delivered: its clock runs/));
  await inbox.log.getByRole('button', { name: 'Retry' }).click();
  await seen(panel().getByText('Answer delivered'), 20_000);
  await seen(inbox.log.getByText(/its clock is stopped/).last());
  const [got] = await mail.waitForMails(marta, 1);
  expect(got?.raw).toMatch(/filename="?R-0001-decyzja\.pdf/);

  await goWithin(page, '/cases');
  await seen(page.getByRole('row', { name: /R-0001.*Stół Brzoza 160.*with an answer/ }));
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await seen(page.getByText('SHA-256'));
  await seen(page.getByText(/^250 /));
});
