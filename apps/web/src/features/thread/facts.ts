import type { KeyOf } from '../../i18n';
import type { threadStrings } from './thread.strings';

type Word = KeyOf<(typeof threadStrings)['en']>;
/** What came beside the words: named, and said in the platform's words or in ours. */
export interface Fact { name: Word; value: string | { word: Word } }

/** Where they are, a contact card, whose story it answers, the ad that brought them, what was pressed, the page they were on. The rest is for machines. */
export function factsOf(extra: unknown, { withPage }: { withPage: boolean }): Fact[] {
  const facts = record(extra);
  const shown: Fact[] = [];
  if (Array.isArray(facts['redacted']) && facts['redacted'].length > 0) shown.push({ name: 'extraHidden', value: { word: 'hiddenOnArrival' } });
  const card = record(facts['contact']);
  const contact = [card['name'], card['firstName'], card['lastName'], card['phone']].filter((part) => typeof part === 'string').join(' ');
  if (contact !== '') shown.push({ name: 'extraContact', value: contact });
  const story = record(facts['story']);
  if (story['answered'] === true) shown.push({ name: 'extraStory', value: { word: 'storyAnswered' } });
  else if (story['mentioned'] === true) shown.push({ name: 'extraStory', value: { word: 'storyMentioned' } });
  const came = record(facts['referral']);
  if (Object.keys(came).length > 0) {
    const isAd = typeof came['adId'] === 'string' || /^ads?$/i.test(words(came['source']) || words(came['kind']));
    const what = words(came['title']) || words(came['url']);
    shown.push({ name: 'extraCame', value: isAd ? what || { word: 'cameByAd' } : what || { word: 'cameByLink' } });
    if (isAd && what !== '') shown.push({ name: 'extraCameHow', value: { word: 'cameByAd' } });
  }
  if (typeof facts['button'] === 'string') shown.push({ name: 'extraButton', value: facts['button'] });
  if (withPage && typeof facts['page'] === 'string' && /^https?:/.test(facts['page'])) shown.push({ name: 'extraPage', value: facts['page'] });
  return shown;
}

/** A point on the map, and what the customer or the platform calls it. */
export function placeOf(extra: unknown): { name: string; latitude: number; longitude: number } | null {
  const facts = record(extra);
  const place = record(facts['location'] ?? facts['venue'] ?? extra);
  const { latitude, longitude } = record(place['location'] ?? place);
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null;
  const called = [place['title'], place['name'], place['address']].map(words).find((one) => one !== '');
  return { latitude, longitude, name: called ?? `${latitude.toFixed(5)}, ${longitude.toFixed(5)}` };
}

const words = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
