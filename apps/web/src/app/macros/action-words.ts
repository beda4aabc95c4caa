import type { AttributeDefinition, CannedAction, ConversationView, Label, Member, Team } from '@kontuar/contract';
import { formatList, useLocale, useStrings, type Translate } from '../../i18n';
import { useLabels, useMembers, useTeams } from '../directory';
import { fieldName, useFields, valueText } from '../fields/fields';
import { fieldStrings } from '../fields/fields.strings';
import { useMatterName } from '../matters/matters';
import { productWords } from '../product-words';
import { macroStrings } from './macros.strings';

type Priority = ConversationView['priority'];
const priorityKeys = { low: 'priorityLow', normal: 'priorityNormal', high: 'priorityHigh', urgent: 'priorityUrgent' } as const;

export interface ActionNames {
  members: readonly Pick<Member, 'id' | 'name'>[]; teams: readonly Pick<Team, 'id' | 'name'>[]; labels: readonly Pick<Label, 'id' | 'name'>[];
  priority: (priority: Priority) => string;
  matter: (matter: string) => string;
  list: (names: string[]) => string;
  /** A field of conversations, with what a value of it says. */
  field: (key: string) => { name: string; says: (value: unknown) => string } | undefined;
}

/** What an action of a canned answer will do, in a few words; it reads as a list with commas. */
export function actionWords(action: CannedAction, names: ActionNames, t: Translate<(typeof macroStrings)['en']>): string {
  const named = (from: readonly { id: string; name: string }[], id: string, gone: 'somebodyGone' | 'teamGone' | 'labelGone') => from.find((each) => each.id === id)?.name ?? t(gone);
  switch (action.kind) {
    case 'assign': {
      const member = action.assigneeId === undefined ? [] : [action.assigneeId === null ? t('toNobody') : action.assigneeId === 'me' ? t('toMe') : t('to', { name: named(names.members, action.assigneeId, 'somebodyGone') })];
      const team = action.teamId === undefined ? [] : [action.teamId === null ? t('noTeam') : t('toTeam', { name: named(names.teams, action.teamId, 'teamGone') })];
      return [...member, ...team].join(', ');
    }
    case 'state': return t(action.state);
    case 'snooze': return action.hours >= 24 && action.hours % 24 === 0 ? t('days', { count: action.hours / 24 }) : t('hours', { count: action.hours });
    case 'priority': return t('priority', { name: names.priority(action.priority) });
    case 'matter': return action.matter === null ? t('noMatter') : t('matter', { name: names.matter(action.matter) });
    case 'label': {
      const of = (ids: readonly string[]) => names.list(ids.map((id) => named(names.labels, id, 'labelGone')));
      return [...(action.add.length === 0 ? [] : [t('label', { names: of(action.add) })]), ...(action.remove.length === 0 ? [] : [t('unlabel', { names: of(action.remove) })])].join(', ');
    }
    case 'note': return t('note', { text: action.text.length > 60 ? `${action.text.slice(0, 59)}…` : action.text });
    case 'attribute': {
      const field = names.field(action.key);
      return action.value === null ? t('emptyField', { name: field?.name ?? t('fieldGone') }) : t('setField', { name: field?.name ?? t('fieldGone'), value: field?.says(action.value) ?? '…' });
    }
    default: throw new Error(`no words for ${JSON.stringify(action satisfies never)}`);
  }
}

/** The same with the names of this workspace. */
export function useActionWords(): (action: CannedAction) => string {
  const t = useStrings(macroStrings);
  const word = useStrings(productWords);
  const locale = useLocale();
  const [members, teams, labels, fields] = [useMembers(), useTeams(), useLabels(), useFields()];
  const named = useMatterName();
  const f = useStrings(fieldStrings);
  const field = (key: string) => {
    const found: AttributeDefinition | undefined = fields.find((each) => each.subject === 'conversation' && each.key === key);
    return found === undefined ? undefined : { name: fieldName(found, locale), says: (value: unknown) => valueText(found, value, { locale, yes: f('yes'), no: f('no') }) };
  };
  return (action) => actionWords(action, { members, teams, labels, priority: (priority) => word(priorityKeys[priority]), matter: named, list: (names) => formatList(locale, names), field }, t);
}
