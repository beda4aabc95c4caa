import type { SurveyKind, SurveyScale, SurveyVia } from '@kontuar/contract';

export interface SurveyRow {
  id: string; workspace_id: string; kind: SurveyKind; conversation_id: string; channel_id: string; scale: SurveyScale; state: 'waiting' | 'asked' | 'answered' | 'dropped'; reason: string | null;
  agent_id: string | null; team_id: string | null; planned_at: Date; due_at: Date | null; asked_at: Date | null; message_id: string | null; answer_until: Date | null;
  score: number | null; good: boolean | null; text: string; via: SurveyVia | null; answered_at: Date | null;
}
export const surveyColumns = 'v.id, v.workspace_id, v.kind, v.conversation_id, v.channel_id, v.scale, v.state, v.reason, v.agent_id, v.team_id, v.planned_at, v.due_at, v.asked_at, v.message_id, v.answer_until, v.score, v.good, v.text, v.via, v.answered_at';
