import { Inject, Injectable } from '@nestjs/common';
import type { Locale, SurveyKind, SurveyScale, SurveyWords } from '@kontuar/contract';
import { Database, Secrets, type Pulse } from '@kontuar/platform';
import { lockConversations } from '../conversations/change';
import { DomainError } from '../errors';
import { PULSE } from '../tokens';
import { readSurveyToken } from './survey-link';
import { choicesOf, localeOf, moreOf, questionOf } from './survey-words';
import { refuseSurveys, takeAnswer } from './take-answer';

export interface SurveyPageFacts { kind: SurveyKind; locale: Locale; workspace: string; question: string; more: string; choices: { score: number; name: string }[]; score: number | null; text: string; answered: boolean; over: boolean }
interface Row { id: string; workspace_id: string; conversation_id: string; kind: SurveyKind; scale: SurveyScale; state: string; score: number | null; text: string; over: boolean; language: string | null; workspace: string; words: SurveyWords | null }

/** The page behind a link of a mail. Machines look at every link, so a look changes nothing: only the button does. */
@Injectable()
export class SurveyPages {
  constructor(private readonly database: Database, private readonly secrets: Secrets, @Inject(PULSE) private readonly pulse: Pulse) {}

  /** @throws not-found */
  async look(token: string): Promise<SurveyPageFacts> {
    return facts(await this.find(token));
  }

  /** Answers with how the page stands then. @throws not-found */
  async answer(token: string, { score, text }: { score: number | undefined; text: string }): Promise<SurveyPageFacts> {
    const row = await this.find(token);
    const allowed = score === undefined || choicesOf(row.scale, 'en').some((choice) => choice.score === score);
    if (!row.over && allowed && (score !== undefined || text !== '')) {
      await this.database.inWorkspace(row.workspace_id, async (tx) => {
        await lockConversations(tx, [row.conversation_id]);
        await takeAnswer(tx, { surveyId: row.id, score, text, via: 'link', told: false });
      });
      this.pulse.publish('relay');
    }
    return facts(await this.find(token));
  }

  async stop(token: string): Promise<SurveyPageFacts> {
    const row = await this.find(token);
    await this.database.inWorkspace(row.workspace_id, (tx) => refuseSurveys(tx, row.workspace_id, row.conversation_id, { where: 'page of a question' }));
    this.pulse.publish('relay');
    return facts(row);
  }

  private async find(token: string): Promise<Row> {
    const id = readSurveyToken(this.secrets, token);
    const [row] = id === undefined ? [] : await this.database.lookAsSystem((tx) => tx.query<Row>(
      `SELECT v.id, v.workspace_id, v.conversation_id, v.kind, v.scale, v.state, v.score, v.text, v.answer_until <= now() AS over, coalesce(p.language, c.language) AS language, h.name AS workspace,
         CASE v.kind WHEN 'fine' THEN w.still_fine->'words' ELSE s.words END AS words
       FROM surveys v JOIN conversations c ON c.id = v.conversation_id JOIN contacts p ON p.id = c.contact_id JOIN workspaces h ON h.id = v.workspace_id LEFT JOIN survey_channels s ON s.channel_id = v.channel_id LEFT JOIN survey_settings w ON w.workspace_id = v.workspace_id
       WHERE v.id = $1 AND v.state IN ('asked', 'answered')`, [id]));
    if (row === undefined) throw new DomainError('not-found', 'not-found', 'This link is wrong or too old.');
    return row;
  }
}

function facts(row: Row): SurveyPageFacts {
  const locale = localeOf(row.language, 'en');
  return { kind: row.kind, locale, workspace: row.workspace, question: questionOf(row.kind, row.words, locale), more: moreOf(row.words, locale), choices: choicesOf(row.scale, locale), score: row.score, text: row.text, answered: row.state === 'answered', over: row.over };
}
