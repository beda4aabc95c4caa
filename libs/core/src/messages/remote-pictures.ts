const entities: Record<string, string> = { '&amp;': '&', '&quot;': '"', '&#39;': "'", '&#x27;': "'", '&lt;': '<', '&gt;': '>' };

/** Addresses of the pictures that sanitizing hid, in the order of the letter. */
export function remotePictures(html: string): string[] {
  return [...html.matchAll(/\bdata-remote-src="([^"]*)"/g)].map((match) => (match[1] ?? '').replace(/&(?:amp|quot|#39|#x27|lt|gt);/g, (entity) => entities[entity] ?? entity));
}

/** What a browser may be given to draw: no SVG, which is a document. */
export function isPicture(contentType: string): boolean {
  return /^image\/(?:png|jpeg|gif|webp|avif|bmp|x-icon|vnd\.microsoft\.icon)$/.test(contentType.split(';')[0]?.trim().toLowerCase() ?? '');
}
