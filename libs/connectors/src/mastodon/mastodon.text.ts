import { decodeHTML } from 'entities';
import { lengthIn } from '../limits';

/** What a post says, from the small HTML that servers make of it. Addresses are cut for the eye only: their pieces together are the whole. */
export function plainText(html: string): string {
  return decodeHTML(
    html
      .replace(/\r?\n/g, ' ')
      .replace(/<br\s*\/?>/gi, '\n')
      .replace(/<li[^<>]*>/gi, '\n• ')
      .replace(/<\/(p|blockquote|pre|ul|ol|h\d)>\s*/gi, '\n\n')
      .replace(/<[^<>]*>/g, ''),
  ).replaceAll('\u00a0', ' ').split('\n').map((line) => line.trimEnd()).join('\n').replace(/\n{3,}/g, '\n\n').trim();
}

const links = /https?:\/\/[^\s]+/gi;
const mentions = /(^|[^/\w])@(([a-z0-9_]+)@[\w.:-]+[\w])/gi;

/** As the server counts: letters as people see them, each address alike, and of a mention only the name. */
export function statusLength(text: string, linkLength: number): number {
  return lengthIn('graphemes', text.replace(links, 'x'.repeat(linkLength)).replace(mentions, '$1@$3'));
}

/** Without the mention nobody is told of the answer, in private nobody even sees it. */
export function addressed(text: string, acct: string): string {
  const named = new RegExp(`(^|[^/\\w])@${acct.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w.@-]*[\\w])`, 'i');
  return named.test(text) ? text : `@${acct} ${text}`.trimEnd();
}
