import { articleNodes, type ArticleNode, type ReadNode } from './article-nodes';

const text = (words: string): ReadNode => ({ nodeType: 3, nodeName: '#text', textContent: words, childNodes: [] });
const element = (tag: string, attributes: Record<string, string>, ...children: ReadNode[]): ReadNode => ({ nodeType: 1, nodeName: tag.toUpperCase(), textContent: null, childNodes: children, getAttribute: (name) => attributes[name] ?? null });
const shown = (...children: ReadNode[]): string => told(articleNodes(element('body', {}, ...children)));
const told = (nodes: readonly ArticleNode[]): string => nodes.map((node) => (typeof node === 'string' ? node : `<${node.tag}${Object.entries(node.props).map(([name, value]) => ` ${name}="${value}"`).join('')}>${told(node.children)}</${node.tag}>`)).join('');
const id = '0198a000-0000-7000-8000-000000000001';

it('draws what articles consist of, and links in a tab of their own', () => {
  expect(shown(element('h2', { id: 'h-1', onclick: 'x()' }, text('How')), element('p', { style: 'color:red' }, text('See '), element('a', { href: 'https://x.example/', onmouseover: 'x()' }, text('this'))))).toBe(
    '<h2>How</h2><p>See <a href="https://x.example/" target="_blank" rel="noopener noreferrer">this</a></p>');
  expect(shown(element('img', { src: `/help/shop/images/${id}`, alt: 'Legs', width: '40', height: '20', onerror: 'x()' }))).toBe(`<img alt="Legs" width="40" height="20" src="/help/shop/images/${id}" loading="lazy"></img>`);
  expect(shown(element('div', { class: 'tb' }, element('table', {}, element('tr', {}, element('td', { colspan: '2' }, text('x'))))))).toBe('<table><tr><td colspan="2">x</td></tr></table>');
});

it.each([
  ['a script', element('script', {}, text('alert(1)')), ''],
  ['a frame', element('iframe', { src: 'https://x.example' }, text('x')), ''],
  ['a drawing', element('svg', {}, element('a', { href: 'javascript:x' }, text('x'))), ''],
  ['an address that runs', element('a', { href: 'javascript:alert(1)' }, text('x')), 'x'],
  ['an address without a house', element('a', { href: '//x.example' }, text('x')), 'x'],
  ['a picture from elsewhere', element('img', { src: 'https://x.example/spy.png' }), ''],
  ['a picture of another path', element('img', { src: `/help/shop/images/../../files/${id}` }), ''],
  ['a form', element('form', { action: '/x' }, element('input', { name: 'x' }), text('words')), 'words'],
])('leaves out %s', (_, node, left) => {
  expect(shown(node)).toBe(left);
});

it('does not follow a text that is nested without an end', () => {
  let node = text('deep');
  for (let at = 0; at < 5000; at += 1) node = element('p', {}, node);
  expect(shown(node)).not.toContain('deep');
});
