import { everyGroup, type Measure } from '../measure';

export const quality: Measure = {
  key: 'quality', unit: 'score', better: 'more',
  name: { en: 'Quality of the work', pl: 'Jakość pracy' },
  counted: {
    en: 'The mean of the reviews that were given in this time, for whoever was reviewed; weighted as their scorecard says. Calibrations, what was contested and is not settled, and what a second look replaced are left out.',
    pl: 'Średnia ocen jakości wystawionych w tym czasie, na konto ocenianego; z wagami z karty oceny. Bez kalibracji, ocen zakwestionowanych i jeszcze nierozstrzygniętych oraz tych, które zastąpiła druga ocena.',
  },
  groups: everyGroup,
  from: `(SELECT r.workspace_id, r.conversation_id, r.given_at AS at, c.channel_id, r.team_id, r.agent_id AS member_id, c.matter, c.label_ids, c.contact_id, r.mean
    FROM reviews r LEFT JOIN conversations c ON c.id = r.conversation_id WHERE r.given_at IS NOT NULL AND r.mean IS NOT NULL AND r.kind <> 'calibration' AND NOT r.superseded AND r.state <> 'contested')`,
  figure: () => ({
    cases: 'count(*)', value: 'avg(f.mean)::float8', parts: ['count(*) FILTER (WHERE f.mean < 2.5)', 'count(*) FILTER (WHERE f.mean >= 2.5 AND f.mean < 3.5)', 'count(*) FILTER (WHERE f.mean >= 3.5)'],
  }),
  worst: () => '-f.mean',
};
