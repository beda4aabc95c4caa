import type { RoutingWeights } from '@kontuar/contract';

/** What a house that set nothing goes by: a claim is more work than a question. */
export const usualWeights: RoutingWeights = { matters: { claim: 3, complaint: 2, warranty: 2 }, priorities: {}, pending: 0.5 };

/** Of the workspace of the unit of work, which row level security names. */
export const weightsJoin = `CROSS JOIN (SELECT coalesce((SELECT s.weights FROM routing_settings s LIMIT 1), '${JSON.stringify(usualWeights)}'::jsonb) AS of) weights`;

/** One, times the factors of matter and priority; what waits for the customer a share of it, what sleeps nothing. Of conversations `c`, with `weightsJoin`. */
export const weightOf = `(CASE WHEN c.state = 'snoozed' THEN 0 WHEN c.state = 'pending' OR c.waiting_since IS NULL THEN coalesce((weights.of->>'pending')::float8, 0.5) ELSE 1 END
  * coalesce((weights.of->'matters'->>c.matter)::float8, 1) * coalesce((weights.of->'priorities'->>((ARRAY['low', 'normal', 'high', 'urgent'])[c.priority + 1]))::float8, 1))::float8`;

/** The same of one that waits for us, by weights that are only being tried. */
export const weightBy = (weights: RoutingWeights, { matter, priority }: { matter: string | null; priority: keyof RoutingWeights['priorities'] }): number =>
  (matter === null ? 1 : weights.matters[matter] ?? 1) * (weights.priorities[priority] ?? 1);

/** Weights are told in hundredths: sums of tenths come out as people write them. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;
