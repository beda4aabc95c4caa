import { occasionsOf, type Surroundings, type ToldEvent } from './occasions';

const at = new Date('2026-11-20T10:00:00Z');
const event = (over: Partial<ToldEvent>): ToldEvent => ({ type: 'conversation.updated', actor_kind: 'member', actor_id: 'jan', conversation_id: 'c', message_id: null, subject_id: null, at, data: { fields: { state: 'resolved' } }, ...over });
const around = (since: Date): Surroundings => ({
  conversations: new Map([['c', { id: 'c', channel_id: 'mail', assignee_id: 'jan', team_id: null }]]),
  messages: new Map([['m', { id: 'm', kind: 'message', direction: 'in', seq: 2, automatic: null, author_id: null, deleted: false, mentioned: [] }]]),
  watchers: new Map([['c', [{ memberId: 'ola', since }, { memberId: 'jan', since: at }]]]), wantUnassigned: [], keepers: [], leads: ['ewa', 'jan'],
});
const told = (about: ToldEvent, since: Date): string[] => occasionsOf(about, around(since)).flatMap(({ kind, memberIds }) => memberIds.map((id) => `${kind}: ${id}`));
const before = new Date(at.getTime() - 1);
const after = new Date(at.getTime() + 1);

describe('whom an event concerns', () => {
  it('tells watchers of a step that was taken since they came, and not its owner', () => {
    expect(told(event({}), before)).toEqual(['watched: ola']);
    expect(told(event({}), after)).toEqual([]);
  });

  it('tells watchers of a message in any case: it may have been on its way when they came', () => {
    const message = event({ type: 'message.created', actor_kind: 'contact', actor_id: null, message_id: 'm', data: {} });
    expect(told(message, after)).toEqual(['message: jan', 'watched: ola']);
  });

  it('tells the reviewer of an article, or everybody who may publish, and its writer what became of it', () => {
    const article = (type: string, data: Record<string, unknown>) => told(event({ type, conversation_id: null, subject_id: 'a', data }), before);
    expect(article('article.submitted', { locale: 'pl', reviewerId: 'ewa' })).toEqual(['knowledge: ewa']);
    expect(article('article.submitted', { locale: 'pl', reviewerId: null })).toEqual(['knowledge: ewa', 'knowledge: jan']);
    expect(article('article.returned', { locale: 'pl', writerId: 'ola' })).toEqual(['knowledge: ola']);
    expect(article('article.published', { locale: 'pl', writerId: null })).toEqual([]);
    expect(article('lessons.due', { count: 3 })).toEqual(['knowledge: ewa', 'knowledge: jan']);
  });
});
