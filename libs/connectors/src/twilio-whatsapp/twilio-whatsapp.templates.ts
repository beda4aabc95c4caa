import { z } from 'zod';
import type { Context, Template } from '../contract';
import { callTwilio } from '../twilio/twilio.client';
import type { TwilioWhatsappSettings } from './twilio-whatsapp.settings';

const action = z.looseObject({ title: z.string().catch(''), type: z.string().optional().catch(undefined), url: z.string().optional().catch(undefined) });
const kind = z.looseObject({
  body: z.string().optional().catch(undefined), title: z.string().optional().catch(undefined), subtitle: z.string().optional().catch(undefined),
  header_text: z.string().optional().catch(undefined), footer: z.string().optional().catch(undefined),
  media: z.union([z.string().transform((url) => [url]), z.array(z.string())]).optional().catch(undefined),
  actions: z.array(action).optional().catch(undefined),
});
const content = z.object({
  sid: z.string(),
  friendly_name: z.string().catch(''),
  language: z.string().catch(''),
  variables: z.record(z.string(), z.unknown()).catch({}),
  types: z.record(z.string(), kind).catch({}),
  approval_requests: z.object({ name: z.string().optional().catch(undefined), category: z.string().optional().catch(undefined), status: z.string().catch('unsubmitted') }).nullish().catch(undefined),
});
const listed = z.object({ contents: z.array(z.unknown()), meta: z.object({ next_page_url: z.string().nullish() }) });
const pages = 50;

/** Templates of the account with what WhatsApp said to them. One that is not as documented is left out, not all. */
export async function templates(ctx: Context<TwilioWhatsappSettings>): Promise<Template[]> {
  const { contentUrl } = ctx.settings;
  const found: Template[] = [];
  let url: string | undefined = `${contentUrl}/v1/ContentAndApprovals?PageSize=100`;
  for (let page = 0; url !== undefined && page < pages; page += 1) {
    const { contents, meta }: z.infer<typeof listed> = await callTwilio(ctx, { url, result: listed });
    for (const one of contents) {
      const parsed = content.safeParse(one);
      const template = parsed.success ? templateOf(parsed.data) : undefined;
      if (template !== undefined) found.push(template);
    }
    // Our sign-in goes along, so only to where it was meant for.
    const next: string | undefined = meta.next_page_url ?? undefined;
    url = next !== undefined && URL.canParse(next) && new URL(next).origin === new URL(contentUrl).origin ? next : undefined;
  }
  return found;
}

function templateOf({ sid, friendly_name: name, language, variables, types, approval_requests: approval }: z.infer<typeof content>): Template | undefined {
  const shown = Object.values(types)[0];
  const body = shown === undefined ? undefined : [shown.title, shown.body, shown.subtitle].filter((part) => part !== undefined && part !== '').join('\n');
  if (shown === undefined || body === undefined || body === '') return undefined;
  const header = shown.header_text !== undefined ? { kind: 'text' as const, text: shown.header_text } : shown.media?.[0] === undefined ? undefined : { kind: mediaKind(shown.media[0]) };
  const buttons = (shown.actions ?? []).map((one) => ({ kind: (one.type ?? 'quick_reply').toLowerCase(), text: one.title, ...(one.url === undefined ? {} : { url: one.url }) }));
  const mentions = (text: string | undefined, key: string) => text?.includes(`{{${key}}}`) === true;
  // Named in the account's list, or only in the text.
  const keys = [...new Set([...Object.keys(variables), ...[body, shown.header_text ?? '', ...buttons.map(({ url }) => url ?? '')].flatMap((text) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? ''))])];
  return {
    id: sid,
    name: approval?.name ?? (name === '' ? sid : name),
    language,
    ...(approval?.category === undefined ? {} : { category: approval.category.toLowerCase() }),
    state: stateOf(approval?.status),
    ...(header === undefined ? {} : { header }),
    body,
    ...(shown.footer === undefined ? {} : { footer: shown.footer }),
    ...(buttons.length === 0 ? {} : { buttons }),
    variables: keys.map((key) => {
      const example = variables[key];
      return {
        key,
        where: mentions(body, key) ? ('body' as const) : mentions(shown.header_text, key) || mentions(shown.media?.[0], key) ? ('header' as const) : buttons.some(({ url }) => mentions(url, key)) ? ('button' as const) : ('body' as const),
        ...(typeof example === 'string' && example !== '' ? { example } : {}),
      };
    }),
  };
}

function stateOf(status: string | undefined): Template['state'] {
  switch (status) {
    case 'approved':
      return 'approved';
    case 'rejected':
      return 'rejected';
    case 'paused':
    case 'disabled':
      return 'paused';
    default:
      return 'pending';
  }
}

function mediaKind(url: string): 'image' | 'video' | 'document' {
  if (/\.(mp4|3gpp?)(\?|$)/i.test(url)) return 'video';
  return /\.(pdf|docx?|xlsx?|pptx?|txt|csv)(\?|$)/i.test(url) ? 'document' : 'image';
}
