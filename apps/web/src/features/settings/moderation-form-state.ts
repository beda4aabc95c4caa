import type { ModerationAction, ModerationCondition } from '@kontuar/contract';

export const kindsOfCondition = ['words', 'link', 'phoneNumber', 'emojiOnly', 'shouting', 'repeated', 'newAuthor', 'youngAccount', 'fewWords', 'hiddenBefore', 'language', 'mood', 'postKind'] as const satisfies readonly ModerationCondition['by'][];
export const kindsOfAction = ['hide', 'delete', 'like', 'label', 'assign', 'answer'] as const satisfies readonly ModerationAction['do'][];

/** One in a line, each once, without empty ones. */
export const linesOf = (text: string): string[] => [...new Set(text.split('\n').map((line) => line.trim()).filter((line) => line !== ''))];

/** A condition as it stands when somebody chooses it. */
export function fresh(by: ModerationCondition['by']): ModerationCondition {
  const not = false;
  switch (by) {
    case 'words': return { by, not, of: [] };
    case 'link': return { by, not, except: [] };
    case 'newAuthor':
    case 'youngAccount': return { by, not, days: 7 };
    case 'fewWords': return { by, not, atMost: 0 };
    case 'hiddenBefore': return { by, not, atLeast: 1 };
    case 'language': return { by, not, of: ['pl'] };
    case 'mood': return { by, not, of: ['negative'] };
    case 'repeated': return { by, not, times: 3, hours: 24, from: 'anyone' };
    case 'postKind': return { by, not, of: ['ad'] };
    case 'phoneNumber': case 'emojiOnly': case 'shouting': return { by, not };
    default: return by satisfies never;
  }
}

export function newAction(kind: ModerationAction['do']): ModerationAction {
  if (kind === 'label') return { do: 'label', labelId: '' };
  if (kind === 'assign') return { do: 'assign', memberId: null, teamId: null };
  return kind === 'answer' ? { do: 'answer', text: '' } : { do: kind };
}

/** It says nothing yet. */
export const isOpen = (condition: ModerationCondition): boolean =>
  (condition.by === 'words' || condition.by === 'language' || condition.by === 'mood' || condition.by === 'postKind') && condition.of.length === 0;

export const isUnsaid = (action: ModerationAction): boolean =>
  (action.do === 'label' && action.labelId === '') || (action.do === 'assign' && action.memberId === null && action.teamId === null) || (action.do === 'answer' && action.text.trim() === '');

/** A comment can be hidden, deleted or liked: one of the three. */
export const contradicts = (actions: readonly ModerationAction[]): boolean => actions.filter(({ do: what }) => what === 'hide' || what === 'delete' || what === 'like').length > 1;
