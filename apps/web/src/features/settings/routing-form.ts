import type { Filter, RoutingSettings, RoutingWeights } from '@kontuar/contract';
import type { Attribute } from '@kontuar/contract/filter';

/** What a need is asked for by, one value of each; all of them have to fit. */
export const asked = ['language', 'contactLanguage', 'contactKind', 'matter', 'priority', 'channelKind'] as const satisfies readonly Attribute[];
export type AskedFor = Record<(typeof asked)[number], string>;
export const unasked: AskedFor = { language: '', contactLanguage: '', contactKind: '', matter: '', priority: '', channelKind: '' };

/** Undefined: it asks for more than the form shows; it is kept as it is. */
export function readNeedFilter(filter: Filter): AskedFor | undefined {
  const conditions = filter.by === 'all' ? filter.of : [filter];
  const found = { ...unasked };
  for (const condition of conditions) {
    const by = asked.find((one) => one === condition.by);
    if (by === undefined || !('is' in condition) || condition.is !== 'any' || !('of' in condition) || condition.of.length !== 1 || found[by] !== '') return undefined;
    found[by] = String(condition.of[0]);
  }
  return found;
}
export const needFilter = (form: AskedFor): Filter => ({ by: 'all', of: asked.flatMap((by) => (form[by] === '' ? [] : [{ by, is: 'any', of: [form[by]] } as Filter])) });

export const priorities = ['low', 'normal', 'high', 'urgent'] as const;
/** Factors as somebody writes them; one stands for what is not said. */
export interface WeightsForm { matters: Readonly<Record<string, string>>; priorities: Readonly<Record<string, string>>; pending: string }
export const weightsForm = ({ matters, priorities: factors, pending }: RoutingWeights): WeightsForm =>
  ({ matters: Object.fromEntries(Object.entries(matters).map(([key, value]) => [key, String(value)])), priorities: Object.fromEntries(Object.entries(factors).map(([key, value]) => [key, String(value)])), pending: String(pending) });

/** "1,5" and "1.5"; undefined: no number between the two. */
export function readNumber(text: string, least: number, most: number): number | undefined {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) || value < least || value > most ? undefined : value;
}

/** Undefined: something cannot be read. */
export function weightsOf(form: WeightsForm): RoutingWeights | undefined {
  const pending = readNumber(form.pending, 0, 1);
  const read = (factors: Readonly<Record<string, string>>): Record<string, number> | undefined => {
    const said = Object.entries(factors).filter(([, text]) => text.trim() !== '').map(([key, text]) => [key, readNumber(text, 0.1, 20)] as const);
    return said.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(said.flatMap(([key, value]) => (value === undefined || value === 1 ? [] : [[key, value]])));
  };
  const [matters, factors] = [read(form.matters), read(form.priorities)];
  return pending === undefined || matters === undefined || factors === undefined ? undefined : { matters, priorities: factors, pending };
}

/** Every skill that somebody has or something asks for. */
export const skillsOf = ({ members }: RoutingSettings, needs: RoutingSettings['needs']): string[] =>
  [...new Set([...needs.map(({ skill }) => skill), ...members.flatMap(({ skills }) => Object.keys(skills))])].sort((a, b) => a.localeCompare(b));
