import type { CannedAction } from '@kontuar/contract';
import { translate } from '../../i18n';
import { actionWords, type ActionNames } from './action-words';
import { macroStrings } from './macros.strings';

const names: ActionNames = {
  members: [{ id: 'm1', name: 'Iga Szulc' }], teams: [{ id: 't1', name: 'Claims' }], labels: [{ id: 'l1', name: 'Courier' }, { id: 'l2', name: 'New' }],
  priority: (priority) => priority, matter: (matter) => matter, list: (list) => list.join(' and '), field: (key) => (key === 'order' ? { name: 'Order', says: String } : undefined),
};
const words = (action: CannedAction) => actionWords(action, names, (key, values) => translate(macroStrings, key, values));

it.each<[CannedAction, string]>([
  [{ kind: 'assign', assigneeId: 'me' }, 'assign to me'],
  [{ kind: 'assign', assigneeId: 'm1', teamId: 't1' }, 'assign to Iga Szulc, to the team Claims'],
  [{ kind: 'assign', assigneeId: null }, 'return to the queue'],
  [{ kind: 'assign', assigneeId: 'long gone' }, 'assign to somebody who is gone'],
  [{ kind: 'state', state: 'resolved' }, 'resolve'],
  [{ kind: 'snooze', hours: 48 }, 'snooze for 2 days'],
  [{ kind: 'snooze', hours: 36 }, 'snooze for 36 h'],
  [{ kind: 'label', add: ['l1', 'l2'], remove: ['gone'] }, 'label Courier and New, take off a label that is gone'],
  [{ kind: 'matter', matter: null }, 'no matter'],
  [{ kind: 'note', text: `${'x'.repeat(59)}yz` }, `note: “${'x'.repeat(59)}…”`],
])('says what %j does', (action, said) => expect(words(action)).toBe(said));
