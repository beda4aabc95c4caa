// People, channels and what customers send, written straight into a database.
import { createHmac } from 'node:crypto';
import { product } from './machine.mjs';
import { SECRET, withClient } from './servers.mjs';

const { hashToken, newId, newToken, Secrets } = product('libs/platform/src/index');
export { newId };

/** A workspace with `channels` Telegram channels and `members` that are signed in; the first is its owner, the others see everything. `here`: at work already. */
export async function seedWorkspace(url, { channels = 1, members = 1, here = false } = {}) {
  const secrets = new Secrets(SECRET);
  const workspaceId = newId();
  const made = {
    workspaceId,
    channels: Array.from({ length: channels }, (_, index) => channel(index)),
    members: Array.from({ length: members }, (_, index) => ({ id: newId(), userId: newId(), token: newToken(), role: index === 0 ? 'owner' : 'supervisor', index })),
  };
  await withClient(url, async (client) => {
    await client.query('INSERT INTO workspaces (id, name) VALUES ($1, $2)', [workspaceId, 'Bench']);
    await insert(client, 'users', made.members.map((one) => ({ id: one.userId, email: `agent-${one.index}@${workspaceId}.example.com`, name: `Agent ${one.index}`, password_hash: 'nobody signs in' })));
    await insert(client, 'memberships', made.members.map((one) => ({ id: one.id, workspace_id: workspaceId, user_id: one.userId, role: one.role, here, presence: here ? 'on' : 'off' })));
    await insert(client, 'sessions', made.members.map((one) => ({ id: newId(), workspace_id: workspaceId, member_id: one.id, user_id: one.userId, token_hash: hashToken(one.token), user_version: 1, expires_at: new Date(Date.now() + 86_400_000) })));
    await insert(client, 'channels', made.channels.map((one) => ({
      id: one.id, workspace_id: workspaceId, connector_id: 'telegram', name: one.name, identity_scope: 'telegram',
      settings: JSON.stringify({ receive: 'webhook', apiRoot: 'http://127.0.0.1:9' }), secrets: secrets.seal(JSON.stringify({ token: one.botToken }), `channel:${one.id}`),
    })));
  });
  for (const member of made.members) member.cookie = `kontuar=${member.token}`;
  return made;
}

function channel(index) {
  const botToken = `${700_000 + index}:AAFbenchbenchbenchbenchbench`;
  return { id: newId(), name: `Shop ${index}`, botToken, header: { 'x-telegram-bot-api-secret-token': createHmac('sha256', botToken).update('kontuar telegram webhook secret').digest('base64url') } };
}

export async function insert(client, tableName, rows) {
  if (rows.length === 0) return;
  const names = Object.keys(rows[0]);
  // A statement takes 65 535 values at most.
  for (const most = Math.floor(60_000 / names.length); rows.length > most; rows = rows.slice(most)) await insert(client, tableName, rows.slice(0, most));
  const values = rows.map((row, at) => `(${names.map((_, column) => `$${at * names.length + column + 1}`).join(', ')})`);
  await client.query(`INSERT INTO ${tableName} (${names.join(', ')}) VALUES ${values.join(', ')}`, rows.flatMap((row) => names.map((name) => row[name])));
}

/** An update of the Bot API as Telegram sends one. */
export function telegramUpdate(number, person, text) {
  return JSON.stringify({
    update_id: 500_000_000 + number,
    message: {
      message_id: number, from: { id: 10_000 + person, is_bot: false, first_name: `Customer ${person}`, last_name: 'Nowak', username: `customer_${person}`, language_code: 'pl' },
      chat: { id: 10_000 + person, first_name: `Customer ${person}`, last_name: 'Nowak', username: `customer_${person}`, type: 'private' },
      date: Math.floor(Date.now() / 1000), text,
    },
  });
}

const words = 'where is my parcel it was ordered on Monday please tell me when the oak table will be sent thank you order lamp chair colour grey delivery invoice address Kraków'.split(' ');
export const sentence = (number, length = 14) => Array.from({ length }, (_, at) => words[(number * 7 + at * (1 + (number % 5))) % words.length]).join(' ');

/** Few write much, most write little: one of `count`, the same for the same seed. */
export function skewed(count, seed = 1) {
  let state = seed;
  const random = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
  return () => Math.floor(count * random() ** 2.2);
}
