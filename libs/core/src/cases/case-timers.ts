import { Injectable } from '@nestjs/common';
import { channelKindOf } from '@kontuar/contract';
import { Queues, type Tx } from '@kontuar/platform';
import { Connectors } from '../tokens';
import type { Durable } from './answers';
import { holdCase, type HeldCase } from './case.row';
import { settleCase } from './settle';

/** Looks at cases when it is time: a warning, the end of a term, or news of an answer. */
@Injectable()
export class CaseTimers {
  constructor(private readonly connectors: Connectors, private readonly queues: Queues) {}

  /** Mail stays with its recipient as it was sent; what is said in a chat, below a post or on the phone does not. */
  readonly durable: Durable = (connectorId) => {
    const connector = this.connectors.find(connectorId);
    return connector !== undefined && channelKindOf(connector.capabilities) === 'mail';
  };

  async settle(tx: Tx, held: HeldCase, now = new Date()): Promise<void> {
    await settleCase(tx, held, { queues: this.queues, durable: this.durable, now });
  }

  /** Callers are in the workspace of the case. Answers false when there is nothing to do. */
  async run(tx: Tx, caseId: string): Promise<boolean> {
    const held = await holdCase(tx, caseId);
    if (held.row.withdrawn_at !== null || held.row.look_at === null || held.row.look_at > new Date()) return false;
    await this.settle(tx, held);
    return true;
  }
}
