import './mail-frame.css';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { AttachmentView } from '@kontuar/contract';
import { useTheme } from '../theme';
import { bringsColours, mailSkeleton, mailStyles, type MailPaper } from './mail-document';

export interface MailFrameProps {
  html: string;
  title: string;
  messageId: string;
  remoteImages: boolean;
  /** Pictures that came with the mail, found by their content id. */
  attachments: readonly AttachmentView[];
}

/** Attribute under which the server hides the address of a picture that would be loaded from elsewhere. */
const remoteAttribute = 'data-remote-src';

export function hasRemoteImages(html: string): boolean {
  return html.includes(`${remoteAttribute}=`);
}

/**
 * A customer's HTML in a frame of its own without scripts. `allow-same-origin` is there for us alone, to write the body and to
 * measure it; without `allow-scripts` nothing inside can use it. Styles go in through the object model, because our own content
 * security policy, which the frame inherits, refuses written ones.
 */
export function MailFrame({ html, title, messageId, remoteImages, attachments }: MailFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [ready, setReady] = useState(0);
  const [height, setHeight] = useState(24);
  const { shown } = useTheme();
  const painted = bringsColours(html);

  useEffect(() => {
    const inside = frame.current?.contentDocument;
    if (!inside || ready === 0) return;
    write(inside, html, attachments, remoteImages ? messageId : null);
    const measure = new ResizeObserver(() => setHeight(Math.ceil(inside.body.getBoundingClientRect().height)));
    measure.observe(inside.body);
    return () => measure.disconnect();
  }, [ready, html, attachments, remoteImages, messageId]);

  useLayoutEffect(() => {
    const inside = frame.current?.contentDocument;
    const realm = frame.current?.contentWindow as (Window & typeof globalThis) | null | undefined;
    if (!inside || !realm || ready === 0) return;
    const sheet = new realm.CSSStyleSheet();
    sheet.replaceSync(mailStyles(paperOf(shown), painted));
    inside.adoptedStyleSheets = [sheet];
  }, [ready, shown, painted]);

  return (
    <iframe
      ref={frame}
      className="mail-frame"
      data-painted={painted || undefined}
      title={title}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      srcDoc={mailSkeleton(location.origin)}
      style={{ height }}
      onLoad={() => setReady((times) => times + 1)}
    />
  );
}

function write(inside: Document, html: string, attachments: readonly AttachmentView[], picturesOf: string | null): void {
  // Parsed apart, where nothing loads and nothing runs; the server has sanitised it before.
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  for (const element of parsed.querySelectorAll('script, style, link, meta, base, iframe, object, embed, form')) element.remove();
  for (const element of parsed.body.querySelectorAll('*')) {
    for (const { name } of [...element.attributes]) if (name.startsWith('on')) element.removeAttribute(name);
  }
  // Numbered before any is taken out: the server counts the same way, and fetches them, so that the sender does not see who looks.
  for (const [index, image] of [...parsed.querySelectorAll(`img[${remoteAttribute}]`)].entries()) image.setAttribute(remoteAttribute, picturesOf === null ? '' : `/api/v1/messages/${picturesOf}/picture?index=${index}`);
  for (const image of parsed.querySelectorAll('img')) choosePicture(image, attachments);
  const body = inside.importNode(parsed.body, true);
  for (const element of body.querySelectorAll<HTMLElement>('[style]')) {
    const style = element.getAttribute('style') ?? '';
    element.removeAttribute('style');
    element.style.cssText = style;
  }
  for (const link of body.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer nofollow');
  }
  inside.body.replaceChildren(...body.childNodes);
}

const nothing = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

/** Pictures that came with the mail, and once asked for those from elsewhere; for the rest an empty place. */
function choosePicture(image: HTMLImageElement, attachments: readonly AttachmentView[]): void {
  const source = image.getAttribute('src') ?? '';
  const remote = image.getAttribute(remoteAttribute);
  if (remote !== null) {
    // A picture of one pixel is there to count readers, not to be looked at.
    if (Number(image.getAttribute('width') ?? 9) <= 2 && Number(image.getAttribute('height') ?? 9) <= 2) return image.remove();
    image.setAttribute('src', remote === '' ? nothing : remote);
    if (image.alt !== '') image.title = image.alt;
  } else if (source.startsWith('cid:')) {
    const part = attachments.find(({ contentId }) => contentId !== null && contentId.replace(/^<|>$/g, '') === decodeURIComponent(source.slice(4)));
    image.setAttribute('src', part?.url ?? nothing);
  } else if (!source.startsWith('data:image/')) image.setAttribute('src', nothing);
}

function paperOf(scheme: 'light' | 'dark'): MailPaper {
  const styles = getComputedStyle(document.documentElement);
  const token = (name: string) => styles.getPropertyValue(name).trim();
  return { faces: fontFaces(), font: token('--font-ui') || 'sans-serif', text: token('--text'), link: token('--accent-text'), muted: token('--text-2'), line: token('--line-strong'), scheme };
}

let faces: string | null = null;
function fontFaces(): string {
  faces ??= [...document.styleSheets].flatMap((sheet) => rulesOf(sheet)
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .map(({ cssText }) => cssText.replace(/url\((["']?)(?!data:)([^"')]+)\1\)/g, (_all, _quote, path: string) => `url("${new URL(path, sheet.href ?? location.href).href}")`))).join('\n');
  return faces;
}

function rulesOf(sheet: CSSStyleSheet): CSSRule[] {
  try {
    return [...sheet.cssRules];
  } catch {
    // A sheet of a browser extension is none of our business.
    return [];
  }
}
