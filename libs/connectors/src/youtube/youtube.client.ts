import type { z } from 'zod';
import { ConnectorError, type Context } from '../contract';
import { callGoogle, type GoogleCall } from '../google/google.client';
import { costs, usedUp, type Meter } from './youtube.quota';
import { scope, type YoutubeSettings } from './youtube.settings';

export type YoutubeContext = Context<YoutubeSettings>;

export interface YoutubeCall<T extends z.ZodType> extends Pick<GoogleCall<T>, 'method' | 'query' | 'json' | 'result'> {
  path: string;
  meter: Meter;
}

const gone = { kind: 'rejected', reason: 'message-gone', words: 'The comment is not there any more: its author or YouTube took it away' } as const;

const refusals: Readonly<Record<string, { kind?: 'unauthorized'; reason: string; words: string }>> = {
  commentsDisabled: { reason: 'replies-disabled', words: 'Comments are switched off for this video' },
  operationNotSupported: { reason: 'replies-disabled', words: 'YouTube lets nobody answer this comment' },
  parentCommentIsPrivate: { reason: 'replies-disabled', words: 'This comment is private: YouTube does not let programs answer it' },
  commentTextTooLong: { reason: 'text-too-long', words: 'The text is too long for YouTube' },
  commentTextRequired: { reason: 'empty', words: 'There is nothing to send: the text is empty' },
  processingFailure: { reason: 'text-refused', words: 'YouTube could not take the comment: change its words' },
  ineligibleAccount: { kind: 'unauthorized', reason: 'account-unfit', words: 'The Google account has no YouTube channel of its own that may comment: make one, then connect again' },
  channelClosed: { kind: 'unauthorized', reason: 'account-suspended', words: 'YouTube closed this channel' },
  channelSuspended: { kind: 'unauthorized', reason: 'account-suspended', words: 'YouTube suspended this channel' },
  insufficientPermissions: { kind: 'unauthorized', reason: 'scope-missing', words: 'The consent does not cover this: connect again and leave every box ticked' },
  forbidden: { reason: 'forbidden', words: 'YouTube does not let this channel do that here' },
  youtubeSignupRequired: { kind: 'unauthorized', reason: 'account-unfit', words: 'The Google account has no YouTube channel of its own that may comment: make one, then connect again' },
};

/** One call. Counted also when it is refused, as Google counts. */
export async function callYoutube<T extends z.ZodType>(ctx: YoutubeContext, { path, meter, ...call }: YoutubeCall<T>): Promise<z.infer<T>> {
  meter.add((call.method ?? 'GET') === 'GET' ? costs.list : costs.write);
  return callGoogle(ctx, {
    ...call, url: `${ctx.settings.apiUrl}/${path}`, scope, notFound: gone,
    means: (reasons) => {
      if (reasons.some((reason) => /^(quotaExceeded|dailyLimitExceeded)$/.test(reason))) return usedUp(ctx.now());
      const known = reasons.map((reason) => refusals[reason]).find((refusal) => refusal !== undefined);
      return known === undefined ? undefined : new ConnectorError(known.kind ?? 'rejected', known.words, { reason: known.reason });
    },
  });
}
