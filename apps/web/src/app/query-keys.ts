/**
 * Names of everything in the query cache. They live here, and not with a feature, because `realtime` writes under them
 * and features may not import one another.
 */
export const queryKeys = {
  me: ['me'] as const,
  members: ['members'] as const,
  teams: ['teams'] as const,
  labels: ['labels'] as const,
  channels: ['channels'] as const,
  connectors: ['connectors'] as const,
  canned: ['canned'] as const,
  glossary: ['glossary'] as const,
  views: ['views'] as const,
  viewCounts: ['view-counts'] as const,
  /** How far an act on everything that matches has come. */
  sweep: (sweepId: string) => ['sweep', sweepId] as const,

  /** Prefix of every list; a list adds its filter: `[...lists, filter]`. */
  conversationLists: ['conversations', 'list'] as const,
  conversationList: (filter: object) => ['conversations', 'list', filter] as const,
  conversationCounts: ['conversations', 'counts'] as const,
  /** One `ConversationView`. */
  conversation: (conversationId: string) => ['conversation', conversationId] as const,
  /** `MessagePages` of one conversation: see message-pages.ts for its shape and the functions that change it. */
  messages: (conversationId: string) => ['messages', conversationId] as const,
  draft: (conversationId: string) => ['draft', conversationId] as const,
  /** What waits in a conversation beside its messages; the version of its plan follows. */
  planned: (conversationId: string) => ['planned', conversationId] as const,
  /** Answers that wait for this member's yes. */
  approvals: ['approvals'] as const,
  /** Who has the conversation open and who types in it: `{ memberId, typing }[]`, true only now. */
  watchers: (conversationId: string) => ['watchers', conversationId] as const,
  /** `{ name, at }` of the customer who types, or null. */
  visitorTyping: (conversationId: string) => ['visitor-typing', conversationId] as const,

  contact: (contactId: string) => ['contact', contactId] as const,
  contactTimeline: (contactId: string) => ['contact', contactId, 'timeline'] as const,
};
