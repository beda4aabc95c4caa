import type { ConnectorView, HealthView, Locale } from '@kontuar/contract';
import { inWords, polishAt } from '../../app/words/in-words';

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
  const own = connectorId === undefined ? undefined : polishAt(`${connectorId}.${step.id}`);
  const said = inWords(step.label, locale);
  return { label: own ?? (said === step.label && polishAt(said) === undefined ? (polishSteps[step.id] ?? said) : said), detail };
}
