import { Injectable } from '@nestjs/common';
import type { ConnectorView } from '@kontuar/contract';
import { Connectors, type AnyConnector } from '../tokens';
import { settingsSchema } from './channel-settings';

/** The connectors as a form and a composer need to know them. */
@Injectable()
export class ConnectorCatalog {
  constructor(private readonly connectors: Connectors) {}

  list(hasIcon: (connectorId: string) => boolean): ConnectorView[] {
    return this.connectors.all.map((connector) => ({
      id: connector.id,
      label: connector.label,
      capabilities: connector.capabilities,
      settingsSchema: settingsSchema(connector.settings),
      receives: receives(connector),
      icon: hasIcon(connector.id) ? `/api/v1/connectors/${connector.id}/icon` : null,
      consent: connector.consent === undefined ? null : { needs: [...connector.consent.needs], fills: [...connector.consent.fills] },
    }));
  }
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
