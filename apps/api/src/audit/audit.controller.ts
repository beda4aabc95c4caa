import { Controller, Get } from '@nestjs/common';
import { auditEntry, auditQuery, auditVerdict, page, type AuditEntry, type AuditQuery, type AuditVerdict, type Page } from '@kontuar/contract';
import { Audit, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter } from '../http/parsed.decorator';

@Controller('api/v1/audit')
export class AuditController {
  constructor(private readonly audit: Audit) {}

  @Get()
  @Allow('audit.read')
  @Answers(page(auditEntry))
  list(@Me() actor: MemberActor, @Filter(auditQuery) query: AuditQuery): Promise<Page<AuditEntry>> {
    return this.audit.list(actor, query);
  }

  /** Computes the whole chain again. */
  @Get('verify')
  @Allow('audit.read')
  @Answers(auditVerdict)
  verify(@Me() actor: MemberActor): Promise<AuditVerdict> {
    return this.audit.verify(actor);
  }
}
