import { isEmpty, keepDrafts, newerDraft, noDrafts, readDrafts, type LocalDraft } from './drafts';

function buildDraft(text: string, updatedAt = '2026-11-20T14:45:00.000Z'): LocalDraft {
  return { text, html: null, letter: {}, attachments: [], sinceSeq: 3, cc: null, side: null, updatedAt };
}

function buildStorage() {
  const items = new Map<string, string>();
  return { items, getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, value: string) => void items.set(key, value), removeItem: (key: string) => void items.delete(key) };
}

describe('drafts', () => {
  it('are kept per person and conversation and read back whole', () => {
    const storage = buildStorage();
    keepDrafts(storage, 'zofia', 'c1', { kind: 'note', reply: buildDraft('Dzień dobry'), note: buildDraft('@Tomasz') });
    expect(readDrafts(storage, 'zofia', 'c1')).toEqual({ kind: 'note', reply: buildDraft('Dzień dobry'), note: buildDraft('@Tomasz') });
    expect(readDrafts(storage, 'ola', 'c1')).toEqual(noDrafts);
    expect(readDrafts(storage, 'zofia', 'c2')).toEqual(noDrafts);
  });

  it('leave nothing behind when empty', () => {
    const storage = buildStorage();
    keepDrafts(storage, 'zofia', 'c1', { ...noDrafts, reply: buildDraft('a') });
    keepDrafts(storage, 'zofia', 'c1', { ...noDrafts, reply: buildDraft('  ') });
    expect(storage.items.size).toBe(0);
  });

  it('do not break on what an older version or a stranger left', () => {
    const storage = buildStorage();
    storage.setItem('kontuar.draft.zofia.c1', '{"reply":{"text":5}}');
    expect(readDrafts(storage, 'zofia', 'c1')).toEqual(noDrafts);
    storage.setItem('kontuar.draft.zofia.c1', 'not json');
    expect(readDrafts(storage, 'zofia', 'c1')).toEqual(noDrafts);
  });

  it('take the copy that was changed last, and never an empty one', () => {
    const local = buildDraft('here', '2026-11-20T14:45:00.000Z');
    const newer = buildDraft('other device', '2026-11-20T15:00:00.000+00:00');
    expect(newerDraft(local, newer)).toBe(newer);
    expect(newerDraft(newer, local)).toBe(newer);
    expect(newerDraft(local, buildDraft('', '2026-11-20T16:00:00.000Z'))).toBe(local);
    expect(newerDraft(null, newer)).toBe(newer);
    expect(newerDraft(null, null)).toBeNull();
    expect(isEmpty({ text: ' ', attachments: [] })).toBe(true);
  });
});
