import type { CampaignWords, Locale } from '@kontuar/contract';
import { fillStep, unfilled } from '../follow-ups/steps';

export interface Rendered { subject: string; text: string; html: string | null; template: { id: string; values: Record<string, string> } | null }
export interface Facts { contactName: string; workspaceName: string; locale: Locale; unsubscribeUrl: string | undefined }

/** Below each mail: why it came, and the way out that every mail has. */
const footers = {
  en: { why: (house: string) => `You get this because you agreed to messages from ${house}.`, out: 'No more of these' },
  pl: { why: (house: string) => `Dostajesz tę wiadomość, bo zgodziłeś lub zgodziłaś się na nie w ${house}.`, out: 'Nie chcę więcej takich wiadomości' },
} as const;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
/** Only what is an address of the web becomes a link. */
const linked = (text: string): string => escaped(text).replaceAll(/https?:\/\/[^\s<>"&]+(?:&amp;[^\s<>"&]+)*/g, (url) => `<a href="${url}">${url}</a>`);

/** As this person will read it. */
export function render(words: CampaignWords, { contactName, workspaceName, locale, unsubscribeUrl }: Facts): Rendered {
  const fill = (text: string) => fillStep(text, { contactName, workspaceName, agentName: workspaceName, number: 0 });
  const { template } = words;
  if (template !== null) return { subject: '', text: '', html: null, template: { id: template.id, values: Object.fromEntries(Object.entries(template.values).map(([key, value]) => [key, fill(value)])) } };
  const text = fill(words.text);
  const subject = fill(words.subject);
  if (unsubscribeUrl === undefined) return { subject, text, html: null, template: null };
  const { why, out } = footers[locale];
  const paragraphs = text.split(/\n{2,}/).map((part) => `<p>${linked(part).replaceAll('\n', '<br>')}</p>`).join('');
  return {
    subject, template: null, text: `${text}\n\n${why(workspaceName)}\n${out}: ${unsubscribeUrl}`,
    html: `${paragraphs}<p>${escaped(why(workspaceName))}<br><a href="${escaped(unsubscribeUrl)}">${escaped(out)}</a></p>`,
  };
}

/** What nobody can fill, so that nobody reads braces. `contact` of a trial that fills all gaps there are. */
export function gapsIn(words: CampaignWords): boolean {
  const { subject, text, template } = render(words, { contactName: 'Anna Nowak', workspaceName: 'K', locale: 'pl', unsubscribeUrl: undefined });
  return unfilled(subject) || unfilled(text) || Object.values(template?.values ?? {}).some(unfilled);
}

/** The language of the person, if there are words in it; else that of the campaign, else whatever there is. */
export function localeFor(words: Readonly<Record<Locale, CampaignWords | null>>, language: string | null, fallback: Locale): Locale | undefined {
  const own: Locale | undefined = language === null ? undefined : language.toLowerCase().startsWith('pl') ? 'pl' : 'en';
  return [own, fallback, 'pl' as const, 'en' as const].find((locale) => locale !== undefined && words[locale] !== null);
}
