import { everyGroup, type Measure } from '../measure';

export const promises: Measure = {
  key: 'promises', unit: 'share', better: 'more',
  name: { en: 'Promised times kept', pl: 'Dotrzymane czasy' },
  counted: {
    en: 'Of the promised times (first reply, later replies, resolution) that were met or ran out in this time: how many were met before they ran out. One that ran out counts at that moment, for whoever had it in hand then; one that was met, for whoever met it. What nobody waited for any more, in time, counts for nothing.',
    pl: 'Spośród obiecanych czasów (pierwszej odpowiedzi, kolejnych odpowiedzi, zakończenia), które w tym okresie spełniono albo które minęły: ile spełniono, zanim minęły. Miniony liczy się w chwili, w której minął, na konto tego, kto miał wtedy rozmowę; spełniony na konto tego, kto go spełnił. To, na co w porę przestano czekać, się nie liczy.',
  },
  groups: everyGroup,
  from: `(SELECT p.workspace_id, p.conversation_id, coalesce(p.broken_at, p.met_at) AS at, c.channel_id, c.team_id, c.matter, c.label_ids, c.contact_id, p.broken_at IS NULL AS kept, p.used_ms,
      coalesce(CASE WHEN p.broken_at IS NULL THEN (SELECT m.author_id FROM messages m WHERE m.id = p.met_by AND m.author_kind = 'member') END,
        (SELECT h.member_id FROM report_facts h WHERE h.conversation_id = p.conversation_id AND h.kind = 'held' AND h.at < coalesce(p.broken_at, p.met_at) AND h.ends_at >= coalesce(p.broken_at, p.met_at) ORDER BY h.at DESC LIMIT 1)) AS member_id
    FROM sla_promises p JOIN conversations c ON c.id = p.conversation_id WHERE p.broken_at IS NOT NULL OR p.outcome = 'kept')`,
  figure: () => ({
    cases: 'count(*) FILTER (WHERE f.kept)', whole: 'count(*)', value: 'count(*) FILTER (WHERE f.kept)::float8 / nullif(count(*), 0)', parts: ['count(*) FILTER (WHERE NOT f.kept)'],
  }),
  behind: 'NOT f.kept',
};
