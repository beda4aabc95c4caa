import * as Y from 'yjs';
import { newDocument, openDocument, readDocument, RefusedUpdate, snapshotOf, takeUpdate } from './draft-document';

const shared = (html: string | null, text = '') => newDocument({ form: 'letter', text, html, cc: null, side: null });
const everything = [
  '<p style="margin:0">Dear <strong>Anna</strong>, <a href="https://acme.test/r?a=1&amp;b=2">our <em>rules</em></a></p>', '<p style="margin:0"><br></p>',
  '<h2>Terms</h2>', '<h3>More</h3>', '<ul><li><p style="margin:0">signed</p><ol start="3"><li><p style="margin:0">insured</p></li></ol></li></ul>',
  '<blockquote><p style="margin:0">you wrote &lt;this&gt;</p></blockquote>', '<pre><code>a  b\n&lt;c&gt;</code></pre>', '<hr>',
  '<table border="1" cellpadding="6" cellspacing="0" style="border-collapse:collapse"><tbody><tr><th style="border:1px solid #b9b9b9;padding:4px 8px;vertical-align:top;text-align:left"><p style="margin:0">Item</p></th></tr><tr><td colspan="2" style="border:1px solid #b9b9b9;padding:4px 8px;vertical-align:top"><p style="margin:0"><s>Oak</s> <u>chair</u> <code>x</code></p></td></tr></tbody></table>',
  '<p style="margin:0">line<br>break <img src="cid:0190a1b2-0000-7000-8000-000000000001@kontuar" alt="label" style="max-width:100%"></p>',
].join('');

/** As a mail program would show it: without the spaces and order in which a sanitiser writes attributes. */
const plain = (html: string | null) => (html ?? '').replace(/ (?:style|border|cellpadding|cellspacing|target|rel)="[^"]*"/g, '').replace(/ \/>/g, '>');

describe('a shared letter', () => {
  it('begins with the look that its first writer gave it', () => {
    const { doc } = shared(everything);
    expect(plain(readDocument(doc).html)).toBe(plain(everything));
  });

  it('is its lines where it has no look, and survives being kept', () => {
    const { doc } = shared(null, 'Dear Anna,\n\nbye');
    expect(readDocument(openDocument([snapshotOf(doc)]))).toEqual({ form: 'letter', text: 'Dear Anna,\n\nbye', html: null, cc: null, side: null });
  });
});

describe('what a browser sends for a letter', () => {
  const attempt = (change: (doc: Y.Doc, body: Y.XmlFragment) => void, html: string | null = null): string => {
    const { doc, writers } = shared(html, 'abc');
    const own = new Y.Doc();
    Y.applyUpdate(own, Y.encodeStateAsUpdate(doc));
    const before = Y.encodeStateVector(own);
    own.transact(() => { change(own, own.getXmlFragment('body')); });
    try {
      takeUpdate(doc, Y.encodeStateAsUpdate(own, before), 'ola', writers);
      return 'taken';
    } catch (error) {
      if (error instanceof RefusedUpdate) return error.code;
      throw error;
    }
  };
  const element = (name: string, attributes: Record<string, unknown> = {}, children: (Y.XmlElement | Y.XmlText)[] = []) => {
    const made = new Y.XmlElement<Record<string, never>>(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as never);
    made.insert(0, children);
    return made as unknown as Y.XmlElement;
  };
  const words = (text: string, marks: object = {}) => {
    const made = new Y.XmlText();
    made.insert(0, text, marks);
    return made;
  };
  const paragraph = (...children: (Y.XmlElement | Y.XmlText)[]) => element('paragraph', {}, children);
  const nested = (depth: number): Y.XmlElement => (depth === 0 ? paragraph(words('x')) : element('blockquote', {}, [nested(depth - 1)]));

  it.each<[string, (doc: Y.Doc, body: Y.XmlFragment) => void]>([
    ['words in bold', (_, body) => { body.insert(0, [paragraph(words('Hi', { bold: {} }))]); }],
    ['a link', (_, body) => { body.insert(0, [paragraph(words('Hi', { link: { href: 'https://acme.test', target: null } }))]); }],
    ['a table', (_, body) => { body.insert(0, [element('table', {}, [element('tableRow', {}, [element('tableCell', { colspan: 1, rowspan: 1 }, [paragraph()])])])]); }],
    ['a letter emptied', (_, body) => { body.delete(0, body.length); }],
    ['what goes below it', (doc) => { doc.getMap('fields').set('letter', { signature: false }); }],
  ])('is taken: %s', (_, change) => { expect(attempt(change)).toBe('taken'); });

  it.each<[string, string, (doc: Y.Doc, body: Y.XmlFragment) => void]>([
    ['a part that no letter has', 'draft-unreadable', (_, body) => { body.insert(0, [element('script')]); }],
    ['a part by the name of what every object has', 'draft-unreadable', (_, body) => { body.insert(0, [element('constructor')]); }],
    ['a handler', 'draft-unreadable', (_, body) => { body.insert(0, [element('paragraph', { onclick: 'x' })]); }],
    ['a mark that no letter has', 'draft-unreadable', (_, body) => { body.insert(0, [paragraph(words('x', { script: {} }))]); }],
    ['a mark that says too much', 'draft-unreadable', (_, body) => { body.insert(0, [paragraph(words('x', { bold: { style: 'x' } }))]); }],
    ['a link that runs', 'draft-unreadable', (_, body) => { body.insert(0, [paragraph(words('x', { link: { href: ' java\tscript:alert(1)' } }))]); }],
    ['a link to nowhere', 'draft-unreadable', (_, body) => { body.insert(0, [paragraph(words('x', { link: {} }))]); }],
    ['a document inside', 'draft-unreadable', (_, body) => { body.insert(0, [element('paragraph', { x: new Y.Doc() })]); }],
    ['a text as an attribute', 'draft-unreadable', (_, body) => { body.insert(0, [element('picture', { alt: new Y.XmlText('x') })]); }],
    ['a hook', 'draft-unreadable', (_, body) => { body.insert(0, [new Y.XmlHook('x') as unknown as Y.XmlElement]); }],
    ['a thing among the words', 'draft-unreadable', (_, body) => { const text = words(''); text.insertEmbed(0, { image: 'x' }); body.insert(0, [paragraph(text)]); }],
    ['objects among the parts', 'draft-unreadable', (doc) => { (doc.getXmlFragment('body') as unknown as Y.Array<unknown>).insert.call(doc.getXmlFragment('body'), 0, [{ x: 1 }] as never); }],
    ['blocks deeper than anybody writes', 'draft-unreadable', (_, body) => { body.insert(0, [nested(60)]); }],
    ['a cell over a million columns', 'draft-unreadable', (_, body) => { body.insert(0, [element('table', {}, [element('tableRow', {}, [element('tableCell', { colspan: 1e6 }, [paragraph()])])])]); }],
    ['a row of too many columns', 'draft-full', (_, body) => { body.insert(0, [element('table', {}, [element('tableRow', {}, Array.from({ length: 3 }, () => element('tableCell', { colspan: 50 }, [paragraph()])))])]); }],
    ['too many letters', 'draft-full', (_, body) => { body.insert(0, [paragraph(words('x'.repeat(50_001)))]); }],
    ['words for a plain text', 'draft-unreadable', (doc) => { doc.getText('text').insert(0, 'x'); }],
    ['another form', 'draft-unreadable', (doc) => { doc.getMap('fields').set('form', 'plain'); }],
    ['no form', 'draft-unreadable', (doc) => { doc.getMap('fields').delete('form'); }],
    ['choices that there are not', 'draft-unreadable', (doc) => { doc.getMap('fields').set('letter', { footer: true }); }],
  ])('is refused: %s', (_, code, change) => {
    expect(attempt(change)).toBe(code);
  });

  it('refuses or takes whatever a bit turns into, and nothing else happens', () => {
    const { doc, writers } = shared(everything);
    const own = openDocument([Y.encodeStateAsUpdate(doc)]);
    const before = Y.encodeStateVector(own);
    own.getXmlFragment('body').insert(0, [paragraph(words('Hi', { link: { href: 'https://a.test' } })), element('heading', { level: 2 }, [words('x')])]);
    const good = Y.encodeStateAsUpdate(own, before);
    const kept = Y.encodeStateAsUpdate(doc);
    for (let at = 0; at < good.length * 8; at += 3) {
      const broken = Uint8Array.from(good);
      broken[at >> 3] = (broken[at >> 3] as number) ^ (1 << (at & 7));
      const copy = openDocument([kept]);
      let result = 'taken';
      try {
        takeUpdate(copy, broken, 'ola', writers);
        // What was taken can be read.
        readDocument(copy);
      } catch (error) {
        result = error instanceof RefusedUpdate ? 'refused' : String(error);
      }
      expect(['taken', 'refused']).toContain(result);
    }
  });
});
