import type { CaseRow } from '@kontuar/contract';
import { registerCsv, registerPdf, type RegisterFacts } from './register-file';

const row = (code: string, change: Partial<CaseRow>): CaseRow => ({
  id: code, number: 1, code, matter: 'claim', subject: 'Stół', product: '', orderNumber: '', contact: null, demand: null, decision: 'refused', outcome: '', state: 'open', clock: 'stopped', answer: 'delivered',
  receivedAt: '2026-03-10T12:00:00.000Z', receivedOn: '2026-03-10', dueOn: '2026-03-24', dueAt: '2026-03-24T23:00:00.000Z', stoppedAt: null, timeZone: 'Europe/Warsaw', ownerId: null, teamId: null, createdAt: '2026-03-10T12:00:00.000Z', closedAt: null, version: 1, ...change,
});
const facts = (locale: RegisterFacts['locale']): RegisterFacts => ({
  rows: [
    row('R-1', { stoppedAt: '2026-03-24T22:59:59.999Z' }), row('R-2', { stoppedAt: '2026-03-24T23:00:00.000Z' }), row('R-3', { clock: 'running', answer: 'none', decision: null }), row('R-4', { clock: 'none', answer: 'none', dueOn: null, dueAt: null }),
    row('R-5', { clock: 'running', answer: 'none', dueOn: '2026-04-30', dueAt: '2026-04-30T22:00:00.000Z' }),
  ],
  more: false, members: new Map(), workspace: 'Dom Lipowy', timeZone: 'Europe/Warsaw', locale, at: new Date('2026-03-30T10:00:00Z'), by: 'Zofia',
});

it('says of each claim when it was answered, and whether in time, to the end of the last day there', async () => {
  const [head = '', ...lines] = registerCsv(facts('pl')).toString('utf8').trim().split('\r\n').map((line) => line.split(';'));
  const at = head.indexOf('Odpowiedź');
  expect(head.slice(at, at + 2)).toEqual(['Odpowiedź', 'W terminie']);
  expect(lines.map((line) => [line[0], ...line.slice(at, at + 2)])).toEqual([['R-1', '2026-03-24', 'tak'], ['R-2', '2026-03-25', 'nie'], ['R-3', 'po terminie', 'nie'], ['R-4', '', ''], ['R-5', '', '']]);
  expect(lines.map((line) => line.length)).toEqual(lines.map(() => head.length));
  expect((await registerPdf(facts('en'))).subarray(0, 5).toString()).toBe('%PDF-');
});
