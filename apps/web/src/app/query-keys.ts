/**
 * Names of everything in the query cache. They live here, and not with a feature, because `realtime` writes under them
 * and features may not import one another.
 */
export const queryKeys = {
  me: ['me'] as const,
  members: ['members'] as const,
  teams: ['teams'] as const,
  labels: ['labels'] as const,
  /** Fields of the workspace's own. */
  attributes: ['attributes'] as const,
  /** Kinds of customers, with their rules. */
  kinds: ['kinds'] as const,
  /** Saved searches over customers, and how many are in each. */
  segments: ['segments'] as const,
  segmentCounts: ['segment-counts'] as const,
  companies: ['companies'] as const,
  imports: ['imports'] as const,
  /** Everybody: every list of customers, whatever it asks for. */
  people: ['people'] as const,
  joinings: (contactId: string) => ['contact', contactId, 'joinings'] as const,
  consents: (contactId: string) => ['contact', contactId, 'consents'] as const,
  consentPurposes: ['consent-purposes'] as const,
  privacy: ['privacy'] as const,
  /** Promised times of a conversation, as its row stands. */
  sla: (conversationId: string, standing: string) => ['sla', conversationId, standing] as const,
  slaSettings: ['sla', 'settings'] as const,
  rules: ['rules'] as const,
  stuck: ['stuck'] as const,
  spikes: ['moderation', 'spikes'] as const,
  /** The crisis that is on, its room, and what waits. */
  crisis: ['crisis'] as const,
  crisisNow: ['crisis', 'now'] as const,
  /** Everything of rules about comments. */
  moderation: ['moderation'] as const,
  moderationRules: ['moderation', 'rules'] as const,
  moderationHits: (filter: object) => ['moderation', 'hits', filter] as const,
  moderationOf: (conversationId: string) => ['moderation', 'of', conversationId] as const,
  /** Everything of what is said in public; its parts add to it. */
  listening: ['listening'] as const,
  /** What to keep in mind, of a conversation and its person. */
  pins: (conversationId: string) => ['pins', conversationId] as const,
  /** Everything of campaigns; its parts add to it. */
  outreach: ['outreach'] as const,
  allLeads: ['leads'] as const,
  lead: (leadId: string) => ['leads', 'one', leadId] as const,
  leads: (filter: object) => ['leads', 'list', filter] as const,
  leadSums: (filter: object) => ['leads', 'sums', filter] as const,
  leadOf: (conversationId: string) => ['leads', 'of', conversationId] as const,
  leadHistory: (leadId: string) => ['leads', 'history', leadId] as const,
  leadSettings: ['leads', 'settings'] as const,
  allCases: ['cases'] as const,
  casesFound: (query: string) => ['cases', 'found', query] as const,
  case: (caseId: string) => ['cases', 'one', caseId] as const,
  cases: (filter: object) => ['cases', 'list', filter] as const,
  caseHistory: (caseId: string) => ['cases', 'history', caseId] as const,
  casePolicies: ['cases', 'policies'] as const,
  caseSettings: ['cases', 'settings'] as const,
  /** Whether there is an assistant, and for what. */
  assistant: ['assistant'] as const,
  matters: ['matters'] as const,
  channels: ['channels'] as const,
  connectors: ['connectors'] as const,
  canned: ['canned'] as const,
  glossary: ['glossary'] as const,
  signatures: ['signatures'] as const,
  /** Everything of the knowledge base; its parts add to it. */
  knowledge: ['knowledge'] as const,
  lessons: ['lessons'] as const,
  /** Everything of reviews; its parts add to it. */
  quality: ['quality'] as const,
  /** Who listens, what is whispered, who took over. */
  supervision: (conversationId: string) => ['supervision', conversationId] as const,
  views: ['views'] as const,
  viewCounts: ['view-counts'] as const,
  noticeCount: ['notices', 'count'] as const,
  notices: ['notices', 'list'] as const,
  noticeSettings: ['notices', 'settings'] as const,
  /** Notes that name this member, as work. */
  allMentions: ['mentions'] as const,
  mentions: (state: string) => ['mentions', state] as const,
  /** Who is told of everything in a conversation. */
  watch: (conversationId: string) => ['watch', conversationId] as const,
  /** How far an act on everything that matches has come. */
  sweep: (sweepId: string) => ['sweep', sweepId] as const,

  /** Everything of the board but its rows, which are lists as any other. */
  board: ['board'] as const,
  boardFigures: ['board', 'figures'] as const,
  boardRows: (by: string) => ['board', 'rows', by] as const,
  boardDay: ['board', 'day'] as const,
  /** What it would come to if these were moved. */
  boardPreview: (ids: readonly string[]) => ['board', 'preview', ids] as const,

  /** Prefix of every list; a list adds its filter: `[...lists, filter]`. */
  conversationLists: ['conversations', 'list'] as const,
  conversationList: (filter: object) => ['conversations', 'list', filter] as const,
  conversationCounts: ['conversations', 'counts'] as const,
  /** One `ConversationView`. */
  anyConversation: ['conversation'] as const,
  conversation: (conversationId: string) => ['conversation', conversationId] as const,
  /** `MessagePages` of one conversation: see message-pages.ts for its shape and the functions that change it. */
  messages: (conversationId: string) => ['messages', conversationId] as const,
  sharedDraft: (draftId: string) => ['shared-draft', draftId] as const,
  draft: (conversationId: string) => ['draft', conversationId] as const,
  /** What waits in a conversation beside its messages; the version of its plan follows. */
  planned: (conversationId: string) => ['planned', conversationId] as const,
  /** Its side conversations; the version of their summary follows. */
  asides: (conversationId: string) => ['asides', conversationId] as const,
  /** Answers that wait for this member's yes. */
  approvals: ['approvals'] as const,
  /** What it is linked with, and what was merged, split and moved. */
  links: (conversationId: string) => ['links', conversationId] as const,
  moves: (conversationId: string) => ['moves', conversationId] as const,
  /** Who has the conversation open and who types in it: `{ memberId, typing }[]`, true only now. */
  watchers: (conversationId: string) => ['watchers', conversationId] as const,
  /** `{ name, at }` of the customer who types, or null. */
  visitorTyping: (conversationId: string) => ['visitor-typing', conversationId] as const,

  contact: (contactId: string) => ['contact', contactId] as const,
  /** What was said by and to one person, on every channel. */
  contactMessages: (contactId: string) => ['contact-messages', contactId] as const,
  contactTimeline: (contactId: string) => ['contact', contactId, 'timeline'] as const,
};
