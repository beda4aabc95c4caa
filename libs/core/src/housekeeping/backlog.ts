import type { Backlog, Database } from '@kontuar/platform';

/** What waits for a worker, for the metrics. Each count goes over an index that holds just what waits. */
export function measureBacklog(database: Database): Promise<Backlog[]> {
  return database.asSystem(async (tx) => {
    const rows = await tx.query<{ queue: string; count: string; age: string | null }>(`
      SELECT 'deliveries' AS queue, count(*) AS count, extract(epoch FROM now() - min(received_at)) AS age FROM deliveries WHERE state = 'received'
      UNION ALL SELECT 'answers', count(*), extract(epoch FROM now() - min(send_at)) FROM messages WHERE status = 'queued' AND send_at <= now()
      UNION ALL SELECT 'events', count(*), extract(epoch FROM now() - min(at)) FROM events WHERE seq IS NULL`);
    return rows.map(({ queue, count, age }) => ({ queue, count: Number(count), ageSeconds: Math.max(0, Number(age ?? 0)) }));
  });
}
