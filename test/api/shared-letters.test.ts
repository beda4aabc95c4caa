import * as Y from 'yjs';
import type { DraftView, MessageView, Posted, SharedDraftView } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { factories, type Factories } from '../support/factories';
import { fakePlatform } from '../support/fake-connector';

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

describe('a letter that several write', () => {
  const { connector } = fakePlatform();
  let api: TestApi;
  let ola: Person;
  let jan: Person;
  let build: Factories;
  let channelId: string;

  beforeAll(async () => {
    api = await startTestApi({ connectors: [{ ...connector, capabilities: { ...connector.capabilities, text: 'html', letters: { quoting: 'asked' } } }] });
    ola = await api.signUp();
    jan = await api.invite(ola, 'agent', { name: 'Jan' });
    build = factories(api.sql, ola.workspaceId);
    channelId = await build.buildChannel({ connectorId: 'fake' });
  });
  afterAll(() => api.stop());

  const begun = () => build.buildConversation({ channelId });
  const share = (person: Person, conversation: { id: string }, more: object) => person.client.post<SharedDraftView>(`/conversations/${conversation.id}/shared-draft`, { text: '', attachmentIds: [], sinceSeq: 0, ...more });
  const view = (draft: { id: string }) => jan.client.get<SharedDraftView>(`/shared-drafts/${draft.id}`);
  /** What Jan's editor does to the document, over the way for long changes. */
  const write = async (draft: { id: string }, change: (body: Y.XmlFragment, doc: Y.Doc) => void) => {
    const [row] = await api.sql<{ snapshot: Buffer }>('SELECT snapshot FROM shared_drafts WHERE id = $1', [draft.id]);
    const updates = await api.sql<{ body: Buffer }>('SELECT body FROM shared_draft_updates WHERE draft_id = $1 ORDER BY seq', [draft.id]);
    const doc = new Y.Doc();
    for (const bytes of [row?.snapshot as Buffer, ...updates.map(({ body }) => body)]) Y.applyUpdate(doc, bytes);
    const before = Y.encodeStateVector(doc);
    doc.transact(() => { change(doc.getXmlFragment('body'), doc); });
    return jan.client.send<{ code?: string }>('POST', `/shared-drafts/${draft.id}/updates`, { update: base64(Y.encodeStateAsUpdate(doc, before)) });
  };
  const line = (text: string, marks: object = {}) => {
    const paragraph = new Y.XmlElement('paragraph');
    const words = new Y.XmlText();
    words.insert(0, text, marks);
    paragraph.insert(0, [words]);
    return paragraph;
  };

  it('keeps its look from one’s own draft to the shared one, and back to whoever takes it', async () => {
    const conversation = await begun();
    const draft = await share(ola, conversation, { text: 'Dear Anna', html: '<p style="margin:0">Dear <strong>Anna</strong><script>x</script></p>', letter: { signature: false } });
    expect(draft).toMatchObject({ form: 'letter', text: 'Dear Anna', html: '<p style="margin:0">Dear <strong>Anna</strong></p>', letter: { signature: false } });
    expect((await write(draft, (body, doc) => {
      body.insert(1, [line('on Monday', { italic: {}, link: { href: 'https://acme.test' } })]);
      doc.getMap('fields').set('letter', { quote: true });
    })).status).toBe(200);
    expect(await view(draft)).toMatchObject({ text: 'Dear Anna\non Monday', html: expect.stringMatching(/Anna.*<a href="https:\/\/acme\.test"[^>]*><em>on Monday<\/em><\/a>/) as string, letter: { quote: true }, seq: 1 });
    // What Ola writes for herself meanwhile is below it, and only what has a look brings one.
    await ola.client.put<DraftView>(`/conversations/${conversation.id}/draft`, { text: 'Besides', private: false, attachmentIds: [], sinceSeq: 0 });
    const back = await ola.client.post<DraftView>(`/shared-drafts/${draft.id}/keep`);
    expect(back).toMatchObject({ text: 'Dear Anna\non Monday\n\nBesides', letter: { quote: true } });
    expect(back.html).toMatch(/<strong>Anna<\/strong>.*<em>on Monday<\/em>.*Besides/);
    // Words without a look are a letter too, and can get one later.
    expect(await share(ola, await begun(), { text: 'Dear Anna,\n\nbye' })).toMatchObject({ form: 'letter', text: 'Dear Anna,\n\nbye', html: null });
  });

  it('never makes an internal note part of an answer', async () => {
    const conversation = await begun();
    const draft = await share(ola, conversation, { text: 'Dear Anna' });
    await ola.client.put<DraftView>(`/conversations/${conversation.id}/draft`, { text: 'she is difficult', private: true, attachmentIds: [], sinceSeq: 0 });
    expect(await ola.client.post<DraftView>(`/shared-drafts/${draft.id}/keep`)).toMatchObject({ text: 'Dear Anna', private: false });
  });

  it('is sent as it looks', async () => {
    const conversation = await begun();
    const draft = await share(ola, conversation, { text: 'Dear Anna', html: '<ul><li><p>signed</p></li></ul>' });
    const { html, seq } = await view(draft);
    const { message } = await jan.client.post<Posted & { message: MessageView }>(`/conversations/${conversation.id}/messages`, { clientId: 'looks', text: 'signed', html, sharedDraft: { id: draft.id, seq }, sendNow: true });
    expect(message).toMatchObject({ text: '- signed', html: expect.stringContaining('<li>') as string });
    expect(await view(draft)).toMatchObject({ state: 'sent' });
  });

  it('takes no part that no letter has, and says so', async () => {
    const draft = await share(ola, await begun(), { text: 'Dear Anna' });
    const answers = [
      await write(draft, (body) => { body.insert(0, [new Y.XmlElement('iframe')]); }),
      await write(draft, (body) => { body.insert(0, [line('x', { link: { href: 'javascript:alert(1)' } })]); }),
      await write(draft, (_, doc) => { doc.getText('text').insert(0, 'x'); }),
      await write(draft, (body) => { body.insert(0, [line('x'.repeat(50_001))]); }),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([[422, 'draft-unreadable'], [422, 'draft-unreadable'], [422, 'draft-unreadable'], [413, 'draft-full']]);
    expect(await view(draft)).toMatchObject({ text: 'Dear Anna', seq: 0 });
    expect(await ola.client.refused('POST', `/conversations/${(await begun()).id}/shared-draft`, { text: 'x', html: '<p>x</p>'.repeat(13_000), attachmentIds: [], sinceSeq: 0 })).toMatchObject({ status: 413, code: 'draft-full' });
  });
});
