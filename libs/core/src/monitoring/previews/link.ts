const links = /https?:\/\/[^\s<>"']{3,2000}/gi;

/** What a post shows: its own picture; else the link that it is about: a page of the web is one itself, else the first that its text names. Undefined: there is none. */
export function linkOf({ platform, url, text, picture }: { platform: string; url: string | null; text: string; picture?: string | null }): string | undefined {
  if (picture != null) return fit(picture);
  if (platform === 'web' && url !== null) return fit(url);
  for (const [found] of text.slice(0, 20_000).matchAll(links)) {
    // What ends a sentence ends no address.
    const link = fit(found.replace(/[.,;:!?…»”)\]]+$/u, ''));
    if (link !== undefined) return link;
  }
  return undefined;
}

/** Nobody is signed in by a preview, and no door of ours is knocked at by its number. */
function fit(link: string): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const { protocol, username, password, port, href } = new URL(link);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '' && (port === '' || Number(port) > 1024) && href.length <= 2_000 ? href : undefined;
}
