import type { CampaignView, ChannelView } from '@kontuar/contract';
import { accessibilityFaults, goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { channelSettings } from '../support/mail/channel-settings';
import { startMailServer, type MailServer } from '../support/mail/mail-server';
import { owner, ProductClient } from '../support/product-client';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let mail: MailServer;
let page: Page;
let client: ProductClient;
const names = ['Anna', 'Beata', 'Celina', 'Daria', 'Ewa'];
const address = (name: string): string => `${name.toLowerCase()}@customer.test`;
let channel: ChannelView;

beforeAll(async () => {
  [product, mail, page] = await Promise.all([openWorkspace(), startMailServer(), chromium.somebody('agent')]);
  const support = mail.addUser('support@acme.test');
  for (const name of names) mail.addUser(address(name));
  client = await ProductClient.signIn(product.url);
  channel = await client.call<ChannelView>('POST', '/channels', { connectorId: 'email', name: 'Mail', settings: channelSettings(mail, support) });
  for (const name of names) await mail.deliver(`From: ${name} <${address(name)}>\nTo: ${support.address}\nSubject: Question of ${name}\nMessage-ID: <${name}@customer.test>\n\nDo you make tables to measure?\n`, { to: support.address, from: address(name) });
  await signIn(page, product.url, owner);
});
afterAll(async () => {
  await product.stop();
  await mail.stop();
});

story('takes a question up as a lead with two keys, and shows its next step in the panel and in the list', async () => {
  const inbox = new InboxScreen(page);
  await inbox.view('All');
  await seen(inbox.row('Anna'), 20_000);
  await inbox.open('Anna');
  await inbox.log.click();
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: 'Take up as a lead' });
  await dialog.getByLabel('What you do next').fill('Send the offer');
  await dialog.getByRole('button', { name: 'Tomorrow' }).click();
  await dialog.getByLabel('What you do next').press('Enter');
  await seen(page.getByRole('region', { name: 'Lead L-0001' }).getByText('Send the offer').or(page.getByRole('region', { name: 'Lead L-0001' }).getByLabel('What you do next')));
  await goWithin(page, '/leads');
  const row = page.getByRole('link', { name: /L-0001.*Anna/ });
  await seen(row.getByText('Send the offer'));
  expect(await accessibilityFaults(page)).toEqual([]);
  await row.click();
  await page.getByRole('combobox', { name: 'Stage', exact: true }).selectOption({ label: 'Offer made' });
  await seen(page.locator('.toast').getByText('L-0001 is now on: Offer made'));
});

story('writes to those of a segment who agreed, by real mail; one says no by the link, and the next campaign leaves them out', async () => {
  const people = (await client.call<{ items: { contact: { id: string; name: string } }[] }>('POST', '/contacts/find', { sort: 'name', limit: 50 })).items.map(({ contact }) => contact);
  expect(people.map(({ name }) => name).sort()).toEqual(names);
  for (const { id, name } of people) if (['Anna', 'Beata', 'Celina'].includes(name)) await client.call('POST', `/contacts/${id}/consents`, { purpose: 'email_marketing', given: true, source: 'form', proof: { text: 'News by email' } });
  await goWithin(page, '/outreach');
  await page.getByRole('button', { name: 'New campaign' }).click();
  await page.getByLabel('Channel', { exact: true }).selectOption({ label: 'Mail' });
  await page.getByRole('group', { name: 'English' }).getByRole('button', { name: 'Write it in this language' }).click();
  await page.getByLabel('Subject', { exact: true }).fill('Tables for {{contact.first}}');
  await page.getByLabel('Text of the message').fill('Hello {{contact.first}}, oak tables are here.');
  await page.getByLabel('Text of the message').blur();
  for (const name of ['Nothing on Sundays', 'Nothing on public holidays']) {
    await page.getByLabel(name).click();
    await seen(page.getByRole('checkbox', { name, checked: false }));
  }
  for (const name of ['Quiet from', 'until']) await page.getByLabel(name, { exact: true }).fill('');
  await page.getByLabel('until', { exact: true }).blur();
  await seen(page.getByText('3 people of 5 would get it'));
  await seen(page.getByText('2 never agreed'));
  await seen(page.getByText('Hello Anna, oak tables are here.'));
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Start the campaign' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start the campaign' }).click();
  await seen(page.getByText('Finished'), 20_000);
  const [letter] = await mail.waitForMails(address('Anna'), 1, { timeoutMs: 20_000 });
  await Promise.all([mail.waitForMails(address('Beata'), 1), mail.waitForMails(address('Celina'), 1)]);
  expect([(await mail.mails(address('Daria'))).length, (await mail.mails(address('Ewa'))).length]).toEqual([0, 0]);
  expect(letter?.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
  const link = /^List-Unsubscribe:\s*<([^>]+)>/m.exec(letter?.raw ?? '')?.[1] ?? '';

  // Whoever got it needs no sign-in and no script.
  await page.goto(link);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button').click();
  await seen(page.getByRole('status'));

  const again = await client.call<CampaignView>('POST', '/campaigns', { name: 'Second', channelId: channel.id, words: { en: { subject: 'Chairs', text: 'And chairs.' }, pl: null }, perMinute: 600, perHour: 20_000, quiet: { from: null, until: null, days: [], holidays: false, zone: 'house' } });
  await client.call('POST', `/campaigns/${again.id}/start`, {});
  await Promise.all([mail.waitForMails(address('Beata'), 2, { timeoutMs: 20_000 }), mail.waitForMails(address('Celina'), 2, { timeoutMs: 20_000 })]);
  expect((await mail.mails(address('Anna'))).length).toBe(1);
  await page.goto(`${product.url}/outreach/${again.id}`);
  await page.getByRole('button', { name: /Left out/ }).click();
  await seen(page.getByText('said no'));
  expect(await accessibilityFaults(page)).toEqual([]);
});
