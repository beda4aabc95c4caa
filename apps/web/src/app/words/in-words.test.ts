import { inWords, isKnown, learnPolish } from './in-words';

it('leaves English alone', () => {
  expect(inWords('Bot token', 'en')).toBe('Bot token');
  expect(isKnown('anything at all', 'en')).toBe(true);
});

it('says nothing rather than English until the dictionary is here, and then says it in Polish', async () => {
  expect(inWords('Telegram refused the bot token: it was revoked or mistyped', 'pl')).toBe('');
  await learnPolish();
  expect(inWords('Telegram refused the bot token: it was revoked or mistyped', 'pl')).toBe('Telegram odrzucił token bota: cofnięto go albo zawiera literówkę');
  expect(isKnown('Words of a stranger', 'pl')).toBe(false);
});
