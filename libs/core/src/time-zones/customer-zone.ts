import type { CustomerZone } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { guessZone } from './guess';

interface Signs { by_hand: string | null; language: string | null; workspace: string; country: string | null; phones: string[]; browser: string | null; mail: { offsetMinutes: number; at: string } | null }

/** Where a contact's clock hangs, from everything that is known of them. Messages are looked at in their newest conversations alone. */
export async function zoneOfContact(tx: Tx, contactId: string): Promise<CustomerZone> {
  const [signs] = await tx.query<Signs>(
    `SELECT p.time_zone AS by_hand, coalesce(p.language, (SELECT c.language FROM conversations c WHERE c.contact_id = p.id AND c.language IS NOT NULL ORDER BY c.last_message_at DESC LIMIT 1)) AS language, w.time_zone AS workspace, p.attributes->>'country' AS country,
       ARRAY(SELECT coalesce(i.phone, i.external_id) FROM identities i WHERE i.contact_id = p.id AND (i.phone IS NOT NULL OR i.scope = 'phone' OR i.external_id ~ '^[+]\\d{7,15}$') ORDER BY i.last_seen_at DESC NULLS LAST) AS phones,
       (SELECT m.extra->>'timeZone' FROM (SELECT c.id FROM conversations c WHERE c.contact_id = p.id ORDER BY c.last_message_at DESC LIMIT 5) c
          JOIN LATERAL (SELECT extra, at FROM messages WHERE conversation_id = c.id AND direction = 'in' AND extra ? 'timeZone' ORDER BY seq DESC LIMIT 1) m ON true ORDER BY m.at DESC LIMIT 1) AS browser,
       (SELECT jsonb_build_object('offsetMinutes', (m.extra->>'sentOffset')::int, 'at', m.at) FROM (SELECT c.id FROM conversations c WHERE c.contact_id = p.id ORDER BY c.last_message_at DESC LIMIT 5) c
          JOIN LATERAL (SELECT extra, at FROM messages WHERE conversation_id = c.id AND direction = 'in' AND jsonb_typeof(extra->'sentOffset') = 'number' ORDER BY seq DESC LIMIT 1) m ON true ORDER BY m.at DESC LIMIT 1) AS mail
     FROM contacts p JOIN workspaces w ON w.id = p.workspace_id WHERE p.id = $1`,
    [contactId],
  );
  if (signs === undefined) throw new Error('the contact is gone');
  return guessZone({
    byHand: signs.by_hand, phones: signs.phones, browser: signs.browser, country: signs.country, language: signs.language, workspace: signs.workspace,
    mail: signs.mail === null ? null : { offsetMinutes: signs.mail.offsetMinutes, at: new Date(signs.mail.at) },
  });
}
