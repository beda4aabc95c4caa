import type { TemplateView } from '@kontuar/contract';
import { foldText } from '../../ui/fold-text';

/** The text that stands in the template: '{{key}}' is a variable. */
export interface Piece { text: string; key: string | null; filled: boolean }

const gaps = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** With the values that are typed by now; what is missing shows its example or its name. */
export function pieces(text: string, template: Pick<TemplateView, 'variables'>, values: Readonly<Record<string, string>>): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(gaps)) {
    const key = match[1] ?? '';
    const variable = template.variables.find((each) => each.key === key);
    if (match.index > from) found.push({ text: text.slice(from, match.index), key: null, filled: true });
    const value = (values[key] ?? '').trim();
    found.push(variable === undefined ? { text: match[0], key: null, filled: true } : { text: value === '' ? variable.example ?? key : value, key, filled: value !== '' });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from), key: null, filled: true });
  return found;
}

/** As the customer reads it, the way the server writes it down. */
export function filledText(template: TemplateView, values: Readonly<Record<string, string>>): string {
  const fill = (text: string) => pieces(text, template, values).map((piece) => piece.text).join('');
  return [template.header?.kind === 'text' ? template.header.text : undefined, template.body, template.footer ?? undefined]
    .filter((part): part is string => part !== undefined && part !== '').map(fill).join('\n\n');
}

export function missing(template: Pick<TemplateView, 'variables'>, values: Readonly<Record<string, string>>): string[] {
  return [...new Set(template.variables.map(({ key }) => key))].filter((key) => (values[key] ?? '').trim() === '');
}

/** By words of name and text; approved ones first, in the customer's language before others. */
export function searchTemplates(templates: readonly TemplateView[], query: string, language: string | null, preferred: string | null): TemplateView[] {
  const words = foldText(query).split(/\s+/).filter((word) => word !== '');
  const rank = (template: TemplateView) => (template.state === 'approved' ? 0 : 2) + (preferred !== null && baseOf(template.language) === baseOf(preferred) ? 0 : 1);
  return templates
    .filter((template) => (language === null || template.language === language) && words.every((word) => foldText(`${template.name.replaceAll('_', ' ')} ${template.name} ${template.body} ${template.category ?? ''}`).includes(word)))
    .map((template, index) => ({ template, index }))
    .sort((a, b) => rank(a.template) - rank(b.template) || a.index - b.index)
    .map(({ template }) => template);
}

const baseOf = (language: string) => language.toLowerCase().split(/[-_]/)[0] ?? '';
