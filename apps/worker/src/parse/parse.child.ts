import { allConnectors, type Delivery } from '@kontuar/connectors';
import { prepare } from '@kontuar/core/prepare';
import { answerTasks } from './answer';

export interface ParseTask { connectorId: string; delivery: Delivery; settings: unknown }

answerTasks<ParseTask>(async ({ connectorId, delivery, settings }) => {
  const connector = allConnectors.find((one) => one.id === connectorId);
  if (connector === undefined) throw new Error(`there is no connector ${connectorId}`);
  return prepare(await connector.parse({ ...delivery, body: Buffer.from(delivery.body) }, settings));
});
