/** The child's side of a ChildPool: one message in, one answer out. */
export function answerTasks<T>(work: (task: T) => Promise<unknown>): void {
  process.on('message', (task: T) => {
    work(task).then(
      (value) => process.send?.({ ok: true, value }),
      (error: unknown) => process.send?.({ ok: false, name: error instanceof Error ? error.name : 'Error', message: error instanceof Error ? error.message : String(error) }),
    );
  });
  // The parent is gone: nobody waits for an answer.
  process.on('disconnect', () => process.exit(0));
}
