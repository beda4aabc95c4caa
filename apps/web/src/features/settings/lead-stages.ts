import type { LeadStage, LeadState } from '@kontuar/contract';

/** What a stage may not lose: at least one of each kind is offered. */
export const isLastOf = (stages: readonly LeadStage[], key: string): boolean => {
  const kind = stages.find((stage) => stage.key === key)?.kind;
  return stages.filter((stage) => stage.kind === kind && !stage.archived).every((stage) => stage.key === key);
};

/** Stages that go on before those that end: a lead wanders from left to right. */
const order: Record<LeadState, number> = { open: 0, won: 1, lost: 2 };

export function added(stages: readonly LeadStage[], stage: LeadStage): LeadStage[] {
  const at = stages.findIndex(({ kind }) => order[kind] > order[stage.kind]);
  return at === -1 ? [...stages, stage] : [...stages.slice(0, at), stage, ...stages.slice(at)];
}

/** Undefined: there is nothing to change places with among those of its kind. */
export function moved(stages: readonly LeadStage[], key: string, by: 1 | -1): LeadStage[] | undefined {
  const at = stages.findIndex((stage) => stage.key === key);
  const [one, other] = [stages[at], stages[at + by]];
  if (one === undefined || other === undefined || one.kind !== other.kind) return undefined;
  return stages.map((stage, place) => (place === at ? other : place === at + by ? one : stage));
}

/** A key that nobody has yet, from what the stage is called. */
export function keyFor(stages: readonly LeadStage[], name: string): string {
  const plain = name.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ł', 'l').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 36) || 'stage';
  let key = plain;
  for (let n = 2; stages.some((stage) => stage.key === key); n += 1) key = `${plain}-${n}`;
  return key;
}
