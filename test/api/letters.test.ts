import type { AttachmentView, DraftView, Held, LetterFoot, Page, PlannedView, Posted, Signature } from '@kontuar/contract';
import type { Outbound } from '@kontuar/connectors/contract';
import { eventually } from '../support/eventually';
import { fakeNetwork } from '../support/fake-connector';
import { NetworkStage } from '../support/network';

let stage: NetworkStage;
let conversation: { id: string };
let clients = 0;

beforeAll(async () => {
  stage = await NetworkStage.open({}, fakeNetwork('network', { text: 'html', letters: { quoting: 'always' }, publicly: { text: 'plain', attachments: false } }));
  await stage.tell(stage.privately('Anna', 'When does it come?', { html: '<p>When does it <b>come</b>?<script>steal()</script></p>' }), stage.comment('Bruno', 'Nice'));
  conversation = await stage.conversation('Anna');
});
afterAll(() => stage.close());

const client = () => stage.owner.client;
const say = (body: object, to = conversation) => client().post<Posted>(`/conversations/${to.id}/messages`, { clientId: `c-${(clients += 1)}`, sendNow: true, ...body });
const left = (text: string): Promise<Outbound> => eventually(() => {
  const message = stage.network.sent.find((each) => each.text.includes(text));
  expect(message).toBeDefined();
  return message as Outbound;
});
const upload = async (name: string, type = 'image/png', content = 'not really a picture') => {
  const form = new FormData();
  form.append('file', new Blob([content], { type }), name);
  return client().post<AttachmentView>('/uploads', form);
};

describe('a letter with a look', () => {
  it('says in its words what its look says, whatever the words beside it claim', async () => {
    const { message } = await say({ text: 'Yes, all of it.', html: '<p style="margin:0">No, <strong>none</strong>.</p><ul><li>sorry</li></ul>' });
    expect(message).toMatchObject({ text: 'No, none.\n- sorry', html: '<p style="margin:0">No, <strong>none</strong>.</p><ul><li>sorry</li></ul>' });
    expect(await left('none')).toMatchObject({ text: 'No, none.\n- sorry', html: expect.stringContaining('<strong>none</strong>') as string });
  });

  it('carries nothing that runs, loads from a stranger or covers the page', async () => {
    const { message } = await say({
      html: `<p onclick="x()">Hello<script>x()</script><img src="https://track.example/1.gif"><img src="data:image/png;base64,AAAA"><a href="javascript:x()">here</a><style>p{}</style><iframe src="https://a.example"></iframe><svg onload="x()"></svg></p>
        <div style="position:fixed;top:0;background-image:url(https://track.example/2.gif);color:#111">end</div><form action="https://a.example"><input name="a"></form>`,
    });
    expect(message.html).not.toMatch(/script|onclick|onload|track|data:|iframe|svg|position|url\(|<form|<input|javascript/i);
    expect(message.text.replace(/\s+/g, ' ')).toBe('Hellohere end');
  });

  it('takes its pictures along as parts of itself, and other files beside it', async () => {
    const [inside, beside] = [await upload('label.png'), await upload('terms.pdf', 'application/pdf')];
    const { message } = await say({ html: `<p>Look: <img src="cid:${inside.id}@kontuar" alt="label"></p>`, attachmentIds: [inside.id, beside.id] });
    expect(message.attachments).toMatchObject([{ name: 'label.png', inline: true, contentId: `${inside.id}@kontuar` }, { name: 'terms.pdf', inline: false, contentId: null }]);
    expect((await left('Look: [label]')).attachments).toMatchObject([{ name: 'label.png', inline: true, contentId: `${inside.id}@kontuar` }, { name: 'terms.pdf', inline: false }]);
    const picture = await upload('alone.png');
    expect((await say({ html: `<p><img src="cid:${picture.id}@kontuar" alt=""></p>`, attachmentIds: [picture.id] })).message.text).toBe('');
  });

  it('is refused when it says nothing, or more than a letter can', async () => {
    expect(await client().refused('POST', `/conversations/${conversation.id}/messages`, { clientId: 'empty', html: '<p><br></p><script>x()</script>' })).toMatchObject({ status: 400, code: 'text-missing' });
    expect(await client().refused('POST', `/conversations/${conversation.id}/messages`, { clientId: 'long', html: `<p>${'word '.repeat(12_000)}</p>` })).toMatchObject({ status: 400, code: 'text-too-long' });
    expect(await client().refused('POST', `/conversations/${conversation.id}/messages`, { clientId: 'huge', html: `<p>${'x'.repeat(200_001)}</p>` })).toMatchObject({ status: 400 });
  });

  it('leaves its look behind where only words are taken', async () => {
    const bruno = await stage.conversation('Bruno');
    expect((await say({ html: '<p>Thank <em>you</em></p>', visibility: 'public' }, bruno)).message).toMatchObject({ text: 'Thank you', html: null });
  });

  it('is a draft with its look, made safe, until it leaves', async () => {
    const draft = { text: 'Dear Anna', html: '<p>Dear <strong>Anna</strong><img src=x onerror=steal()></p>', letter: { quote: false }, private: false, attachmentIds: [], sinceSeq: 1 };
    await client().send('PUT', `/conversations/${conversation.id}/draft`, draft);
    expect(await client().get<DraftView>(`/conversations/${conversation.id}/draft`)).toMatchObject({ text: 'Dear Anna', html: '<p>Dear <strong>Anna</strong></p>', letter: { quote: false } });
    await client().send('PUT', `/conversations/${conversation.id}/draft`, { ...draft, html: null, letter: undefined });
    expect(await client().get<DraftView>(`/conversations/${conversation.id}/draft`)).not.toHaveProperty('html');
  });

  it('waits with its look, is changed with it, and loses what is not safe', async () => {
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    const { planned } = await client().post<Held>(`/conversations/${conversation.id}/messages`, { clientId: 'later', html: '<p>On <b>Monday</b></p>', letter: { signature: false }, sendAt });
    expect(planned).toMatchObject({ text: 'On Monday', html: '<p>On <b>Monday</b></p>' });
    await client().send('PATCH', `/planned/${planned.id}`, { html: '<p>On <b>Tuesday</b><script>x()</script></p>' });
    expect(await client().get<PlannedView>(`/planned/${planned.id}`)).toMatchObject({ text: 'On Tuesday', html: '<p>On <b>Tuesday</b></p>' });
    await client().post<Posted>(`/planned/${planned.id}/send-now`, {});
    expect(await left('On Tuesday')).not.toHaveProperty('signature');
  });
});

describe('what stands below a letter', () => {
  it('is the signature of the house, filled in, in the language of the customer; and the answered mail', async () => {
    const words = { channelId: null, en: '<p>Regards,<br>{{agent.name}} &lt;{{workspace.name}}&gt; {{unknown}}</p><script>x()</script>', pl: '<p>Pozdrawiam, {{ agent.firstName }}</p>' };
    expect((await client().send<Signature>('PUT', '/signatures', words)).body.en).not.toContain('script');
    await say({ text: 'With a signature' });
    const sent = await left('With a signature');
    expect(sent.signature?.text).toMatch(/^Regards,\n\S.* <.+>$/);
    expect(sent.quote).toMatchObject({ text: 'When does it come?', author: 'Anna' });
    await stage.message(conversation, ({ text }) => text === 'With a signature', { status: 'sent', quoted: sent.signature?.text });
    await stage.api.sql(`UPDATE contacts SET language = 'pl' WHERE name = 'Anna'`);
    const foot = await client().get<LetterFoot>(`/conversations/${conversation.id}/letter`);
    expect(foot.signature?.text).toMatch(/^Pozdrawiam, \S+$/);
    expect(foot.quote?.introduction).toMatch(/^Dnia .+ Anna napisał\(a\):$/);
    expect(foot.quote?.html).not.toContain('script');
  });

  it('is left out of a letter by its writer, or of a channel altogether', async () => {
    await say({ text: 'Bare', letter: { signature: false, quote: false } });
    const bare = await left('Bare');
    expect(bare).not.toHaveProperty('signature');
    expect(bare).not.toHaveProperty('quote');
    await client().send('PUT', '/signatures', { channelId: stage.channel.id, en: '<p><br></p>', pl: '' });
    await say({ text: 'Of a channel without' });
    expect(await left('Of a channel without')).not.toHaveProperty('signature');
    await client().send('DELETE', `/signatures/${stage.channel.id}`);
    await say({ text: 'As the house again' });
    expect((await left('As the house again')).signature?.text).toMatch(/^Pozdrawiam/);
  });

  it('takes the pictures of the signature along as parts of the letter, for readers of HTML alone, and never twice', async () => {
    const logo = await upload('logo.png');
    const html = `<p>Regards</p><p><img src="cid:${logo.id}@kontuar" alt="logo"><img src="https://track.example/1.gif"></p>`;
    const kept = (await client().send<Signature>('PUT', '/signatures', { channelId: null, en: html, pl: html })).body;
    expect(kept.en).not.toContain('track');
    expect(kept.pictures).toMatchObject([{ id: logo.id, contentId: `${logo.id}@kontuar` }]);
    expect((await client().get<LetterFoot>(`/conversations/${conversation.id}/letter`)).signature).toMatchObject({ text: 'Regards', pictures: [{ id: logo.id, url: expect.any(String) as string }] });
    const beside = await upload('terms.pdf', 'application/pdf');
    await say({ text: 'With a logo', attachmentIds: [beside.id] });
    const sent = await left('With a logo');
    expect(sent).toMatchObject({ signature: { text: 'Regards' }, attachments: [{ name: 'terms.pdf', inline: false }, { name: 'logo.png', inline: true, contentId: `${logo.id}@kontuar` }] });
    // It belongs to the signature: no message takes it away, and a letter without the signature goes without it.
    expect(await client().refused('POST', `/conversations/${conversation.id}/messages`, { clientId: 'thief', text: 'Mine', attachmentIds: [logo.id] })).toMatchObject({ status: 404 });
    await say({ text: 'Without a logo', letter: { signature: false } });
    expect((await left('Without a logo')).attachments).toEqual([]);
    // A logo alone is a signature too.
    await client().send('PUT', '/signatures', { channelId: stage.channel.id, en: `<p><img src="cid:${logo.id}@kontuar" alt="logo"></p>`, pl: '' });
    await say({ text: 'A logo alone' });
    expect(await left('A logo alone')).toMatchObject({ signature: { text: '' }, attachments: [{ name: 'logo.png' }] });
  });

  it('lets go of a picture only when no signature names it, and then gives a letter that leaves just now two days', async () => {
    const [{ id } = { id: '' }] = await stage.api.sql(`SELECT id FROM attachments WHERE name = 'logo.png'`) as { id: string }[];
    const state = async () => (await stage.api.sql(`SELECT in_signature AS held, created_at > now() - interval '1 minute' AS fresh FROM attachments WHERE id = $1`, [id]))[0];
    await stage.api.sql(`UPDATE attachments SET created_at = now() - interval '30 days' WHERE id = $1`, [id]);
    await client().send('PUT', '/signatures', { channelId: null, en: '<p>Regards</p>', pl: '<p>Pozdrawiam</p>' });
    expect(await state()).toEqual({ held: true, fresh: false });
    await client().send('DELETE', `/signatures/${stage.channel.id}`);
    expect(await state()).toEqual({ held: false, fresh: true });
  });

  it('refuses what is no small picture of one’s own', async () => {
    const put = (...ids: string[]) => client().refused('PUT', '/signatures', { channelId: null, en: `<p>${ids.map((id) => `<img src="cid:${id}@kontuar">`).join('')}</p>`, pl: '' });
    expect(await put((await upload('page.html', 'text/html')).id)).toMatchObject({ status: 400, code: 'no-picture' });
    expect(await put((await upload('vector.svg', 'image/svg+xml')).id)).toMatchObject({ status: 400, code: 'no-picture' });
    expect(await put((await upload('large.png', 'image/png', 'x'.repeat(256 * 1024 + 1))).id)).toMatchObject({ status: 400, code: 'picture-too-large' });
    expect(await put(...(await Promise.all(Array.from({ length: 5 }, (_, index) => upload(`${index}.png`)))).map(({ id }) => id))).toMatchObject({ status: 400, code: 'too-many-pictures' });
    const agent = await stage.api.invite(stage.owner, 'supervisor');
    const form = new FormData();
    form.append('file', new Blob(['theirs'], { type: 'image/png' }), 'theirs.png');
    expect(await put((await agent.client.post<AttachmentView>('/uploads', form)).id)).toMatchObject({ status: 404 });
    expect((await client().get<Page<Signature>>('/signatures')).items).toMatchObject([{ channelId: null, en: '<p>Regards</p>', pictures: [] }]);
  });

  it('cannot be bent by the name of who writes', async () => {
    await stage.api.sql(`UPDATE users SET name = '<img src=x onerror=a()> Ola'`);
    const { signature } = await client().get<LetterFoot>(`/conversations/${conversation.id}/letter`);
    expect(signature?.html ?? '').not.toContain('<img');
  });
});
