import { ApiProblem } from './client';
import { failureDetail, failureKey, failureWords } from './failure-words';
import { failureStrings } from './failure.strings';
import { fieldWords, problemWords } from './problem-words';
import { switchLocale } from '../i18n';
import { learnPolish } from './words/in-words';

it.each([
  ['unknown-recipient', 'failAddress'], ['domain-not-found', 'failAddress'], ['mailbox-full', 'failMailbox'], ['mailbox-disabled', 'failRefused'], ['too-large', 'failTooLarge'], ['spam', 'failSpam'],
  ['policy', 'failSpam'], ['sender-refused', 'failRefused'], ['expired', 'failUnreachable'], ['loop', 'failRefused'], ['not-delivered', 'failUndelivered'], ['bounced', 'failRefused'],
])('has words of its own for the bounce %s', (code, key) => {
  expect(failureKey(code)).toBe(key);
});

it.each([
  ['window-closed', 'failWindow'], ['blocked-by-user', 'failBlocked'], ['rate-limited', 'failBusy'], ['quota-used', 'failQuota'], ['private-reply-used', 'failReplyUsed'], ['private-reply-too-late', 'failReplyLate'], ['template-refused', 'failTemplate'],
  ['template-paused', 'failTemplateState'], ['text-too-long', 'failTooLong'], ['attachment-too-big', 'failTooLarge'], ['attachment-type', 'failFileKind'], ['too-many-attachments', 'failTooMany'], ['token-refused', 'failLogin'],
  ['permission-missing', 'failPermission'], ['message-gone', 'failMessageGone'], ['opted-out', 'failOptedOut'], ['other-app-holds', 'failHeld'],
])('has words of its own for the refusal %s', (code, key) => {
  expect(failureKey(code)).toBe(key);
});

it('shows the words of the platform for a reason that it does not know', () => {
  expect([failureKey('moon-in-the-way'), failureKey(undefined)]).toEqual(['failOther', 'failOther']);
});

it('puts a code into words, however it is written', () => {
  expect(failureWords('WINDOW_CLOSED')).toBe('the time to answer freely is over');
});

it('says each failure in words of its own, in both languages', () => {
  for (const words of [failureStrings.en, failureStrings.pl]) expect(new Set(Object.values(words)).size).toBe(Object.keys(words).length);
});

describe('on a Polish screen', () => {
  beforeAll(async () => {
    await switchLocale('pl');
    await learnPolish();
  });
  afterAll(() => switchLocale('en'));

  it('says in Polish what the channel said, and quotes what only the platform can mean', () => {
    expect(failureDetail('The customer has blocked the bot, so nothing can be sent until they write again')).toBe('Klient zablokował bota, więc niczego nie da się wysłać, dopóki sam znów nie napisze');
    expect(failureDetail('Unerwarteter Fehler')).toBe('Odpowiedź platformy: „Unerwarteter Fehler”');
    expect(failureDetail('')).toBe('');
  });

  it('says in Polish why the server refused, and something general for what nobody translated', () => {
    expect(problemWords(new ApiProblem(409, 'last-owner', 'A workspace keeps at least one owner. Make somebody else an owner first.'))).toBe('w przestrzeni musi zostać co najmniej jeden właściciel. Najpierw mianuj właścicielem kogoś innego');
    expect(problemWords(new ApiProblem(403, 'forbidden', 'Only an owner invites an owner.'))).toBe('właściciela może zaprosić tylko właściciel');
    expect(problemWords(new ApiProblem(409, 'already-set-up', 'Kontuar is set up already. Sign in, or ask for an invitation.'))).toBe('Kontuar jest już skonfigurowany. Zaloguj się albo poproś o zaproszenie');
    expect(problemWords(new ApiProblem(409, 'strange', 'Words of a proxy on the way'))).toBe('ktoś zmienił to w międzyczasie. Wczytaj stronę ponownie');
  });

  it('says in Polish what is wrong with a field', () => {
    const problem = (message: string) => new ApiProblem(400, 'invalid', 'Some fields are wrong.', { errors: [{ path: 'email', message }] });
    expect(fieldWords(problem('This is no email address'), 'email')).toBe('To nie jest adres e-mail');
    expect(fieldWords(problem('Invalid input: expected string'), 'email')).toBe('coś w formularzu się nie zgadza');
    expect(fieldWords(problem('This is no email address'), 'name')).toBeUndefined();
  });
});

it('keeps the capital of a name where the words go on small', () => {
  expect(problemWords(new ApiProblem(409, 'no-consent', 'Telegram refused the request.'))).toBe('Telegram refused the request');
  expect(problemWords(new ApiProblem(409, 'no-consent', 'This platform has no consent screen; its access is entered by hand.'))).toBe('this platform has no consent screen; its access is entered by hand');
});
