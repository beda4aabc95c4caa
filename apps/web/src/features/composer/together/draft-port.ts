import type { SharedDraftView } from '@kontuar/contract';
import { ApiProblem, request } from '../../../app/client';
import { draftLine } from '../../../realtime/draft-line';
import { fromBase64, toBase64, type DraftPort, type Refusal } from './port';

/** As much as the line takes in one piece, in base64. */
const LINE_TAKES = 48_000;

export function draftPort(draftId: string): DraftPort {
  return {
    join: async (vector) => {
      const answer = await draftLine.ask('draft.join', { draftId, vector: toBase64(vector) });
      return answer.ok ? { ...answer, update: fromBase64(answer.update), vector: fromBase64(answer.vector) } : answer;
    },
    update: async (bytes) => {
      const update = toBase64(bytes);
      return update.length <= LINE_TAKES ? draftLine.ask('draft.update', { draftId, update }) : byPost(draftId, update);
    },
    cursor: (cursor) => draftLine.tell('draft.cursor', { draftId, cursor }),
    leave: () => draftLine.tell('draft.leave', { draftId }),
    look: () => request<SharedDraftView>('GET', `/shared-drafts/${draftId}`),
  };
}

async function byPost(draftId: string, update: string): Promise<{ ok: true; seq: number } | Refusal> {
  try {
    return { ok: true, ...(await request<{ seq: number }>('POST', `/shared-drafts/${draftId}/updates`, { update })) };
  } catch (error) {
    return { ok: false, code: error instanceof ApiProblem && !error.offline && error.status < 500 ? error.code : 'offline' };
  }
}
