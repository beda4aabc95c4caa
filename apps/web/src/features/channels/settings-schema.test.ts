import { formOf, hasNewSecrets, initialValues, isShown, missingPaths, nameFrom, valuesToSend, withPreset, type JsonSchema } from './settings-schema';

const mailbox: JsonSchema = {
  type: 'object',
  properties: {
    address: { type: 'string', format: 'email', title: 'Address' },
    imap: { type: 'object', title: 'Incoming', properties: { host: { type: 'string' }, port: { type: 'integer', default: 993, minimum: 1, maximum: 65535 } }, required: ['host', 'port'] },
    login: {
      title: 'How we sign in',
      oneOf: [
        { type: 'object', title: 'Password', properties: { kind: { const: 'password' }, password: { type: 'string', secret: true } }, required: ['kind', 'password'] },
        { type: 'object', title: 'Google', properties: { kind: { const: 'google' }, refreshToken: { type: 'string', secret: true } }, required: ['kind', 'refreshToken'] },
      ],
    },
    folders: { type: 'array', items: { type: 'string' }, default: ['INBOX'] },
    note: { anyOf: [{ type: 'string', maxLength: 2000 }, { type: 'null' }] },
    mode: { type: 'string', enum: ['auto', 'long-poll'], default: 'auto' },
    version: { const: 2 },
  },
  required: ['address', 'imap', 'login', 'folders', 'mode', 'version'],
};

describe('a form from the schema of a connector', () => {
  it('draws each shape as the field that suits it, and constants not at all', () => {
    expect(formOf(mailbox).map((field) => [field.key, field.kind, field.required])).toEqual([
      ['address', 'text', true],
      ['imap', 'group', true],
      ['login', 'variant', true],
      ['folders', 'lines', false],
      ['note', 'text', false],
      ['mode', 'choice', false],
    ]);
  });

  it('starts from the defaults, with the first way to sign in chosen', () => {
    expect(initialValues(mailbox)).toEqual({ imap: { port: 993 }, login: { kind: 'password' }, folders: ['INBOX'], mode: 'auto', version: 2 });
  });

  it('reads shared definitions and objects put together from parts', () => {
    const schema: JsonSchema = {
      $defs: { host: { type: 'string', title: 'Host' } },
      allOf: [{ properties: { a: { $ref: '#/$defs/host' } }, required: ['a'] }, { properties: { b: { type: 'boolean' } } }],
    };
    expect(formOf(schema).map((field) => [field.key, field.title, field.kind])).toEqual([['a', 'Host', 'text'], ['b', 'B', 'switch']]);
  });

  it('hides the limits of safe integers, which nobody would read', () => {
    const [field] = formOf({ properties: { days: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } } });
    expect(field).toMatchObject({ kind: 'number', minimum: 0, whole: true });
    expect(field).not.toHaveProperty('maximum');
  });

  it('names required fields that are empty by their path', () => {
    const fields = formOf(mailbox);
    expect(missingPaths(fields, initialValues(mailbox))).toEqual(['address', 'imap.host', 'login.password']);
    expect(missingPaths(fields, { address: 'a@b.pl', imap: { host: 'x', port: 1 }, login: { kind: 'google', refreshToken: true } })).toEqual([]);
  });

  it('leaves kept secrets and empty optional boxes out of what is sent', () => {
    expect(
      valuesToSend(formOf(mailbox), { address: 'a@b.pl', imap: { host: 'x', port: 993 }, login: { kind: 'password', password: true }, folders: [' INBOX ', ''], note: '', mode: 'auto', version: 2 }),
    ).toEqual({ address: 'a@b.pl', imap: { host: 'x', port: 993 }, login: { kind: 'password' }, folders: ['INBOX'], mode: 'auto', version: 2 });
  });

  it('sends a secret that was typed anew', () => {
    expect(valuesToSend(formOf(mailbox), { login: { kind: 'password', password: 'n3w' } })['login']).toEqual({ kind: 'password', password: 'n3w' });
  });

  it('can test settings beforehand only when every secret was typed anew', () => {
    const fields = formOf(mailbox);
    expect(hasNewSecrets(fields, { login: { kind: 'password', password: true } })).toBe(false);
    expect(hasNewSecrets(fields, { login: { kind: 'google', refreshToken: 'r' } })).toBe(true);
    expect(hasNewSecrets(formOf({ properties: { a: { type: 'string' } } }), { a: 'x' })).toBe(false);
  });

  it('shows a field only beside the choice that it belongs to, and then asks for it', () => {
    const fields = formOf({
      properties: { auth: { enum: ['password', 'oauth'], default: 'password' }, password: { type: 'string', secret: true, when: { auth: 'password' } }, kept: { type: 'string', hidden: true, secret: true } },
      required: ['password'],
    });
    expect(fields.filter((field) => isShown(field, { auth: 'oauth' })).map((field) => field.key)).toEqual(['auth']);
    expect(missingPaths(fields, { auth: 'oauth' })).toEqual([]);
    expect(missingPaths(fields, { auth: 'password' })).toEqual(['password']);
  });

  it('never sends the booleans that stand for secrets, also of those that the form does not show', () => {
    const fields = formOf({ properties: { token: { type: 'string', secret: true }, kept: { type: 'string', hidden: true, secret: true }, until: { type: 'string', hidden: true } } });
    expect(valuesToSend(fields, { token: false, kept: true, until: '2027' })).toEqual({ until: '2027' });
  });

  it('takes the words for a choice of many from the list that holds it', () => {
    const [field] = formOf({ properties: { languages: { type: 'array', items: { type: 'string', enum: ['en', 'pl'] }, labels: { en: 'English', pl: 'Polski' } } } });
    expect(field).toMatchObject({ kind: 'many', options: [{ value: 'en', label: 'English' }, { value: 'pl', label: 'Polski' }] });
  });

  it('keeps what a preset does not speak of', () => {
    expect(withPreset({ imap: { host: 'old', port: 143 }, address: 'a@b.pl' }, { imap: { host: 'imap.new' } })).toEqual({ imap: { host: 'imap.new', port: 143 }, address: 'a@b.pl' });
  });

  it('finds a first name for the channel in its address', () => {
    expect(nameFrom(formOf(mailbox), { address: ' kontakt@domlipowy.pl ' })).toBe('kontakt@domlipowy.pl');
    expect(nameFrom(formOf(mailbox), {})).toBeUndefined();
  });
});
