import * as Y from 'yjs';
import { MAX_TEXT, missing, newDocument, openDocument, readDocument, RefusedUpdate, snapshotOf, takeUpdate, type DraftContent, type Writers } from './draft-document';

const blank: DraftContent = { form: 'plain', text: '', html: null, cc: null, side: null };
const none = new Uint8Array();

/** The server's side, and browsers that talk to it alone. */
function shared(text = '') {
  const { doc, writers } = newDocument({ ...blank, text });
  const server = { doc, writers };
  const browser = (memberId: string) => {
    const own = openDocument([missing(server.doc, none).update]);
    const send = () => {
      const taken = takeUpdate(server.doc, Y.encodeStateAsUpdate(own, Y.encodeStateVector(server.doc)), memberId, server.writers);
      if (taken !== undefined) server.writers = taken.writers;
      return taken;
    };
    return { doc: own, text: own.getText('text'), send, receive: () => { Y.applyUpdate(own, missing(server.doc, Y.encodeStateVector(own)).update); } };
  };
  return { server, browser, read: () => readDocument(server.doc) };
}

const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof RefusedUpdate) return error.code;
    throw error;
  }
  return 'taken';
};

/** The same numbers every time: mulberry32. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

describe('a shared document', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))('says the same to everybody in whatever order things arrive, and loses no letter that nobody deleted (%p)', (seed) => {
    const roll = dice(seed);
    const { browser, read } = shared('Dear Anna,\n\n');
    const people = ['ola', 'jan', 'ewa'].map(browser);
    const written = new Set<string>();
    for (let step = 0; step < 120; step += 1) {
      const person = people[roll(people.length)] as (typeof people)[number];
      const act = roll(10);
      if (act < 5) {
        const letter = String.fromCodePoint(0x4e00 + step);
        written.add(letter);
        person.text.insert(roll(person.text.length + 1), letter);
      } else if (act < 7 && person.text.length > 0) {
        const at = roll(person.text.length);
        for (const letter of person.text.toJSON().slice(at, at + 3)) written.delete(letter);
        person.text.delete(at, Math.min(3, person.text.length - at));
      } else if (act < 9) person.send();
      else person.receive();
    }
    for (const person of people) person.send();
    for (const person of people) person.receive();
    const { text } = read();
    expect(people.map(({ doc }) => readDocument(doc).text)).toEqual([text, text, text]);
    for (const letter of written) expect(text.split(letter)).toHaveLength(2);
  });

  it('is the same again from its snapshot, and takes what was written before and comes after', () => {
    const { server, browser } = shared('One');
    const late = browser('ola');
    late.text.insert(3, ' two');
    server.doc = openDocument([snapshotOf(server.doc)]);
    late.send();
    expect(readDocument(server.doc)).toEqual({ ...blank, text: 'One two' });
  });

  it('knows what it has seen', () => {
    const { browser } = shared();
    const ola = browser('ola');
    ola.text.insert(0, 'Hello');
    expect(ola.send()).toBeDefined();
    expect(ola.send()).toBeUndefined();
  });

  it('shares to whom it goes as well', () => {
    const { browser, read } = shared();
    const ola = browser('ola');
    ola.doc.getMap('fields').set('cc', ['jan@example.com']);
    ola.doc.getMap('fields').set('side', 'public');
    ola.send();
    expect(read()).toEqual({ ...blank, cc: ['jan@example.com'], side: 'public' });
  });
});

describe('a change that is not right', () => {
  const bytes = (change: (doc: Y.Doc) => void, from: Y.Doc): Uint8Array => {
    const doc = openDocument([Y.encodeStateAsUpdate(from)]);
    doc.transact(() => { change(doc); });
    return Y.encodeStateAsUpdate(doc, Y.encodeStateVector(from));
  };

  it.each<[string, string, (doc: Y.Doc) => void]>([
    ['a picture among the letters', 'draft-unreadable', (doc) => { doc.getText('text').insertEmbed(0, { image: 'x' }); }],
    ['letters in bold', 'draft-unreadable', (doc) => { doc.getText('text').insert(0, 'x', { bold: true }); }],
    ['another part of the document', 'draft-unreadable', (doc) => { doc.getText('else').insert(0, 'x'); }],
    ['an unknown field', 'draft-unreadable', (doc) => { doc.getMap('fields').set('to', 'x'); }],
    ['a field without a value', 'draft-unreadable', (doc) => { doc.getMap('fields').delete('cc'); }],
    ['copies to what is no address', 'draft-unreadable', (doc) => { doc.getMap('fields').set('cc', ['not an address']); }],
    ['a document inside', 'draft-unreadable', (doc) => { doc.getMap('fields').set('side', new Y.Doc()); }],
    ['a text inside', 'draft-unreadable', (doc) => { doc.getMap('fields').set('side', new Y.Text('public')); }],
    ['objects among the letters', 'draft-unreadable', (doc) => { doc.get('text', Y.Array).insert(0, [{ x: 1 }]); }],
    ['too many letters', 'draft-full', (doc) => { doc.getText('text').insert(0, 'x'.repeat(MAX_TEXT + 1)); }],
    ['thousands of changes at once', 'draft-full', (doc) => { for (let at = 0; at < 6000; at += 1) doc.getText('text').insert(0, 'x'); }],
  ])('is refused: %s', (_, code, change) => {
    const { server } = shared('abc');
    const plain = server.doc;
    // A type once asked for is of that kind for good: the hostile browser asks on a copy of its own.
    const update = bytes(change, openDocumentRaw(plain));
    expect(refusal(() => takeUpdate(plain, update, 'ola', server.writers))).toBe(code);
  });

  it('is refused when it is no change at all', () => {
    const { server } = shared('abc');
    const good = bytes((doc) => { doc.getText('text').insert(1, 'zażółć'); }, server.doc);
    const copy = () => openDocument([Y.encodeStateAsUpdate(server.doc)]);
    for (const hostile of [none, Uint8Array.of(255), Uint8Array.of(1, 2, 3, 4), new Uint8Array(64).fill(255), good.subarray(0, -2)]) {
      expect(refusal(() => takeUpdate(copy(), hostile, 'ola', server.writers))).toBe('draft-unreadable');
    }
    // Whatever a bit turns into: refused with a reason, or taken; never anything else.
    for (let at = 0; at < good.length * 8; at += 1) {
      const broken = Uint8Array.from(good);
      broken[at >> 3] = (broken[at >> 3] as number) ^ (1 << (at & 7));
      expect(['taken', 'draft-unreadable', 'draft-gap', 'draft-full']).toContain(refusal(() => takeUpdate(copy(), broken, 'ola', server.writers)));
    }
  });

  it('is refused when something before it is missing', () => {
    const { server, browser } = shared();
    const ola = browser('ola');
    ola.text.insert(0, 'one');
    const known = Y.encodeStateVector(ola.doc);
    ola.text.insert(3, ' two');
    expect(refusal(() => takeUpdate(server.doc, Y.encodeStateAsUpdate(ola.doc, known), 'ola', server.writers))).toBe('draft-gap');
  });

  it('is refused when it is written in the name of a colleague or of the server', () => {
    const { server, browser } = shared('abc');
    const jan = browser('jan');
    jan.text.insert(0, 'x');
    jan.send();
    const serverId = Number(Object.keys(server.writers)[0]);
    const forge = (clientId: number, writers: Writers) => {
      const doc = openDocumentRaw(server.doc);
      doc.clientID = clientId;
      const update = bytesAs(doc);
      return refusal(() => takeUpdate(openDocument([Y.encodeStateAsUpdate(server.doc)]), update, 'ola', writers));
    };
    expect(forge(jan.doc.clientID, server.writers)).toBe('draft-unreadable');
    expect(forge(serverId, server.writers)).toBe('draft-unreadable');
    expect(forge(424_242, server.writers)).toBe('taken');
  });

  function openDocumentRaw(from: Y.Doc): Y.Doc {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(from));
    return doc;
  }

  function bytesAs(doc: Y.Doc): Uint8Array {
    const before = Y.encodeStateVector(doc);
    doc.getText('text').insert(0, 'forged');
    return Y.encodeStateAsUpdate(doc, before);
  }
});

it('reads what PostgreSQL can keep, whatever is in the text', () => {
  const { browser, read } = shared();
  const ola = browser('ola');
  ola.text.insert(0, 'a\0b\ud83d');
  ola.send();
  expect(read().text).toBe('ab\ufffd');
});
