import { allMatters, likelyMatters } from './likely-matter';

describe('the likeliest matter', () => {
  it.each([
    ['Chciałbym złożyć reklamację stołu', 'claim'], ['Is it still under warranty?', 'warranty'], ['Lampa nie działa od wczoraj', 'report'], ['This is unacceptable!', 'complaint'],
    ['Czy rabat 12% obowiązuje przy odbiorze?', 'lead'], ['Kiedy przyjedzie kurier?', 'question'], ['Zakochałam się w tym fotelu!', 'praise'],
  ])('%s', (text, expected) => expect(likelyMatters(text).likely).toBe(expected));

  it('guesses nothing from nothing, and always offers all', () => {
    expect(likelyMatters('48213')).toEqual({ matters: allMatters, likely: null });
    expect([...likelyMatters('reklamacja').matters].sort()).toEqual([...allMatters].sort());
  });
});
