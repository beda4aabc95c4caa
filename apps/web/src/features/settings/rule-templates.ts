import type { RuleInput } from '@kontuar/contract';
import type { SayRule } from '../../app/rules/rule-words';

/** What many houses have; the house says for whom and when before it is switched on. */
export const templates = ['outside', 'vip', 'late'] as const;
export type Template = (typeof templates)[number];

export function fromTemplate(template: Template, t: SayRule, around: { calendarId: string | undefined; teamId: string | undefined }): RuleInput {
  const name = t(`template-${template}`);
  const anything = { by: 'all' as const, of: [] };
  switch (template) {
    case 'outside': return { name, active: false, when: [{ on: 'message-in', words: [] }], if: anything, during: around.calendarId === undefined ? null : { calendarId: around.calendarId, is: 'outside' }, then: [{ do: 'answer', text: t('template-thanks'), everyHours: 12 }] };
    case 'vip': return {
      name, active: false, when: [{ on: 'conversation-created' }], if: { by: 'contactKind', is: 'any', of: ['strategic', 'business'] }, during: null,
      then: [{ do: 'priority', priority: 'high' }, ...(around.teamId === undefined ? [] : [{ do: 'assign' as const, assigneeId: null, teamId: around.teamId }])],
    };
    case 'late': return { name, active: false, when: [{ on: 'waiting', minutes: 120 }], if: anything, during: null, then: [{ do: 'notify', to: { memberIds: [], teamIds: [], owner: true, leads: true, onShift: false } }] };
    default: throw new Error(`no rule for ${JSON.stringify(template satisfies never)}`);
  }
}
