import { Controller, Post } from '@nestjs/common';
import { chat } from '@kontuar/connectors';
import { identitySecretAnswer } from '@kontuar/contract';
import { actorOf, ChannelContexts, findChannel, notFound, record, type MemberActor } from '@kontuar/core';
import { Database } from '@kontuar/platform';
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Id } from '../http/parsed.decorator';

@Controller('api/v1')
export class IdentitySecretController {
  constructor(private readonly database: Database, private readonly contexts: ChannelContexts) {}

  /** A new secret for signing visitors' ids, shown this once: what was signed with the old one is unverified from now on. */
  @Post('channels/:id/identity-secret')
  @Allow('channel.manage')
  @Answers(identitySecretAnswer, 201)
  async renew(@Me() actor: MemberActor, @Id('channel') id: string): Promise<z.infer<typeof identitySecretAnswer>> {
    const row = await this.database.inWorkspace(actor.workspaceId, (tx) => findChannel(tx, id));
    if (row === undefined || row.connector_id !== chat.id) throw notFound('channel');
    const secret = randomBytes(32).toString('hex');
    await this.contexts.contextOf(row).secrets.update(() => Promise.resolve({ identitySecret: secret }));
    await this.database.inWorkspace(actor.workspaceId, (tx) => record(tx, [{ type: 'channel.identity-secret', actor: actorOf(actor), subjectId: id }]));
    return { secret };
  }
}
