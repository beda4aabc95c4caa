import type { ConversationView, Page } from '@kontuar/contract';
import { eventually } from './eventually';
import type { ProductClient } from './product-client';
import { VisitorClient } from './visitor';

/** A visitor of the website chat writes, and is called by a name in the product as soon as the words are there. */
export async function visitorWrites(client: ProductClient, channelId: string, name: string, text: string): Promise<VisitorClient> {
  const visitor = new VisitorClient(client.url, channelId);
  await visitor.begin();
  expect((await visitor.write(text, { clientId: name.replace(/\W/g, '') })).status).toBeLessThan(300);
  await eventually(async () => {
    const found = (await client.call<Page<ConversationView>>('GET', '/conversations?view=all&limit=50')).items.find(({ preview }) => preview.text === text);
    expect(found).toBeDefined();
    await client.call('PATCH', `/contacts/${found?.contact.id}`, { name });
  });
  return visitor;
}
