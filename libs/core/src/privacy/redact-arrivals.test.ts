import type { Inbound, InboundMessage } from '@kontuar/connectors/contract';
import { redactArrivals } from './redact-arrivals';

const at = '2026-11-20T10:00:00.000Z';
const plain: InboundMessage = { kind: 'message', externalId: 'm1', at, from: { id: 'p1' }, thread: { key: 't' }, text: 'Hello' };
const cards = ['4242 4242 4242 4242', '5555-5555-5555-4444', '378282246310005', '４２４２ 4242 4242 4242'];

/** Everywhere that somebody may write a number to us, one place at a time. */
const places: Record<string, (number: string) => Inbound> = {
  'the words': (number) => ({ ...plain, text: `My card is ${number}.` }),
  'the look': (number) => ({ ...plain, html: `<p>${number}</p>` }),
  'the subject': (number) => ({ ...plain, subject: `Fwd: ${number}` }),
  'the quoted part': (number) => ({ ...plain, quoted: `> ${number}` }),
  'the look of the quoted part': (number) => ({ ...plain, quotedHtml: `<blockquote>${number}</blockquote>` }),
  'the name of a file': (number) => ({ ...plain, attachments: [{ key: '1', name: `card ${number} .jpg`, contentType: 'image/jpeg' }] }),
  'the name of the sender': (number) => ({ ...plain, from: { id: 'p1', name: `Jan ${number}` } }),
  'the name of a receiver': (number) => ({ ...plain, to: [{ id: 'p2', name: number }], cc: [{ id: 'p3', name: number }] }),
  'the name answers go to': (number) => ({ ...plain, replyTo: { id: 'p4', name: number } }),
  'a field of the conversation': (number) => ({ ...plain, fields: { about: number, list: ['x', number] } }),
  'a field of the person': (number) => ({ ...plain, from: { id: 'p1', fields: { note: number } } }),
  'a fact beside it': (number) => ({ ...plain, extra: { form: { card: number }, poll: { options: ['x', number] } } }),
  'an edit': (number) => ({ kind: 'edit', externalId: 'm1', at, text: `now ${number}`, html: `<b>${number}</b>` }),
  'a bounce that shows what bounced': (number) => ({ kind: 'receipt', externalId: 'o1', at, status: 'failed', message: { ...plain, text: `> ${number}` } }),
  'the words beside stars': (number) => ({ kind: 'notice', at, threadKey: 't', from: { id: 'p1', name: 'Jan' }, notice: 'rated', data: { score: 2, text: `I paid with ${number}` } }),
  'the name of who reacts': (number) => ({ kind: 'reaction', externalId: 'm1', at, from: { id: 'p1', name: number }, emojis: ['👍'] }),
  'the name of who is typing': (number) => ({ kind: 'typing', at, from: { id: 'p1', name: number }, threadKey: 't' }),
};
const digitsOf = (value: unknown): string => JSON.stringify(value).normalize('NFKC').replaceAll(/[^0-9]/g, '');

describe('what comes in', () => {
  it.each(Object.keys(places))('keeps no card number in %s, and says that its raw delivery must go', (place) => {
    for (const card of cards) {
      const { inbounds, masked } = redactArrivals([places[place]?.(card) as Inbound], ['card']);
      expect([place, masked, digitsOf(inbounds).includes(digitsOf(card))]).toEqual([place, true, false]);
      expect(JSON.stringify(inbounds)).toContain(`•••• ${digitsOf(card).slice(-4)}`);
    }
  });

  it.each(Object.keys(places))('leaves %s as it is where nothing is to be masked', (place) => {
    const inbound = places[place]?.('4242 4242 4242 4241') as Inbound;
    expect(redactArrivals([inbound], ['card', 'pesel', 'id_card', 'iban'])).toEqual({ inbounds: [inbound], masked: false });
  });

  it('never touches what finds a person, a thread or a file again', () => {
    const number = '4242424242424242';
    const inbound: Inbound = { ...plain, externalId: number, from: { id: number, handle: number, avatarRef: number }, thread: { key: number, references: [number] }, attachments: [{ key: number, name: 'x', contentType: 'image/png', ref: number }], extra: { link: `https://example.com/?n=${number}`, telegramId: number, button: number } };
    expect(redactArrivals([inbound], ['card'])).toEqual({ inbounds: [inbound], masked: false });
  });
});
