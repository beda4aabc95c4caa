import sharp from 'sharp';
import type { ConversationView, KeyChoices, Me, Member, Page } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { factories } from '../support/factories';

let api: TestApi;
let owner: Person;
beforeAll(async () => {
  api = await startTestApi();
  owner = await api.signUp();
});
afterAll(() => api.stop());

/** Wide, with a strip of another colour on one side; `turned` says how a camera held it. */
const photo = (turned = 1): Promise<Buffer> =>
  sharp({ create: { width: 900, height: 300, channels: 3, background: '#026271' } }).withExif({ IFD0: { Copyright: 'the address of a home' } }).withMetadata({ orientation: turned }).jpeg().toBuffer();
const put = (person: Person, bytes: Buffer, name = 'me.jpg', type = 'image/jpeg') => {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
  return person.client.send<{ code: string }>('PUT', '/me/avatar', form);
};
const picture = async (person: Person, url: string) => {
  const answer = await fetch(`${api.url}${url}`, { headers: { cookie: person.client.cookie ?? '' } });
  return { status: answer.status, type: answer.headers.get('content-type'), bytes: Buffer.from(await answer.arrayBuffer()) };
};
const avatarUrl = async (person: Person) => (await person.client.get<Me>('/auth/me')).member.avatarUrl;

describe('a member’s picture', () => {
  it('becomes a small square without what the camera added, and its address changes with it', async () => {
    expect((await put(owner, await photo(6))).status).toBe(204);
    const first = (await avatarUrl(owner)) ?? '';
    const colleague = await api.invite(owner, 'agent');
    const { items } = await colleague.client.get<Page<Member>>('/members');
    expect(items.find(({ id }) => id === owner.memberId)?.avatarUrl).toBe(first);
    const shown = await picture(colleague, first);
    expect(shown).toMatchObject({ status: 200, type: 'image/webp' });
    const facts = await sharp(shown.bytes).metadata();
    expect(facts).toMatchObject({ width: 256, height: 256, format: 'webp' });
    expect([facts.exif, facts.icc, facts.xmp]).toEqual([undefined, undefined, undefined]);

    await put(owner, await photo());
    const second = await avatarUrl(owner);
    expect(second).not.toBe(first);
    expect((await owner.client.send('DELETE', '/me/avatar')).status).toBe(204);
    expect(await avatarUrl(owner)).toBeNull();
    expect((await picture(colleague, first)).status).toBe(404);
  });

  it.each([
    ['a program that says it is a picture', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 400, 'not-a-picture'],
    ['a picture cut short', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), 400, 'not-a-picture'],
    ['nothing', Buffer.alloc(0), 400, 'not-a-picture'],
    ['eleven megabytes', Buffer.alloc(11 * 1024 * 1024, 1), 413, 'too-large'],
  ])('is not made from %s', async (_, bytes, status, code) => {
    const answer = await put(owner, bytes);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    expect(await avatarUrl(owner)).toBeNull();
  });

  it('is not made from a small file that would fill the memory', async () => {
    const bomb = await sharp({ create: { width: 16_000, height: 5_000, channels: 3, background: 'white' }, limitInputPixels: false }).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await put(owner, bomb, 'bomb.png', 'image/png')).toMatchObject({ status: 400, body: { code: 'not-a-picture' } });
  });
});

describe('the keyboard of a member', () => {
  it('is kept on the server, for this member alone', async () => {
    const keys: KeyChoices = { single: false, remapped: { resolve: ['shift+e'], label: [] } };
    expect((await owner.client.patch<Me>('/me', { keys })).member.keys).toEqual(keys);
    await owner.client.patch<Me>('/me', { signature: 'x' });
    expect((await owner.client.get<Me>('/auth/me')).member.keys).toEqual(keys);
    const colleague = await api.invite(owner, 'agent');
    expect((await colleague.client.get<Me>('/auth/me')).member.keys).toEqual({ single: true, remapped: {} });
    expect(await owner.client.refused('PATCH', '/me', { keys: { single: true, remapped: { next: Array(5).fill('j') } } })).toMatchObject({ status: 400 });
    expect(await owner.client.refused('PATCH', '/me', { keys: { single: true, remapped: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`key-${n}`, ['j']])) } })).toMatchObject({ status: 400 });
  });
});

describe('where an answer goes', () => {
  it('is the address that the customer asked for last, never one that somebody else in the thread names', async () => {
    const build = factories((text, values) => api.sql(text, values), owner.workspaceId);
    const contact = await build.buildContact({ address: 'anna@example.com' });
    const conversation = await build.buildConversation({ contact });
    const goesTo = async () => (await owner.client.get<ConversationView>(`/conversations/${conversation.id}`)).answersTo;
    const asks = async (address: string, change = '') => {
      const message = await build.buildMessage({ conversation });
      await api.sql(`UPDATE messages SET recipients = $2 WHERE id = $1`, [message.id, JSON.stringify({ replyTo: { id: address.toLowerCase(), name: null, address } })]);
      if (change !== '') await api.sql(`UPDATE messages SET ${change} WHERE id = $1`, [message.id]);
    };
    expect(await goesTo()).toEqual({ name: null, address: 'anna@example.com' });
    await asks('Office@example.com');
    expect(await goesTo()).toEqual({ name: null, address: 'Office@example.com' });
    await asks('thief@example.com', `author_id = '00000000-0000-7000-8000-000000000001'`);
    await asks('robot@example.com', `automatic = 'auto-reply'`);
    await asks('gone@example.com', 'deleted_at = now()');
    await build.buildMessage({ conversation, direction: 'out' });
    expect(await goesTo()).toEqual({ name: null, address: 'Office@example.com' });
    const { items } = await owner.client.get<Page<ConversationView>>('/conversations?view=all');
    expect(items.find(({ id }) => id === conversation.id)?.answersTo.address).toBe('Office@example.com');
    await build.buildMessage({ conversation });
    expect(await goesTo()).toEqual({ name: null, address: 'anna@example.com' });
  });
});
