import { Injectable } from '@nestjs/common';
import { stuckKind, type StuckKind, type StuckList, type StuckReason, type StuckSettings, type StuckSettingsPatch } from '@kontuar/contract';
import { Database, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { findConversationViews } from '../conversations/conversations.queries';
import { invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { calendarHours, type NamedHours } from '../sla/policies';
import { withinTime } from '../views/within-time';
import { silentPromise } from './silent-promise';
import { workingDaysBefore } from './working-days';

/** Of each reason, so many are shown: who has more than that has another problem. */
const SHOWN = 100;
const STUCK_MS = 5000;
/** A snooze whose time has come is woken within seconds; one that sleeps on was forgotten. */
const OVERSLEPT = `interval '5 minutes'`;

/** Newest answers of ours after which nobody said anything, in which a promise is looked for. */
const ANSWERS = 1000;
const SILENT_WORKING_DAYS = 1;

interface Found { id: string; kind: StuckKind; since: Date; count: number | null; words: string | null; found: number }
const usual: StuckSettings = { ageingDays: 3, handovers: 3, absentHours: 20, asideDays: 2, calendarId: null };

/** Work that does not move on, with the reasons, before anybody waits too long for it. Asked of what is open alone, by its indexes: no history is read. */
@Injectable()
export class Stuck {
  constructor(private readonly database: Database, private readonly secrets: Secrets) {}

  list(actor: MemberActor): Promise<StuckList> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const found = await findStuck(tx, actor, await settingsOf(tx, actor.workspaceId));
      if (found === undefined) throw invalid('too-slow', 'This takes too long right now. Try again in a moment.');
      const reasons = new Map<string, StuckReason[]>();
      for (const { id, kind, since, count, words } of found) reasons.set(id, [...(reasons.get(id) ?? []), { kind, since: since.toISOString(), count, words }]);
      const views = new Map((await findConversationViews(tx, this.secrets, [...reasons.keys()])).map((view) => [view.id, view]));
      const first = (id: string) => (reasons.get(id) ?? []).reduce((least, { since }) => (since < least ? since : least), '9');
      const ids = [...reasons.keys()].sort((a, b) => (first(a) < first(b) ? -1 : first(a) > first(b) ? 1 : a < b ? -1 : 1));
      return {
        items: ids.flatMap((id) => {
          const conversation = views.get(id);
          return conversation === undefined ? [] : [{ conversation, reasons: (reasons.get(id) ?? []).sort((a, b) => (a.since < b.since ? -1 : 1)) }];
        }),
        counts: Object.fromEntries(stuckKind.options.map((kind) => {
          const of = found.filter((each) => each.kind === kind);
          return [kind, { count: of.length, more: (of[0]?.found ?? 0) > SHOWN }];
        })) as StuckList['counts'],
      };
    });
  }

  settings(actor: MemberActor): Promise<StuckSettings> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => settingsOf(tx, actor.workspaceId));
  }

  change(actor: MemberActor, patch: StuckSettingsPatch): Promise<StuckSettings> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      const after: StuckSettings = { ...(await settingsOf(tx, actor.workspaceId)), ...given };
      if (after.calendarId !== null && (await tx.query('SELECT 1 FROM business_calendars WHERE id = $1', [after.calendarId])).length === 0) throw notFound('calendar');
      await tx.execute(
        `INSERT INTO stuck_settings (workspace_id, ageing_days, handovers, absent_hours, aside_days, calendar_id) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (workspace_id) DO UPDATE SET ageing_days = excluded.ageing_days, handovers = excluded.handovers, absent_hours = excluded.absent_hours, aside_days = excluded.aside_days, calendar_id = excluded.calendar_id`,
        [actor.workspaceId, after.ageingDays, after.handovers, after.absentHours, after.asideDays, after.calendarId]);
      await record(tx, [{ type: 'stuck-settings.changed', actor: actorOf(actor), data: { fields: Object.keys(given) } }, directoryChanged(actor, 'sla')]);
      return after;
    });
  }
}

async function settingsOf(tx: Tx, workspaceId: string): Promise<StuckSettings> {
  const [row] = await tx.query<StuckSettings>(
    `SELECT ageing_days AS "ageingDays", handovers, absent_hours AS "absentHours", aside_days AS "asideDays", calendar_id AS "calendarId" FROM stuck_settings WHERE workspace_id = $1`, [workspaceId]);
  return row ?? usual;
}

/** Undefined when it takes too long. */
async function findStuck(tx: Tx, actor: MemberActor, settings: StuckSettings): Promise<Found[] | undefined> {
  const [place] = await tx.query<{ now: Date; time_zone: string; hours: NamedHours | null }>(
    `SELECT now() AS now, w.time_zone, (SELECT ${calendarHours} FROM business_calendars k WHERE k.id = $2) AS hours FROM workspaces w WHERE w.id = $1`, [actor.workspaceId, settings.calendarId]);
  if (place === undefined) return [];
  const parameters: unknown[] = [actor.workspaceId];
  const put = (value: unknown) => `$${parameters.push(value)}`;
  const mine = `c.workspace_id = $1 AND c.merged_into IS NULL AND NOT c.kept_apart AND ${visibleConversations(actor, parameters)}`;
  const active = [mine, `c.state IN ('open', 'pending')`].join(' AND ');
  const ways: Record<Exclude<StuckKind, 'silent'>, string> = {
    'ageing': `SELECT c.id, c.last_message_at AS since, NULL::int AS count FROM conversations c WHERE ${active} AND c.last_message_at < ${put(workingDaysBefore(place.now, settings.ageingDays, place.hours, place.time_zone))}::timestamptz`,
    // From somebody to somebody else, since the customer waits.
    'ping-pong': `SELECT c.id, h.since, h.count FROM conversations c CROSS JOIN LATERAL (
        SELECT count(*)::int AS count, min(m.at) AS since FROM messages m WHERE m.conversation_id = c.id AND m.event_type = 'assigned' AND m.at >= c.waiting_since
          AND coalesce(m.event_data->'from'->>'assigneeId', m.event_data->'from'->>'teamId') IS NOT NULL AND m.event_data->'from' IS DISTINCT FROM m.event_data->'to'
      ) h WHERE ${active} AND c.waiting_since IS NOT NULL AND h.count >= ${put(settings.handovers)}::int`,
    'absent': `SELECT c.id, c.waiting_since AS since, NULL::int AS count FROM conversations c JOIN memberships m ON m.id = c.assignee_id WHERE ${active} AND c.waiting_since IS NOT NULL
        AND (NOT m.active OR (m.duty <> 'on' AND (m.duty_until IS NULL OR m.duty_until > now() + make_interval(hours => ${put(settings.absentHours)}::int))))
        AND NOT EXISTS (SELECT 1 FROM memberships s WHERE s.id = m.substitute_id AND s.active AND s.duty = 'on')`,
    'asleep': `SELECT c.id, coalesce(c.snoozed_until, c.last_message_at) AS since, NULL::int AS count FROM conversations c WHERE ${mine} AND c.state = 'snoozed' AND (c.snoozed_until IS NULL OR c.snoozed_until < now() - ${OVERSLEPT})`,
    'aside': `SELECT c.id, min(a.last_at) AS since, NULL::int AS count FROM asides a JOIN conversations c ON c.id = a.conversation_id WHERE a.workspace_id = $1 AND a.state = 'theirs' AND a.last_at < now() - make_interval(days => ${put(settings.asideDays)}::int) AND ${mine} AND c.state IN ('open', 'pending', 'snoozed') GROUP BY c.id`,
    'promise': `SELECT c.id, min(g.due_at) AS since, NULL::int AS count FROM given_promises g JOIN conversations c ON c.id = g.conversation_id WHERE g.workspace_id = $1 AND g.state = 'broken' AND ${mine} AND c.state IN ('open', 'pending', 'snoozed') GROUP BY c.id`,
  };
  // A statement of its own takes values of its own: PostgreSQL refuses one that it has no place for.
  const saidValues: unknown[] = [actor.workspaceId, workingDaysBefore(place.now, SILENT_WORKING_DAYS, place.hours, place.time_zone)];
  const said = `SELECT c.id, m.at AS since, left(m.text, 3000) AS text FROM conversations c JOIN messages m ON m.conversation_id = c.id AND m.seq = c.last_said_seq
    WHERE c.workspace_id = $1 AND c.merged_into IS NULL AND NOT c.kept_apart AND c.state IN ('open', 'pending') AND ${visibleConversations(actor, saidValues)}
      AND c.waiting_since IS NULL AND c.last_message_at > $2::timestamptz - interval '60 days' AND m.at < $2::timestamptz AND m.kind = 'message' AND m.direction = 'out' AND m.author_kind = 'member' AND m.automatic IS NULL AND m.deleted_at IS NULL
      AND coalesce(c.plan->'followUp', 'null') = 'null' AND coalesce((c.plan->>'scheduled')::int, 0) = 0
      AND NOT EXISTS (SELECT 1 FROM given_promises g WHERE g.conversation_id = c.id AND (g.state = 'open' OR (g.state IN ('kept', 'broken') AND g.created_at >= m.at - interval '1 hour')))
    ORDER BY m.at DESC LIMIT ${ANSWERS}`;
  return withinTime(tx, STUCK_MS, async () => [...(await tx.query<Found>(
    Object.entries(ways).map(([kind, sql]) => `(SELECT f.id, '${kind}' AS kind, f.since, f.count, NULL AS words, (count(*) OVER ())::int AS found FROM (SELECT * FROM (${sql}) s ORDER BY s.since LIMIT ${SHOWN + 1}) f ORDER BY f.since, f.id LIMIT ${SHOWN})`).join(' UNION ALL '), parameters)), ...silent(await tx.query<Said>(said, saidValues))]);
}

interface Said { id: string; since: Date; text: string }

/** The longest silent first, as all the others. */
function silent(answers: readonly Said[]): Found[] {
  const found = answers.flatMap(({ id, since, text }) => {
    const words = silentPromise(text);
    return words === undefined ? [] : [{ id, kind: 'silent' as const, since, count: null, words }];
  }).reverse();
  return found.slice(0, SHOWN).map((one) => ({ ...one, found: found.length }));
}
