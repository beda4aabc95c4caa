import { attributes, type Attribute } from '@kontuar/contract/filter';
import type { Filter } from '@kontuar/contract';
import { switchLocale, translate } from '../../i18n';
import { sentenceOf, timeQuestion, valueWords, type Speaker } from './sentence';
import { filterWords } from './views.strings';

const speaker = (locale: 'en' | 'pl'): Speaker => ({ locale, t: (key, values) => translate(filterWords, key, values), nameOf: (_, value) => ({ ola: 'Ola Kędzierska', vip: 'VIP' })[value] });
const say = async (filter: Filter, locale: 'en' | 'pl' = 'en') => {
  await switchLocale(locale);
  return sentenceOf(filter, speaker(locale));
};
afterAll(() => switchLocale('en'));

const filter: Filter = {
  by: 'all',
  of: [{ by: 'state', is: 'any', of: ['open', 'pending'] }, { by: 'labels', is: 'none', of: ['vip'] }, { by: 'waiting', is: 'before', at: { ago: 2, unit: 'hours' } }, { by: 'any', of: [{ by: 'assignee', is: 'any', of: ['nobody'] }, { by: 'failed', is: true }] }],
};

describe('a filter as a sentence', () => {
  it('reads well in both languages', async () => {
    expect(await say(filter)).toBe('State is open or waiting for the customer, and labels: not VIP, and waiting for us for more than 2 hours, and (assignee is nobody, or not delivered)');
    expect(await say(filter, 'pl')).toBe('Stan: otwarte lub czekające na klienta i etykiety: bez VIP i czeka na nas dłużej niż: 2 godziny i (prowadzący: nikt lub niedostarczone)');
  });

  it('says everything, nothing, and what is gone', async () => {
    expect(await say({ by: 'all', of: [] })).toBe('Everything');
    expect(await say({ by: 'not', of: { by: 'assignee', is: 'any', of: ['0198a000-0000-7000-8000-00000000000a'] } })).toBe('Not (assignee is something that is gone)');
  });

  it('tells times apart as people ask for them', async () => {
    expect(timeQuestion({ is: 'after', at: { start: 'week', back: 0 } })).toBe('since');
    expect(await say({ by: 'created', is: 'after', at: { start: 'week', back: 1 } })).toBe('Began since the beginning of last week');
    expect(await say({ by: 'snoozedUntil', is: 'before', at: { ahead: 1, unit: 'days' } }, 'pl')).toBe('Odłożone do: najbliższe 1 dzień');
  });

  it('has a word for every attribute and every value, in both languages', async () => {
    for (const locale of ['en', 'pl'] as const) {
      await switchLocale(locale);
      for (const by of Object.keys(attributes) as Attribute[]) {
        expect([by, speaker(locale).t(`by-${by}`)]).not.toEqual([by, '']);
        const attribute = attributes[by];
        for (const value of 'words' in attribute ? (attribute.words as readonly string[]) : []) expect([by, value, valueWords(speaker(locale), by, value)]).not.toEqual([by, value, translate(filterWords, 'gone')]);
      }
    }
  });
});
