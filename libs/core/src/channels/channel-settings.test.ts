import { z } from 'zod';
import { changeSettings, maskSettings, mergeSettings, splitSettings } from './channel-settings';

const secret = { secret: true };
const schema = z.object({
  host: z.string(),
  token: z.string().trim().optional().meta(secret),
  auth: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('password'), user: z.string(), password: z.string().meta(secret) }),
    z.object({ kind: z.literal('oauth'), refreshToken: z.string().meta(secret).optional() }),
  ]),
});
const settings = { host: 'mail.example.com', token: 't', auth: { kind: 'password', user: 'me', password: 'p' } };

it('takes every secret out, in nested objects and in each variant, and puts them back where they were', () => {
  const { open, secret: hidden } = splitSettings(schema, settings);
  expect(open).toEqual({ host: 'mail.example.com', auth: { kind: 'password', user: 'me' } });
  expect(hidden).toEqual({ token: 't', auth: { password: 'p' } });
  expect(mergeSettings(open, hidden)).toEqual(settings);
  expect(splitSettings(schema, { host: 'h', auth: { kind: 'oauth', refreshToken: 'r' } }).secret).toEqual({ auth: { refreshToken: 'r' } });
});

it('shows that a secret is set, and nothing of it', () => {
  const { open, secret: hidden } = splitSettings(schema, settings);
  expect(maskSettings(open, hidden)).toEqual({ host: 'mail.example.com', token: true, auth: { kind: 'password', user: 'me', password: true } });
});

it('keeps a secret that is left out or comes back masked, takes a new one, and takes out what is null', () => {
  const kept = { token: 't', auth: { password: 'p' } };
  expect(changeSettings(schema, kept, { host: 'h', token: true, auth: { kind: 'password', user: 'you' } })).toEqual({ host: 'h', token: 't', auth: { kind: 'password', user: 'you', password: 'p' } });
  expect(changeSettings(schema, kept, { host: 'h', token: null, auth: { kind: 'password', user: 'me', password: 'new' } })).toEqual({ host: 'h', auth: { kind: 'password', user: 'me', password: 'new' } });
});
