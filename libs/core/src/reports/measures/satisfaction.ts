import { everyGroup, type Measure } from '../measure';

export const satisfaction: Measure = {
  key: 'satisfaction', unit: 'score', better: 'more',
  name: { en: 'Satisfaction', pl: 'Zadowolenie' },
  counted: {
    en: 'The mean of the faces, 1 to 5, that customers gave to the questions asked in this time; for whoever answered them last before. Who said nothing is left out of the mean and told beside it.',
    pl: 'Średnia ocen od 1 do 5, które klienci dali na pytania zadane w tym czasie; na konto tego, kto odpowiadał im ostatni. Kto nic nie odpowiedział, nie wchodzi do średniej i jest podany obok.',
  },
  groups: everyGroup,
  from: `(SELECT v.workspace_id, v.conversation_id, v.asked_at AS at, v.channel_id, v.team_id, v.agent_id AS member_id, c.matter, c.label_ids, c.contact_id, v.state, v.score
    FROM surveys v LEFT JOIN conversations c ON c.id = v.conversation_id WHERE v.kind = 'rating' AND v.scale = 'faces' AND v.asked_at IS NOT NULL)`,
  behind: 'f.score IS NOT NULL',
  figure: () => ({
    cases: 'count(f.score)', whole: 'count(*)', value: 'avg(f.score)::float8',
    parts: ['count(*) FILTER (WHERE f.score <= 2)', 'count(*) FILTER (WHERE f.score = 3)', 'count(*) FILTER (WHERE f.score >= 4)'],
  }),
  worst: () => '-f.score',
};
