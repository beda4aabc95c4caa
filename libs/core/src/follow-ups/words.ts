import type { Tx } from '@kontuar/platform';
import type { StepWords } from './steps';

/** What the texts of a follow-up may name, as it stands when they are sent. */
export async function stepWords(tx: Tx, conversationId: string, agentName: string): Promise<StepWords> {
  const [row] = await tx.query<{ contact: string; workspace: string; number: number }>(
    `SELECT p.name AS contact, w.name AS workspace, c.number FROM conversations c JOIN contacts p ON p.id = c.contact_id JOIN workspaces w ON w.id = c.workspace_id WHERE c.id = $1`, [conversationId]);
  return { contactName: row?.contact ?? '', agentName, workspaceName: row?.workspace ?? '', number: row?.number ?? 0 };
}
