/**
 * Every table of the product, and what it holds of or about a customer: what the trial of an erasure counts, what an erasure deletes or blanks, what the
 * export of a person contains. Whoever makes a table names it here, or a test says so; nothing else has to be done for it.
 *
 * `rows` says which rows `r` are a person's. It may name what the person has: `:contacts` (themselves and everybody who was merged into them), `:identities`,
 * `:conversations` and `:cases`, each an array of ids. What an open case holds back is not among these while it does.
 */
export interface Holding {
  table: string;
  /** As the screens name it. */
  name: { en: string; pl: string };
  rows: string;
  /** gone: the rows are deleted. blank: they stay without what was said or who it was (`set`). by hand: a step of its own does it (libs/core/src/privacy/erase). */
  erased: 'gone' | 'blank' | 'by hand';
  set?: string;
  /** Columns that the person gets; without them the rows say nothing that they would understand. */
  exported?: readonly string[];
}

const ofMessages = (column = 'message_id'): string => `r.${column} IN (SELECT m.id FROM messages m WHERE m.conversation_id = ANY(:conversations))`;
const ofConversations = (column = 'conversation_id'): string => `r.${column} = ANY(:conversations)`;
const ofContacts = (column = 'contact_id'): string => `r.${column} = ANY(:contacts)`;
const ofIdentities = (column = 'identity_id'): string => `r.${column} = ANY(:identities)`;

/** A handle is one within its platform; a mention that became a conversation names both in its address. */
const authoredBy = (post: string): string => `((split_part(i.scope, ':', 1) = ${post}.platform AND ${post}.author_key IN (lower(ltrim(i.handle, '@')), lower(i.external_id))) OR lower(i.external_id) = ${post}.platform || ':' || ${post}.author_key)`;
const postsOf = (post: string): string => `(${post}.conversation_id = ANY(:conversations) OR ${post}.id IN (SELECT m.post_id FROM mentions m WHERE m.conversation_id = ANY(:conversations)) OR ${post}.id IN (SELECT m.post_id FROM removed_mentions m WHERE (m.mention->>'conversation_id')::uuid = ANY(:conversations)) OR (${post}.author_key <> '' AND EXISTS (SELECT 1 FROM identities i WHERE i.id = ANY(:identities) AND ${authoredBy(post)})))`;

/** In the order in which they go: what refers to something goes before it. */
export const personData: readonly Holding[] = [
  // What came in, as it came.
  { table: 'lookups', name: { en: 'things still to be fetched', pl: 'rzeczy do pobrania' }, rows: 'r.delivery_id IN (SELECT d.id FROM deliveries d WHERE d.conversation_id = ANY(:conversations))', erased: 'gone' },
  { table: 'early_updates', name: { en: 'changes that came too early', pl: 'zmiany, które przyszły za wcześnie' }, rows: '(r.channel_id, r.external_id) IN (SELECT m.channel_id, m.external_id FROM messages m WHERE m.conversation_id = ANY(:conversations) AND m.external_id IS NOT NULL)', erased: 'gone' },
  // Their mentions and revisions go with them. Said in public: by an address that is theirs, on an account of ours, or what a conversation of theirs began with.
  { table: 'posts', name: { en: 'public posts', pl: 'publiczne wpisy' }, rows: postsOf('r'), erased: 'gone', exported: ['id', 'platform', 'external_id', 'author', 'author_name', 'url', 'title', 'text', 'language', 'country', 'picture', 'published_at', 'edited_at', 'deleted_at'] },
  { table: 'post_revisions', name: { en: 'earlier versions of public posts', pl: 'wcześniejsze wersje publicznych wpisów' }, rows: `r.post_id IN (SELECT p.id FROM posts p WHERE ${postsOf('p')})`, erased: 'gone', exported: ['post_id', 'revision', 'title', 'text', 'replaced_at'] },
  { table: 'mentions', name: { en: 'public mentions found', pl: 'znalezione publiczne wzmianki' }, rows: `r.post_id IN (SELECT p.id FROM posts p WHERE ${postsOf('p')})`, erased: 'gone', exported: ['post_id', 'judgement', 'judged_at'] },
  { table: 'removed_mentions', name: { en: 'public mentions of removed and changed monitors', pl: 'wzmianki usuniętych i zmienionych monitorów' }, rows: `r.post_id IN (SELECT p.id FROM posts p WHERE ${postsOf('p')})`, erased: 'gone', exported: ['post_id'] },
  { table: 'post_previews', name: { en: 'previews of links in public posts', pl: 'podglądy odnośników w publicznych wpisach' }, rows: `r.post_id IN (SELECT p.id FROM posts p WHERE ${postsOf('p')})`, erased: 'gone', exported: ['post_id', 'address', 'title'] },
  { table: 'muted_authors', name: { en: 'muted authors', pl: 'wyciszeni autorzy' }, rows: `EXISTS (SELECT 1 FROM identities i WHERE i.id = ANY(:identities) AND ${authoredBy('r')})`, erased: 'gone', exported: ['platform', 'author', 'muted_at'] },
  // Only what could not be read keeps its body.
  { table: 'source_deliveries', name: { en: 'raw deliveries of sources', pl: 'surowe dostawy ze źródeł' }, rows: `r.body <> '' AND EXISTS (SELECT 1 FROM identities i WHERE i.id = ANY(:identities) AND length(coalesce(i.handle, i.external_id)) > 2 AND position(convert_to(coalesce(i.handle, i.external_id), 'UTF8') IN r.body) > 0)`, erased: 'gone' },
  { table: 'deliveries', name: { en: 'raw deliveries', pl: 'surowe dostawy z kanałów' }, rows: ofConversations(), erased: 'gone' },
  // What was said, and around it.
  { table: 'message_aliases', name: { en: 'further ids of messages', pl: 'dalsze identyfikatory wiadomości' }, rows: ofMessages(), erased: 'gone' },
  { table: 'message_revisions', name: { en: 'earlier versions of messages', pl: 'wcześniejsze wersje wiadomości' }, rows: ofMessages(), erased: 'gone', exported: ['message_id', 'revision', 'text', 'replaced_at'] },
  { table: 'send_attempts', name: { en: 'attempts at sending', pl: 'próby wysłania' }, rows: ofMessages(), erased: 'gone' },
  { table: 'message_acts', name: { en: 'acts on messages', pl: 'działania na wiadomościach' }, rows: ofMessages(), erased: 'gone' },
  { table: 'moderation_waiting', name: { en: 'comments that rules look at', pl: 'komentarze czekające na reguły' }, rows: ofMessages(), erased: 'gone' },
  { table: 'moderation_texts', name: { en: 'hashes of comments', pl: 'skróty komentarzy' }, rows: ofMessages(), erased: 'gone' },
  { table: 'moderation_hits', name: { en: 'what rules said of comments', pl: 'co reguły mówiły o komentarzach' }, rows: ofMessages(), erased: 'gone', exported: ['message_id', 'rule_name', 'decision', 'at'] },
  { table: 'note_mentions', name: { en: 'mentions in notes', pl: 'wzmianki w notatkach' }, rows: ofConversations(), erased: 'gone' },
  { table: 'notice_ways', name: { en: 'notices on their way', pl: 'powiadomienia w drodze' }, rows: 'r.notice_id IN (SELECT n.id FROM notices n WHERE n.conversation_id = ANY(:conversations))', erased: 'gone' },
  { table: 'notices', name: { en: 'notices', pl: 'powiadomienia' }, rows: ofConversations(), erased: 'gone' },
  { table: 'notice_mails', name: { en: 'notices by email', pl: 'powiadomienia e-mailem' }, rows: ofConversations(), erased: 'gone' },
  { table: 'house_mails', name: { en: 'mails to colleagues and suppliers', pl: 'e-maile do współpracowników i dostawców' }, rows: 'r.id IN (SELECT s.id FROM aside_messages s JOIN asides a ON a.id = s.aside_id WHERE a.conversation_id = ANY(:conversations))', erased: 'gone' },
  { table: 'planned_revisions', name: { en: 'versions of planned answers', pl: 'wersje zaplanowanych odpowiedzi' }, rows: 'r.planned_id IN (SELECT p.id FROM planned_answers p WHERE p.conversation_id = ANY(:conversations))', erased: 'gone' },
  { table: 'shared_draft_updates', name: { en: 'changes of shared drafts', pl: 'zmiany wspólnych szkiców' }, rows: 'r.draft_id IN (SELECT d.id FROM shared_drafts d WHERE d.conversation_id = ANY(:conversations))', erased: 'gone' },
  { table: 'attachments', name: { en: 'files', pl: 'pliki' }, rows: `(r.message_id IN (SELECT m.id FROM messages m WHERE m.conversation_id = ANY(:conversations))
      OR r.aside_message_id IN (SELECT s.id FROM aside_messages s JOIN asides a ON a.id = s.aside_id WHERE a.conversation_id = ANY(:conversations))
      OR r.planned_id IN (SELECT p.id FROM planned_answers p WHERE p.conversation_id = ANY(:conversations))
      OR r.shared_draft_id IN (SELECT d.id FROM shared_drafts d WHERE d.conversation_id = ANY(:conversations))
      OR r.case_id = ANY(:cases)
      OR r.uploaded_by IN (SELECT 'visitor:' || i.external_id FROM identities i WHERE i.id = ANY(:identities)))`, erased: 'gone', exported: ['id', 'message_id', 'name', 'content_type', 'size_bytes', 'created_at'] },
  { table: 'aside_messages', name: { en: 'messages beside conversations', pl: 'wiadomości obok rozmów' }, rows: 'r.aside_id IN (SELECT a.id FROM asides a WHERE a.conversation_id = ANY(:conversations))', erased: 'gone' },
  { table: 'aside_people', name: { en: 'people beside conversations', pl: 'osoby obok rozmów' }, rows: 'r.aside_id IN (SELECT a.id FROM asides a WHERE a.conversation_id = ANY(:conversations))', erased: 'gone' },
  { table: 'asides', name: { en: 'side conversations', pl: 'rozmowy poboczne' }, rows: ofConversations(), erased: 'gone' },
  { table: 'planned_answers', name: { en: 'planned answers and approvals', pl: 'zaplanowane odpowiedzi i akceptacje' }, rows: ofConversations(), erased: 'gone' },
  { table: 'survey_answers', name: { en: 'what was said to questions', pl: 'odpowiedzi na pytania' }, rows: 'r.survey_id IN (SELECT v.id FROM surveys v WHERE v.conversation_id = ANY(:conversations))', erased: 'gone', exported: ['survey_id', 'score', 'text', 'via', 'at'] },
  { table: 'surveys', name: { en: 'questions about satisfaction', pl: 'pytania o zadowolenie' }, rows: ofConversations(), erased: 'blank', set: `text = '', message_id = NULL, due_at = NULL, state = CASE WHEN state = 'waiting' THEN 'dropped' ELSE state END`, exported: ['id', 'kind', 'conversation_id', 'scale', 'state', 'asked_at', 'score', 'text', 'via', 'answered_at'] },
  { table: 'given_promises', name: { en: 'promises of ours', pl: 'nasze obietnice' }, rows: ofConversations(), erased: 'gone', exported: ['conversation_id', 'text', 'due_at', 'state', 'ended_at', 'created_at'] },
  { table: 'sla_promises', name: { en: 'promises of reply times', pl: 'obietnice czasu odpowiedzi' }, rows: ofConversations(), erased: 'gone', exported: ['conversation_id', 'kind', 'started_at', 'due_at', 'met_at', 'broken_at'] },
  { table: 'routing_turns', name: { en: 'places in the queue', pl: 'miejsca w kolejce' }, rows: ofConversations(), erased: 'gone' },
  { table: 'rule_calls', name: { en: 'calls that rules made to other systems', pl: 'wywołania innych systemów przez reguły' }, rows: ofConversations(), erased: 'gone' },
  { table: 'rule_runs', name: { en: 'what rules did', pl: 'co zrobiły reguły' }, rows: ofConversations(), erased: 'gone' },
  { table: 'rule_clocks', name: { en: 'clocks of rules', pl: 'zegary reguł' }, rows: ofConversations(), erased: 'gone' },
  { table: 'follow_ups', name: { en: 'follow-ups', pl: 'przypomnienia do klienta' }, rows: ofConversations(), erased: 'gone' },
  { table: 'shared_drafts', name: { en: 'shared drafts', pl: 'wspólne szkice' }, rows: ofConversations(), erased: 'gone' },
  { table: 'drafts', name: { en: 'drafts', pl: 'szkice' }, rows: ofConversations(), erased: 'gone' },
  { table: 'participants', name: { en: 'people in conversations', pl: 'osoby w rozmowach' }, rows: `(${ofConversations()} OR ${ofIdentities()})`, erased: 'gone' },
  { table: 'thread_links', name: { en: 'threads', pl: 'wątki' }, rows: ofConversations(), erased: 'gone' },
  { table: 'watches', name: { en: 'watched conversations', pl: 'obserwowane rozmowy' }, rows: ofConversations(), erased: 'gone' },
  { table: 'matter_corrections', name: { en: 'corrected matters', pl: 'poprawione rodzaje spraw' }, rows: ofConversations(), erased: 'gone' },
  { table: 'pins', name: { en: 'notes to keep in mind', pl: 'rzeczy do zapamiętania' }, rows: `(${ofContacts()} OR ${ofConversations()} OR ${ofMessages()})`, erased: 'gone', exported: ['text', 'created_at'] },
  // How somebody did their work stays; what was written about it, which may quote a customer, does not.
  { table: 'coaching_notes', name: { en: 'notes from coach to agent', pl: 'notatki trenera dla agenta' }, rows: 'r.review_id IN (SELECT v.id FROM reviews v WHERE v.conversation_id = ANY(:conversations))', erased: 'gone' },
  { table: 'review_scores', name: { en: 'scores of reviews', pl: 'oceny w przeglądach jakości' }, rows: 'r.review_id IN (SELECT v.id FROM reviews v WHERE v.conversation_id = ANY(:conversations))', erased: 'blank', set: `note = ''` },
  { table: 'reviews', name: { en: 'reviews of our work', pl: 'przeglądy jakości naszej pracy' }, rows: ofConversations(), erased: 'blank', set: `comment = '', answer = '', contest = '', conversation_id = NULL` },
  { table: 'calibrations', name: { en: 'reviews beside one another', pl: 'wspólne oceny' }, rows: ofConversations(), erased: 'blank', set: 'conversation_id = NULL' },
  { table: 'review_skips', name: { en: 'conversations not reviewed', pl: 'rozmowy pominięte w przeglądzie' }, rows: ofConversations(), erased: 'gone' },
  { table: 'listens', name: { en: 'who listened to conversations', pl: 'kto słuchał rozmów' }, rows: ofConversations(), erased: 'gone' },
  { table: 'whispers', name: { en: 'hints between colleagues', pl: 'podpowiedzi między współpracownikami' }, rows: ofConversations(), erased: 'gone' },
  { table: 'takeovers', name: { en: 'conversations taken over', pl: 'przejęcia rozmów' }, rows: ofConversations(), erased: 'gone' },
  // What was learnt is the house's own; from whom and how is not.
  { table: 'lessons', name: { en: 'lessons learnt', pl: 'wnioski z rozmów' }, rows: `(${ofConversations()} OR r.case_id = ANY(:cases))`, erased: 'blank', set: `title = CASE WHEN change = '' THEN '…' ELSE left(change, 120) END, happened = '', conversation_id = NULL, case_id = NULL`, exported: ['title', 'happened', 'created_at'] },
  { table: 'conversation_links', name: { en: 'links between conversations', pl: 'powiązania rozmów' }, rows: `(${ofConversations()} OR ${ofConversations('other_id')})`, erased: 'gone' },
  { table: 'conversation_moves', name: { en: 'merges and splits of conversations', pl: 'połączenia i podziały rozmów' }, rows: `(${ofConversations('from_id')} OR ${ofConversations('to_id')})`, erased: 'gone' },
  { table: 'undos', name: { en: 'ways back', pl: 'możliwości cofnięcia' }, rows: `EXISTS (SELECT 1 FROM unnest(:conversations) c WHERE position(c::text IN r.steps::text) > 0)`, erased: 'gone' },
  { table: 'idempotency_keys', name: { en: 'kept answers of the API', pl: 'zachowane odpowiedzi API' }, rows: `(EXISTS (SELECT 1 FROM unnest(:conversations) c WHERE position(c::text IN coalesce(r.body::text, '')) > 0) OR EXISTS (SELECT 1 FROM unnest(:contacts) c WHERE position(c::text IN coalesce(r.body::text, '')) > 0))`, erased: 'gone' },
  // Cases that nothing holds any more: the number and the days stay for the register, without whom and what about.
  { table: 'case_letters', name: { en: 'letters of cases', pl: 'pisma w zgłoszeniach' }, rows: 'r.case_id = ANY(:cases)', erased: 'gone', exported: ['case_id', 'kind', 'decision', 'title', 'text', 'created_at'] },
  { table: 'case_conversations', name: { en: 'conversations of cases', pl: 'rozmowy zgłoszeń' }, rows: `(${ofConversations()} OR r.case_id = ANY(:cases))`, erased: 'gone' },
  { table: 'cases', name: { en: 'cases', pl: 'zgłoszenia' }, rows: 'r.id = ANY(:cases)', erased: 'blank', set: `subject = '', product = '', order_number = '', received_reason = '', decision_reason = '', outcome = '', received_message_id = NULL, look_at = NULL`, exported: ['code', 'matter', 'subject', 'product', 'order_number', 'demand', 'purchased_on', 'received_at', 'due_on', 'decision', 'decision_reason', 'decided_at', 'outcome', 'state', 'closed_at'] },
  { table: 'outreach_recipients', name: { en: 'places in campaigns', pl: 'miejsca w kampaniach' }, rows: `(${ofContacts()} OR ${ofConversations()})`, erased: 'gone', exported: ['campaign_id', 'state', 'reason', 'queued_at', 'answered_at', 'unsubscribed_at', 'complained_at'] },
  // A lead that only this person was: its number and its days stay.
  { table: 'leads', name: { en: 'leads', pl: 'szanse sprzedaży' }, rows: `r.id IN (SELECT l.lead_id FROM lead_conversations l WHERE l.conversation_id = ANY(:conversations)) AND NOT EXISTS (SELECT 1 FROM lead_conversations l JOIN conversations c ON c.id = l.conversation_id WHERE l.lead_id = r.id AND c.id <> ALL(:conversations))`, erased: 'blank', set: `wants = '', next_step = '', reason = '', next_at = NULL, look_at = NULL`, exported: ['code', 'wants', 'worth_amount', 'worth_currency', 'stage', 'state', 'next_step', 'created_at', 'closed_at'] },
  { table: 'lead_conversations', name: { en: 'conversations of leads', pl: 'rozmowy szans sprzedaży' }, rows: ofConversations(), erased: 'gone' },
  { table: 'imported_conversations', name: { en: 'conversations from another inbox', pl: 'rozmowy z innej skrzynki' }, rows: ofConversations(), erased: 'gone' },
  { table: 'messages', name: { en: 'messages and notes', pl: 'wiadomości i notatki' }, rows: ofConversations(), erased: 'by hand', exported: ['id', 'conversation_id', 'seq', 'kind', 'direction', 'author_kind', 'author_name', 'author_address', 'recipients', 'subject', 'text', 'quoted', 'mood', 'language', 'at', 'edited_at', 'deleted_at'] },
  { table: 'public_posts', name: { en: 'public posts', pl: 'publiczne wpisy' }, rows: 'r.id IN (SELECT c.post_id FROM conversations c WHERE c.id = ANY(:conversations)) AND NOT EXISTS (SELECT 1 FROM conversations o WHERE o.post_id = r.id AND o.id <> ALL(:conversations))', erased: 'by hand' },
  { table: 'conversations', name: { en: 'conversations', pl: 'rozmowy' }, rows: 'r.id = ANY(:conversations)', erased: 'by hand', exported: ['id', 'number', 'channel_id', 'subject', 'state', 'matter', 'attributes', 'mood', 'language', 'created_at', 'resolved_at'] },
  // What was counted stays counted, for nobody.
  { table: 'report_facts', name: { en: 'figures of reports', pl: 'liczby w raportach' }, rows: ofContacts(), erased: 'blank', set: 'contact_id = NULL' },
  // The person.
  { table: 'consents', name: { en: 'lines about consent', pl: 'wpisy o zgodach' }, rows: ofContacts(), erased: 'gone', exported: ['purpose', 'given', 'source', 'at', 'recorded_at', 'proof'] },
  { table: 'company_members', name: { en: 'places in companies', pl: 'miejsca w firmach' }, rows: ofContacts(), erased: 'gone', exported: ['company_id', 'role', 'since'] },
  { table: 'company_merge_members', name: { en: 'places in companies that were merged', pl: 'miejsca w połączonych firmach' }, rows: ofContacts(), erased: 'gone' },
  { table: 'contact_stats', name: { en: 'counts about the person', pl: 'liczby o osobie' }, rows: ofContacts(), erased: 'by hand', exported: ['conversations', 'first_at', 'last_seen_at', 'months', 'orders', 'turnover'] },
  { table: 'dismissed_suggestions', name: { en: 'refused suggestions', pl: 'odrzucone propozycje' }, rows: `(${ofContacts()} OR ${ofContacts('other_id')})`, erased: 'gone' },
  { table: 'contact_merges', name: { en: 'merges of people', pl: 'połączenia osób' }, rows: `(${ofContacts()} OR ${ofContacts('other_id')})`, erased: 'gone' },
  { table: 'contact_splits', name: { en: 'splits of people', pl: 'podziały osób' }, rows: `(${ofContacts()} OR ${ofContacts('other_id')})`, erased: 'gone' },
  { table: 'identity_clues', name: { en: 'what speaks for the same person', pl: 'ślady tej samej osoby' }, rows: `(${ofIdentities()} OR ${ofMessages()})`, erased: 'gone', exported: ['kind', 'value', 'source', 'words'] },
  { table: 'context_cards', name: { en: 'cards of the shop’s own systems', pl: 'karty z systemów sklepu' }, rows: ofContacts(), erased: 'gone', exported: ['card', 'fetched_at'] },
  { table: 'purchases', name: { en: 'purchases', pl: 'zakupy' }, rows: ofContacts(), erased: 'gone', exported: ['number', 'at', 'amount', 'currency', 'state', 'cancelled'] },
  { table: 'person_exports', name: { en: 'exports of the person', pl: 'eksporty danych osoby' }, rows: ofContacts(), erased: 'gone' },
  { table: 'identity_aliases', name: { en: 'further ids of the person', pl: 'dalsze identyfikatory osoby' }, rows: ofIdentities(), erased: 'gone', exported: ['scope', 'external_id'] },
  { table: 'identities', name: { en: 'addresses and accounts', pl: 'adresy i konta' }, rows: 'r.id = ANY(:identities)', erased: 'by hand', exported: ['scope', 'external_id', 'handle', 'name', 'phone', 'email', 'verified', 'verified_by', 'account_since', 'created_at', 'last_seen_at'] },
  { table: 'contacts', name: { en: 'the person', pl: 'osoba' }, rows: 'r.id = ANY(:contacts)', erased: 'by hand', exported: ['id', 'name', 'kinds', 'language', 'company', 'note', 'attributes', 'time_zone', 'created_at'] },
];

/** What nobody can find by a person's id: looked through for their addresses and their name when they are erased. */
export const lookedThrough: Readonly<Record<string, string>> = {
  imports: 'the file and its first lines: both go when the person is in them',
  exports: 'files of everybody that somebody fetched: they go when the person is in them',
  import_problems: 'what was wrong with a line',
  help_misses: 'what somebody looked for in vain',
};

/** Learnt from what people wrote, by hashes of words; made anew without the person's. */
export const learnt: Readonly<Record<string, string>> = {
  mood_lessons: 'weights of words, by their hashes',
  matter_lessons: 'weights of words, by their hashes',
};

/** Tables that hold nothing of customers, and what they hold instead. */
export const nothingOfPeople: Readonly<Record<string, string>> = {
  migrations: 'the schema',
  workspaces: 'the firm', workspace_numbers: 'a counter', users: 'members', memberships: 'members', teams: 'members', team_members: 'members', sessions: 'members', api_tokens: 'members', invitations: 'members',
  saved_view_places: 'members', push_devices: 'members', notice_positions: 'a position', people_positions: 'a position', listening_positions: 'a position', listening_sources: 'where the firm listens', listening_settings: 'the firm', topic_counts: 'counts, by hashes of phrases that many wrote', monitors: 'queries of the firm, and what judgements taught, by hashes of words', removed_monitors: 'the same, of those that were removed or changed', clue_positions: 'a position', context_sources: 'systems of the firm', business_calendars: 'hours', sla_policies: 'rules', moderation_rules: 'rules', spike_positions: 'a position', spike_hours: 'counts', spike_channels: 'numbers', spike_alerts: 'counts, ids of messages, and words that many wrote', storm_hours: 'counts', storm_settings: 'numbers', crises: 'words of the firm', crisis_entries: 'what colleagues say to one another about what concerns many', crisis_holds: 'ids of what waits', statement_rounds: 'words of the firm', statement_answers: 'ids of answers', sla_positions: 'a position', routing_settings: 'weights and rules', routing_policies: 'rules', routing_members: 'members', rules: 'rules', rule_versions: 'rules', rule_positions: 'a position', stuck_settings: 'numbers', feeds: 'a position',
  channels: 'accounts of the firm', channel_teams: 'rights', channel_members: 'rights', channel_hours: 'hours', channel_templates: 'templates', channel_consents: 'sign-ins of the firm with platforms',
  labels: 'words of the firm', canned: 'words of the firm', glossary_terms: 'words of the firm', signatures: 'words of the firm', attribute_definitions: 'names of fields', matters: 'names', customer_kinds: 'names and rules', follow_up_presets: 'words of the firm', consent_purposes: 'names',
  saved_views: 'filters', segments: 'filters', approval_rules: 'rules', survey_settings: 'the firm', survey_channels: 'words of the firm', case_settings: 'the firm', case_policies: 'rules', assistant_settings: 'the firm', assistant_calls: 'counts',
  quality_settings: 'the firm', scorecards: 'words of the firm', scorecard_versions: 'words of the firm',
  lead_settings: 'the firm', outreach_settings: 'rules', outreach_campaigns: 'words of the firm',
  conversation_counts: 'counts', conversation_totals: 'counts', board_days: 'counts', report_positions: 'how far it was counted', report_hours: 'hours', report_schedules: 'what the firm asks', report_receivers: 'members', report_mails: 'members', throttle: 'counts', sweeps: 'ids of conversations', forgotten_pictures: 'keys of files that are about to go', forgotten_files: 'keys of files that are about to go',
  erasures: 'ids that point at nobody once it is done, and hashes', erased_messages: 'hashes', erased_posts: 'hashes', erased_conversations: 'numbers of nobody', retention_rules: 'rules', retention_runs: 'counts',
  // Ids, states, names of fields, never what somebody wrote: the chain of hashes must go on holding.
  events: 'what happened, by ids',
  companies: 'firms; their people are in company_members', company_merges: 'firms; their people are in company_merge_members',
  help_sites: 'the firm', article_categories: 'articles', lesson_outcomes: 'articles and words that lessons became', lesson_reviews: 'a clock', articles: 'articles', article_texts: 'articles', article_revisions: 'articles', help_slugs: 'articles', article_words: 'articles', article_vocabulary: 'articles', article_votes: 'hashes of readers',
};
