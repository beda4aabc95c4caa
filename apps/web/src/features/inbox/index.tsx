/** Views with counts. Reads view and filters from the address. */
export function InboxNav() {
  return <nav className="nav" />;
}
/** The list of the current view. */
export function ConversationList() {
  return <section className="list" />;
}
