import { FairPlaces } from './fair-places';

const of = (channel: string, house = 'house') => [{ of: channel, most: 8 }, { of: house, most: 12 }];
const take = (places: FairPlaces, channelId: string, count: number) => Array.from({ length: count }, (_, at) => places.take(of(channelId), `${channelId} ${at}`)).filter(Boolean).length;

it('gives a channel some of the places, and a house with many channels never all', () => {
  const places = new FairPlaces();
  expect(take(places, 'silent', 30)).toBe(8);
  expect(take(places, 'another', 30)).toBe(4);
  expect(places.take(of('theirs', 'another house'), 'x')).toBe(true);
});

it('names who waited longest when a place is left, once', () => {
  const places = new FairPlaces();
  take(places, 'silent', 10);
  places.take(of('silent'), 'silent 8');
  expect(places.leave(of('silent'))).toEqual(['silent 8']);
  expect(places.leave(of('silent'))).toEqual(['silent 9']);
  expect(places.leave(of('silent'))).toEqual([]);
});
