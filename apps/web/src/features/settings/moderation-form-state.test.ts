import { moderationAction, moderationCondition } from '@kontuar/contract';
import { contradicts, fresh, isOpen, isUnsaid, kindsOfAction, kindsOfCondition, linesOf, newAction } from './moderation-form-state';

it('begins every kind of condition and act as the server takes it once it is filled in', () => {
  for (const by of kindsOfCondition) {
    const condition = fresh(by);
    expect([by, moderationCondition.safeParse(condition).success]).toEqual([by, !isOpen(condition)]);
  }
  for (const kind of kindsOfAction) expect([kind, isUnsaid(newAction(kind))]).toEqual([kind, kind === 'label' || kind === 'assign' || kind === 'answer']);
  expect(moderationAction.safeParse(newAction('hide')).success).toBe(true);
});

it('reads lists line by line, and sees what excludes one another', () => {
  expect(linesOf(' spam \n\nspam\ncasino royale')).toEqual(['spam', 'casino royale']);
  expect([contradicts([{ do: 'hide' }, { do: 'like' }]), contradicts([{ do: 'hide' }, { do: 'answer', text: 'x' }])]).toEqual([true, false]);
});
