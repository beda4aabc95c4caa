import { DOMParser as DocumentParser, DOMSerializer, type Node, type Schema } from '@tiptap/pm/model';

/** Apart from the page: nothing in it is fetched, and nothing of it runs. */
const apart = () => document.implementation.createHTMLDocument('');

export function htmlOf(doc: Node): string {
  const page = apart();
  page.body.append(DOMSerializer.fromSchema(doc.type.schema).serializeFragment(doc.content, { document: page }));
  // An empty paragraph has no height of its own in a mail.
  for (const line of page.body.querySelectorAll('p:empty')) line.append(page.createElement('br'));
  return page.body.innerHTML;
}

export function docOf(schema: Schema, said: { text: string; html: string | null }): Node {
  if (said.html === null) return schema.node('doc', null, said.text.split('\n').map((line) => schema.node('paragraph', null, line === '' ? [] : [schema.text(line)])));
  const parsed = new DOMParser().parseFromString(said.html, 'text/html');
  for (const line of parsed.body.querySelectorAll('p')) if (line.childNodes.length === 1 && line.firstElementChild?.tagName === 'BR') line.replaceChildren();
  // Typed spaces stay, also those at the end of a line; where the source has lines of its own, its spaces mean nothing.
  return DocumentParser.fromSchema(schema).parse(parsed.body, { preserveWhitespace: !/[\n\t]/.test(said.html) });
}
