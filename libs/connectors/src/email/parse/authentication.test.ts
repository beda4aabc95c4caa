import { readAuthentication } from './authentication';
import { readHeaders } from './headers';

const found = (lines: string[], server = 'mx.acme.test', from = 'jan@supplier.test') => {
  const mail = Buffer.from(`${lines.map((line) => `Authentication-Results: ${line}`).join('\r\n')}\r\n\r\n`);
  return readAuthentication(readHeaders(mail, 0, mail.length).headers, server === '' ? undefined : server, from);
};

describe('what our mail server found of a sender', () => {
  it.each([
    ['mx.acme.test; dmarc=pass (p=REJECT) header.from=supplier.test', true],
    ['mx.acme.test; spf=pass smtp.mailfrom=bounce@mail.supplier.test; dkim=none', true],
    ['mx.acme.test 1; dkim=pass header.d=supplier.test header.s=x', true],
    ['mx.acme.test; dmarc=fail header.from=supplier.test; dkim=pass header.d=supplier.test', false],
    // Somebody else's signature says nothing about this sender.
    ['mx.acme.test; dkim=pass header.d=evil.test; spf=pass smtp.mailfrom=x@evil.test', undefined],
    ['mx.acme.test; dkim=pass header.d=test', undefined],
    ['mx.acme.test; none', undefined],
  ])('%s', (line, expected) => {
    expect(found([line])).toBe(expected);
  });

  it('counts only when our server said it, and last', () => {
    const own = 'mx.acme.test; dmarc=pass header.from=supplier.test';
    expect(found(['mx.evil.test; dmarc=pass header.from=supplier.test'])).toBeUndefined();
    // Ours stands below another: it came with the mail, so the sender may have written it.
    expect(found(['mx.relay.test; dmarc=none', own])).toBeUndefined();
    expect(found([own, 'mx.acme.test; dmarc=fail header.from=supplier.test'])).toBe(true);
    expect(found([own], '')).toBeUndefined();
    expect(found([])).toBeUndefined();
    // A comment is no result.
    expect(found(['mx.acme.test (dmarc=pass); dmarc=none'])).toBeUndefined();
  });
});
