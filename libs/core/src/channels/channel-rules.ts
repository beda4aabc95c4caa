import type { Capabilities } from '@kontuar/connectors/contract';
import type { AnyConnector } from '../tokens';
import type { AnswerRules } from '../conversations/answer-window';
import type { Settings } from './channel-contexts';

/** What a channel can do: its connector, and what its own settings change about that. */
export function capabilitiesOf(connector: AnyConnector, settings: () => Settings): Capabilities {
  return connector.capabilitiesOf === undefined ? connector.capabilities : { ...connector.capabilities, ...(connector.capabilitiesOf(settings()) as Partial<Capabilities>) };
}

/** The part that is kept with the channel's row; null when answers are always taken. */
export function rulesOf({ replyWindowHours, lateReplyHours, privateReply, startConversation, templates }: Capabilities): AnswerRules | null {
  if (replyWindowHours === undefined && privateReply === undefined) return null;
  return { ...(replyWindowHours === undefined ? {} : { replyWindowHours }), ...(lateReplyHours === undefined ? {} : { lateReplyHours }), ...(privateReply === undefined ? {} : { privateReply }), ...(startConversation && templates !== true ? { writesFirst: true } : {}) };
}
