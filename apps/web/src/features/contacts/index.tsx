/** Who writes in the conversation. */
export function CustomerPanel(_props: { conversationId: string }) {
  return <aside className="panel" />;
}
