import { sharedDocumentFields, type SharedDraftFields, type SharedDraftForm } from '@kontuar/contract';
import { htmlOfNodes, isMoreThanWords, linesOfNodes, nodesOfShared } from '@kontuar/contract/letter-nodes';
import * as Y from 'yjs';
import { sanitizeLetter } from '../messages/sanitize';
import { checkLetter, NotALetter, plantLetter } from './letter-document';
import { watchLetter } from './lost-words';

/** What was sent is no change that this document can take. The codes travel to the one who sent it, and to nobody else. */
export class RefusedUpdate extends Error {
  constructor(readonly code: 'draft-unreadable' | 'draft-gap' | 'draft-full') {
    super(code);
    this.name = 'RefusedUpdate';
  }
}

export const MAX_TEXT = 50_000;
/** With everything that was ever deleted in it, of which only the places stay. */
const MAX_BYTES = 1024 * 1024;
const MAX_STRUCTS = 5000;
const MAX_WRITERS = 1000;
/** The server's own first words: nobody goes on in its name. */
const SERVER = 'server';

/** By the document's client ids. */
export type Writers = Record<string, string>;
/** `html`: the look of a letter that is more than its words. */
export interface DraftContent extends SharedDraftFields { form: SharedDraftForm; text: string; html: string | null }

const textOf = (doc: Y.Doc): Y.Text => doc.getText('text');
const bodyOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment('body');
const fieldsOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('fields');
/** Said by the document itself, once and for good: a plain text, or a letter as ProseMirror has it. */
const formOf = (doc: Y.Doc): SharedDraftForm => (fieldsOf(doc).get('form') === 'letter' ? 'letter' : 'plain');

/** @throws RefusedUpdate when it is more than a shared draft takes */
export function newDocument({ form, text, html, cc, side, letter }: DraftContent): { doc: Y.Doc; writers: Writers } {
  const doc = new Y.Doc({ gc: form !== 'letter' });
  doc.transact(() => {
    if (form === 'letter') {
      fieldsOf(doc).set('form', form);
      plantLetter(bodyOf(doc), { text, html });
    } else textOf(doc).insert(0, text);
    fieldsOf(doc).set('cc', cc);
    fieldsOf(doc).set('side', side);
    if (letter !== undefined) fieldsOf(doc).set('letter', letter);
  });
  checkContent(doc, form);
  return { doc, writers: { [doc.clientID]: SERVER } };
}

/** From what is kept: a snapshot and the changes after it, in their order. */
export function openDocument(parts: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const part of parts) Y.applyUpdate(doc, part);
    // By what was deleted a moment ago the place is known of words that a colleague wrote there meanwhile (lost-words.ts).
    doc.gc = formOf(doc) !== 'letter';
  });
  return doc;
}

export function readDocument(doc: Y.Doc): DraftContent {
  const fields = sharedDocumentFields.safeParse(fieldsOf(doc).toJSON());
  const { form: _form, ...known } = fields.success ? fields.data : { form: undefined, cc: null, side: null };
  if (formOf(doc) === 'letter') {
    const nodes = nodesOfShared(bodyOf(doc));
    return { form: 'letter', text: linesOfNodes(nodes), html: isMoreThanWords(nodes) ? sanitizeLetter(htmlOfNodes(nodes)) : null, ...known };
  }
  // PostgreSQL keeps no NUL; half a surrogate pair is what two deletions at once may leave.
  return { form: 'plain', text: textOf(doc).toJSON().replaceAll('\0', '').toWellFormed(), html: null, ...known };
}

/** What the other side lacks, and what this one has. */
export function missing(doc: Y.Doc, vector: Uint8Array): { update: Uint8Array; vector: Uint8Array } {
  try {
    return { update: Y.encodeStateAsUpdate(doc, vector.length === 0 ? undefined : vector), vector: Y.encodeStateVector(doc) };
  } catch {
    throw new RefusedUpdate('draft-unreadable');
  }
}

/** Without the words that were deleted. */
export function snapshotOf(doc: Y.Doc): Uint8Array {
  let snapshot = Y.encodeStateAsUpdate(doc);
  if (!doc.gc) {
    const swept = new Y.Doc();
    Y.applyUpdate(swept, snapshot);
    snapshot = Y.encodeStateAsUpdate(swept);
  }
  if (snapshot.length > MAX_BYTES) throw new RefusedUpdate('draft-full');
  return snapshot;
}

/** To be kept in hand: a letter with much that was deleted in it begins anew from its snapshot. */
export function lightened(doc: Y.Doc, snapshot: Uint8Array): Y.Doc {
  return Y.encodeStateAsUpdate(doc).length > 2 * snapshot.length + 64 * 1024 ? openDocument([snapshot]) : doc;
}

/**
 * Takes a member's change into the document and answers what was new in it; undefined: nothing. Everything is looked at, because it comes from a browser:
 * a change that refers to what is not there, writes in another's name or holds anything but words, their look in a letter, and the known fields is refused.
 * The document is then not to be used any more. `mended`: the server wrote in it as well, so that whoever sent it has something to hear, too.
 */
export function takeUpdate(doc: Y.Doc, update: Uint8Array, memberId: string, writers: Writers): { body: Uint8Array; writers: Writers; mended: boolean } | undefined {
  const form = formOf(doc);
  const { change, known } = checkWriters(doc, update, form, memberId, writers);
  let body: Uint8Array | undefined;
  let mended = false;
  const keep = (one: Uint8Array) => { body = body === undefined ? one : Y.mergeUpdates([body, one]); };
  doc.on('update', keep);
  try {
    const mend = form === 'letter' ? watchLetter(doc, bodyOf(doc), change) : () => false;
    Y.applyUpdate(doc, update);
    if (!hasGap(doc)) mended = mend();
  } catch {
    throw new RefusedUpdate('draft-unreadable');
  } finally {
    doc.off('update', keep);
  }
  if (hasGap(doc)) throw new RefusedUpdate('draft-gap');
  checkContent(doc, form);
  return body === undefined ? undefined : { body, writers: mended ? { ...known, [doc.clientID]: SERVER } : known, mended };
}

const hasGap = (doc: Y.Doc): boolean => doc.store.pendingStructs !== null || doc.store.pendingDs !== null;

function checkWriters(doc: Y.Doc, update: Uint8Array, form: SharedDraftForm, memberId: string, writers: Writers): { change: ReturnType<typeof Y.decodeUpdate>; known: Writers } {
  let meta: ReturnType<typeof Y.parseUpdateMeta>;
  let change: ReturnType<typeof Y.decodeUpdate>;
  try {
    change = Y.decodeUpdate(update);
    checkStructs(change.structs, form);
    meta = Y.parseUpdateMeta(update);
  } catch (error) {
    throw error instanceof RefusedUpdate ? error : new RefusedUpdate('draft-unreadable');
  }
  const known = { ...writers };
  for (const [client, to] of meta.to) {
    const have = Y.getState(doc.store, client);
    if (to <= have) continue;
    if ((meta.from.get(client) ?? 0) > have) throw new RefusedUpdate('draft-gap');
    if ((known[client] ??= memberId) !== memberId) throw new RefusedUpdate('draft-unreadable');
  }
  if (Object.keys(known).length > MAX_WRITERS) throw new RefusedUpdate('draft-full');
  return { change, known };
}

type Structs = ReturnType<typeof Y.decodeUpdate>['structs'];
const fieldNames: readonly (string | null)[] = ['cc', 'side', 'letter'];

function checkStructs(structs: Structs, form: SharedDraftForm): void {
  if (structs.length > MAX_STRUCTS) throw new RefusedUpdate('draft-full');
  for (const struct of structs) {
    // Of nothing, or of more than anybody writes: neither comes from a screen.
    if (struct.length < 1 || struct.length > MAX_BYTES) throw new RefusedUpdate('draft-unreadable');
    if (struct instanceof Y.GC) continue;
    if (!(struct instanceof Y.Item)) throw new RefusedUpdate('draft-gap');
    const { content, parentSub } = struct;
    // Not looked up yet: the name of a part of the document, an id inside of one, or nothing where a neighbour says it.
    const parent = struct.parent as unknown;
    const root = form === 'letter' ? 'body' : 'text';
    const fits = parent === null || (form === 'letter' && parent instanceof Y.ID) ? true : parent === root ? parentSub === null : parent === 'fields' && fieldNames.includes(parentSub);
    if (!fits || !isKnownContent(content, form)) throw new RefusedUpdate('draft-unreadable');
  }
}

function isKnownContent(content: Y.Item['content'], form: SharedDraftForm): boolean {
  if (content instanceof Y.ContentString || content instanceof Y.ContentAny || content instanceof Y.ContentDeleted) return true;
  return form === 'letter' && (content instanceof Y.ContentFormat || (content instanceof Y.ContentType && (content.type instanceof Y.XmlElement || content.type instanceof Y.XmlText)));
}

function checkContent(doc: Y.Doc, form: SharedDraftForm): void {
  const root = form === 'letter' ? 'body' : 'text';
  const fields = sharedDocumentFields.safeParse(fieldsOf(doc).toJSON());
  if ([...doc.share.keys()].some((name) => name !== root && name !== 'fields') || !fields.success || (fields.data.form ?? 'plain') !== form) throw new RefusedUpdate('draft-unreadable');
  if (form === 'letter') {
    try {
      if (checkLetter(bodyOf(doc)) > MAX_TEXT) throw new RefusedUpdate('draft-full');
    } catch (error) {
      throw error instanceof NotALetter ? new RefusedUpdate(error.why === 'full' ? 'draft-full' : 'draft-unreadable') : error;
    }
    return;
  }
  const text = textOf(doc);
  // Anything but letters counts in its length and is not read.
  if (text.length !== text.toJSON().length) throw new RefusedUpdate('draft-unreadable');
  if (text.length > MAX_TEXT) throw new RefusedUpdate('draft-full');
}
