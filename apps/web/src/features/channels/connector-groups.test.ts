import type { ConnectorView } from '@kontuar/contract';
import { grouped, groupOf } from './connector-groups';

// What groups are made by; a connector has two dozen members more.
const connector = (id: string, label: string, capabilities: object = {}) => ({ id, label, capabilities: { public: false, subject: false, ...capabilities } }) as unknown as ConnectorView;

it('places a connector that nobody has placed by what it can do', () => {
  expect(groupOf(connector('newnet', 'Newnet', { publicly: { public: true } }))).toBe('social');
  expect(groupOf(connector('stars', 'Stars', { public: true, oneReply: true }))).toBe('reviews');
  expect(groupOf(connector('fax', 'Fax', { logOnly: true }))).toBe('manual');
  expect(groupOf(connector('pigeon', 'Pigeon'))).toBe('other');
});

it('shows the groups in their order, and within each by name', () => {
  const list = [connector('api', 'API', { subject: true }), connector('telegram', 'Telegram'), connector('email', 'Email', { subject: true }), connector('line', 'LINE'), connector('facebook', 'Facebook')];
  expect(grouped(list, '', 'en').map(({ group, connectors }) => [group, connectors.map(({ id }) => id)])).toEqual([['mail', ['email']], ['messaging', ['line', 'telegram']], ['social', ['facebook']], ['other', ['api']]]);
});

it('finds by a part of the name, without capitals', () => {
  const list = [connector('telegram', 'Telegram'), connector('email', 'Email', { subject: true })];
  expect(grouped(list, 'GRAM', 'en').flatMap(({ connectors }) => connectors.map(({ id }) => id))).toEqual(['telegram']);
  expect(grouped(list, 'nothing', 'en')).toEqual([]);
});
