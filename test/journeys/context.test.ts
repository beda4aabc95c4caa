import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { ChannelView, ConversationView, Page as ListPage } from '@kontuar/contract';
import { accessibilityFaults, atWork, expectTexts, gone, goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { addressOf, owner, ProductClient } from '../support/product-client';
import type { VisitorClient } from '../support/visitor';
import { visitorWrites } from '../support/visitor-writes';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let client: ProductClient;
let service: Server;
let ewaPage: Page;
let bartekPage: Page;
let ewa: InboxScreen;
let bartek: InboxScreen;
const visited: { id: string; channel: string }[] = [];
const visitors = new Map<string, VisitorClient>();

interface Question { task: 'translate' | 'summary' | 'draft'; to: string; text?: string; messages?: { n: number; text: string }[] }
/** How the language model answers; it hears only what leaves the house. */
let answers: (question: Question, response: ServerResponse) => object | number | undefined = () => 500;
let hungUp = 0;

beforeAll(async () => {
  service = createServer((request, response) => {
    let raw = '';
    request.on('data', (part: Buffer) => { raw += part.toString('utf8'); });
    request.on('end', () => {
      const [rules, data] = (JSON.parse(raw) as { messages: { content: string }[] }).messages.map(({ content }) => content);
      const task = /Sum up/.test(rules ?? '') ? 'summary' : /Translate/.test(rules ?? '') ? 'translate' : 'draft';
      const answer = answers({ task, ...(JSON.parse(data ?? '{}') as Omit<Question, 'task'>) }, response);
      if (answer === undefined) return void response.on('close', () => { hungUp += 1; });
      response.writeHead(typeof answer === 'number' ? answer : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ choices: [{ message: { content: JSON.stringify(answer) } }] }));
    });
  });
  await new Promise<void>((listening) => { service.listen(0, '127.0.0.1', listening); });
  [product, ewaPage, bartekPage] = await Promise.all([openWorkspace(), chromium.somebody('Ewa'), chromium.somebody('Bartek')]);
  client = await ProductClient.signIn(product.url);
  await client.call('PATCH', '/me', { name: 'Ewa Nowak' });
  const [shop, salon] = [await chat('Shop'), await chat('Salon')];
  await writes('Marta Wilk', shop, 'Dzień dobry, blat przyjechał porysowany. Proszę o wymianę.');
  await writes('Piotr Lis', shop, 'Where is my parcel?');
  await writes('M. Wilk', salon, 'Byłam dziś w salonie, czy blat już jest?');
  visited.push(...(await all()).map(({ id, channelId }) => ({ id, channel: channelId === shop ? 'Shop' : 'Salon' })));
  await client.call('POST', `/contacts/${(await of('Marta Wilk')).contact.id}/merge`, { otherId: (await of('M. Wilk')).contact.id });
  const invitation = await client.call<{ url: string }>('POST', '/invitations', { email: addressOf('bartek'), role: 'agent', teamIds: [] });
  await bartekPage.goto(`${product.url}/invite/${invitation.url.split('/').at(-1) ?? ''}`);
  await bartekPage.getByLabel('Your name').fill('Bartek Lis');
  await bartekPage.getByLabel('Password', { exact: true }).fill('another sentence here');
  await bartekPage.getByRole('button', { name: 'Join' }).click();
  await atWork(bartekPage);
  ewa = new InboxScreen(ewaPage);
  bartek = new InboxScreen(bartekPage);
  await signIn(ewaPage, product.url, owner);
}, 180_000);
afterAll(async () => {
  await product.stop();
  service.closeAllConnections();
  service.close();
});

const chat = async (name: string): Promise<string> => (await client.call<ChannelView>('POST', '/channels', { connectorId: 'chat', name, settings: {} })).id;
const all = async () => (await client.call<ListPage<ConversationView>>('GET', '/conversations?view=all&limit=50')).items;
async function of(name: string): Promise<ConversationView> {
  const found = (await all()).find(({ contact }) => contact.name === name);
  if (found === undefined) throw new Error(`nobody is called ${name}`);
  return found;
}
/** A visitor who did not say who they are is known by what they wrote, until somebody names them. */
async function writes(name: string, channelId: string, text: string): Promise<void> {
  visitors.set(name, await visitorWrites(client, channelId, name, text));
}
/** The same person has a row for each conversation. */
async function openRow(inbox: InboxScreen, name: string, channel: string): Promise<void> {
  await inbox.list.getByRole('link', { name: new RegExp(`${name} , ${channel},`) }).click();
  await seen(inbox.page.getByRole('region', { name: `Conversation with ${name}` }));
  await seen(inbox.editor);
}
const panel = (page: Page) => page.getByRole('complementary', { name: 'Customer' });
const picture = async (page: Page, name: string) => {
  const folder = process.env['KONTUAR_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: path.join(folder, `${name}.png`) });
};

story('lets an administrator ask for what the shop wants to know, and agents fill it in by the keyboard', async () => {
  await goWithin(ewaPage, '/settings/fields');
  await ewaPage.getByRole('button', { name: 'New field' }).click();
  const dialog = ewaPage.getByRole('dialog', { name: 'New field' });
  await dialog.getByLabel('Name in English').fill('Damage');
  await dialog.getByLabel('Name in Polish').fill('Uszkodzenie');
  await dialog.getByLabel('Kind').selectOption({ label: 'One of' });
  await dialog.getByLabel('Options').fill('Scratch | Rysa\nBroken | Pęknięcie');
  expect(await accessibilityFaults(ewaPage)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await seen(ewaPage.getByRole('listitem').filter({ hasText: 'Damage' }));
  await picture(ewaPage, 'context-fields-settings');
  await client.call('POST', '/views', { name: 'Broken things', filter: { by: 'attribute', is: 'any', key: 'damage', of: ['broken'] }, sort: 'attribute:damage:asc', sharing: 'workspace' });
  await goWithin(ewaPage, '/inbox/all');
  await ewaPage.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /^Broken things/ }).click();
  await bartek.view('All');
  await openRow(bartek, 'Marta Wilk', 'Shop');
  const value = panel(bartekPage).getByRole('button', { name: 'Damage: Add' });
  await seen(value);
  await value.press('Enter');
  await bartekPage.getByRole('menuitemcheckbox', { name: 'Broken' }).press('Enter');
  await seen(panel(bartekPage).getByRole('button', { name: 'Damage: Broken' }));
  // The colleague's view takes it up as it is filled in.
  await seen(ewa.list.getByRole('link', { name: /Marta Wilk/ }));
  expect(await accessibilityFaults(bartekPage)).toEqual([]);
  await picture(bartekPage, 'context-panel');
});

story('fills a field in on many at once, and takes it back with a key', async () => {
  await bartek.view('All');
  await bartek.list.getByRole('link', { name: /Piotr Lis/ }).click({ modifiers: ['Control'] });
  await bartekPage.keyboard.press('Control+a');
  await seen(bartekPage.getByRole('toolbar', { name: 'What to do with the selection' }));
  await bartekPage.keyboard.press('f');
  const dialog = bartekPage.getByRole('dialog', { name: /^Damage: / });
  await dialog.getByLabel('Damage').selectOption({ label: 'Scratch' });
  expect(await accessibilityFaults(bartekPage)).toEqual([]);
  await picture(bartekPage, 'context-bulk-field');
  await dialog.getByRole('button', { name: 'Set' }).click();
  await eventually(async () => { expect((await all()).map(({ attributes }) => attributes?.['damage'])).toEqual(['scratch', 'scratch', 'scratch']); });
  await gone(ewa.list.getByRole('link', { name: /Marta Wilk/ }));
  await seen(bartek.toast.getByText('Field of 3 conversations changed'));
  await bartekPage.keyboard.press('z');
  await eventually(async () => { expect((await all()).map(({ attributes }) => attributes?.['damage']).filter((value) => value !== undefined)).toEqual(['broken']); });
  await seen(ewa.list.getByRole('link', { name: /Marta Wilk/ }));
  await bartekPage.keyboard.press('Escape');
});

story('keeps in mind what the next colleague should know: in the panel, in short above the answer, and for as long as it is true', async () => {
  await ewa.view('All');
  await openRow(ewa, 'Marta Wilk', 'Shop');
  await panel(ewaPage).getByRole('button', { name: 'Add something to keep in mind' }).press('Enter');
  await ewaPage.getByRole('textbox', { name: 'What to keep in mind' }).fill('Call after four');
  await ewaPage.keyboard.press('Control+Enter');
  await seen(panel(ewaPage).getByText('Call after four'));
  await openRow(bartek, 'Marta Wilk', 'Shop');
  const strip = bartek.thread.getByRole('button', { name: /^In mind: Call after four/ });
  await seen(strip);
  await panel(bartekPage).getByRole('button', { name: 'Add something to keep in mind' }).click();
  await bartekPage.getByRole('textbox', { name: 'What to keep in mind' }).fill('No discount instead of a new top');
  await bartekPage.getByLabel('Keep until').fill(new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10));
  await panel(bartekPage).getByRole('button', { name: 'Save' }).click();
  const kept = panel(ewaPage).locator('.pin .mem');
  await expectTexts(kept, ['Call after four', 'No discount instead of a new top']);
  await panel(ewaPage).getByRole('button', { name: 'What to do with: No discount instead of a new top' }).press('Enter');
  await ewaPage.getByRole('menuitem', { name: 'Move up' }).press('Enter');
  await expectTexts(panel(bartekPage).locator('.pin .mem'), ['No discount instead of a new top', 'Call after four']);
  await seen(bartek.thread.getByRole('button', { name: /^In mind: No discount instead of a new top.*and 1 more/ }));
  await panel(ewaPage).getByRole('button', { name: 'What to do with: Call after four' }).click();
  await ewaPage.getByRole('menuitem', { name: 'Take off' }).click();
  await expectTexts(panel(bartekPage).locator('.pin .mem'), ['No discount instead of a new top']);
  await ewa.toast.getByRole('button', { name: /Undo/ }).click();
  await expectTexts(panel(bartekPage).locator('.pin .mem'), ['No discount instead of a new top', 'Call after four']);
  await picture(ewaPage, 'context-kept');
});

story('shows one person over all channels, live, and leads to each conversation', async () => {
  await ewaPage.keyboard.press('Shift+I');
  const whole = ewaPage.getByRole('log', { name: 'Everything with Marta Wilk' });
  await seen(whole.getByText('blat przyjechał porysowany'));
  await seen(whole.getByText('Byłam dziś w salonie'));
  await seen(ewa.thread.getByText(/^The answer goes to Salon \(conversation \d+\), where Marta Wilk wrote last$/));
  await visitors.get('Marta Wilk')?.write('Halo, jest tam ktoś?');
  await seen(whole.getByText('Halo, jest tam ktoś?'));
  await seen(ewa.thread.getByText('The answer goes to Shop, where Marta Wilk wrote last'));
  expect(await accessibilityFaults(ewaPage)).toEqual([]);
  await picture(ewaPage, 'context-timeline');
  await whole.getByRole('button', { name: /^Open conversation/ }).first().click();
  await eventually(() => { expect(ewaPage.url()).toContain((visited.find((each) => each.channel === 'Salon') as { id: string }).id); });
  await ewaPage.keyboard.press('Shift+I');
  await seen(ewa.log.getByText('Byłam dziś w salonie'));
  expect(await ewa.log.getByText('blat przyjechał porysowany').count()).toBe(0);
});

story('has no assistant until an administrator connects one', async () => {
  expect(await ewaPage.getByRole('button', { name: /Sum up|Suggest an answer|Translate/ }).count()).toBe(0);
  await goWithin(ewaPage, '/settings/assistant');
  await ewaPage.getByRole('checkbox', { name: 'Use an assistant' }).click();
  await ewaPage.getByLabel('Address of the service').fill(`http://127.0.0.1:${(service.address() as AddressInfo).port}/v1`);
  await ewaPage.getByLabel('Model').fill('small-1');
  for (const name of ['Translations', 'Summaries', 'Suggested answers', 'Agents']) {
    const box = ewaPage.getByRole('checkbox', { name });
    if (!(await box.isChecked())) await box.click();
  }
  expect(await accessibilityFaults(ewaPage)).toEqual([]);
  await ewaPage.getByRole('button', { name: 'Save' }).click();
  await seen(ewa.toast.getByText('Saved.'));
});

story('sums up with sources that lead to the messages, translates beside the original, and lets a question be left', async () => {
  const summary = (question: Question) => ({ sentences: [{ text: 'She wants a new table top.', sources: [question.messages?.[0]?.n ?? 0] }, { text: 'Made up.', sources: [99] }] });
  answers = (question) => (question.task === 'summary' ? summary(question) : { text: 'The top arrived scratched.' });
  await bartek.view('All');
  await openRow(bartek, 'Piotr Lis', 'Shop');
  await openRow(bartek, 'Marta Wilk', 'Shop');
  await bartek.thread.getByRole('button', { name: 'Sum up' }).click();
  const assistant = bartek.thread.getByRole('region', { name: 'Assistant' });
  await seen(assistant.getByText('She wants a new table top.'));
  expect(await assistant.getByText('Made up.').count()).toBe(0);
  expect(await accessibilityFaults(bartekPage)).toEqual([]);
  await picture(bartekPage, 'context-summary');
  await assistant.getByRole('link', { name: 'from message 1' }).press('Enter');
  await seen(bartek.log.getByText('blat przyjechał porysowany'));
  expect(bartekPage.url()).toMatch(/#m1$/);
  await assistant.getByRole('button', { name: 'Put away' }).click();
  await bartek.log.getByRole('button', { name: 'Translate' }).first().click();
  await seen(bartek.log.getByText('The top arrived scratched.'));
  await seen(bartek.log.getByText('blat przyjechał porysowany'));
  answers = () => undefined;
  const before = hungUp;
  await bartek.thread.getByRole('button', { name: 'Sum up' }).click();
  await seen(bartek.thread.getByText('The assistant is at work'));
  await openRow(bartek, 'Piotr Lis', 'Shop');
  await eventually(() => { expect(hungUp).toBe(before + 1); });
});

story('suggests an answer that a person takes, translates one’s own words and gives them back, and sends nothing', async () => {
  answers = ({ task, to, text }) => (task === 'translate' ? { text: `Witaj! Twoja paczka jedzie. (${to}: ${text?.length ?? 0})` } : { text: 'Dzień dobry, sprawdzamy [...].', sources: [1] });
  await openRow(bartek, 'Marta Wilk', 'Shop');
  await bartek.thread.getByRole('button', { name: 'Suggest an answer' }).click();
  await seen(bartek.thread.getByText('Nothing is sent before you do it.'));
  expect(await bartek.written()).toBe('');
  await bartek.thread.getByRole('button', { name: 'Put into the answer' }).press('Enter');
  await eventually(async () => { expect(await bartek.written()).toBe('Dzień dobry, sprawdzamy [...].'); });
  await bartek.write('Hello, your parcel is on its way and we thank you for waiting');
  const own = bartek.composer.getByRole('region', { name: 'Translation of the answer' });
  await bartek.composer.getByRole('button', { name: 'Translate into: Polish' }).click();
  await seen(own.getByText(/Witaj! Twoja paczka jedzie\. \(pl: 61\)/));
  expect(await bartek.written()).toContain('Hello, your parcel');
  await picture(bartekPage, 'context-own-words');
  await own.getByRole('button', { name: 'Write this instead' }).press('Enter');
  await eventually(async () => { expect(await bartek.written()).toContain('Witaj!'); });
  await seen(own.getByText('Hello, your parcel is on its way'));
  expect(await accessibilityFaults(bartekPage)).toEqual([]);
  await own.getByRole('button', { name: 'Back to my words' }).click();
  await eventually(async () => { expect(await bartek.written()).toContain('Hello, your parcel'); });
  expect((await client.call<{ items: { direction: string }[] }>('GET', `/conversations/${(await of('Piotr Lis')).id}/messages?limit=50`)).items.filter(({ direction }) => direction === 'out')).toEqual([]);
});

story('says in plain words what keeps the assistant from helping', async () => {
  chromium.excuse(/status of (429|503)/);
  for (const [status, words] of [[401, 'does not accept our key'], [429, 'too much to do'], [500, 'does not answer']] as const) {
    answers = () => status;
    await bartek.thread.getByRole('button', { name: 'Sum up' }).click();
    await seen(bartek.toast.getByText(words));
  }
});
