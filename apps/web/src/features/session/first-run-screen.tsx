export function FirstRunScreen() {
  return <main id="content" />;
}
