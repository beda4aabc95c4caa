export function InvitationScreen() {
  return <main id="content" />;
}
