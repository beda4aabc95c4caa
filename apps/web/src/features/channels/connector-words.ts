import type { ConnectorView, HealthView, Locale } from '@kontuar/contract';
import { polish } from './connector-words.pl';

/**
 * Connectors describe themselves in English (labels, titles of settings, names of checks). Other languages look the English
 * up, as gettext does: a text without an entry stays as the connector wrote it, never empty.
 */
export function inWords(text: string, locale: Locale): string {
  return locale === 'pl' ? (polish[text] ?? text) : text;
}

export function connectorName(connector: Pick<ConnectorView, 'label'>, locale: Locale): string {
  return inWords(connector.label, locale);
}

/** Steps are translated by the connector and their id, details by their own words. */
export function stepWords(connectorId: string, step: HealthView['steps'][number], locale: Locale): { label: string; detail: string | undefined } {
  const named = locale === 'pl' ? polish[`${connectorId}.${step.id}`] : undefined;
  return { label: named ?? inWords(step.label, locale), detail: step.detail === undefined ? undefined : inWords(step.detail, locale) };
}
