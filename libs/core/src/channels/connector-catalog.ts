import { Inject, Injectable } from '@nestjs/common';
import type { ConnectorView } from '@kontuar/contract';
import type { ReadyConfig } from '@kontuar/platform';
import { CONFIG, Connectors, type AnyConnector } from '../tokens';
import { settingsSchema } from './channel-settings';
import { brokenRules, redirectUrlFor } from './redirect-rules';

/** The connectors as a form and a composer need to know them. */
@Injectable()
export class ConnectorCatalog {
  constructor(private readonly connectors: Connectors, @Inject(CONFIG) private readonly config: ReadyConfig) {}

  /** `origin`: of the reader's own browser, for installations without a public address. */
  list(origin: string, hasIcon: (connectorId: string) => boolean): ConnectorView[] {
    return this.connectors.all.map((connector) => ({
      id: connector.id,
      label: connector.label,
      capabilities: connector.capabilities,
      settingsSchema: settingsSchema(connector.settings),
      receives: receives(connector),
      icon: hasIcon(connector.id) ? `/api/v1/connectors/${connector.id}/icon` : null,
      consent: consentOf(connector, this.config.http.publicUrl ?? origin),
    }));
  }
}

function consentOf({ consent }: AnyConnector, origin: string): ConnectorView['consent'] {
  if (consent === undefined) return null;
  const rules = consent.redirect ?? [];
  const redirectUrl = redirectUrlFor(origin, rules);
  return { needs: [...consent.needs], fills: [...consent.fills], redirectUrl, redirectRules: [...rules], redirectBreaks: brokenRules(redirectUrl, rules) };
}

function receives(connector: AnyConnector): ConnectorView['receives'] {
  const ways: ConnectorView['receives'] = [];
  if (connector.webhook !== undefined) ways.push('webhook');
  if (connector.poll !== undefined) ways.push('poll');
  if (connector.stream !== undefined) ways.push('stream');
  // What has no way of its own is written down by agents, or comes from our own widget.
  if (ways.length === 0) ways.push(connector.capabilities.logOnly === true ? 'manual' : 'widget');
  return ways;
}
