import { everyGroup, howMany, type Measure } from '../measure';

export const lessons: Measure = {
  key: 'lessons', unit: 'count', better: null,
  name: { en: 'Lessons', pl: 'Lekcje' },
  counted: {
    en: 'Lessons that were written down in this time, for whoever wrote them; those that were removed are left out.',
    pl: 'Lekcje zapisane w tym czasie, na konto tego, kto je zapisał; bez usuniętych.',
  },
  groups: everyGroup,
  from: `(SELECT l.workspace_id, l.conversation_id, l.created_at AS at, l.channel_id, l.team_id, l.created_by AS member_id, l.matter, c.label_ids, c.contact_id
    FROM lessons l LEFT JOIN conversations c ON c.id = l.conversation_id WHERE l.removed_at IS NULL)`,
  figure: howMany,
};
