import type { Canned } from '@kontuar/contract';
import { fill, fillParts, type CannedFacts } from './canned-fill';
import { searchCanned } from './canned-search';

function buildCanned(shortcut: string, more: Partial<Canned> = {}): Canned {
  return { id: shortcut, shortcut, title: shortcut, text: '', locale: null, folder: '', teamId: null, actions: [], articleId: null, attachments: [], uses: 0, ...more };
}

const answers = [
  buildCanned('kurier-wymiana', { title: 'Courier swaps the part', locale: 'pl' }),
  buildCanned('kurier-termin', { title: 'When the courier comes', locale: 'pl', uses: 4 }),
  buildCanned('courier-abroad', { title: 'Delivery outside Poland', text: 'We deliver to Łódź and Dublin.', locale: 'en' }),
  buildCanned('przeprosiny', { title: 'Przeprosiny za zwłokę', locale: 'pl' }),
];
const shortcuts = (query: string, locale = 'pl') => searchCanned(answers, query, locale).map((answer) => answer.shortcut);

describe('search in canned answers', () => {
  it('shows all, the often used first, before anything is typed', () => {
    expect(shortcuts('')).toEqual(['kurier-termin', 'kurier-wymiana', 'przeprosiny', 'courier-abroad']);
  });

  it('puts the start of a shortcut first', () => {
    expect(shortcuts('kur')).toEqual(['kurier-termin', 'kurier-wymiana']);
    expect(shortcuts('courier')).toEqual(['courier-abroad', 'kurier-termin', 'kurier-wymiana']);
  });

  it('forgives left-out letters and diacritics', () => {
    expect(shortcuts('kwym')).toEqual(['kurier-wymiana']);
    expect(shortcuts('zwloke')).toEqual(['przeprosiny']);
    expect(shortcuts('łodz')).toEqual(['courier-abroad']);
  });

  it('takes words of the title in any order', () => {
    expect(shortcuts('part swaps')).toEqual(['kurier-wymiana']);
  });

  it('finds an answer by what it says, and by its folder', () => {
    expect(shortcuts('deliver dublin')).toEqual(['courier-abroad']);
    expect(shortcuts('dublin przeprosiny')).toEqual([]);
    expect(searchCanned([buildCanned('x', { folder: 'Dostawa/Kurier' })], 'kurier', 'pl')).toHaveLength(1);
  });

  it('survives characters that mean something in a pattern', () => {
    expect(shortcuts('(*[')).toEqual([]);
  });
});

const facts: CannedFacts = {
  contact: { name: 'Marta Wiśniewska', company: null, email: 'marta@poczta.example' }, agent: { name: 'Zofia Mazur' },
  workspace: { name: 'Dom Lipowy' }, conversation: { number: 412, subject: 'Blat' }, today: '20 listopada',
};

describe('variables of a canned answer', () => {
  it('are filled from the conversation', () => {
    expect(fill('{{ contact.firstName }}, tu {{agent.name}} z {{workspace.name}} (nr {{conversation.number}}).', facts))
      .toEqual({ text: 'Marta, tu Zofia Mazur z Dom Lipowy (nr 412).', gap: null });
  });

  it('leave a gap to fill in when we do not know, and never run what customers wrote', () => {
    expect(fill('Firma {{contact.company}}, {{nope}}', facts)).toEqual({ text: 'Firma {{contact.company}}, {{nope}}', gap: { start: 6, end: 25 } });
    expect(fill('{{contact.name}}', { ...facts, contact: { ...facts.contact, name: '{{agent.name}}' } }).text).toBe('{{agent.name}}');
  });

  it('are marked in the preview', () => {
    expect(fillParts('Dla {{contact.name}}', facts)).toEqual([
      { text: 'Dla ', variable: null, missing: false },
      { text: 'Marta Wiśniewska', variable: 'contact.name', missing: false },
    ]);
  });
});
