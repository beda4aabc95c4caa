export function SearchScreen() {
  return <main id="content" />;
}
