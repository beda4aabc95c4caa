import { factsOf, placeOf } from './facts';

const here = { withPage: true };

describe('what came beside the words', () => {
  it('says whose story it is about', () => {
    expect(factsOf({ story: { id: '7', answered: true } }, here)).toEqual([{ name: 'extraStory', value: { word: 'storyAnswered' } }]);
    expect(factsOf({ story: { mentioned: true } }, here)).toEqual([{ name: 'extraStory', value: { word: 'storyMentioned' } }]);
  });

  it('says that an advertisement brought them, and which', () => {
    expect(factsOf({ referral: { source: 'ADS', adId: '1', title: 'Oak tables' } }, here)).toEqual([{ name: 'extraCame', value: 'Oak tables' }, { name: 'extraCameHow', value: { word: 'cameByAd' } }]);
    expect(factsOf({ referral: { kind: 'ad' } }, here)).toEqual([{ name: 'extraCame', value: { word: 'cameByAd' } }]);
    expect(factsOf({ referral: { source: 'SHORTLINK', ref: 'x' } }, here)).toEqual([{ name: 'extraCame', value: { word: 'cameByLink' } }]);
  });

  it('keeps to itself what is for machines, and what nobody can use', () => {
    expect(factsOf({ sticker: { emoji: null }, page: 'javascript:alert(1)', contact: 5, referral: {}, button: { x: 1 } }, here)).toEqual([]);
    expect(factsOf({ page: 'https://shop.example' }, { withPage: false })).toEqual([]);
    for (const extra of [null, 'text', [1], 7]) expect(factsOf(extra, here)).toEqual([]);
  });

  it('finds a place by any of its names', () => {
    expect(placeOf({ location: { latitude: 50.06, longitude: 19.94, name: 'Rynek' } })).toEqual({ latitude: 50.06, longitude: 19.94, name: 'Rynek' });
    expect(placeOf({ venue: { location: { latitude: 1, longitude: 2 }, title: 'Shop' } })).toMatchObject({ name: 'Shop' });
    expect(placeOf({ latitude: 1, longitude: 2 })).toMatchObject({ name: '1.00000, 2.00000' });
    expect(placeOf({ location: { latitude: '1' } })).toBeNull();
  });
});
