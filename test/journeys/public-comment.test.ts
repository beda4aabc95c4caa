import type { ChannelView } from '@kontuar/contract';
import { apiPlatform } from '../platforms/api/api.platform';
import { facebookPlatform } from '../platforms/facebook/facebook.platform';
import { startPlatform, type Platform } from '../platforms/kit';
import { accessibilityFaults, gone, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { owner, ProductClient } from '../support/product-client';
import type { Customer, PlatformModule } from '../platforms/platform';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let client: ProductClient;

beforeAll(async () => {
  product = await openWorkspace();
  client = await ProductClient.signIn(product.url);
});
afterAll(() => product.stop());

interface Wall {
  module: PlatformModule;
  channel: string;
  /** What the screens call the network. */
  network: string;
  author: string;
  /** What the platform was asked for to hide something. */
  hides: object;
}

describe.each<Wall>([
  { module: apiPlatform, channel: 'Guestbook', network: 'Guestbook', author: 'Anna Zielińska', hides: { kind: 'hide' } },
  { module: facebookPlatform, channel: 'Our page', network: 'Facebook', author: 'Beata Król', hides: { is_hidden: true } },
])('below a post on $network', ({ module, channel, network, author, hides }) => {
  let platform: Platform;
  let page: Page;
  let inbox: InboxScreen;
  let customer: Customer;
  const sent = (visibility: 'public' | 'private') => platform.sim.accepted.filter((one) => one.visibility === visibility).map(({ text }) => text);

  beforeAll(async () => {
    [platform, page] = await Promise.all([startPlatform(module), chromium.somebody(`agent of ${network}`)]);
    inbox = new InboxScreen(page);
    const { id, webhookUrl } = await client.call<ChannelView>('POST', '/channels', { connectorId: module.id, name: channel, settings: platform.sim.settings() });
    // Without a public address the product does not name its webhook.
    platform.useWebhook(webhookUrl ?? `${product.url}/hooks/${module.id}/${id}`);
    await signIn(page, product.url, owner);
  });
  afterAll(async () => {
    await page.context().close();
    await platform.close();
  });
  afterEach(() => { expect(platform.violations).toEqual([]); });

  story(`shows a comment on ${network} with the post above it, and says that everyone reads it`, async () => {
    await inbox.view('All');
    customer = platform.sim.customer(author);
    const postId = platform.sim.post?.('Solid birch, oiled by hand.') ?? '';
    const said = platform.sim.say({ from: customer, text: 'Does the table come in oak?', public: { postId } });
    // Here the platform tells of the post with the comment, and that it is an advertisement.
    if (module === apiPlatform) Object.assign(said.events[0]?.payload as object, { post: { id: postId, kind: 'ad', title: 'Brzoza 160', text: 'Solid birch, oiled by hand.', url: 'https://example.com/posts/1' } });
    await platform.happen(said);
    await seen(inbox.row(author).getByText('Does the table come in oak?'));
    await seen(inbox.row(author).getByRole('img', { name: /^public/ }));
    await inbox.open(author);
    const post = page.getByRole('article', { name: module === apiPlatform ? 'What this conversation is about: Advertisement' : 'What this conversation is about: Public post' });
    await seen(post);
    if (module === apiPlatform) {
      await seen(post.getByText('Solid birch, oiled by hand.'));
      expect(await post.getByRole('link', { name: /^Open on / }).getAttribute('href')).toBe('https://example.com/posts/1');
    }
    await seen(inbox.log.getByText('Public', { exact: true }));
  });

  story(`answers in public on ${network}, on the side where the customer spoke`, async () => {
    await seen(inbox.composer.getByRole('radio', { name: 'Public', checked: true }));
    await seen(inbox.composer.getByText('Everyone can read this, below the post'));
    await inbox.write('Yes, from March on.');
    await inbox.composer.getByRole('button', { name: 'Publish', exact: true }).click();
    await inbox.log.getByRole('button', { name: 'Send now' }).click();
    await eventually(() => { expect(sent('public')).toEqual(['Yes, from March on.']); });
    expect(sent('private')).toEqual([]);
  });

  story(`then answers in private on ${network}, by a key, and the same conversation goes on`, async () => {
    await inbox.editor.press('Control+Shift+X');
    await seen(inbox.composer.getByRole('radio', { name: 'Private', checked: true }));
    await seen(inbox.composer.getByText(`Only ${author} reads this`));
    // A capital letter is a letter while one writes, though the same key switches the side elsewhere.
    await inbox.editor.press('Shift+R');
    await seen(inbox.composer.getByRole('radio', { name: 'Private', checked: true }));
    await inbox.write('Your voucher is OAK-10.');
    await inbox.sendAtOnce();
    await eventually(() => { expect(sent('private')).toEqual(['Your voucher is OAK-10.']); });
    expect(sent('public')).toEqual(['Yes, from March on.']);
    // The customer answers what they have read: by then the platform's answer to us is kept.
    await eventually(async () => { expect(await inbox.log.getByText('Sent', { exact: true }).count()).toBe(2); });
    await platform.happen(platform.sim.say({ from: customer, text: 'Thank you, and how long does it take?' }));
    await seen(inbox.log.getByText('Thank you, and how long does it take?'));
    // Where the customer spoke last is where the next answer goes.
    await seen(inbox.composer.getByRole('radio', { name: 'Private', checked: true }));
    await seen(inbox.log.getByText('Private', { exact: true }));
  });

  story(`hides the comment once ${network} says so, folds it, and shows it again`, async () => {
    const comment = inbox.log.locator('.msg').filter({ hasText: 'Does the table come in oak?' }).first();
    await comment.getByRole('button', { name: 'Hide', exact: true }).click();
    const folded = inbox.log.locator('.msg').filter({ hasText: `Hidden on ${network}` });
    await seen(folded);
    await gone(inbox.log.getByText('Does the table come in oak?'));
    expect(platform.requests.map(({ parsed }) => parsed)).toContainEqual(expect.objectContaining(hides));
    await folded.getByRole('button', { name: 'Show the text' }).click();
    await seen(inbox.log.getByText('Does the table come in oak?'));
    await seen(inbox.log.getByText(/hid a message/));
    await page.mouse.move(0, 0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await folded.getByRole('button', { name: 'Show to everyone again' }).click();
    await gone(folded);
    await seen(comment.getByRole('button', { name: 'Hide', exact: true }));
  });
});
