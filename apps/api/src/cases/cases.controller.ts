import { Controller, Delete, Get, Patch, Post, Res } from '@nestjs/common';
import {
  answerInput, caseChange, caseClose, caseDocumentsInput, caseExportQuery, caseHistory, caseInput, caseLink, casePage, casePatch, caseQuery, caseReopen, casesInput, casesOpened, caseView, letterDraft, letterDraftInput, letterInput, letterPdfInput, letterSent, pageQuery,
  type AnswerInput, type CaseChange, type CaseClose, type CaseExportQuery, type CaseHistory, type CaseInput, type CasePatch, type CaseQuery, type CaseReopen, type CaseRow, type CasesInput, type CasesOpened, type CaseView, type LetterDraft, type LetterInput, type LetterPdfInput, type LetterSent, type Page,
} from '@kontuar/contract';
import { CaseLetters, CaseOpenings, CaseRegister, Cases, type MemberActor } from '@kontuar/core';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';
import { sendFile } from './send-file';

/** Claims, complaints and warranty matters, with the clock of the law. */
@Controller('api/v1')
export class CasesController {
  constructor(private readonly cases: Cases, private readonly openings: CaseOpenings, private readonly letters: CaseLetters, private readonly register: CaseRegister) {}

  /** The register: what is due first stands first. */
  @Get('cases')
  @Allow('case.read')
  @Answers(casePage)
  list(@Me() actor: MemberActor, @Filter(caseQuery) query: CaseQuery): Promise<Page<CaseRow>> {
    return this.register.list(actor, query);
  }

  /** The whole register as a file, for an audit. */
  @Get('cases/export')
  @Allow('case.manage')
  async export(@Me() actor: MemberActor, @Filter(caseExportQuery) query: CaseExportQuery, @Res() reply: FastifyReply): Promise<void> {
    await sendFile(reply, await this.register.file(actor, query), 'attachment');
  }

  /** Says what the conversation is about and opens a case for it, in one act. */
  @Post('conversations/:id/case')
  @Allow('case.edit')
  @Answers(caseChange, 201)
  open(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(caseInput) input: CaseInput): Promise<CaseChange> {
    return this.openings.open(actor, id, input);
  }

  /** The same for many conversations at once, with one way back. */
  @Post('cases')
  @Allow('case.edit')
  @Answers(casesOpened, 201)
  openMany(@Me() actor: MemberActor, @Input(casesInput) input: CasesInput): Promise<CasesOpened> {
    return this.openings.openMany(actor, input);
  }

  @Get('cases/:id')
  @Allow('case.read')
  @Answers(caseView)
  get(@Me() actor: MemberActor, @Id('case') id: string): Promise<CaseView> {
    return this.cases.get(actor, id);
  }

  @Get('cases/:id/history')
  @Allow('case.read')
  @Answers(caseHistory)
  history(@Me() actor: MemberActor, @Id('case') id: string, @Filter(pageQuery) query: z.infer<typeof pageQuery>): Promise<CaseHistory> {
    return this.register.history(actor, id, query);
  }

  @Patch('cases/:id')
  @Allow('case.edit')
  @Answers(caseChange)
  change(@Me() actor: MemberActor, @Id('case') id: string, @Input(casePatch) patch: CasePatch): Promise<CaseChange> {
    return this.cases.change(actor, id, patch);
  }

  /** Takes the opening back, as long as nothing was answered. */
  @Delete('cases/:id')
  @Allow('case.edit')
  @AnswersNothing()
  async withdraw(@Me() actor: MemberActor, @Id('case') id: string): Promise<void> {
    await this.cases.withdraw(actor, id);
  }

  @Post('cases/:id/conversations')
  @Allow('case.edit')
  @Answers(caseChange)
  join(@Me() actor: MemberActor, @Id('case') id: string, @Input(caseLink) input: { conversationId: string }): Promise<CaseChange> {
    return this.cases.join(actor, id, input.conversationId);
  }

  /** A POST, because it answers with the case as it stands then. */
  @Post('cases/:id/conversations/remove')
  @Allow('case.edit')
  @Answers(caseChange)
  leave(@Me() actor: MemberActor, @Id('case') id: string, @Input(caseLink) input: { conversationId: string }): Promise<CaseChange> {
    return this.cases.leave(actor, id, input.conversationId);
  }

  @Post('cases/:id/documents')
  @Allow('case.edit')
  @Answers(caseChange)
  keep(@Me() actor: MemberActor, @Id('case') id: string, @Input(caseDocumentsInput) input: { attachmentIds: string[] }): Promise<CaseChange> {
    return this.cases.keepDocuments(actor, id, input.attachmentIds);
  }

  @Post('cases/:id/close')
  @Allow('case.edit')
  @Answers(caseChange)
  close(@Me() actor: MemberActor, @Id('case') id: string, @Input(caseClose) input: CaseClose): Promise<CaseChange> {
    return this.cases.close(actor, id, input);
  }

  @Post('cases/:id/reopen')
  @Allow('case.edit')
  @Answers(caseChange)
  reopen(@Me() actor: MemberActor, @Id('case') id: string, @Input(caseReopen) input: CaseReopen): Promise<CaseChange> {
    return this.cases.reopen(actor, id, input);
  }

  /** The words of a decision letter to begin with. */
  @Post('cases/:id/letters/draft')
  @Allow('case.edit')
  @Answers(letterDraft)
  draft(@Me() actor: MemberActor, @Id('case') id: string, @Input(letterDraftInput) input: z.infer<typeof letterDraftInput>): Promise<LetterDraft> {
    return this.letters.draft(actor, id, input);
  }

  /** The letter as it would leave. */
  @Post('cases/:id/letters/preview')
  @Allow('case.edit')
  async preview(@Me() actor: MemberActor, @Id('case') id: string, @Input(letterPdfInput) input: LetterPdfInput, @Res() reply: FastifyReply): Promise<void> {
    await sendFile(reply.code(200), { ...(await this.letters.preview(actor, id, input)), contentType: 'application/pdf' }, 'inline');
  }

  @Post('cases/:id/letters')
  @Allow('case.edit')
  @Answers(letterSent, 201)
  send(@Me() actor: MemberActor, @Id('case') id: string, @Input(letterInput) input: LetterInput): Promise<LetterSent> {
    return this.letters.send(actor, id, input);
  }

  /** An answer that left already said the decision. */
  @Post('cases/:id/answers')
  @Allow('case.edit')
  @Answers(caseChange)
  answer(@Me() actor: MemberActor, @Id('case') id: string, @Input(answerInput) input: AnswerInput): Promise<CaseChange> {
    return this.letters.answer(actor, id, input);
  }
}
