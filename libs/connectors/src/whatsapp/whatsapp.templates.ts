import { z } from 'zod';
import { ConnectorError, type Outbound, type Template } from '../contract';
import { pagesOf, segment } from '../meta/meta.graph';
import { id } from '../meta/meta.json';
import { meanings } from './whatsapp.errors';
import type { WhatsAppContext } from './whatsapp.send';

const text = z.string().nullish().catch(undefined);
const named = z.array(z.looseObject({ param_name: z.string(), example: text })).nullish().catch(undefined);
const component = z.looseObject({
  type: z.string(), format: text, text,
  example: z.looseObject({ body_text: z.array(z.array(z.string())).nullish().catch(undefined), header_text: z.array(z.string()).nullish().catch(undefined), header_handle: z.array(z.string()).nullish().catch(undefined), body_text_named_params: named, header_text_named_params: named }).nullish().catch(undefined),
  buttons: z.array(z.looseObject({ type: z.string(), text, url: text, example: z.union([z.array(z.string()), z.string()]).nullish().catch(undefined) })).nullish().catch(undefined),
});
type Component = z.infer<typeof component>;
const stored = z.looseObject({ id: id.optional().catch(undefined), name: z.string(), language: z.string(), status: z.string(), category: text, components: z.array(component) });

const states = new Map<string, Template['state']>([['APPROVED', 'approved'], ['PAUSED', 'paused'], ['PENDING', 'pending'], ['IN_APPEAL', 'pending'], ['PENDING_DELETION', 'pending']]);
/** What a component may be, so that we can fill in the whole template. A carousel or a limited offer is more than that. */
const known = new Set(['HEADER', 'BODY', 'FOOTER', 'BUTTONS']);
const pictured = new Map([['IMAGE', 'image'], ['VIDEO', 'video'], ['DOCUMENT', 'document']] as const);

export async function templates(ctx: WhatsAppContext): Promise<Template[]> {
  const found: Template[] = [];
  const call = { path: `${segment(ctx.settings.wabaId)}/message_templates`, query: { fields: 'id,name,language,status,category,components', limit: '100' }, what: 'the templates', meanings };
  for await (const page of pagesOf(ctx, call)) for (const one of page) found.push(...templateOf(one));
  return found;
}

/** None when it needs what we can't fill in. */
export function templateOf(raw: unknown): Template[] {
  const { data } = stored.safeParse(raw);
  if (!data || data.components.some(({ type, format }) => !known.has(type.toUpperCase()) || format === 'LOCATION')) return [];
  const part = (type: string) => data.components.find((one) => one.type.toUpperCase() === type);
  const [head, body, foot, buttons] = [part('HEADER'), part('BODY'), part('FOOTER'), part('BUTTONS')];
  if (body?.text == null) return [];
  const header = head && headerOf(head);
  const variables: Template['variables'] = [
    ...(header?.variables ?? []),
    ...variablesIn(body.text, (key) => key, 'body', (key, index) => body.example?.body_text_named_params?.find((one) => one.param_name === key)?.example ?? body.example?.body_text?.[0]?.[index]),
    ...(buttons?.buttons ?? []).flatMap((one, index) => buttonVariables(one, index)),
  ];
  return [{
    id: data.id ?? `${data.name}:${data.language}`, name: data.name, language: data.language, state: states.get(data.status.toUpperCase()) ?? 'rejected', body: body.text, variables,
    ...(data.category == null ? {} : { category: data.category.toLowerCase() }),
    ...(header ? { header: header.header } : {}),
    ...(foot?.text == null ? {} : { footer: foot.text }),
    ...(buttons?.buttons ? { buttons: buttons.buttons.map((one, index) => ({ kind: one.type.toLowerCase(), text: one.text ?? '', ...(one.url == null ? {} : { url: one.url.replace(variable, `{{button.${index}.url}}`) }) })) } : {}),
  }];
}

const variable = /\{\{\s*(\w+)\s*\}\}/g;

/** Keys say where a value belongs: `1` or `name` in the body, `header.1`, `header.image`, `button.0.url`. So a message can be made of them without asking again. */
function variablesIn(words: string, keyOf: (key: string) => string, where: 'header' | 'body', exampleOf: (key: string, index: number) => string | null | undefined): Template['variables'] {
  return [...new Set([...words.matchAll(variable)].map(([, key]) => key ?? ''))].map((key, index) => {
    const example = exampleOf(key, index);
    return { key: keyOf(key), where, ...(example == null || example === '' ? {} : { example }) };
  });
}

function headerOf({ format, text: words, example }: Component): { header: NonNullable<Template['header']>; variables: Template['variables'] } {
  const kind = pictured.get((format ?? 'TEXT').toUpperCase() as 'IMAGE'); // any other word finds nothing
  if (kind) return { header: { kind }, variables: [{ key: `header.${kind}`, where: 'header', ...(example?.header_handle?.[0] === undefined ? {} : { example: example.header_handle[0] }) }] };
  const line = words ?? '';
  return {
    header: { kind: 'text', text: line.replace(variable, (_all, key: string) => `{{header.${key}}}`) },
    variables: variablesIn(line, (key) => `header.${key}`, 'header', (key, index) => example?.header_text_named_params?.find((one) => one.param_name === key)?.example ?? example?.header_text?.[index]),
  };
}

function buttonVariables(one: { type: string; url?: string | null | undefined; example?: string | string[] | null | undefined }, index: number): Template['variables'] {
  const [example] = Array.isArray(one.example) ? one.example : [one.example];
  const shown = example == null ? {} : { example };
  const type = one.type.toUpperCase();
  if (type === 'COPY_CODE') return [{ key: `button.${index}.code`, where: 'button', ...shown }];
  return type === 'OTP' || (one.url?.search(variable) ?? -1) >= 0 ? [{ key: `button.${index}.url`, where: 'button', ...shown }] : [];
}

/** The template with its values, as WhatsApp wants it. `media`: the id of a file for the header, when one goes along. */
export function templateBody({ name, language, values }: NonNullable<Outbound['template']>, media?: { kind: string; id: string }): Record<string, unknown> {
  for (const [key, value] of Object.entries(values)) {
    if (value.trim() === '' && !(media && key.startsWith('header.'))) throw new ConnectorError('rejected', `The value "${key}" of the template is empty`, { reason: 'template-values' });
    if (/[\n\r\t]| {5,}/.test(value)) throw new ConnectorError('rejected', `The value "${key}" of the template holds a new line, a tab or many blanks, which WhatsApp refuses`, { reason: 'template-values' });
  }
  const at = (prefix: string) => Object.entries(values).filter(([key]) => key.startsWith(prefix)).map(([key, value]): [string, string] => [key.slice(prefix.length), value]);
  const body = Object.entries(values).filter(([key]) => !/^(?:header|button)\./.test(key));
  const header = at('header.');
  const link = header.find(([key]) => key === 'image' || key === 'video' || key === 'document');
  const components = [
    ...(media ? [{ type: 'header', parameters: [{ type: media.kind, [media.kind]: { id: media.id } }] }] : link ? [{ type: 'header', parameters: [{ type: link[0], [link[0]]: { link: link[1] } }] }] : texts('header', header)),
    ...texts('body', body),
    ...at('button.').map(([key, value]) => {
      const [index = '0', what] = key.split('.');
      return what === 'code' ? { type: 'button', sub_type: 'copy_code', index, parameters: [{ type: 'coupon_code', coupon_code: value }] } : { type: 'button', sub_type: 'url', index, parameters: [{ type: 'text', text: value }] };
    }),
  ];
  return { name, language: { code: language }, ...(components.length === 0 ? {} : { components }) };
}

/** Numbered values go by their order, named ones by their name. */
function texts(type: string, values: [string, string][]): object[] {
  if (values.length === 0) return [];
  const numbered = values.every(([key]) => /^\d+$/.test(key));
  const ordered = numbered ? [...values].sort(([a], [b]) => Number(a) - Number(b)) : values;
  return [{ type, parameters: ordered.map(([key, value]) => ({ type: 'text', ...(numbered ? {} : { parameter_name: key }), text: value })) }];
}
