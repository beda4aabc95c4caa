import { ApiProblem } from '../client';
import { attemptOf } from './attempt';

const problem = (status: number, code = 'x', options: ConstructorParameters<typeof ApiProblem>[3] = {}) => new ApiProblem(status, code, 'because', options);

describe('a reply that did not get through', () => {
  it('tries again when nothing answered, the server was down or asked for patience', () => {
    for (const status of [0, 401, 408, 429, 500, 503]) expect(attemptOf(problem(status)).outcome).toBe('later');
    expect(attemptOf(problem(429, 'x', { retryAfterMs: 7000 }))).toEqual({ outcome: 'later', retryAfterMs: 7000 });
    expect(attemptOf(new TypeError('Failed to fetch')).outcome).toBe('later');
  });

  it('stops with the reason when the server will never take it', () => {
    for (const status of [400, 403, 404, 409, 413, 422]) expect(attemptOf(problem(status, 'no'))).toEqual({ outcome: 'refused', code: 'no', detail: 'because' });
  });

  it('is held with what is new, and with nothing that is not a message', () => {
    const message = { id: 'm', seq: 4, text: 'Already answered', author: { name: 'Tomasz' } };
    expect(attemptOf(problem(409, 'stale-reply', { extensions: { messages: [message, { id: 5 }, null] } }))).toEqual({ outcome: 'stale', news: [message] });
    expect(attemptOf(problem(409, 'stale-reply'))).toEqual({ outcome: 'stale', news: [] });
  });
});
