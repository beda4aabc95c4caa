import { mentionedIds, mentionParts, searchMembers } from './mentions';

const members = [
  { id: 'anna', name: 'Anna' }, { id: 'annamaria', name: 'Anna Maria Nowak' },
  { id: 'tomasz', name: 'Tomasz Wrona' }, { id: 'zofia', name: 'Zofia Mazur' }, { id: 'lukasz', name: 'Łukasz Żak' },
];

describe('mentions in a note', () => {
  it('are found by name, the longest name first', () => {
    expect(mentionedIds('@Anna Maria Nowak i @Tomasz Wrona, sprawdźcie', members)).toEqual(['annamaria', 'tomasz']);
    expect(mentionedIds('@Anna, zerknij', members)).toEqual(['anna']);
  });

  it('are not found in addresses or longer words', () => {
    expect(mentionedIds('pisz na biuro@Anna.pl, @Annabel', members)).toEqual([]);
  });

  it('count once and forgive diacritics', () => {
    expect(mentionedIds('@lukasz zak @Łukasz Żak', members)).toEqual(['lukasz']);
  });

  it('keep every letter of the text', () => {
    const text = 'Hej @Zofia Mazur! Nr 5 @ 12:00 @Nikt';
    const parts = mentionParts(text, members);
    expect(parts.map((part) => part.text).join('')).toBe(text);
    expect(parts.filter((part) => part.memberId)).toEqual([{ text: '@Zofia Mazur', memberId: 'zofia' }]);
  });

  it('are suggested by first or last name without diacritics', () => {
    expect(searchMembers(members, 'zak').map((member) => member.id)).toEqual(['lukasz']);
    expect(searchMembers(members, 'an').map((member) => member.id)).toEqual(['anna', 'annamaria']);
    expect(searchMembers(members, '')).toHaveLength(5);
  });
});
