import { newId, Secrets } from '@kontuar/platform';
import { readReplyToken, replyToken } from '../messages/reply-token';
import { houseToken, readHouseToken } from './house-token';

const secrets = new Secrets('a secret of the tests, long enough to be one');

describe('the token of a mail of the house', () => {
  it('names what it was made for, whatever a mail server does to its case', () => {
    for (let i = 0; i < 50; i++) {
      const id = newId();
      for (const purpose of ['aside', 'notice'] as const) {
        const token = houseToken(secrets, purpose, id);
        expect(readHouseToken(secrets, token)).toEqual({ purpose, id });
        expect(readHouseToken(secrets, token.toUpperCase())).toEqual({ purpose, id });
      }
    }
  });

  it('fits into a local part beside the name of a mailbox', () => {
    expect(`customer-support+r-${houseToken(secrets, 'aside', newId())}`.length).toBeLessThanOrEqual(64);
  });

  it('is refused when anything of it is another: its purpose, its id, its proof, its maker', () => {
    const token = houseToken(secrets, 'aside', newId());
    expect(readHouseToken(secrets, `n${token.slice(1)}`)).toBeUndefined();
    expect(readHouseToken(secrets, `${token.slice(0, 5)}${token[5] === 'a' ? 'b' : 'a'}${token.slice(6)}`)).toBeUndefined();
    expect(readHouseToken(secrets, `${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`)).toBeUndefined();
    expect(readHouseToken(new Secrets('another secret of other tests, long too'), token)).toBeUndefined();
    for (const nonsense of ['', 's', token.slice(1), `${token}x`, 'support']) expect(readHouseToken(secrets, nonsense)).toBeUndefined();
  });

  it('is never taken for a customer’s, nor a customer’s for it', () => {
    const id = newId();
    expect(readReplyToken(secrets, houseToken(secrets, 'aside', id), 'anna@customer.test')).toBeUndefined();
    expect(readHouseToken(secrets, replyToken(secrets, id, 'anna@customer.test'))).toBeUndefined();
  });
});
