import type { HtmlElement } from '../html-tree';

/** What a client's own markup says about an element: a quote, the start of the earlier mail, a forwarded mail, a signature. */
export type QuoteRole = 'quote' | 'cut' | 'forward' | 'signature';

const quoteClasses = /(^|\s)(protonmail_quote|yahoo_quoted|zmail_extra|tutanota_quote|elided-text|mail-quote-collapse|reply-quote|front-blockquote|hey-quote|quoted-reply|moz-email-headers-table|ms-outlook-mobile-reference-message|mailru-blockquote)(\s|$)/i;
const signatureClasses = /(^|\s)(gmail_signature|moz-signature|protonmail_signature_block(?!-empty)|ms-outlook-mobile-signature|zmail_signature|tutanota_signature)(\s|$)/i;
/** From these on, everything that follows is the mail that is answered. */
const cutIds = /^(x_)*(divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|stopSpelling|replySplit|zwchr|mail-editor-reference-message-container|ms-outlook-mobile-body-separator-line|_MailOriginal|isForwardContent|isReplyContent|composer_originMessage|previouscontent|oriMsgHtmlSeperator|ymail_android_signature_quote|x_divRplyFwdMsg)$/i;
const signatureIds = /^(x_)*(Signature|ms-outlook-mobile-signature|ymail_android_signature|iPhoneSignature|AppleMailSignature|lineBreakAtBeginningOfSignature)$/i;

export function quoteRole(element: HtmlElement): QuoteRole | undefined {
  const id = element.attributes.get('id') ?? '';
  const name = element.attributes.get('class') ?? '';
  if (element.tag === 'blockquote') {
    // Indented text that the author wrote (margin-only blockquotes of old editors) still counts as a quote only when something introduces it; see split.
    return 'quote';
  }
  if (id !== '') {
    if (cutIds.test(id)) return 'cut';
    if (/^(x_)*yahoo_quoted/i.test(id) || /^(x_)*(mail_quote|quoted_header|reply_quote|qt)$/i.test(id)) return 'quote';
    if (signatureIds.test(id)) return 'signature';
  }
  if (/(^|\s)moz-forward-container(\s|$)/i.test(name)) return 'forward';
  if (/(^|\s)gmail_signature_prefix(\s|$)/i.test(name)) return 'signature';
  // Gmail keeps answers that are written between the quotes inside its container: there only the blockquotes are quotes.
  if (/(^|\s)gmail_quote(_container)?(\s|$)/i.test(name)) return hasQuote(element) ? undefined : isForwarded(element) ? 'forward' : 'quote';
  if (/(^|\s)gmail_attr(\s|$)/i.test(name)) return element.parent !== undefined && hasQuote(element.parent) ? 'quote' : undefined;
  if (element.attributes.get('data-smartmail') === 'gmail_signature') return 'signature';
  if (name !== '') {
    if (/(^|\s)OutlookMessageHeader(\s|$)/i.test(name)) return 'cut';
    if (quoteClasses.test(name)) return 'quote';
    if (signatureClasses.test(name)) return 'signature';
  }
  if (element.tag === 'div') {
    const part = element.attributes.get('name');
    if (part === 'quote') return 'quote';
    if (part === 'messageSignatureSection') return 'signature';
    if (isOutlookRule(element)) return 'cut';
  }
  const marker = element.attributes.get('data-marker');
  if (marker === '__QUOTED_TEXT__' || marker === '__HEADERS__') return 'cut';
  if (marker === '__SIG_PRE__' || marker === '__SIG_POST__') return 'signature';
  return undefined;
}

/** The box with a line on top in which Outlook writes the fields of the mail that is answered, in any language. */
function isOutlookRule(element: HtmlElement): boolean {
  const style = element.attributes.get('style') ?? '';
  return style.length < 300 && /border:\s*none;\s*border-top:\s*solid #(?:e1e1e1|b5c4df) 1\.0pt;\s*padding:\s*3\.0pt 0(?:cm|in) 0(?:cm|in) 0(?:cm|in)/i.test(style) && countBreaks(element, 3) >= 3;
}

function countBreaks(element: HtmlElement, enough: number): number {
  let count = 0;
  for (const child of element.children) {
    if (count >= enough) break;
    if (child.kind === 'element') count += child.tag === 'br' ? 1 : countBreaks(child, enough - count);
  }
  return count;
}

function hasQuote(element: HtmlElement): boolean {
  return element.children.some((child) => child.kind === 'element' && child.tag === 'blockquote');
}

function isForwarded(element: HtmlElement): boolean {
  const attribution = element.children.find((child) => child.kind === 'element' && /gmail_attr/.test(child.attributes.get('class') ?? ''));
  const first = attribution?.kind === 'element' ? attribution.children[0] : undefined;
  return first?.kind === 'text' && /^\s*-{5,}/.test(first.text);
}

/** Not seen by a reader: preview lines, tracking, content for other clients. */
export function isHidden(element: HtmlElement): boolean {
  const style = element.attributes.get('style');
  if (style === undefined) return false;
  return /display:\s*none|visibility:\s*hidden|mso-hide:\s*all|font-size:\s*0(px|pt)?\s*(;|!|$)|max-height:\s*0(px)?\s*(;|!|$)/i.test(style.slice(0, 2_000));
}
