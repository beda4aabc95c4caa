/** What runs on every screen of a signed-in member and shows itself only when asked. */
export default function Everywhere() {
  return null;
}
