import { z } from 'zod';
import { inWords } from '../../apps/web/src/features/channels/connector-words';
import { polish } from '../../apps/web/src/features/channels/connector-words.pl';
import { allConnectors } from '../../libs/connectors/src/all';

/** Names, and words that are the same in both languages. */
const same = new Set([...allConnectors.map(({ label }) => label), 'Auth token', 'Twilio Console → Account Dashboard.', 'Gmail', 'Microsoft 365', 'OAuth 2.0', 'English', 'Polski', 'Webhook', 'Long polling']);

/** Whatever a person reads on the form of a connector; what Kontuar keeps for itself is not shown. */
function wordsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null || ('hidden' in schema && schema.hidden === true)) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if ((key === 'title' || key === 'description') && typeof value === 'string') return [value];
    return key === 'labels' && typeof value === 'object' && value !== null ? Object.values(value).map(String) : wordsOf(value);
  });
}

describe('the forms of connectors', () => {
  it.each(['counter', 'facebook', 'line', 'phone', 'sms', 'telegram', 'twilio-whatsapp', 'viber', 'whatsapp'].map((id) => ({ id, connector: allConnectors.find((one) => one.id === id) })))('$id: all in Polish too', ({ connector }) => {
    const words = wordsOf(z.toJSONSchema(connector?.settings ?? z.never(), { io: 'input' }));
    const sentences = words.filter((text) => polish[text] === undefined).flatMap((text) => text.split(/(?<=[.!?])\s+/u));
    expect(sentences.filter((text) => inWords(text, 'pl') === text && !same.has(text))).toEqual([]);
  });

  it('keep every gap of a sentence', () => {
    for (const [english, words] of Object.entries(polish)) expect([english, words.split('{}').length]).toEqual([english, english.split('{}').length]);
  });
});
