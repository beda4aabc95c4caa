/**
 * Where the queue lives. Whole tables run with PostgreSQL's, where every installation begins. With Redis run the rows that it carries itself: what is
 * woken by its queue, comes to its time by its clock, is told over its pulse or counted by its limits. What lies in the tables is the same with any queue.
 */
type Proof = (name: string, test: () => Promise<void>, timeoutMs?: number) => void;

interface Backend {
  backend: 'PostgreSQL' | 'Redis';
  redis: boolean;
  /** `it` for a row that no queue can change: proved with PostgreSQL's alone. */
  anyQueue: Proof;
}

export const backends: Backend[] = [
  { backend: 'PostgreSQL', redis: false, anyQueue: (...row) => { it(...row); } },
  { backend: 'Redis', redis: true, anyQueue: () => undefined },
];
