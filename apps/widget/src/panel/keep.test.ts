import { read, write } from './keep';
import type { Pending } from './state';

const pending = (clientId: string, state: Pending['state']): Pending => ({ clientId, text: 'x', at: '2026-11-20T12:00:00Z', attachments: [], state });

describe('what outlives the page', () => {
  it('comes back as it was, and what was on its way waits again under the same id', () => {
    const text = write({ token: 't', who: 'customer-1', verified: true, pending: [pending('a', 'sending'), pending('b', 'refused')], draft: 'half a', form: { name: 'Marta', email: '' } });
    expect(read(text)).toEqual({ token: 't', who: 'customer-1', verified: true, pending: [pending('a', 'waiting'), pending('b', 'refused')], draft: 'half a', form: { name: 'Marta', email: '' } });
  });

  it('is nothing for somebody who only looked', () => {
    expect(write({ pending: [], draft: '' })).toBeNull();
  });

  it.each(['', 'not json', '[]', '"x"', 'null', '{"v":2,"token":"t"}', '{"v":1,"token":5,"pending":"x","draft":{}}', '{"v":1,"pending":[null,1,{"clientId":3}]}'])('is read as empty when storage holds %s', (text) => {
    expect(read(text)).toEqual({ pending: [], draft: '' });
  });
});
