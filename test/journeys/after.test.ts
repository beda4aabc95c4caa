import type { ChannelView, ConversationView, Page as ListPage, SurveyView } from '@kontuar/contract';
import { surveyToken } from '@kontuar/core';
import { resolveSecret, Secrets } from '@kontuar/platform';
import { accessibilityFaults, goWithin, InboxScreen, type Page, seen, signIn, useChromium, WidgetScreen } from '../support/browser';
import { eventually } from '../support/eventually';
import { owner, ProductClient } from '../support/product-client';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { startShop, type Site } from '../support/shop-page';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let client: ProductClient;
let shop: Site;
let page: Page;
let visitor: Page;
let inbox: InboxScreen;
let conversation: ConversationView;

beforeAll(async () => {
  [product, page, visitor] = await Promise.all([openWorkspace(), chromium.somebody('agent'), chromium.somebody('visitor')]);
  client = await ProductClient.signIn(product.url);
  await client.call('PATCH', '/me', { undoSendSeconds: 0 });
  const chat = await client.call<ChannelView>('POST', '/channels', { connectorId: 'chat', name: 'Shop', settings: { allowedOrigins: ['http://localhost:*'] } });
  shop = await startShop(product.url, chat.id);
  inbox = new InboxScreen(page);
  await signIn(page, product.url, owner);
  await inbox.view('All');
});
afterAll(async () => {
  await shop.close();
  await product.stop();
});

story('asks how it went on the card of the chat, lets the answer be changed behind a signed link, and shows the agent both', async () => {
  const widget = new WidgetScreen(visitor);
  await visitor.goto(shop.url);
  await widget.open();
  await widget.begin('Do oak legs fit?', 'Marta');
  conversation = await eventually(async () => {
    const [found] = (await client.call<ListPage<ConversationView>>('GET', '/conversations?view=all')).items;
    expect(found).toBeDefined();
    return found as ConversationView;
  });
  await client.call('POST', `/conversations/${conversation.id}/messages`, { clientId: 'fits', text: 'They do', sendNow: true, then: 'resolve' });
  await widget.panel.getByRole('radio', { name: '3 / 5' }).check();
  await widget.panel.getByLabel(/What could be better/).fill('A little faster');
  await widget.panel.getByRole('button', { name: 'Send the rating' }).click();
  // Said too quickly: as long as the card's conversation is there, it is changed where it was said.
  await widget.panel.getByRole('button', { name: 'Change the rating' }).click();
  await widget.panel.getByRole('radio', { name: '4 / 5' }).check();
  await widget.panel.getByRole('button', { name: 'Send the rating' }).click();
  await seen(widget.panel.getByText('Thank you for the rating.'));
  await goWithin(page, `/inbox/all/${conversation.id}`);
  await seen(inbox.log.getByText('The customer rated the answer: 4 of 5'));
  await seen(page.getByRole('region', { name: 'Promises and ratings' }).getByText('4 of 5'));

  const [survey] = (await client.call<ListPage<SurveyView>>('GET', `/surveys?conversationId=${conversation.id}`)).items;
  // As from a mail.
  const secrets = new Secrets(await resolveSecret(undefined, product.dataDir));
  await visitor.goto(`${product.url}/rate/${surveyToken(secrets, survey?.id ?? '')}?score=2`);
  await seen(visitor.getByRole('heading', { name: 'How did we do?' }));
  expect(await accessibilityFaults(visitor)).toEqual([]);
  await visitor.getByLabel(/What could be better/).fill('Nobody called back');
  await visitor.getByRole('button', { name: 'Change the answer' }).click();
  await seen(visitor.getByText('Thank you for your answer.'));
  await seen(inbox.log.getByText('The customer rated the answer: 2 of 5'));
  await seen(inbox.log.getByText('Reopened', { exact: false }));
  await goWithin(page, '/satisfaction');
  await seen(page.getByText('Nobody called back'));
  expect(await accessibilityFaults(page)).toEqual([]);
});

story('takes what an answer promises by one key, and shows a promise that nobody kept on the row, in the thread and on the person', async () => {
  await goWithin(page, `/inbox/all/${conversation.id}`);
  await inbox.write('I am sorry. We will call you tomorrow at 3 pm.');
  await inbox.sendAtOnce();
  await seen(page.getByText(/Is this a promise for/));
  await page.keyboard.press('Escape');
  await page.keyboard.press('d');
  const owed = page.getByRole('region', { name: 'Promises', exact: true });
  await seen(owed.getByText(/Promised for/));
  await owed.getByRole('button', { name: 'It is kept' }).click();
  await seen(inbox.log.getByText(/promise kept/));

  await client.call('POST', `/conversations/${conversation.id}/promises`, { text: 'Send the invoice', dueAt: new Date(Date.now() + 1500).toISOString(), remindMinutesBefore: null });
  await seen(owed.getByText(/not kept in time/));
  await seen(inbox.row('Marta').getByRole('img', { name: /A promise was not kept/ }));
  await seen(page.getByRole('region', { name: 'Promises and ratings' }).getByText('kept 1, late 0, broken 1'));
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await seen(page.getByRole('link', { name: /Send the invoice/ }));
  expect(await accessibilityFaults(page)).toEqual([]);
});
