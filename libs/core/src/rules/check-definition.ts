import type { RuleAction, RuleDefinition } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { definitionsOf } from '../attributes/attributes';
import { readValue } from '../attributes/value';
import { invalid, notFound } from '../errors';
import { fillStep, isBuiltInPreset, unfilled } from '../follow-ups/steps';
import { checkMatter } from '../matters/matters';

/** What a rule names must be the workspace's: row level security hides everything else. @throws DomainError */
export async function checkDefinition(tx: Tx, { when, during, then }: Pick<RuleDefinition, 'when' | 'during'> & { then?: RuleDefinition['then'] }): Promise<void> {
  if (during !== null) await all(tx, 'calendar', 'SELECT 1 FROM business_calendars WHERE id = ANY($1::uuid[])', [during.calendarId]);
  await all(tx, 'label', 'SELECT 1 FROM labels WHERE id = ANY($1::uuid[])', when.flatMap((trigger) => (trigger.on === 'labelled' ? trigger.labelIds : [])));
  for (const action of then ?? []) await checkAction(tx, action);
}

async function checkAction(tx: Tx, action: RuleAction): Promise<void> {
  const members = (ids: readonly string[]) => all(tx, 'member', 'SELECT 1 FROM memberships WHERE active AND id = ANY($1::uuid[])', ids);
  const teams = (ids: readonly string[]) => all(tx, 'team', `SELECT 1 FROM teams WHERE kind <> 'group' AND id = ANY($1::uuid[])`, ids);
  switch (action.do) {
    case 'assign':
      await members(typeof action.assigneeId === 'string' ? [action.assigneeId] : []);
      await teams(typeof action.teamId === 'string' ? [action.teamId] : []);
      break;
    case 'spread': await teams([action.teamId]); break;
    case 'label': await all(tx, 'label', 'SELECT 1 FROM labels WHERE id = ANY($1::uuid[])', [...action.add, ...action.remove]); break;
    case 'matter': case 'case': if (action.matter !== null) await checkMatter(tx, action.matter); break;
    case 'attribute': {
      const [definition] = await definitionsOf(tx, 'conversation', [action.key]);
      if (definition === undefined || definition.archived || !readValue(definition, action.value, undefined).ok) throw invalid('wrong-attributes', 'A field does not take this.');
      break;
    }
    case 'answer':
      // Where nobody has a name the gap closes; a gap that nobody knows never does.
      if (unfilled(fillStep(action.text, { contactName: '', agentName: '', workspaceName: '', number: 1 }))) throw invalid('empty-placeholder', 'There is a gap in this text that nobody can fill.');
      break;
    case 'canned': case 'macro': await all(tx, 'canned answer', 'SELECT 1 FROM canned WHERE id = ANY($1::uuid[])', [action.cannedId]); break;
    case 'notify':
      await members(action.to.memberIds);
      await all(tx, 'team', 'SELECT 1 FROM teams WHERE id = ANY($1::uuid[])', action.to.teamIds);
      break;
    case 'follow-up':
      // One's own is nobody else's to know of.
      if (!isBuiltInPreset(action.presetId)) await all(tx, 'preset', 'SELECT 1 FROM follow_up_presets WHERE member_id IS NULL AND id::text = ANY($1::text[])', [action.presetId]);
      break;
    case 'watch': await members(action.memberIds); break;
    case 'priority': case 'state': case 'snooze': case 'note': case 'webhook': break;
    default: throw new Error(`no rule for ${JSON.stringify(action satisfies never)}`);
  }
}

async function all(tx: Tx, what: string, sql: string, ids: readonly string[]): Promise<void> {
  const wanted = new Set(ids);
  if (wanted.size > 0 && (await tx.query(sql, [[...wanted]])).length < wanted.size) throw notFound(what);
}
