import type { ConnectorView, HealthView, Locale } from '@kontuar/contract';
import { polish } from './connector-words.pl';

interface Template { pattern: RegExp; words: string }
let templates: Template[] | undefined;

function polishTemplates(): Template[] {
  // Those that say the most go first: a short one with a gap would take what another says whole.
  return (templates ??= Object.entries(polish)
    .filter(([english]) => english.includes('{}'))
    .sort(([a], [b]) => said(b) - said(a))
    .map(([english, words]) => ({ pattern: new RegExp(`^${english.split('{}').map(escaped).join('(.+?)')}$`, 'u'), words })));
}

const said = (english: string): number => english.replaceAll('{}', '').length;

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}

/**
 * Connectors describe themselves in English (labels, titles of settings, what a check found). Other languages look the
 * English up, as gettext does: whole, then sentence by sentence, with templates. What nobody translated stays as it is.
 */
export function inWords(text: string, locale: Locale): string {
  if (locale === 'en') return text;
  const sentences = polish[text] === undefined ? text.split(/(?<=[.!?])\s+/u) : [text];
  const found = sentences.map(lookUp);
  // A gap of a template may hold sentences of its own (a server's answer), so the whole is tried when no sentence is known.
  return found.every((each) => each === undefined) ? (lookUp(text) ?? text) : found.map((each, at) => each ?? sentences[at]).join(' ');
}

function lookUp(text: string): string | undefined {
  const whole = polish[text];
  if (whole !== undefined) return whole;
  for (const { pattern, words } of polishTemplates()) {
    const match = pattern.exec(text);
    if (match) return match.slice(1).reduce((sum, part) => sum.replace('{}', () => part), words);
  }
  // A sentence and the same words without their full stop are one entry.
  return text.endsWith('.') && polish[text.slice(0, -1)] !== undefined ? `${polish[text.slice(0, -1)]}.` : undefined;
}

export function connectorName(connector: Pick<ConnectorView, 'label'>, locale: Locale): string {
  return inWords(connector.label, locale);
}

/** For steps that a connector words in a way nobody has translated: the same step has the same meaning everywhere. */
const polishSteps: Readonly<Record<string, string>> = {
  token: 'Dostęp do platformy', access: 'Dostęp do platformy', app: 'Aplikacja i zgody', scopes: 'Zgody', permissions: 'Zgody', receive: 'Przychodzące wiadomości', webhook: 'Przychodzące wiadomości', stream: 'Połączenie na żywo', account: 'Konto', page: 'Strona',
  number: 'Numer', address: 'Serwer', 'public-address': 'Publiczny adres', endpoint: 'Twój adres', quota: 'Limit platformy', reviews: 'Opinie', mentions: 'Wzmianki i odpowiedzi', notifications: 'Wzmianki i wiadomości', 'direct-messages': 'Wiadomości prywatne', 'sign-in': 'Logowanie',
};

/** In the order in which words are good: of this connector's step, of its English label, of the step in general, the label as it is. */
export function stepWords(step: HealthView['steps'][number], locale: Locale, connectorId?: string): { label: string; detail: string | undefined } {
  const detail = step.detail === undefined ? undefined : inWords(step.detail, locale);
  if (locale === 'en') return { label: step.label, detail };
  const own = connectorId === undefined ? undefined : polish[`${connectorId}.${step.id}`];
  const label = own ?? lookUp(step.label) ?? polishSteps[step.id] ?? step.label;
  return { label, detail };
}
