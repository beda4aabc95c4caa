export function ChannelScreen() {
  return <main id="content" />;
}
