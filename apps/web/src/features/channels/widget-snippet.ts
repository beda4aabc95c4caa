/** The line that a website pastes. `origin` is where this workspace is served. */
export function widgetSnippet(origin: string, channelId: string): string {
  return `<script src="${origin}/widget.js" data-channel="${channelId}" async></script>`;
}

export function demoAddress(channelId: string): string {
  return `/demo?channel=${encodeURIComponent(channelId)}`;
}

/** What the page says once somebody signed in; `hash` comes from its server: HMAC-SHA256 of the id with the secret, in hex. */
export const identifyLine = "Kontuar.push(['identify', { id, name, email, hash }])";
