import type { ConversationChange, ConversationView, Invitation, Page as ListPage } from '@kontuar/contract';
import { startTelegram } from '../platforms/telegram/simulator';
import { accessibilityFaults, gone, goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { addressOf, owner, ProductClient } from '../support/product-client';

const chromium = useChromium();
const { story } = chromium;
const password = 'another sentence here';
let product: OwnWorkspace;
let telegram: Awaited<ReturnType<typeof startTelegram>>;
let client: ProductClient;
let lead: Page;
let agent: Page;
let desk: InboxScreen;
let conversation: ConversationView;

/** Somebody with an account of their own, by the door of the api. */
async function join(email: string, name: string, role: 'agent' | 'supervisor'): Promise<{ email: string; password: string }> {
  const { url = '' } = await client.call<Invitation>('POST', '/invitations', { email, role });
  await fetch(`${product.url}/api/v1/invitations/by-token/${url.split('/').at(-1)}/accept`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name, password, locale: 'en' }) });
  return { email, password };
}

beforeAll(async () => {
  [product, telegram, lead, agent] = await Promise.all([openWorkspace(), startTelegram(), chromium.somebody('lead'), chromium.somebody('agent')]);
  client = await ProductClient.signIn(product.url);
  await Promise.all([client.addTelegram(telegram), client.call('PATCH', '/me', { name: 'Helena Bąk', undoSendSeconds: 0 })]);
  const [ola] = await Promise.all([join(addressOf('ola'), 'Ola Kot', 'agent'), join(addressOf('jan'), 'Jan Mech', 'supervisor')]);
  desk = new InboxScreen(agent);
  await Promise.all([signIn(lead, product.url, owner), signIn(agent, product.url, ola)]);
  const anna = telegram.person({ first_name: 'Anna' });
  telegram.userWrites(anna.id, 'This is terrible, the table is broken! When will somebody call me?');
  conversation = await eventually(async () => {
    const [found] = (await client.call<ListPage<ConversationView>>('GET', '/conversations?view=all')).items;
    expect(found).toBeDefined();
    return found as ConversationView;
  });
});
afterAll(async () => {
  await product.stop();
  await telegram.close();
});

story('lets a supervisor listen while an agent writes, whisper to them unseen by the customer, take over with their draft kept, and hand back', async () => {
  await desk.view('All');
  await desk.open('Anna');
  await agent.keyboard.press('Shift+M');
  await goWithin(lead, `/inbox/all/${conversation.id}`);
  const beside = lead.getByRole('group', { name: 'Beside this conversation' });
  await beside.getByRole('button', { name: 'Listen in' }).click();
  await seen(agent.getByText('Helena Bąk listens to this conversation'));
  await desk.write('Dear Anna, the terms say');
  await seen(beside.getByText('Dear Anna, the terms say'));

  await beside.getByRole('button', { name: 'Whisper' }).click();
  await beside.getByLabel(/Hint to Ola Kot/).fill('Offer to collect it tomorrow');
  await lead.keyboard.press('Enter');
  await seen(agent.getByText('Offer to collect it tomorrow'));
  expect(await accessibilityFaults(agent)).toEqual([]);
  await agent.getByRole('button', { name: 'Got it' }).click();
  await seen(beside.getByText('Whispered to Ola Kot (seen)').or(beside.getByText(/You listen/)));

  await beside.getByRole('button', { name: 'Take over' }).click();
  await seen(agent.getByText(/Helena Bąk took this conversation over\. What you were writing is kept/));
  expect(await desk.written()).toBe('Dear Anna, the terms say');
  await eventually(async () => expect(await desk.editor.evaluate((box) => box.closest('[inert]') !== null)).toBe(true));
  await beside.getByRole('button', { name: 'Hand back to Ola Kot' }).click();
  await gone(agent.getByText(/took this conversation over/));
  await desk.write('Dear Anna, I am sorry. We collect it tomorrow.');
  await desk.sendAtOnce();
  await eventually(() => Promise.resolve(expect(JSON.stringify(telegram.requests)).toContain('We collect it tomorrow')));
  expect(JSON.stringify(telegram.requests)).not.toContain('Offer to collect it');
  await client.call<ConversationChange>('PATCH', `/conversations/${conversation.id}`, { state: 'resolved' });
});

story('finds what is worth reading, lets it be scored by keys with a note to the agent alone, and the agent answer and ask for a second look', async () => {
  await goWithin(lead, '/inbox');
  await seen(lead.getByRole('navigation', { name: 'Views' }));
  await lead.keyboard.press('g');
  await lead.keyboard.press('q');
  await seen(lead.getByText('the customer ended upset'));
  expect(await accessibilityFaults(lead)).toEqual([]);
  await lead.getByRole('button', { name: 'Score the next five' }).click();
  const answer = lead.getByRole('listitem').filter({ hasText: 'We collect it tomorrow' });
  await seen(lead.getByText('Seen by the machine'));
  for (const name of ['Professional', 'Attentive', 'Empathetic', 'Effective', 'Fast', 'Friendly']) await lead.getByRole('group', { name, exact: true }).getByRole('radio', { name: name === 'Fast' ? '2' : '4' }).press('Space');
  await seen(lead.getByText('1 quality is not scored yet'));
  await lead.getByRole('group', { name: 'Lasting relation' }).getByRole('radio', { name: 'Does not apply' }).press('Space');
  await answer.getByRole('button', { name: 'Write a note' }).click();
  await answer.getByLabel(/Note to Ola Kot/).fill('Say the hour as well');
  await answer.getByRole('button', { name: 'Keep the note' }).click();
  await seen(answer.getByText('Say the hour as well'));
  expect(await accessibilityFaults(lead)).toEqual([]);
  await lead.getByRole('button', { name: 'Give to Ola Kot' }).click();
  await seen(lead.getByText('3.7 of 5'));

  await goWithin(agent, '/quality');
  await agent.getByRole('link', { name: /Anna/ }).click();
  await seen(agent.getByText('Say the hour as well'));
  await agent.getByRole('button', { name: 'Answer this review' }).click();
  await agent.getByLabel('Your answer').fill('You are right');
  await agent.getByRole('button', { name: 'Send the answer' }).click();
  await seen(agent.getByText('You are right'));
  await agent.getByRole('button', { name: 'Ask for a second look' }).click();
  await agent.getByLabel('What should somebody look at again?').fill('I answered within minutes');
  await agent.getByRole('button', { name: 'Ask for it' }).click();
  await seen(agent.getByText(/Somebody else will look at it/));
  expect(await accessibilityFaults(agent)).toEqual([]);

  const other = await chromium.somebody('second reviewer');
  await signIn(other, product.url, { email: addressOf('jan'), password });
  await goWithin(other, '/quality');
  await seen(other.getByText('Second look at a conversation of Ola Kot'));
  await other.getByRole('listitem').filter({ hasText: 'Second look' }).getByRole('button').click();
  await seen(other.getByText('7 qualities are not scored yet'));
  expect(await other.getByText('Say the hour as well').count()).toBe(0);
  await seen(lead.getByText(/Somebody else will look at it/));
});
