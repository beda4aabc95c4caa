export function SignInScreen() {
  return <main id="content" />;
}
