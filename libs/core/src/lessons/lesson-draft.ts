import type { LessonDraft, Locale } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { maskOf } from '../assistant/mask';
import { cut, firstWords } from './first-words';

interface Facts {
  matter: string | null; team_id: string | null; name: string; language: string | null; house: Locale; subject: string | null; first: string | null;
  case_subject: string | null; product: string | null; decision: string | null; decision_reason: string | null;
}

/** Begins what was decided, in the language of the house. */
const decided: Record<Locale, Record<string, string>> = {
  en: { accepted: 'Accepted:', partly: 'Partly:', refused: 'Refused:' },
  pl: { accepted: 'Uznano:', partly: 'Częściowo:', refused: 'Odmówiono:' },
};

/** From the case, the subject and the first words of the customer. A lesson is about the house: names, addresses and numbers stay where they are. */
export async function draftOf(tx: Tx, { conversationId, caseId }: { conversationId: string; caseId: string | null }): Promise<LessonDraft> {
  const [row] = await tx.query<Facts>(
    `SELECT c.matter, c.team_id, p.name, coalesce(c.language, p.language) AS language, w.locale AS house, c.subject, k.subject AS case_subject, k.product, k.decision, k.decision_reason,
       (SELECT left(m.text, 4000) FROM messages m WHERE m.conversation_id = c.id AND m.direction = 'in' AND m.kind = 'message' AND m.deleted_at IS NULL AND m.text <> '' ORDER BY m.seq LIMIT 1) AS first
     FROM conversations c JOIN contacts p ON p.id = c.contact_id JOIN workspaces w ON w.id = c.workspace_id LEFT JOIN cases k ON k.id = $2 WHERE c.id = $1`, [conversationId, caseId]);
  if (row === undefined) return { title: '', happened: '', matter: null, teamId: null, locale: 'en' };
  const mask = maskOf([row.name]);
  const without = (text: string): string => mask.hide(text).replace(/⟦[ENP]\d+⟧/g, '…');
  const words = without(firstWords(row.first ?? ''));
  const topic = without((row.case_subject ?? '').trim() || (row.subject ?? '').replace(/^(re|fwd?|odp|pd):\s*/giu, '').trim());
  const decision = row.decision === null ? '' : `${decided[row.house][row.decision] ?? ''} ${without(row.decision_reason ?? '')}`.trim().replace(/:$/, '');
  return {
    title: cut(topic !== '' ? [topic, without(row.product ?? '')].filter((part) => part !== '').join(', ') : words, 120),
    happened: [words, decision].filter((part) => part !== '').join('\n'), matter: row.matter, teamId: row.team_id,
    locale: row.language === null ? row.house : row.language.toLowerCase().startsWith('pl') ? 'pl' : 'en',
  };
}
