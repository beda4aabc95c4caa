import { GivenPromises, Lessons, type MemberActor } from '@kontuar/core';
import type { INestApplicationContext } from '@nestjs/common';
import { Database, newId } from '@kontuar/platform';

interface Said { customer: string; score: number; text: string; via: 'widget' | 'link'; hoursAgo: number }
/** What customers said of how they were served; one of them said nothing. */
const answers: Said[] = [
  { customer: 'Andrzej Maj', score: 4, text: 'Faktura przyszła od ręki. Szkoda, że nie od razu z meblem.', via: 'link', hoursAgo: 20 },
  { customer: 'Magda Lis', score: 5, text: 'Cudowny stół i cudowna obsługa!', via: 'widget', hoursAgo: 6 },
  { customer: 'Tomasz K.', score: 2, text: 'Przyjechałem o 13.40, a salon był już zamknięty.', via: 'widget', hoursAgo: 30 },
];

/** What stays after conversations are over: what customers said of them, a promise that nobody kept, and what the house learnt. */
export async function fillAfter(app: INestApplicationContext, { owner, marek }: { owner: MemberActor; marek: MemberActor }, of: (customer: string) => string | undefined): Promise<void> {
  const { workspaceId } = owner;
  await app.get(Database).inWorkspace(workspaceId, async (tx) => {
    for (const { customer, score, text, via, hoursAgo } of answers) {
      const conversationId = of(customer);
      if (conversationId === undefined) continue;
      const id = newId();
      // In its place: what was asked when the conversation ended a moment ago would stand beside it.
      await tx.execute(`DELETE FROM surveys WHERE conversation_id = $1`, [conversationId]);
      await tx.execute(
        `INSERT INTO surveys (id, workspace_id, kind, conversation_id, channel_id, scale, state, agent_id, team_id, planned_at, asked_at, answer_until, score, good, text, via, answered_at)
         SELECT $1, c.workspace_id, 'rating', c.id, c.channel_id, 'faces', 'answered', c.assignee_id, c.team_id, t.at, t.at, t.at + interval '14 days', $3::smallint, $3::smallint >= 4, $4, $5, t.at + interval '12 minutes' FROM conversations c, (SELECT now() - make_interval(hours => $6::int) AS at) t WHERE c.id = $2`,
        [id, conversationId, score, text, via, hoursAgo]);
      await tx.execute('INSERT INTO survey_answers (id, workspace_id, survey_id, score, text, via, at) SELECT $1, workspace_id, id, score, text, via, answered_at FROM surveys WHERE id = $2', [newId(), id]);
    }
  });
  const late = of('Mike');
  if (late !== undefined) {
    const promise = await app.get(GivenPromises).give(marek, late, { text: 'Tell him when the oak sideboard is in', dueAt: new Date(Date.now() + 3_600_000).toISOString(), remindMinutesBefore: null });
    // Its time passed yesterday; the next look of a worker finds it broken, as it would have.
    await app.get(Database).inWorkspace(workspaceId, (tx) => tx.execute(`UPDATE given_promises SET created_at = now() - interval '3 days', due_at = now() - interval '1 day', look_at = now() - interval '1 day' WHERE id = $1`, [promise.id]));
  }
  const slow = of('Tomasz K.');
  if (slow !== undefined) {
    await app.get(Lessons).create(marek, {
      conversationId: slow, caseId: null, title: 'Salon zamknięty wcześniej, niż pisaliśmy', happened: 'Klient przyjechał w sobotę o 13.40, a salon zamknął o 13 z powodu inwentaryzacji.', change: 'Zmianę godzin salon wpisuje od razu do bazy wiedzy.',
      answer: 'W sobotę salon jest czynny od 9 do 14; o zmianach piszemy na stronie pomocy.', tags: ['godziny', 'salon'], qualities: ['professional', 'attentive'],
    });
  }
}
