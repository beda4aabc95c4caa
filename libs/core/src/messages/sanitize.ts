import sanitize from 'sanitize-html';

const blockTags = ['a', 'abbr', 'address', 'b', 'bdi', 'bdo', 'big', 'blockquote', 'br', 'caption', 'center', 'cite', 'code', 'col', 'colgroup', 'dd', 'del', 'dfn', 'div', 'dl', 'dt', 'em', 'figcaption', 'figure', 'font', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'i', 'img', 'ins', 'kbd', 'li', 'mark', 'ol', 'p', 'pre', 'q', 's', 'samp', 'small', 'span', 'strike', 'strong', 'sub', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'time', 'tr', 'tt', 'u', 'ul', 'var', 'wbr'];

const colour = [/^#[0-9a-f]{3,8}$/i, /^rgba?\([\d\s.,%/]+\)$/i, /^[a-z]{3,20}$/i];
const length = [/^-?\d{1,4}(\.\d{1,3})?(px|pt|em|rem|%)?$/, /^auto$/];

/** What mail needs to stay readable; nothing that loads, covers, moves or runs. */
const styles: Record<string, RegExp[]> = {
  color: colour, 'background-color': colour,
  'font-weight': [/^(bold|bolder|normal|lighter|[1-9]00)$/], 'font-style': [/^(italic|normal|oblique)$/], 'text-decoration': [/^(underline|line-through|none)$/],
  'text-align': [/^(left|right|center|justify|start|end)$/], 'font-size': length, 'line-height': [/^\d{1,2}(\.\d{1,3})?(px|pt|em|%)?$/], 'vertical-align': [/^(top|middle|bottom|baseline)$/],
  width: length, 'max-width': length, padding: length, margin: length, 'border-collapse': [/^(collapse|separate)$/], 'white-space': [/^(pre|pre-wrap|pre-line|nowrap|normal)$/],
};

/** A link without a whole address would lead to our own pages: a mail has no place of its own. */
function leadsOut(href: string | undefined): href is string {
  return href !== undefined && /^[\s\p{Cc}]*(?:https?:\/\/|mailto:|tel:)/iu.test(href);
}

/** Remote pictures would tell the sender who read when: they wait behind `data-remote-src` until the reader asks. */
const options: sanitize.IOptions = {
  allowedTags: blockTags,
  allowedAttributes: {
    '*': ['style', 'dir', 'lang', 'align', 'valign', 'title'],
    a: ['href', 'target', 'rel'], img: ['src', 'alt', 'width', 'height', 'data-remote-src'],
    td: ['colspan', 'rowspan', 'width'], th: ['colspan', 'rowspan', 'width'], table: ['width', 'cellpadding', 'cellspacing', 'border'], font: ['color', 'size'], ol: ['start', 'type'], time: ['datetime'],
  },
  allowedStyles: { '*': styles },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['cid', 'data'] },
  allowProtocolRelative: false,
  nestingLimit: 100,
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'svg', 'math', 'iframe', 'object'],
  transformTags: {
    a: (_tag, attribs) => ({ tagName: 'a', attribs: { ...(leadsOut(attribs['href']) ? { href: attribs['href'] } : {}), ...(attribs['title'] === undefined ? {} : { title: attribs['title'] }), target: '_blank', rel: 'noopener noreferrer nofollow' } }),
    img: (_tag, attribs) => {
      const { src = '', srcset: _srcset, style: _style, 'data-remote-src': hidden = '', ...rest } = attribs;
      if (/^cid:/i.test(src)) return { tagName: 'img', attribs: { ...rest, src } };
      if (/^data:image\/(png|jpe?g|gif|webp);base64,[a-z0-9+/=\s]+$/i.test(src) && src.length < 400_000) return { tagName: 'img', attribs: { ...rest, src } };
      // A sender may write our own attribute: it is believed as far as an address of theirs would be.
      const remote = [src, hidden].find((address) => /^https?:\/\//i.test(address));
      return { tagName: 'img', attribs: remote === undefined ? rest : { ...rest, 'data-remote-src': remote.slice(0, 2000) } };
    },
  },
};

const MAX_HTML = 1_000_000;

/**
 * Of what we write ourselves: pictures travel with the letter or not at all. One that is loaded from elsewhere would tell a stranger when our customer
 * reads it; one that is written into the text is thrown away by most mail programs.
 */
const ownPicture = /^cid:[0-9a-f-]{36}@kontuar$/i;
const letterOptions: sanitize.IOptions = {
  ...options,
  allowedSchemesByTag: { img: ['cid'] },
  allowedAttributes: { ...options.allowedAttributes as Record<string, string[]>, img: ['src', 'alt', 'width', 'height'] },
  transformTags: { a: options.transformTags?.['a'] as sanitize.Transformer },
  exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !ownPicture.test(attribs['src'] ?? ''),
};

/** For storing; screens show it in a sandboxed frame all the same. */
export function sanitizeHtml(html: string): string {
  return sanitize(html.length > MAX_HTML ? html.slice(0, MAX_HTML) : html, options);
}

/** For what agents write. */
export function sanitizeLetter(html: string): string {
  return sanitize(html.length > MAX_HTML ? html.slice(0, MAX_HTML) : html, letterOptions);
}
