import type { ServerEvents } from '@kontuar/contract';
import type { Pulse } from '@kontuar/platform';

/** What of its conversation decides who may hear of a draft. */
export interface DraftFacts { channelId: string; assigneeId: string | null; teamId: string | null }

type DraftEvents = Pick<ServerEvents, 'draft.updated' | 'draft.cursor' | 'draft.hello' | 'draft.files' | 'draft.ended'>;
type NewsOf<T extends keyof DraftEvents> = { type: T; event: Parameters<DraftEvents[T]>[0] };
/** `from`: the socket that needs no word of it. */
export type DraftNews = { workspaceId: string; draftId: string; facts: DraftFacts; from?: string } & { [T in keyof DraftEvents]: NewsOf<T> }[keyof DraftEvents];

/** Pulse topic. At most once, as every pulse: who misses something sees a hole in the seq, or asks anew within seconds. */
export const DRAFTS = 'drafts';

export function publishDraft(pulse: Pulse, news: DraftNews): void {
  pulse.publish(DRAFTS, JSON.stringify(news));
}
