import { everyGroup, type Measure } from '../measure';

export const claims: Measure = {
  key: 'claims', unit: 'share', better: 'more',
  name: { en: 'Claims answered in time', pl: 'Reklamacje z odpowiedzią w terminie' },
  counted: {
    en: 'Of the claims that were received in this time and have a term: how many were answered before it ended, by the proof that the answer arrived. Those that are open and still have time are counted as open, neither kept nor broken.',
    pl: 'Spośród reklamacji z terminem, które wpłynęły w tym czasie: na ile odpowiedziano przed jego końcem, według dowodu doręczenia. Otwarte, które mają jeszcze czas, są liczone jako otwarte: ani dotrzymane, ani spóźnione.',
  },
  groups: [...everyGroup, 'spread'],
  from: `(SELECT k.workspace_id, o.conversation_id, k.received_at AS at, c.channel_id, k.team_id, k.owner_id AS member_id, k.matter, c.label_ids, c.contact_id,
      k.clock = 'stopped' AND k.stopped_at < k.due_at AS in_time, k.clock = 'stopped' AND k.stopped_at >= k.due_at AS too_late, k.clock = 'running' AND k.due_at > now() AS open, k.clock = 'running' AND k.due_at <= now() AS overdue,
      ((CASE WHEN k.clock = 'stopped' THEN k.stopped_at ELSE now() END) AT TIME ZONE k.time_zone)::date - k.received_on AS days
    FROM cases k LEFT JOIN LATERAL (SELECT conversation_id FROM case_conversations n WHERE n.case_id = k.id ORDER BY n.added_at, n.conversation_id LIMIT 1) o ON true LEFT JOIN conversations c ON c.id = o.conversation_id
    WHERE k.withdrawn_at IS NULL AND k.due_at IS NOT NULL)`,
  figure: () => ({
    cases: 'count(*) FILTER (WHERE f.in_time)', whole: 'count(*) FILTER (WHERE f.in_time OR f.too_late OR f.overdue)',
    value: 'count(*) FILTER (WHERE f.in_time)::float8 / nullif(count(*) FILTER (WHERE f.in_time OR f.too_late OR f.overdue), 0)',
    parts: ['count(*) FILTER (WHERE f.in_time)', 'count(*) FILTER (WHERE f.too_late)', 'count(*) FILTER (WHERE f.open)', 'count(*) FILTER (WHERE f.overdue)'],
  }),
  spread: () => 'greatest(f.days, 0)::text',
  worst: () => 'f.days',
};
