import { Inject, Injectable } from '@nestjs/common';
import type { PushDevice, PushDeviceInput } from '@kontuar/contract';
import { Database, newId, Secrets, type ReadyConfig, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { forbidden, invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { CONFIG } from '../tokens';
import { pushKey } from './push-key';

interface DeviceRow { id: string; endpoint: string; keys: string; name: string; session_id: string; created_at: Date; last_sent_at: Date | null }
export interface PushTarget { id: string; endpoint: string; keys: { p256dh: string; auth: string } }

/** More than anybody has; the oldest makes room. */
const MAX_DEVICES = 20;

/** The browsers in which a member wants to be pushed; each lives as long as its session. */
@Injectable()
export class PushDevices {
  readonly publicKey: string;

  constructor(private readonly database: Database, private readonly secrets: Secrets, @Inject(CONFIG) private readonly config: ReadyConfig) {
    this.publicKey = pushKey(secrets).publicKey;
  }

  async list(actor: MemberActor, sessionId: string | undefined): Promise<PushDevice[]> {
    const rows = await this.database.lookInWorkspace(actor.workspaceId, (tx) => tx.query<DeviceRow>('SELECT id, name, session_id, created_at, last_sent_at FROM push_devices WHERE member_id = $1 ORDER BY created_at DESC', [actor.memberId]));
    return rows.map((row) => ({ id: row.id, name: row.name, createdAt: row.created_at.toISOString(), lastSentAt: row.last_sent_at?.toISOString() ?? null, current: row.session_id === sessionId }));
  }

  /** The same browser again takes the place of what it was before, whoever was signed in then. */
  async add(actor: MemberActor, session: { id: string | undefined; userAgent: string | undefined }, input: PushDeviceInput): Promise<PushDevice[]> {
    const sessionId = session.id;
    if (sessionId === undefined) throw forbidden('Pushes go to a browser that is signed in, not to an API token.');
    const { protocol, username } = new URL(input.endpoint);
    if ((protocol !== 'https:' && !(protocol === 'http:' && this.config.allowPrivateHosts)) || username !== '') throw invalid('push-address', 'This is no address of a push service.');
    // A browser is known by its endpoint, which nobody can guess; it may have belonged to a member of another workspace.
    await this.database.asSystem((tx) => tx.execute('DELETE FROM push_devices WHERE endpoint = $1', [input.endpoint]));
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const id = newId();
      const added = await tx.query(
        `INSERT INTO push_devices (id, workspace_id, member_id, session_id, endpoint, keys, name) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (endpoint) DO NOTHING RETURNING id`,
        [id, actor.workspaceId, actor.memberId, sessionId, input.endpoint, this.secrets.seal(JSON.stringify(input.keys), `push:${id}`), browserName(session.userAgent)],
      );
      if (added.length === 0) return;
      await tx.execute(`DELETE FROM push_devices WHERE id IN (SELECT id FROM push_devices WHERE member_id = $1 ORDER BY created_at DESC OFFSET ${MAX_DEVICES})`, [actor.memberId]);
      await record(tx, [{ type: 'push-device.added', actor: actorOf(actor), subjectId: id }]);
    });
    return this.list(actor, sessionId);
  }

  async remove(actor: MemberActor, deviceId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const removed = await tx.execute('DELETE FROM push_devices WHERE id = $1 AND member_id = $2', [deviceId, actor.memberId]);
      if (removed === 0) throw notFound('device');
      await record(tx, [{ type: 'push-device.removed', actor: actorOf(actor), subjectId: deviceId }]);
    });
  }

  async targets(workspaceId: string, memberId: string): Promise<PushTarget[]> {
    const rows = await this.database.lookInWorkspace(workspaceId, (tx) => tx.query<DeviceRow>(
      `SELECT d.id, d.endpoint, d.keys FROM push_devices d JOIN sessions s ON s.id = d.session_id WHERE d.member_id = $1 AND s.expires_at > now()`, [memberId]));
    return rows.map((row) => ({ id: row.id, endpoint: row.endpoint, keys: JSON.parse(this.secrets.open(row.keys, `push:${row.id}`)) as PushTarget['keys'] }));
  }

  /** `gone`: its push service does not know it any more. */
  async settle(workspaceId: string, sent: readonly string[], gone: readonly string[]): Promise<void> {
    await this.database.inWorkspace(workspaceId, async (tx: Tx) => {
      if (sent.length > 0) await tx.execute('UPDATE push_devices SET last_sent_at = now() WHERE id = ANY($1::uuid[])', [sent]);
      if (gone.length > 0) await tx.execute('DELETE FROM push_devices WHERE id = ANY($1::uuid[])', [gone]);
    });
  }
}

/** A name that its owner recognises in a list; what it cannot tell is simply a browser. */
function browserName(userAgent = ''): string {
  const browser = [['Edg/', 'Edge'], ['OPR/', 'Opera'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari']].find(([mark]) => userAgent.includes(mark as string))?.[1];
  const system = [['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Windows', 'Windows'], ['Mac OS', 'macOS'], ['Linux', 'Linux']].find(([mark]) => userAgent.includes(mark as string))?.[1];
  return [browser ?? 'Browser', system].filter((part) => part !== undefined).join(', ');
}
