import { newId, type Tx } from '@kontuar/platform';
import { inCrisis } from '../crisis/in-force';
import { consentStanding } from '../privacy/consents';

/** Of a conversation `c` in whose channel `ch` (with `s`, what was chosen for it) and workspace (`w`, its choices) something is to be asked. */
const person = (table: string): string => `${table}.contact_id = c.contact_id`;
const isSpam = `(EXISTS (SELECT 1 FROM identities i WHERE i.id = c.identity_id AND i.blocked) OR EXISTS (SELECT 1 FROM labels l WHERE l.id = ANY(c.label_ids) AND lower(l.name) = 'spam'))`;
const caseOpen = `EXISTS (SELECT 1 FROM cases k JOIN case_conversations kc ON kc.case_id = k.id JOIN conversations o ON o.id = kc.conversation_id WHERE k.state = 'open' AND k.withdrawn_at IS NULL AND ${person('o')})`;
const otherOpen = (more: string): string => `EXISTS (SELECT 1 FROM conversations o WHERE ${person('o')} AND o.id <> c.id AND o.state IN ('open', 'pending', 'snoozed')${more})`;
const restless = `EXISTS (SELECT 1 FROM surveys p JOIN conversations o ON o.id = p.conversation_id WHERE p.kind = 'rating' AND ${person('o')} AND p.asked_at > now() - coalesce(w.rest_days, 30) * interval '1 day')`;

/** Why nothing is asked now, as a reason that a screen can say; NULL: nothing stands against it. `v`: the survey, where there is one already. */
export const obstacle = (kind: string, self: string): string => `CASE
    WHEN c.state <> 'resolved' OR c.merged_into IS NOT NULL THEN 'reopened'
    WHEN c.first_reply_at IS NULL THEN 'not-answered'
    WHEN ${isSpam} THEN 'spam'
    WHEN EXISTS (SELECT 1 FROM surveys d WHERE d.conversation_id = c.id AND d.kind = ${kind} AND d.state IN ('asked', 'answered') AND d.id IS DISTINCT FROM ${self}) THEN 'asked-before'
    WHEN ${kind} = 'rating' AND ${restless} THEN 'asked-lately'
    WHEN ${kind} = 'rating' AND (${caseOpen} OR ${otherOpen(` AND o.matter IN ('complaint', 'claim', 'warranty')`)}) THEN 'complaint-open'
    WHEN ${kind} = 'fine' AND ${otherOpen('')} THEN 'other-open'
  END`;
export const surveySurroundings = 'JOIN channels ch ON ch.id = c.channel_id LEFT JOIN survey_channels s ON s.channel_id = c.channel_id LEFT JOIN survey_settings w ON w.workspace_id = c.workspace_id';
/** A channel that has a word of its own about asking shows a card of its own: nothing is sent there. It asks unless somebody said no; everywhere else somebody has to say yes. */
const hasCard = `ch.settings ? 'askRating'`;
export const askedOn = `coalesce(s.enabled, ${hasCard} AND (ch.settings->>'askRating')::boolean)`;
export const usualDelay = `CASE WHEN ${hasCard} THEN 0 ELSE 30 END`;
export const showsCard = (settings: Readonly<Record<string, unknown>>): boolean => 'askRating' in settings;

/** Nobody is asked how it went who has not heard of us for so long: somebody is tidying up. */
const LATELY = `interval '7 days'`;

/**
 * What was resolved is asked about later, or at once on the card of our own chat; what is taken up again is not. Callers hold the conversations.
 * Everything is looked at again when the time comes.
 */
export async function surveysAfter(tx: Tx, { resolved, reopened, quietly }: { resolved: readonly string[]; reopened: readonly string[]; quietly: boolean }): Promise<void> {
  if (resolved.length + reopened.length === 0) return;
  await tx.execute(
    `UPDATE surveys SET state = 'dropped', reason = 'reopened', due_at = NULL, asked_at = NULL WHERE conversation_id = ANY($1::uuid[]) AND (state = 'waiting' OR (state = 'asked' AND message_id IS NULL))`, [[...resolved, ...reopened]]);
  if (resolved.length === 0 || quietly) return;
  // A card is shown in this very transaction: two chats of one person may be resolved in the same moment, and the second has to see the first's. The timers wait for the same.
  await tx.execute(
    `SELECT pg_advisory_xact_lock(hashtextextended('asking:' || p.contact_id, 0)) FROM (SELECT DISTINCT c.contact_id FROM conversations c JOIN channels ch ON ch.id = c.channel_id WHERE c.id = ANY($1::uuid[]) AND ${hasCard} ORDER BY 1) p`, [resolved]);
  const ids = JSON.stringify(resolved.map((conversationId) => ({ conversation_id: conversationId, rating: newId(), fine: newId() })));
  const planned = await tx.query<Planned>(
    `INSERT INTO surveys (id, workspace_id, kind, conversation_id, channel_id, scale, state, agent_id, team_id, due_at, asked_at, answer_until)
     SELECT DISTINCT ON (c.contact_id) r.rating, c.workspace_id, 'rating', c.id, c.channel_id, coalesce(s.scale, 'faces'), CASE WHEN d.at_once THEN 'asked' ELSE 'waiting' END, c.assignee_id, c.team_id,
       CASE WHEN NOT d.at_once THEN now() + d.minutes * interval '1 minute' END, CASE WHEN d.at_once THEN now() END, CASE WHEN d.at_once THEN now() + coalesce(w.answer_days, 14) * interval '1 day' END
     FROM jsonb_to_recordset($1::jsonb) AS r (conversation_id uuid, rating uuid) JOIN conversations c ON c.id = r.conversation_id ${surveySurroundings}
     CROSS JOIN LATERAL (SELECT coalesce(s.delay_minutes, ${usualDelay}) AS minutes, ${hasCard} AND coalesce(s.delay_minutes, 0) = 0 AND NOT ${inCrisis('c')} AS at_once) d
     WHERE ${askedOn} AND c.last_message_at > now() - ${LATELY} AND (${obstacle(`'rating'`, 'NULL')}) IS NULL
     ORDER BY c.contact_id, c.last_message_at DESC
     RETURNING id, conversation_id`,
    [ids],
  );
  const later = await tx.query<Planned>(
    `INSERT INTO surveys (id, workspace_id, kind, conversation_id, channel_id, scale, state, agent_id, team_id, due_at)
     SELECT r.fine, c.workspace_id, 'fine', c.id, c.channel_id, 'yes-no', 'waiting', c.assignee_id, c.team_id, now() + (w.still_fine->>'afterDays')::int * interval '1 day'
     FROM jsonb_to_recordset($1::jsonb) AS r (conversation_id uuid, fine uuid) JOIN conversations c ON c.id = r.conversation_id ${surveySurroundings}
     WHERE (w.still_fine->>'on')::boolean AND w.still_fine->'matters' ? c.matter AND c.last_message_at > now() - ${LATELY}
       AND NOT EXISTS (SELECT 1 FROM surveys d WHERE d.conversation_id = c.id AND d.kind = 'fine' AND d.state IN ('asked', 'answered')) AND NOT ${isSpam}
     RETURNING id, conversation_id`,
    [ids],
  );
  await leaveInPeace(tx, [...planned, ...later]);
}

interface Planned { id: string; conversation_id: string }

/** Whoever said no to such questions is not even noted. */
async function leaveInPeace(tx: Tx, planned: readonly Planned[]): Promise<void> {
  if (planned.length === 0) return;
  const people = await tx.query<{ id: string; contact_id: string }>('SELECT v.id, c.contact_id FROM surveys v JOIN conversations c ON c.id = v.conversation_id WHERE v.id = ANY($1::uuid[])', [planned.map(({ id }) => id)]);
  const standing = await consentStanding(tx, [...new Set(people.map((row) => row.contact_id))], 'surveys');
  const refused = people.filter((row) => standing.get(row.contact_id)?.state === 'withdrawn').map(({ id }) => id);
  if (refused.length > 0) await tx.execute('DELETE FROM surveys WHERE id = ANY($1::uuid[])', [refused]);
}
