import type * as Y from 'yjs';

const MOST = 200;

/**
 * Documents that this process had in hand lately, so that a key need not read a whole draft. One is taken out while it is worked on and put back when the
 * work is safe; what another process changed meanwhile shows in its seq, and it is read again then.
 */
export class DraftDocuments {
  private readonly known = new Map<string, { seq: number; doc: Y.Doc }>();

  take(id: string, seq: number): Y.Doc | undefined {
    const entry = this.known.get(id);
    this.known.delete(id);
    return entry?.seq === seq ? entry.doc : undefined;
  }

  keep(id: string, seq: number, doc: Y.Doc): void {
    if ((this.known.get(id)?.seq ?? -1) >= seq) return;
    this.known.delete(id);
    this.known.set(id, { seq, doc });
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MOST) return;
      this.known.delete(oldest);
    }
  }

  drop(id: string): void {
    this.known.delete(id);
  }
}
