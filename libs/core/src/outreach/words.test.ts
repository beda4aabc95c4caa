import type { CampaignWords } from '@kontuar/contract';
import { gapsIn, localeFor, render } from './words';

const words = (more: Partial<CampaignWords> = {}): CampaignWords => ({ subject: 'Dla {{contact.first}}', text: 'Cześć {{contact.first}}!\n\nZniżka: https://shop.test/a?b=1&c=2', template: null, ...more });
const facts = { contactName: 'Ewa <b>Nowak</b>', workspaceName: 'Stół & Krzesło', locale: 'pl' as const, unsubscribeUrl: 'https://k.test/unsubscribe/campaign/x' };

it('fills in the person, links addresses, and lets nobody’s name become markup', () => {
  const mail = render(words({ text: 'Hej {{contact.name}}, https://shop.test/a?b=1&c=2' }), facts);
  expect(mail.html).toContain('Hej Ewa &lt;b&gt;Nowak&lt;/b&gt;, <a href="https://shop.test/a?b=1&amp;c=2">');
  expect(mail.html).toContain('href="https://k.test/unsubscribe/campaign/x"');
  expect(mail.text).toContain('Nie chcę więcej takich wiadomości: https://k.test/unsubscribe/campaign/x');
  expect(render(words(), { ...facts, contactName: 'ewa@shop.test' }).subject).toBe('Dla');
  expect(mail.html).not.toContain('<img');
});

it('finds a gap that nobody can fill, in words and in values of a template', () => {
  expect([gapsIn(words()), gapsIn(words({ text: 'x {{order.number}}' })), gapsIn(words({ template: { id: 't', values: { 1: '{{contact.first}}' } } })), gapsIn(words({ template: { id: 't', values: { 1: '{{x}}' } } }))]).toEqual([false, true, false, true]);
});

it('speaks the language of the person where it can', () => {
  const both = { en: words(), pl: words() };
  expect([localeFor(both, 'pl-PL', 'en'), localeFor(both, 'de', 'pl'), localeFor(both, null, 'pl'), localeFor({ en: null, pl: words() }, 'en', 'en'), localeFor({ en: null, pl: null }, 'en', 'en')]).toEqual(['pl', 'en', 'pl', 'pl', undefined]);
});
