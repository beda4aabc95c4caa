export function ChannelsScreen() {
  return <main id="content" />;
}
