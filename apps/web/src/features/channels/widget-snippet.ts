/** The line that a website pastes. `origin` is where this workspace is served. */
export function widgetSnippet(origin: string, channelId: string): string {
  return `<script src="${origin}/widget.js" data-channel="${channelId}" async></script>`;
}

export function demoAddress(channelId: string): string {
  return `/demo?channel=${encodeURIComponent(channelId)}`;
}
