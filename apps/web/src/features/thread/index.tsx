/** One conversation with its composer; without an id, what to do next. */
export function Thread(_props: { conversationId?: string }) {
  return <section className="thread" />;
}
