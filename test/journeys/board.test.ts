import type { BoardMoved, ConversationView, Invitation, Page as Listed } from '@kontuar/contract';
import { startTelegram } from '../platforms/telegram/simulator';
import { accessibilityFaults, gone, InboxScreen, type Locator, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { addressOf, owner, ProductClient } from '../support/product-client';

const chromium = useChromium();
const { story } = chromium;
const password = 'another sentence here';
let product: OwnWorkspace;
let client: ProductClient;
let telegram: Awaited<ReturnType<typeof startTelegram>>;
let lead: Page;
let screens: Record<'Zofia' | 'Iga' | 'James', InboxScreen>;

beforeAll(async () => {
  let pages: Page[];
  [product, telegram, lead, ...pages] = await Promise.all([openWorkspace(), startTelegram(), chromium.somebody('Hanna'), ...['Zofia', 'Iga', 'James'].map((name) => chromium.somebody(name))]);
  client = await ProductClient.signIn(product.url);
  await client.addTelegram(telegram);
  await client.call('PATCH', '/me', { name: 'Hanna Bielik' });
  const names = ['Zofia Mazur', 'Iga Szulc', 'James Okafor'];
  const [zofia, iga, james] = await Promise.all(names.map(async (name, at) => {
    const email = addressOf(name.split(' ')[0]?.toLowerCase() ?? '');
    const { url } = await client.call<Invitation & { url: string }>('POST', '/invitations', { email, role: 'agent' });
    await client.call('POST', `/invitations/by-token/${url.split('/').at(-1)}/accept`, { name, password, locale: 'en' });
    const page = pages[at] as Page;
    await signIn(page, product.url, { email, password });
    return new InboxScreen(page);
  }));
  screens = { Zofia: zofia as InboxScreen, Iga: iga as InboxScreen, James: james as InboxScreen };
  await signIn(lead, product.url, owner);
});
afterAll(async () => {
  await product.stop();
  await telegram.close();
});

const writes = (name: string, text: string): void => { telegram.userWrites(telegram.person({ first_name: name }).id, text); };
const column = (name: string): Locator => lead.getByRole('region', { name: new RegExp(`^${name}`) });
const row = (name: string, of: string): Locator => column(of).getByRole('listitem').filter({ has: lead.getByRole('link', { name: new RegExp(name) }) });
const toast = (text: string | RegExp): Locator => lead.locator('.toast').getByText(text);

/** With a mouse, as a hand does it: pressed, carried over, looked at, let go. */
async function drag(what: Locator, to: Locator, letGo = true): Promise<void> {
  const [from, onto] = [await what.boundingBox(), await to.boundingBox()];
  if (from === null || onto === null) throw new Error('nothing to drag, or nowhere to drag it');
  await lead.mouse.move(from.x + 90, from.y + 20);
  await lead.mouse.down();
  await lead.mouse.move(from.x + 110, from.y + 40, { steps: 3 });
  await lead.mouse.move(onto.x + 80, onto.y + 200, { steps: 6 });
  if (letGo) await lead.mouse.up();
}

/** With a finger: it rests, then carries. One that moves at once scrolls. */
async function byFinger(what: Locator, to: Locator): Promise<void> {
  const [from, onto] = [await what.boundingBox(), await to.boundingBox()];
  if (from === null || onto === null) throw new Error('nothing to carry, or nowhere to carry it');
  const session = await lead.context().newCDPSession(lead);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) => session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
  const [x, y] = [from.x + 90, from.y + 20];
  await touch('touchStart', x, y);
  await touch('touchMove', x, y - 30);
  await gone(lead.locator('.bd-drag'));
  await touch('touchEnd');
  await touch('touchStart', x, y);
  await seen(lead.locator('.bd-drag'));
  for (const part of [0.1, 0.5, 1]) await touch('touchMove', x + (onto.x + 80 - x) * part, y + (onto.y + 200 - y) * part);
  await seen(to.getByText('Drop here, load 1'));
  await touch('touchEnd');
  await session.detach();
}

story('shows what arrives in front of who leads and who answers, and what each is doing', async () => {
  await lead.keyboard.press('g');
  await lead.keyboard.press('b');
  await seen(column('Zofia Mazur, load 0'));
  writes('Anna', 'Where is my parcel?');
  await Promise.all([seen(row('Anna', 'Unassigned')), screens.Zofia.view('Unassigned')]);
  await screens.Zofia.open('Anna');
  await seen(column('Zofia Mazur').getByText('reading Anna'));
  await screens.Zofia.editor.pressSequentially('It left');
  await seen(column('Zofia Mazur').getByText('writing to Anna'));
  expect(await accessibilityFaults(lead)).toEqual([]);
});

story('hands work over by a drag that says beforehand what it comes to, and takes it back', async () => {
  await drag(row('Anna', 'Unassigned'), column('Iga Szulc'), false);
  await seen(column('Iga Szulc').getByText('Drop here, load 1'));
  await lead.mouse.up();
  await seen(row('Anna', 'Iga Szulc'));
  await seen(toast('Moved to Iga Szulc'));
  await screens.Iga.view('Mine');
  await seen(screens.Iga.row('Anna'));
  await lead.keyboard.press('z');
  await seen(row('Anna', 'Unassigned'));
  await gone(screens.Iga.row('Anna'));
  await byFinger(row('Anna', 'Unassigned'), column('James Okafor'));
  await seen(row('Anna', 'James Okafor'));
  await lead.keyboard.press('z');
  await seen(row('Anna', 'Unassigned'));
});

/** To whom, by keys alone: asked, named, chosen. What it would come to is read before it is let go. */
async function assign(name: string, comes: string | RegExp): Promise<void> {
  await lead.keyboard.press('a');
  const dialog = lead.getByRole('dialog', { name: 'Assign to' });
  await lead.keyboard.type(name);
  await seen(dialog.getByText(comes));
  await lead.keyboard.press('Enter');
  await gone(dialog);
}
const focused = () => lead.evaluate<string>('(document.activeElement?.closest("[data-col]")?.getAttribute("aria-label") ?? "") + ": " + (document.activeElement?.textContent ?? "")');

story('is worked by keys alone: one, a selection with a note, all of one person, each on three screens at once, and taken back', async () => {
  writes('Bruno', 'Do you ship to Cork?');
  await Promise.all([seen(row('Bruno', 'Unassigned')), ...(['Zofia', 'Iga', 'James'] as const).map((name) => screens[name].view('Mine'))]);
  await lead.keyboard.press('ArrowRight');
  await eventually(async () => { expect(await focused()).toMatch(/^Unassigned, 2 conversations: .*Anna/s); });

  await lead.keyboard.press('Space');
  await seen(lead.getByRole('complementary', { name: 'Conversation with Anna' }).getByText('Where is my parcel?').first());
  await lead.keyboard.press('Escape');
  await assign('zof', 'load 0 → 1');
  await Promise.all([seen(row('Anna', 'Zofia Mazur')), seen(screens.Zofia.row('Anna'))]);
  await lead.keyboard.press('z');
  await Promise.all([seen(row('Anna', 'Unassigned')), gone(screens.Zofia.row('Anna'))]);

  await row('Anna', 'Unassigned').getByRole('link').focus();
  await lead.keyboard.press('x');
  await lead.keyboard.press('Shift+ArrowDown');
  await seen(lead.getByRole('toolbar').getByText('2 selected'));
  await lead.keyboard.press('a');
  const dialog = lead.getByRole('dialog', { name: 'Assign to' });
  await seen(dialog.getByText('load 0 → 2'));
  await lead.keyboard.type('jam');
  await lead.keyboard.press('Tab');
  await lead.keyboard.type('Both ask about parcels');
  await lead.keyboard.press('Shift+Tab');
  await lead.keyboard.press('Enter');
  await Promise.all([seen(row('Bruno', 'James Okafor')), seen(toast('2 conversations moved to James Okafor, with a note')), seen(screens.James.row('Anna')), seen(screens.James.row('Bruno'))]);
  await screens.James.open('Bruno');
  await seen(screens.James.thread.getByText('Both ask about parcels'));

  await lead.keyboard.press('Escape');
  await lead.keyboard.press('p');
  await lead.keyboard.type('james');
  await lead.keyboard.press('Enter');
  await eventually(async () => { expect(await focused()).toMatch(/^James Okafor, load 2/); });
  await lead.keyboard.press('Control+a');
  await seen(lead.getByRole('toolbar').getByText('2 selected'));
  await assign('iga', 'load 0 → 2');
  await Promise.all([seen(toast('2 moved from James Okafor to Iga Szulc')), seen(screens.Iga.row('Anna')), seen(screens.Iga.row('Bruno')), gone(screens.James.row('Anna'))]);
  await lead.keyboard.press('z');
  await Promise.all([seen(row('Anna', 'James Okafor')), seen(screens.James.row('Bruno')), gone(screens.Iga.row('Bruno'))]);

  await lead.keyboard.press('u');
  await Promise.all([seen(toast('2 conversations returned to the queue')), seen(row('Bruno', 'Unassigned')), gone(screens.James.row('Bruno'))]);
  await lead.keyboard.press('z');
  await seen(row('Bruno', 'James Okafor'));
  await client.call('POST', '/teams', { name: 'Claims' });
  await lead.keyboard.press('Shift+T');
  const teams = lead.getByRole('dialog', { name: 'Move to a team' });
  await lead.keyboard.type('cla');
  await seen(teams.getByRole('option', { name: /Claims/ }));
  await lead.keyboard.press('Enter');
  await Promise.all([seen(toast('2 conversations moved to Claims')), seen(row('Bruno', 'Unassigned')), gone(screens.James.row('Anna'))]);
  await lead.keyboard.press('z');
  await Promise.all([seen(row('Anna', 'James Okafor')), seen(screens.James.row('Anna'))]);

  // From where one stands, on Anna, to the next that breaks a promise, and on to the first.
  const { id } = await client.call<{ id: string }>('POST', '/sla/policies', { name: 'Within the hour', filter: { by: 'all', of: [] }, firstReply: 30 });
  await lead.keyboard.press('Escape');
  await Promise.all(['Anna', 'Bruno'].map((name) => seen(lead.getByRole('button', { name: new RegExp(`^${name}, due in`) }))));
  for (const name of ['Bruno', 'Anna']) {
    await lead.keyboard.press('.');
    await eventually(async () => { expect(await focused()).toMatch(new RegExp(`^James Okafor, .*${name}`, 's')); });
  }
  await client.call('DELETE', `/sla/policies/${id}`);
});

story('has one winner where two move the same at the same moment, on every screen', async () => {
  const members = (await client.call<Listed<{ id: string; name: string }>>('GET', '/members')).items;
  const idOf = (name: string) => members.find((member) => member.name === name)?.id as string;
  const anna = (await client.call<Listed<ConversationView>>('GET', '/conversations?view=all')).items.find(({ contact }) => contact.name === 'Anna') as ConversationView;
  const names = ['Zofia Mazur', 'Iga Szulc'] as const;
  const took = await Promise.all(names.map((name) => client.call<BoardMoved>('POST', '/board/moves', { what: { kind: 'these', conversations: [{ id: anna.id, assigneeId: idOf('James Okafor') }] }, to: { kind: 'member', memberId: idOf(name) } })));
  expect(took.map(({ moved }) => moved).sort()).toEqual([0, 1]);
  const [winner, loser] = took[0]?.moved === 1 ? names : [names[1], names[0]];
  expect(took.find(({ moved }) => moved === 0)?.refused).toEqual([{ conversationId: anna.id, reason: 'moved', assigneeId: idOf(winner) }]);
  const screenOf = (name: string) => screens[name.split(' ')[0] as keyof typeof screens];
  await Promise.all([seen(row('Anna', winner)), seen(screenOf(winner).row('Anna')), gone(row('Anna', loser)), gone(screenOf(loser).row('Anna')), gone(screens.James.row('Anna')), seen(screens.James.row('Bruno'))]);
});

story('spreads what nobody has over those on shift, and shows it first', async () => {
  const all = await client.call<Listed<ConversationView>>('GET', '/conversations?view=all');
  await client.call('POST', '/board/moves', { what: { kind: 'these', conversations: all.items.map(({ id }) => ({ id })) }, to: { kind: 'queue' } });
  for (const name of ['Celina', 'Dorota']) writes(name, 'Is it in stock?');
  await Promise.all(['Anna', 'Bruno', 'Celina', 'Dorota'].map((name) => seen(row(name, 'Unassigned'))));
  await lead.keyboard.press('Escape');
  await lead.keyboard.press('Shift+S');
  const dialog = lead.getByRole('dialog', { name: 'Spread by load' });
  await seen(dialog.getByText('4 conversations, weight 4'));
  await seen(dialog.getByRole('listitem').filter({ hasText: 'Iga Szulc' }).getByText(/^load 0 → [12]$/));
  await lead.keyboard.press('Enter');
  await seen(toast('4 conversations spread'));
  await seen(column('Unassigned').getByText('The counter is clear'));
  await lead.locator('.toast').getByRole('button', { name: 'Undo' }).click();
  await seen(row('Dorota', 'Unassigned'));
  // Taken by its head, the whole column comes along.
  await drag(column('Unassigned').getByText('Unassigned', { exact: true }), column('Iga Szulc'), false);
  await seen(column('Iga Szulc').getByText('Drop 4 here, load 4'));
  await lead.mouse.up();
  await seen(row('Dorota', 'Iga Szulc'));
  await lead.keyboard.press('z');
  await seen(row('Dorota', 'Unassigned'));
});

story('does not hide a conversation from who gets it: it stays, with the reason', async () => {
  // James still looks at what is closed to him from here on.
  chromium.excuse(/status of 404/);
  const [channel] = (await client.call<Listed<{ id: string }>>('GET', '/channels')).items;
  const members = (await client.call<Listed<{ id: string; name: string }>>('GET', '/members')).items;
  await client.call('PATCH', `/channels/${channel?.id}`, { access: 'restricted', memberIds: members.filter(({ name }) => name === 'Zofia Mazur').map(({ id }) => id), teamIds: [] });
  await drag(row('Anna', 'Unassigned'), column('Iga Szulc'), false);
  await seen(column('Iga Szulc').getByText('Not here: no access to the channel'));
  await lead.mouse.up();
  await seen(toast(/Nothing was moved\. 1 stays: Iga Szulc may not read its channel/));
  await seen(row('Anna', 'Unassigned'));
});
