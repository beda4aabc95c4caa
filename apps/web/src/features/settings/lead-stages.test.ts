import type { LeadStage } from '@kontuar/contract';
import { added, isLastOf, keyFor, moved } from './lead-stages';

const stage = (key: string, kind: LeadStage['kind'], archived = false): LeadStage => ({ key, kind, archived, name: { en: key, pl: key } });
const stages = [stage('new', 'open'), stage('talks', 'open'), stage('won', 'won'), stage('lost', 'lost'), stage('cold', 'lost', true)];
const keys = (some: readonly LeadStage[] | undefined) => some?.map(({ key }) => key).join(' ');

it('keeps stages that go on before those that end', () => {
  expect(keys(added(stages, stage('offer', 'open')))).toBe('new talks offer won lost cold');
  expect(keys(added(stages, stage('partly', 'won')))).toBe('new talks won partly lost cold');
  expect(keys(moved(stages, 'talks', -1))).toBe('talks new won lost cold');
  expect([moved(stages, 'talks', 1), moved(stages, 'new', -1), moved(stages, 'cold', 1)]).toEqual([undefined, undefined, undefined]);
});

it('knows which stage must stay, and gives each a key of its own', () => {
  expect([isLastOf(stages, 'lost'), isLastOf(stages, 'new'), isLastOf(stages, 'won')]).toEqual([true, false, true]);
  expect([keyFor(stages, 'Złożona oferta'), keyFor(stages, 'NEW'), keyFor(stages, '…')]).toEqual(['zlozona-oferta', 'new-2', 'stage']);
});
