import type { ModerationCondition } from '@kontuar/contract';
import { isEmojiOnly, linksIn, phonesIn, type CommentFacts } from './facts';
import { judge, ReadyRule, strongest, type Rule } from './judge';
import { sameText } from './same-text';

const at = new Date('2026-11-20T10:00:00Z');
const comment = (text: string, more: Partial<CommentFacts> = {}): CommentFacts => ({ id: 'm', conversationId: 'c', channelId: 'page', text, at, authorId: 'ann', postId: 'post', postKind: 'post', language: 'pl', mood: 'neutral', knownSince: at, accountSince: null, wroteBefore: 0, hiddenBefore: 0, repeated: () => 1, ...more });
const rule = (conditions: object[], more: Partial<Rule> = {}) => new ReadyRule<Rule>({ id: 'r', version: 1, name: 'r', channelIds: null, match: 'all', conditions: conditions.map((one) => ({ not: false, ...one }) as ModerationCondition), actions: [{ do: 'hide' }], exceptions: { authorIds: [], postIds: [], words: [] }, stage: 'act', ...more });

describe('rules about comments', () => {
  it('all apply that match, in their order, with the words that hit', () => {
    const rules = [rule([{ by: 'words', of: ['oszust'] }], { id: 'first' }), rule([{ by: 'link', except: [] }], { id: 'second' }), rule([{ by: 'phoneNumber' }], { id: 'third' })];
    expect(judge(comment('Oszuści! Zobacz bit.ly/xyz'), rules).map(({ rule: { id }, reasons }) => [id, reasons])).toEqual([['first', [{ by: 'words', found: ['Oszuści'] }]], ['second', [{ by: 'link', found: ['bit.ly/xyz'] }]]]);
  });

  it('ask for all of their conditions or any, and for what does not hold', () => {
    const both = [{ by: 'words', of: ['tanio'] }, { by: 'link', except: ['dom-lipowy.pl'] }];
    expect(rule(both).hits(comment('tanio u was'))).toBeUndefined();
    expect(rule(both, { match: 'any' }).hits(comment('tanio u was'))).toHaveLength(1);
    expect(rule(both).hits(comment('tanio: https://sklep.dom-lipowy.pl/a'))).toBeUndefined();
    expect(rule(both).hits(comment('tanio: https://dom-lipowy.pl.evil.ru/a'))).toHaveLength(2);
    expect(rule(both).hits(comment('tanio: https://dom-lipowy.pl@evil.ru/a'))).toHaveLength(2);
    expect(rule([{ by: 'language', not: true, of: ['pl'] }]).hits(comment('Buy now', { language: 'en' }))).toEqual([{ by: 'not-language', found: [] }]);
    // Of too few words nobody can say whether they are Polish.
    expect(rule([{ by: 'language', not: true, of: ['pl'] }]).hits(comment('ok', { language: null }))).toBeUndefined();
  });

  it('know the author, the mood, the kind of post, and what is said again and again', () => {
    const old = new Date('2026-01-01T00:00:00Z');
    expect(rule([{ by: 'newAuthor', days: 7 }]).hits(comment('x', { knownSince: old }))).toBeUndefined();
    // Where the network does not tell, nobody knows: neither the one nor the other.
    for (const not of [false, true]) expect(rule([{ by: 'youngAccount', not, days: 7 }]).hits(comment('x'))).toBeUndefined();
    expect(rule([{ by: 'youngAccount', days: 7 }]).hits(comment('x', { accountSince: new Date(at.getTime() - 6 * 86_400_000) }))).toBeDefined();
    expect(rule([{ by: 'youngAccount', days: 7 }]).hits(comment('x', { accountSince: old }))).toBeUndefined();
    expect(rule([{ by: 'youngAccount', not: true, days: 7 }]).hits(comment('x', { accountSince: old }))).toBeDefined();
    expect(rule([{ by: 'newAuthor', days: 7 }, { by: 'fewWords', atMost: 0 }]).hits(comment('x'))).toHaveLength(2);
    expect(rule([{ by: 'hiddenBefore', atLeast: 2 }]).hits(comment('x', { hiddenBefore: 1 }))).toBeUndefined();
    expect(rule([{ by: 'mood', of: ['negative'] }, { by: 'postKind', of: ['ad'] }]).hits(comment('x', { mood: 'negative', postKind: 'ad' }))).toHaveLength(2);
    expect(rule([{ by: 'repeated', times: 3, hours: 24, from: 'anyone' }]).hits(comment('x', { repeated: (hours) => (hours === 24 ? 3 : 0) }))).toEqual([{ by: 'repeated', found: ['3'] }]);
  });

  it('spare what was excepted: authors, posts, words; and hold on the channels that they name', () => {
    const spared = (exceptions: object, more: Partial<Rule> = {}) => rule([{ by: 'words', of: ['scam'] }], { exceptions: { authorIds: [], postIds: [], words: [], ...exceptions }, ...more });
    expect(spared({ authorIds: ['ann'] }).hits(comment('scam'))).toBeUndefined();
    expect(spared({ postIds: ['post'] }).hits(comment('scam'))).toBeUndefined();
    expect(spared({ words: ['is this a scam'] }).hits(comment('Is this a scam?'))).toBeUndefined();
    expect(spared({ words: ['is this a scam'] }).hits(comment('This is a scam'))).toHaveLength(1);
    expect(spared({}, { channelIds: ['other'] }).hits(comment('scam'))).toBeUndefined();
  });

  it('do one thing to a comment on the platform, the strongest', () => {
    expect([strongest(['like', 'hide']), strongest(['hide', 'delete']), strongest(['label', 'answer'])]).toEqual(['hide', 'delete', undefined]);
  });
});

describe('what a text contains', () => {
  it.each(['https://x.example/a', 'www.zysk.example', 'zarobek.xyz', 'sklep [.] xyz', 'sklep kropka pl', 'bit.ly/2a', 'HTTP://EVIL.RU'])('a link: %s', (text) => { expect(linksIn(`Zobacz ${text} teraz`)).toHaveLength(1); });
  it.each(['https://dom-lipowy.pl, polecam', '(www.dom-lipowy.pl)', 'https://dom-lipowy.pl/brzoza!!!', '„https://www.dom-lipowy.pl”', 'dom-lipowy.pl…'])('leads to where it says, whatever ends the sentence: %s', (text) => {
    expect(linksIn(text).map(({ host }) => host)).toEqual(['dom-lipowy.pl']);
    expect(judge(comment(text), [rule([{ by: 'link', except: ['dom-lipowy.pl'] }], { id: 'own' })])).toEqual([]);
  });
  it.each(['Super.Polecam', 'np. tak', '3.5 gwiazdki', 'jan@example.com', 'itd. itp.', 'Dobra cena.Pl'])('no link: %s', (text) => { expect(linksIn(text).filter(({ host }) => host !== 'cena.pl')).toEqual([]); });
  it.each(['+48 600 700 800', '600700800', '600-700-800', '22 123 45 67', '0048600700800', '+44 20 7946 0958', '48600700800'])('a telephone number: %s', (text) => { expect(phonesIn(`dzwoń ${text}!`)).toHaveLength(1); });
  it.each(['2026-11-20', '20.11.2026', 'zamówienie 202611200012', 'PL61 1090 1014 0000 0712 1981 2874', '1 299,00 zł', '4.5.6', 'FV/2026/11/0012'])('no telephone number: %s', (text) => { expect(phonesIn(text)).toEqual([]); });
  it('emoji alone', () => {
    expect(['😀😀', '👍🏻!!', '🇵🇱', '❤️'].map(isEmojiOnly)).toEqual([true, true, true, true]);
    expect(['ok 👍', '123', '', '...'].map(isEmojiOnly)).toEqual([false, false, false, false]);
  });
  it('is the same when it is copied with small changes, and not when it is short', () => {
    expect(sameText('Zarób 500 zł dziennie!!! @ania')).toBe(sameText('zarob 900 zł  dziennie 😀 @kasia'));
    expect(sameText('Zarób dziennie u nas')).not.toBe(sameText('Zarób dziennie u nich'));
    expect(sameText('Super')).toBeNull();
  });
  it('takes no longer for what is made to take long', () => {
    const began = performance.now();
    for (const text of ['a.'.repeat(50_000), '1 '.repeat(50_000), 'a dot '.repeat(20_000), '+'.repeat(100_000), '('.repeat(100_000), 'www.'.repeat(30_000)]) { linksIn(text); phonesIn(text); sameText(text); isEmojiOnly(text); }
    expect(performance.now() - began).toBeLessThan(1500);
  });
});
