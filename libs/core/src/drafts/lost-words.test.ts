import * as Y from 'yjs';
import { missing, newDocument, openDocument, readDocument, snapshotOf, takeUpdate } from './draft-document';

/** The server, and browsers whose editor moves a block as y-prosemirror does: the old one is deleted, the new one written anew. */
function letter(text: string) {
  const { doc, writers } = newDocument({ form: 'letter', text, html: null, cc: null, side: null });
  const server = { doc, writers };
  const browser = (memberId: string) => {
    const own = new Y.Doc();
    const none = new Uint8Array();
    Y.applyUpdate(own, missing(server.doc, none).update, 'server');
    // As its session does: what was written is kept as it was then, whatever comes in before it leaves.
    let waiting: Uint8Array[] = [];
    own.on('update', (update: Uint8Array, origin: unknown) => { if (origin !== 'server') waiting.push(update); });
    const body = own.getXmlFragment('body');
    const lines = (within: Y.XmlFragment = body): Y.XmlElement[] => within.toArray().flatMap((child) => (!(child instanceof Y.XmlElement) ? [] : child.nodeName === 'paragraph' || child.nodeName === 'heading' ? [child] : lines(child)));
    const wordsOf = (line: Y.XmlElement): Y.XmlText => {
      const [first] = line.toArray();
      if (first instanceof Y.XmlText) return first;
      const words = new Y.XmlText();
      line.insert(0, [words]);
      return words;
    };
    const copyOf = (line: Y.XmlElement, name = line.nodeName): Y.XmlElement => {
      const copy = new Y.XmlElement(name);
      const words = new Y.XmlText();
      words.applyDelta(wordsOf(line).toDelta());
      copy.insert(0, [words]);
      return copy;
    };
    const instead = (line: Y.XmlElement, put: Y.XmlElement): void => {
      const parent = line.parent as Y.XmlFragment;
      const index = parent.toArray().indexOf(line);
      own.transact(() => {
        parent.delete(index, 1);
        parent.insert(index, [put]);
      });
    };
    return {
      lines: () => lines().map((line) => (line.toArray()[0] instanceof Y.XmlText ? wordsOf(line).toString() : '')),
      body: () => body.toString(),
      write: (line: number, at: number, words: string) => { own.transact(() => { const into = wordsOf(lines()[line] as Y.XmlElement); into.insert(Math.min(at, into.length), words); }); },
      quote: (line: number) => {
        const old = lines()[line] as Y.XmlElement;
        const quote = new Y.XmlElement('blockquote');
        quote.insert(0, [copyOf(old)]);
        instead(old, quote);
      },
      head: (line: number) => { const old = lines()[line] as Y.XmlElement; instead(old, copyOf(old, old.nodeName === 'heading' ? 'paragraph' : 'heading')); },
      remove: (line: number) => { const old = lines()[line] as Y.XmlElement; const parent = old.parent as Y.XmlFragment; parent.delete(parent.toArray().indexOf(old), 1); },
      send: () => {
        if (waiting.length === 0) return;
        const taken = takeUpdate(server.doc, Y.mergeUpdates(waiting), memberId, server.writers);
        waiting = [];
        if (taken !== undefined) server.writers = taken.writers;
      },
      receive: () => { Y.applyUpdate(own, missing(server.doc, Y.encodeStateVector(own)).update, 'server'); },
    };
  };
  return { server, browser, read: () => readDocument(server.doc).text.split('\n') };
}

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

const three = 'Dear Anna,\nthe courier comes on Monday\nKind regards';

describe('a block that is put elsewhere while a colleague writes in it', () => {
  it.each([['before', true], ['after', false]])('keeps their words at their place, when they reach the server %s it', (_, wordsFirst) => {
    const { browser, read } = letter(three);
    const [ola, jan] = [browser('ola'), browser('jan')];
    ola.quote(1);
    jan.write(1, 'the courier comes on Monday'.length, ' at nine');
    jan.write(1, 4, 'kind ');
    for (const each of wordsFirst ? [jan, ola] : [ola, jan]) each.send();
    expect(read()).toEqual(['Dear Anna,', 'the kind courier comes on Monday at nine', 'Kind regards']);
    for (const each of [ola, jan]) each.receive();
    expect(jan.body()).toBe(ola.body());
    expect(jan.body()).toContain('<blockquote>');
  });

  it('goes on taking words from somebody who has not heard of it', () => {
    const { browser, read } = letter(three);
    const [ola, jan] = [browser('ola'), browser('jan')];
    ola.quote(1);
    ola.send();
    for (const [at, letters] of ['see', 'n ', 'it'].entries()) {
      jan.write(1, [0, 3, 5][at] ?? 0, letters);
      jan.send();
    }
    expect(read()[1]).toBe('seen itthe courier comes on Monday');
  });

  it('stands once when two quote it at the same moment', () => {
    const { browser, read } = letter(three);
    const [ola, jan] = [browser('ola'), browser('jan')];
    ola.quote(1);
    jan.quote(1);
    ola.send();
    jan.send();
    jan.write(1, 0, 'Look: ');
    jan.send();
    expect(read()).toEqual(['Dear Anna,', 'Look: the courier comes on Monday', 'Kind regards']);
    for (const each of [ola, jan]) each.receive();
    expect(jan.body()).toBe(ola.body());
  });

  it('that was only deleted leaves what was written in it meanwhile, as a line of its own if nothing is left beside it', () => {
    const { browser, read } = letter(three);
    const [ola, jan] = [browser('ola'), browser('jan')];
    ola.remove(1);
    ola.send();
    jan.write(1, 3, ' new');
    jan.send();
    expect(read().join('|')).toContain(' new');
  });

  it('is found again by a process that reads the draft anew, and nothing is lost where the trace is gone', () => {
    for (const keep of [(doc: Y.Doc) => Y.encodeStateAsUpdate(doc), snapshotOf]) {
      const { server, browser, read } = letter(three);
      const [ola, jan] = [browser('ola'), browser('jan')];
      ola.quote(1);
      ola.send();
      server.doc = openDocument([keep(server.doc)]);
      jan.write(1, 4, 'kind ');
      jan.send();
      expect(read().join('|')).toBe(keep === snapshotOf ? 'Dear Anna,|the courier comes on Monday|Kind regards|kind ' : 'Dear Anna,|the kind courier comes on Monday|Kind regards');
    }
  });

  it('keeps no deleted words for longer than the next snapshot', () => {
    const { server, browser } = letter(three);
    const ola = browser('ola');
    ola.remove(1);
    ola.send();
    expect(Buffer.from(snapshotOf(server.doc)).includes('courier')).toBe(false);
  });
});

it.each(Array.from({ length: 40 }, (_, seed) => seed))('loses no word, whoever quotes, heads and writes in the same lines at once (%p)', (seed) => {
  const roll = dice(seed);
  const { browser, read } = letter(three);
  const people = ['ola', 'jan', 'ewa'].map(browser);
  const written: string[] = [];
  for (let step = 0; step < 60; step += 1) {
    const person = people[roll(people.length)] as (typeof people)[number];
    const count = person.lines().length;
    const act = roll(12);
    if (act < 4) {
      const letters = String.fromCodePoint(0x4e00 + step);
      written.push(letters);
      person.write(roll(count), roll(30), letters);
    } else if (act === 4) person.quote(roll(count));
    else if (act === 5) person.head(roll(count));
    else if (act < 10) person.send();
    else person.receive();
  }
  for (const person of people) person.send();
  for (const person of people) person.receive();
  const [first, ...others] = people.map((person) => person.body());
  for (const other of others) expect(other).toBe(first);
  const text = read().join('\n');
  for (const letters of written) expect(text).toContain(letters);
  // What only moved is still whole somewhere, whatever was written in between.
  const planted = text.replaceAll(/[\u4e00-\u9fff]/g, '');
  for (const line of three.split('\n')) expect(planted).toContain(line);
});
