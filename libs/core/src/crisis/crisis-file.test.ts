import type { CrisisEntry, CrisisRoom, Locale } from '@kontuar/contract';
import { crisisFile } from './crisis-file';

const entry = (minute: number, kind: CrisisEntry['kind'], more: Partial<CrisisEntry> = {}): CrisisEntry => ({ id: `e${minute}`, at: new Date(Date.UTC(2026, 10, 20, 13, minute)).toISOString(), kind, by: { id: 'ola', name: 'Ola Ćwik' }, text: '', mentionIds: [], task: null, alert: null, held: null, ...more });
const entries: CrisisEntry[] = [
  entry(0, 'alert', { by: null, alert: { id: 'a', kind: 'matter', name: 'complaint', channelId: null, count: 31, windowMinutes: 15, usual: 2.4, words: ['dostawa', 'zwrot'] } }),
  entry(1, 'began', { text: 'Zgubione paczki' }), entry(2, 'note', { text: '=HYPERLINK("https://evil.example")' }), entry(3, 'task', { text: 'Zadzwonić; do kuriera', task: { assigneeId: 'jan', doneAt: '2026-11-20T14:30:00.000Z', doneBy: 'jan' } }),
  entry(4, 'released', { held: { act: 'send', count: 3 } }), entry(5, 'scope'), entry(6, 'ended', { text: 'Znalezione\nw magazynie' }),
];
const room: CrisisRoom = {
  crisis: { id: 'k', reason: 'Zgubione paczki', channelIds: ['page'], teamIds: [], statement: { en: 'We look into it.', pl: 'Sprawdzamy to.' }, alertId: null, beganAt: '2026-11-20T13:01:00.000Z', beganBy: { id: 'ola', name: 'Ola Ćwik' }, endedAt: '2026-11-20T13:06:00.000Z', endedBy: { id: 'ola', name: 'Ola Ćwik' }, version: 3 },
  entries, counts: { conversations: 4, messages: 31, waiting: 0, answers: 9, mentions: 2 }, held: { due: 1, coming: 0 },
};
const facts = (locale: Locale, of = room) => ({ room: of, workspace: 'Dom Lipowy', zone: 'Europe/Warsaw', locale, at: new Date('2026-11-21T08:00:00Z'), by: 'Jan', nameOf: (_: string, key: string) => `<${key}>` });

describe('the room of a crisis as a file', () => {
  it('tells spreadsheets each thing that happened on a line of its own, on the clock of the workspace, and nothing that they would run', async () => {
    const { name, content } = await crisisFile(facts('pl'), 'csv');
    expect(name).toBe('kryzys-2026-11-20.csv');
    const lines = content.toString('utf8').split('\r\n');
    expect(lines[0]).toBe('\uFEFFKiedy;Strefa czasowa;Co;Kto;Co się stało;Treść;Dla kogo;Zrobione');
    expect(lines[1]).toBe('2026-11-20 14:00:00;Europe/Warsaw;alarm;Kontuar;"alarm: 31 w 15 minut, <complaint>, a zwykle byłoby 2,4";"dostawa, zwrot";;');
    expect(lines[3]).toContain(`;pisze;"'=HYPERLINK(""https://evil.example"")";`);
    expect(lines[4]).toBe('2026-11-20 14:03:00;Europe/Warsaw;zadanie;Ola Ćwik;daje zadanie;"Zadzwonić; do kuriera";<jan>;2026-11-20 15:30:00');
    expect(lines[5]).toContain('wypuszcza ze wstrzymanych: 3');
    expect(lines[6]).toContain(';"zmienia, czego to dotyczy";całej przestrzeni;');
  });

  it('says the same in English with its commas', async () => {
    const lines = (await crisisFile(facts('en'), 'csv')).content.toString('utf8').split('\r\n');
    expect(lines[1]).toBe('2026-11-20 14:00:00,Europe/Warsaw,alert,Kontuar,"alert: 31 in 15 minutes, <complaint>, where 2.4 would be usual","dostawa, zwrot",,');
  });

  it('lays it out on paper that can be read aloud, over as many pages as it takes', async () => {
    const short = await crisisFile(facts('en'), 'pdf');
    expect(short.content.subarray(0, 8).toString()).toBe('%PDF-1.7');
    expect(short.content.toString('latin1')).toMatch(/\/S \/LI\b/);
    const long = await crisisFile(facts('pl', { ...room, entries: Array.from({ length: 300 }, (_, minute) => entry(minute, 'note', { text: `Notatka ${minute}\u0007` })) }), 'pdf');
    const pages = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
    expect(pages(short.content)).toBe(1);
    expect(pages(long.content)).toBeGreaterThan(5);
    // The same at the same moment is the same, byte by byte.
    expect((await crisisFile(facts('en'), 'pdf')).content.equals(short.content)).toBe(true);
  });
});
