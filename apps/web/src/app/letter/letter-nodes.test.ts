import { htmlOfNodes, linesOfNodes, nodesOfHtml, nodesOfShared, nodesOfText, type LetterNode } from '@kontuar/contract/letter-nodes';
import { prosemirrorToYXmlFragment, yXmlFragmentToProseMirrorRootNode } from 'y-prosemirror';
import * as Y from 'yjs';
import { flatText } from './flat-text';
import { letterSchema } from './schema';

const everything = [
  '<p style="margin:0">Dear <strong>Anna</strong>, <a href="https://acme.test/r?a=1&amp;b=2">our <em>rules</em></a></p>', '<p style="margin:0"><br></p>',
  '<h2>Terms</h2>', '<h3>More</h3>', '<ul><li><p style="margin:0">signed</p><ol start="3"><li><p style="margin:0">insured</p></li></ol></li></ul>',
  '<blockquote><p style="margin:0">you wrote &lt;this&gt;</p></blockquote>', '<pre><code>a  b\n&lt;c&gt;</code></pre>', '<hr>',
  '<table border="1" cellpadding="6" cellspacing="0" style="border-collapse:collapse"><tbody><tr><th style="border:1px solid #b9b9b9;padding:4px 8px;vertical-align:top;text-align:left"><p style="margin:0">Item</p></th></tr><tr><td colspan="2" style="border:1px solid #b9b9b9;padding:4px 8px;vertical-align:top"><p style="margin:0"><s>Oak</s> <u>chair</u> <code>x</code></p></td></tr></tbody></table>',
  '<p style="margin:0">line<br>break <img src="cid:0190a1b2-0000-7000-8000-000000000001@kontuar" alt="label" style="max-width:100%"></p>',
].join('');


const editorsOf = (nodes: readonly LetterNode[]) => letterSchema().nodeFromJSON({ type: 'doc', content: nodes });

/** The server plants and reads shared letters without an editor (libs/contract/src/letter-nodes.ts): here the two are held together. */
describe('a letter without its editor', () => {
  it('is what the editor takes, writes into the shared document and counts', () => {
    const letter = editorsOf(nodesOfHtml(everything));
    expect(() => { letter.check(); }).not.toThrow();
    const doc = new Y.Doc();
    const body = doc.getXmlFragment('body');
    prosemirrorToYXmlFragment(letter, body);
    const read = nodesOfShared(body, (what) => { throw new Error(what); });
    expect(htmlOfNodes(read)).toBe(everything);
    expect(linesOfNodes(read)).toBe(flatText(letter).text);
    // The binding deletes what does not fit; here is nothing.
    const before = body.toString();
    expect(yXmlFragmentToProseMirrorRootNode(body, letterSchema()).toJSON()).toEqual(letter.toJSON());
    expect(body.toString()).toBe(before);
  });

  it('is its lines, where it is no more than that', () => {
    expect(flatText(editorsOf(nodesOfText('Dear Anna,\n\nbye'))).text).toBe('Dear Anna,\n\nbye');
  });

  it.each([
    ['<div>bare <b>words</b><div>and blocks</div>after</div>', 'bare words\nand blocks\nafter'],
    ['<ul><ul><li>deep</li></ul>stray</ul>', '\ndeep'],
    ['<table><tr></tr></table>', ''],
    ['<table><caption>Prices</caption><thead><tr><td></td></tr></thead></table>', 'Prices\n'],
    ['<blockquote></blockquote>', ''],
    ['<div><p>one</p></div><h6>six</h6><center>mid</center>', 'one\nsix\nmid'],
    ['<b><p>one</p>two</b><code><b>x</b></code>', 'one\ntwox'],
    [`${'<blockquote>'.repeat(60)}deep${'</blockquote>'.repeat(60)}`, 'deep'],
    ['<li>no list</li><td>no table</td>', 'no list\nno table'],
    ['<p>typed  spaces </p><div>\n  those of the\n  source\n</div> <p> </p>', 'typed  spaces \nthose of the source\n'],
    ['', ''],
  ])('is begun from whatever HTML there is: %s', (html, words) => {
    const nodes = nodesOfHtml(html);
    expect(() => { editorsOf(nodes).check(); }).not.toThrow();
    expect(linesOfNodes(nodes)).toBe(words);
  });
});
