export function NewChannelScreen() {
  return <main id="content" />;
}
