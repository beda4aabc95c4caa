import type { Database } from '@kontuar/platform';
import { articles } from './articles';
import { demoId } from './demo-ids';
import { removeListening } from './demo-listening';
import { removeModeration } from './demo-moderation';
import { removeRouting } from './demo-routing';
import { workOf } from './demo-work';
import { agents, cannedAnswers, labels, teams } from './stories';

export const demoChannels = ['email', 'chat', 'telegram', 'counter', 'facebook'] as const;

/** The shop's own system, which is not there. */
export const DEMO_CONTEXT = 'https://sklep.dom-lipowy.example/kontuar?email=';

/** Takes out everything that the demo brought, and what was said on its channels since. Resolves with the number of conversations. */
export async function removeDemo(database: Database, workspaceId: string): Promise<number> {
  const ids = (names: readonly string[], kind: string): string[] => names.map((name) => demoId(workspaceId, `${kind} ${name}`));
  const channels = ids(demoChannels, 'channel');
  const members = ids(Object.keys(agents), 'member');
  return database.inWorkspace(workspaceId, async (tx) => {
    const people = await tx.query<{ contact_id: string }>('SELECT DISTINCT contact_id FROM conversations WHERE channel_id = ANY($1::uuid[])', [channels]);
    const contacts = people.map((row) => row.contact_id);
    // A conversation of a real channel may follow one of these, or have been given to one of these people.
    await tx.execute('UPDATE conversations SET previous_id = NULL WHERE previous_id IN (SELECT id FROM conversations WHERE channel_id = ANY($1::uuid[]))', [channels]);
    await tx.execute('UPDATE conversations SET assignee_id = NULL WHERE assignee_id = ANY($1::uuid[])', [members]);
    await removeListening(tx, workspaceId);
    await removeModeration(tx, workspaceId);
    await tx.execute('DELETE FROM lessons WHERE channel_id = ANY($1::uuid[])', [channels]);
    const work = await workOf(tx, channels);
    const removed = await tx.execute('DELETE FROM conversations WHERE channel_id = ANY($1::uuid[])', [channels]);
    await tx.execute('DELETE FROM cases WHERE id = ANY($1::uuid[])', [work.cases]);
    await tx.execute('DELETE FROM leads WHERE id = ANY($1::uuid[])', [work.leads]);
    await tx.execute('DELETE FROM channels WHERE id = ANY($1::uuid[])', [channels]);
    await tx.execute('DELETE FROM contacts WHERE id = ANY($1::uuid[]) AND NOT EXISTS (SELECT 1 FROM conversations WHERE contact_id = contacts.id)', [contacts]);
    await tx.execute('DELETE FROM context_sources WHERE starts_with(url, $1)', [DEMO_CONTEXT]);
    await tx.execute(`DELETE FROM purchases WHERE link LIKE 'https://sklep.dom-lipowy.example/%'`);
    await tx.execute('UPDATE conversations SET label_ids = (SELECT coalesce(array_agg(l), $2) FROM unnest(label_ids) l WHERE NOT l = ANY($1::uuid[])) WHERE label_ids && $1::uuid[]', [ids(labels.map(({ name }) => name), 'label'), []]);
    await tx.execute('DELETE FROM labels WHERE id = ANY($1::uuid[])', [ids(labels.map(({ name }) => name), 'label')]);
    await tx.execute('DELETE FROM canned WHERE id = ANY($1::uuid[])', [ids(cannedAnswers.map(({ shortcut }) => shortcut), 'canned')]);
    await tx.execute('DELETE FROM articles WHERE id = ANY($1::uuid[])', [ids(articles.map(({ name }) => name), 'article')]);
    await tx.execute('UPDATE help_sites SET open = false WHERE workspace_id = $1 AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.workspace_id = $1)', [workspaceId]);
    await tx.execute('DELETE FROM teams WHERE id = ANY($1::uuid[])', [ids(teams.map(({ name }) => name), 'team')]);
    await removeRouting(tx, workspaceId);
    await tx.execute('DELETE FROM users WHERE id IN (SELECT user_id FROM memberships WHERE id = ANY($1::uuid[]))', [members]);
    return removed;
  });
}
