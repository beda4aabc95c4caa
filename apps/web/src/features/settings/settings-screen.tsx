export function SettingsScreen() {
  return <main id="content" />;
}
