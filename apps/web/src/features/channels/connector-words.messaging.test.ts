import { allConnectors } from '@kontuar/connectors';
import { z } from 'zod';
import { inWords } from './connector-words';
import { messaging } from './connector-words.messaging.pl';

/** Names and words that are the same in both languages. */
const same = new Set(['LINE', 'SMS', 'Viber', 'WhatsApp (Twilio)', 'Auth token', 'Twilio Console → Account Dashboard.']);

/** Whatever a person reads on the form of a connector. */
function wordsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if ((key === 'title' || key === 'description') && typeof value === 'string') return [value];
    return key === 'labels' && typeof value === 'object' && value !== null ? Object.values(value).map(String) : wordsOf(value);
  });
}

it.each(['line', 'sms', 'twilio-whatsapp', 'viber'])('the form of %s is all in Polish', (id) => {
  const connector = allConnectors.find((each) => each.id === id);
  const words = [connector!.label, ...wordsOf(z.toJSONSchema(connector!.settings, { io: 'input' }))];
  expect(words.length).toBeGreaterThan(5);
  const untranslated = words.flatMap((text) => text.split(/(?<=[.!?])\s+/u)).filter((text) => inWords(text, 'pl') === text && !same.has(text));
  expect(untranslated).toEqual([]);
});

it('keeps every gap of a sentence', () => {
  for (const [english, polish] of Object.entries(messaging)) expect([english, polish.split('{}').length]).toEqual([english, english.split('{}').length]);
});
