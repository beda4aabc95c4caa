import * as Y from 'yjs';

type Change = ReturnType<typeof Y.decodeUpdate>;
type Words = Y.XmlText | Y.Text;
/** Words that went with what held them, and what stood on either side. `alone`: nothing did, so they are a line of their own. */
interface Run { words: string; before: string; after: string; alone: boolean }

/** By so many letters on either side a place is known again. */
const CONTEXT = 48;
/** Each place is looked for in the whole letter; beyond so many at once the rest is put below it. */
const MOST_PLACES = 8;

/**
 * The editor puts a block into another one (a quote, a list, a heading) by writing it anew and deleting the old one, and with it go the words that a colleague
 * wrote there meanwhile: Yjs deletes what is in a deleted thing. What the writer of a change names as deleted they had seen; what goes along unnamed nobody wanted gone. It is
 * written again, once, by the server, where the words beside it stand now. Two who did the same to one block leave one of the two copies.
 * Call it before the change is applied, and what it answers after; true: the document changed.
 */
export function watchLetter(doc: Y.Doc, body: Y.XmlFragment, change: Change): () => boolean {
  const twice = takenTwice(doc, change);
  const lost: Run[] = [];
  const look = (transaction: Y.Transaction): void => {
    doc.off('afterTransaction', look);
    lost.push(...wentAlong(transaction, change));
  };
  doc.on('afterTransaction', look);
  return () => {
    doc.off('afterTransaction', look);
    lost.push(...buried(doc, change));
    let isMended = false;
    doc.transact(() => {
      isMended = dropCopies(doc, body, change, twice);
      for (const run of lost.slice(0, MOST_PLACES)) put(body, run);
      const rest = lost.slice(MOST_PLACES).map(({ words }) => words);
      if (rest.length > 0) putLine(body, body.length, rest.join(' '));
    });
    return isMended || lost.length > 0;
  };
}

const lettersOf = (item: Y.Item): string => (item.content instanceof Y.ContentString ? item.content.str : '');

/** Everything that was ever written in it, as far as it is still known. */
function everWritten(type: Y.AbstractType<unknown>): string {
  let letters = '';
  for (let item = type._start; item !== null; item = item.right) letters += item.content instanceof Y.ContentType ? everWritten(item.content.type) : lettersOf(item);
  return letters;
}

/** What stands in it now. */
function standing(type: Words): string {
  let letters = '';
  for (let item = type._start; item !== null; item = item.right) if (!item.deleted) letters += lettersOf(item);
  return letters;
}

/** A letter of which the writer of the change knew that it goes. Letters are asked for one by one: a run of them may be known in part. */
const isNamed = ({ ds }: Change, { id }: Y.Item, at: number): boolean => Y.isDeleted(ds, Y.createID(id.client, id.clock + at));

/** Deleted by this change without being named in it: its writer had not seen it, or wrote it into what was gone. */
function wentAlong(transaction: Y.Transaction, change: Change): Run[] {
  const byText = new Map<Y.AbstractType<unknown>, Set<Y.Item>>();
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (!(struct instanceof Y.Item) || lettersOf(struct) === '') return;
    const text = struct.parent as Y.AbstractType<unknown>; // looked up by now: it has been integrated
    byText.set(text, (byText.get(text) ?? new Set()).add(struct));
  });
  return [...byText].flatMap(([text, items]) => runsOf(text, (item, at) => items.has(item) && !isNamed(change, item, at)));
}

function runsOf(text: Y.AbstractType<unknown>, isLost: (item: Y.Item, at: number) => boolean): Run[] {
  const runs: Run[] = [];
  let before = '';
  let filled = 0;
  let open: Run | null = null;
  for (let item = text._start; item !== null; item = item.right) {
    for (const [at, letter] of lettersOf(item).split('').entries()) {
      if (!isLost(item, at)) open = null;
      else if (open === null) runs.push((open = { words: letter, before: before.slice(-CONTEXT), after: '', alone: false }));
      else open.words += letter;
      while ((runs[filled]?.after.length ?? 0) >= CONTEXT) filled += 1;
      for (const run of runs.slice(filled)) if (run !== open && run.after.length < CONTEXT) run.after += letter;
      before += letter;
    }
  }
  for (const run of runs) if (run.before === '' && run.after === '') Object.assign(run, { alone: true, before: lineBefore(text) });
  return runs;
}

/** What stood above the block of these words. */
function lineBefore(text: Y.AbstractType<unknown>): string {
  for (let item = text._item?.parent instanceof Y.XmlElement ? (text._item.parent._item?.left ?? null) : null; item !== null; item = item.left) {
    const letters = item.content instanceof Y.ContentType ? everWritten(item.content.type) : '';
    if (letters !== '') return letters.slice(-CONTEXT);
  }
  return '';
}

/** Written into what was gone so long ago that even its place is not kept any more. */
function buried(doc: Y.Doc, change: Change): Run[] {
  return change.structs.flatMap((struct): Run[] => {
    if (!(struct instanceof Y.Item) || lettersOf(struct) === '') return [];
    const held = doc.store.clients.get(struct.id.client) ?? [];
    const words = lettersOf(struct).split('').filter((_, at) => !isNamed(change, struct, at) && held[Y.findIndexSS(held, struct.id.clock + at)] instanceof Y.GC).join('');
    return words === '' ? [] : [{ words, before: '', after: '', alone: true }];
  });
}

function liveWords(body: Y.XmlFragment): Y.XmlText[] {
  return body.toArray().flatMap((child) => (child instanceof Y.XmlText ? [child] : child instanceof Y.XmlElement ? liveWords(child) : []));
}

function put(body: Y.XmlFragment, { words, before, after, alone }: Run): void {
  const place = placeIn(liveWords(body), before, after);
  if (place === null) putLine(body, body.length, words);
  else if (alone) putLine(body, topIndex(body, place.text) + 1, words);
  else place.text.insert(place.at, words);
}

function putLine(body: Y.XmlFragment, index: number, words: string): void {
  const line = new Y.XmlElement('paragraph');
  line.insert(0, [new Y.XmlText(words)]);
  body.insert(index, [line]);
}

function topIndex(body: Y.XmlFragment, text: Y.XmlText): number {
  let top: unknown = text;
  while (top instanceof Y.AbstractType && top.parent !== body) top = top.parent;
  return body.toArray().findIndex((child) => child === top);
}

function placeIn(texts: readonly Y.XmlText[], before: string, after: string): { text: Y.XmlText; at: number } | null {
  const backwards = (letters: string) => letters.split('').reverse().join('');
  let best: { text: Y.XmlText; at: number; score: number } | null = null;
  for (const text of texts) {
    const letters = standing(text);
    const ends = endsLike(before, letters);
    const begins = endsLike(backwards(after), backwards(letters));
    for (let at = 0; at <= letters.length; at += 1) {
      const score = (ends[at] ?? 0) + (begins[letters.length - at] ?? 0);
      // Embeds count in the places of a text but are no letters; the editor keeps them outside of it.
      if (score > (best?.score ?? 0)) best = { text, at, score };
    }
  }
  return best;
}

/** For each place in `text`, how much what stands before it ends like `wanted`: Smith and Waterman, since words may have come and gone on both sides. */
function endsLike(wanted: string, text: string): Int16Array {
  let above = new Int16Array(text.length + 1);
  for (const letter of wanted.split('')) {
    const row = new Int16Array(text.length + 1);
    for (let at = 1; at <= text.length; at += 1) {
      row[at] = Math.max(0, (above[at - 1] ?? 0) + (text[at - 1] === letter ? 2 : -2), (above[at] ?? 0) - 1, (row[at - 1] ?? 0) - 1);
    }
    above = row;
  }
  return above;
}

/** Blocks that this change takes away and somebody else had taken away before: their words as its writer knew them. */
function takenTwice(doc: Y.Doc, change: Change): Set<string> {
  const { ds } = change;
  const texts = new Set<Y.XmlText>();
  for (const [client, ranges] of ds.clients) {
    for (const struct of doc.store.clients.get(client) ?? []) {
      if (!(struct instanceof Y.Item) || !struct.deleted || lettersOf(struct) === '' || !(struct.parent instanceof Y.XmlText) || struct.parent._item?.deleted !== true) continue;
      if (ranges.some(({ clock, len }) => clock < struct.id.clock + struct.length && struct.id.clock < clock + len)) texts.add(struct.parent);
    }
  }
  return new Set([...texts].map((text) => {
    let letters = '';
    for (let item = text._start; item !== null; item = item.right) {
      const known = item;
      letters += lettersOf(item).split('').filter((_, at) => isNamed(change, known, at)).join('');
    }
    return letters;
  }).filter((letters) => letters.trim() !== ''));
}

/** True: of what both put elsewhere, the copy that came first stays alone. */
function dropCopies(doc: Y.Doc, body: Y.XmlFragment, { structs }: Change, twice: ReadonlySet<string>): boolean {
  if (twice.size === 0) return false;
  const own = new Set(structs.flatMap(({ id }) => {
    const item = Y.getItem(doc.store, id);
    return item instanceof Y.Item && !item.deleted && item.content instanceof Y.ContentType ? [item.content.type] : [];
  }));
  const live = liveWords(body);
  const others = new Set(live.filter((text) => !own.has(text)).map(standing));
  const copies = live.filter((text) => own.has(text) && twice.has(standing(text)) && others.has(standing(text)) && !isHeldTogether(text));
  for (const copy of copies) takeOut(body, copy);
  return copies.length > 0;
}

/** A cell belongs to its row, and the first line of a list's item to what stands under it: without them the editor would drop the rest. */
function isHeldTogether(text: Y.XmlText): boolean {
  for (let part: unknown = text.parent; part instanceof Y.XmlElement; part = part.parent) {
    if (part.nodeName === 'tableRow' || (part.nodeName === 'listItem' && part.length > 1)) return true;
  }
  return false;
}

/** With the blocks that are empty without it. */
function takeOut(body: Y.XmlFragment, child: Y.XmlText | Y.XmlElement): void {
  const { parent } = child;
  if (!(parent instanceof Y.XmlFragment)) return;
  if (parent instanceof Y.XmlElement && parent.length === 1) {
    takeOut(body, parent);
    return;
  }
  const index = parent.toArray().findIndex((each) => each === child);
  if (index >= 0 && !(parent === body && parent.length === 1)) parent.delete(index, 1);
}
