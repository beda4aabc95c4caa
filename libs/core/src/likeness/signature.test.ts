import { readPhone } from './phone';
import { readSignature, type Letter } from './signature';

type Case = readonly [what: string, letter: Partial<Letter> & { text: string }, expected: readonly string[]];

/** Labelled by hand: what the writer says is theirs, and nothing else. */
const labelled: readonly Case[] = [
  ['a closing, a name, a mobile', { text: 'Dzień dobry,\nproszę o fakturę.\n\nPozdrawiam,\nJan Kowalski\ntel. 600 100 200' }, ['+48600100200']],
  ['a closing without marks', { text: 'Prosze o zwrot.\n\nZ powazaniem\nJan Kowalski\nkom. 600-100-200' }, ['+48600100200']],
  ['the agreed mark', { text: 'Kiedy wyślecie?\n-- \nJan Kowalski\n+48 600 100 200\njan.prywatny@gmail.com' }, ['+48600100200', 'jan.prywatny@gmail.com']],
  ['closing and name in one line', { text: 'Czekam.\n\nPozdrawiam, Jan Kowalski, tel. 600100200' }, ['+48600100200']],
  ['English', { text: 'Where is my order?\n\nKind regards,\nJan Kowalski\nMobile: +44 7700 900123', country: 'GB' }, ['+447700900123']],
  ['a British number at home', { text: 'Thanks for your help.\n\nBest wishes\nJan Kowalski\nM: 07700 900123', country: 'GB' }, ['+447700900123']],
  ['a nought for callers at home', { text: 'Hello.\n\nRegards\nJan Kowalski\nT: +44 (0)20 7946 0018', country: 'GB' }, ['+442079460018']],
  ['an American number', { text: 'Please cancel.\n\nThanks,\nJan Kowalski\n(212) 555-0142', country: 'US' }, []],
  ['an American number with its word', { text: 'Please cancel.\n\nThanks,\nJan Kowalski\nCell: (212) 555-0142', country: 'US' }, ['+12125550142']],
  ['set apart by the mail program', { text: 'Dzień dobry, kiedy paczka?', quoted: 'Jan Kowalski\nKierownik zakupów\ntel. kom. +48 600 100 200\nwww.meblex.pl' }, ['+48600100200']],
  ['set apart, then quoted', { text: 'Tak.', quoted: '-- \nJan Kowalski\nm. 600 100 200\n\nW dniu 1.02.2026 o 10:00, Sklep pisze:\n> tel. 700 700 700\n> Pozdrawiamy' }, ['+48600100200']],
  ['only quoted', { text: 'Tak, poproszę.', quoted: 'W dniu 2026-02-01 o 10:00, Sklep napisał(a):\n> Pozdrawiam,\n> Ola\n> tel. 700 700 700' }, []],
  ['quoted by Outlook', { text: 'Tak.', quoted: 'From: Sklep <biuro@sklep.pl>\nSent: Monday\nTo: Jan\n\nPozdrawiam\nOla Nowak\ntel. 700 700 700' }, []],
  ['quoted without marks', { text: 'OK.', quoted: 'On Mon, Feb 1, 2026 at 10:00 AM Shop <shop@example.com> wrote:\nBest regards\nOla\ntel. 700 700 700' }, []],
  ['forwarded', { text: 'Przesyłam.\n\n---------- Forwarded message ---------\nOd: Ewa Lis\nPozdrawiam\nEwa Lis\ntel. 700 700 700' }, []],
  ['forwarded in Polish', { text: 'Zobaczcie.\n\n-------- Wiadomość przekazana --------\nPozdrawiam\nEwa\ntel. 700 700 700' }, []],
  ['a number in the letter', { text: 'Zadzwońcie do kuriera, tel. 700 700 700.\n\nPozdrawiam\nJan Kowalski' }, []],
  ['a neighbour in a postscript', { text: 'Nie ma mnie.\n\nPozdrawiam\nJan Kowalski\n\nPS. numer sąsiadki: tel. 700 700 700' }, []],
  ['a tax number', { text: 'Faktura.\n\nPozdrawiam\nJan Kowalski\nNIP 526 025 02 74\nREGON 012100784\ntel. 600 100 200' }, ['+48600100200']],
  ['an account', { text: 'Zwrot.\n\nPozdrawiam\nJan Kowalski\nkonto: 12 1020 1026 0000 0422 7020 1111' }, []],
  ['an order', { text: 'Co z nim?\n\nPozdrawiam\nJan Kowalski\nzamówienie 600100200' }, []],
  ['a fax beside', { text: 'Oferta.\n\nZ poważaniem\nJan Kowalski\ntel. 600 100 200, fax: 22 621 00 00' }, ['+48600100200']],
  ['a switchboard', { text: 'Oferta.\n\nZ poważaniem\nJan Kowalski\ncentrala: 22 621 00 00' }, []],
  ['a hotline and the desk', { text: 'Oferta.\n\nZ poważaniem\nJan Kowalski\ninfolinia tel. 801 100 200\ne-mail: biuro@meblex.pl' }, []],
  ['somebody else signs', { text: 'W imieniu prezesa.\n\nZ poważaniem\nEwa Lis\ntel. 700 700 700' }, []],
  ['a relative of the same surname signs', { text: 'Piszę z konta męża.\n\nPozdrawiam\nAnna Kowalska\ntel. 700 700 700' }, []],
  ['a desk, signed by who is there', { text: 'Prosimy o wycenę.\n\nPozdrawiam\nEwa Lis\ntel. 700 700 700', authorName: 'Biuro Meblex', authorAddress: 'biuro@meblex.pl' }, []],
  ['a nick name as the name', { text: 'Hej, kiedy?\n\nPozdrawiam\nJan Kowalski\ntel. 600 100 200', authorName: 'jkowal77' }, ['+48600100200']],
  ['a familiar form', { text: 'Hej!\n\nPozdrawiam\nJanek Kowalski\ntel. 600 100 200' }, ['+48600100200']],
  ['no closing, the own name', { text: 'Kiedy przyjdzie paczka\n\nJan Kowalski\n600 100 200' }, ['+48600100200']],
  ['no closing, no name', { text: 'Kiedy przyjdzie paczka\n\n600 100 200' }, []],
  ['another address', { text: 'Odpowiedzcie tam.\n\nPozdrawiam\nJan Kowalski\nmail: j.kowalski@wp.pl' }, ['j.kowalski@wp.pl']],
  ['their own address', { text: 'Cześć.\n\nPozdrawiam\nJan Kowalski\njan@example.com' }, []],
  ['an address of a privacy officer', { text: 'Cześć.\n\nPozdrawiam\nJan Kowalski\nRODO: jan.iodo@meblex.pl' }, []],
  ['a closing in the middle', { text: 'Pozdrawiam\nto pierwsza sprawa, a druga jest taka, że paczka nie dotarła do dzisiaj i dzwoniłem już do kuriera, tel. 700 700 700\nCo teraz?' }, []],
  ['a price and a date', { text: 'Zapłaciłem.\n\nPozdrawiam\nJan Kowalski\n2026-01-15, 1 249 000 zł' }, []],
  ['a number of a customer', { text: 'Hi.\n\nThanks\nJan Kowalski\nCustomer no 600100200' }, []],
  ['bars between', { text: 'Hi.\n\nBest regards\nJan Kowalski | Buyer | Meblex\nM +48 600 100 200 | jan.kowalski@meblex.pl | www.meblex.pl' }, ['+48600100200', 'jan.kowalski@meblex.pl']],
  ['a sign of a telephone', { text: 'Hej.\n\nPozdrawiam\nJan Kowalski\n📞 600 100 200' }, ['+48600100200']],
  ['a foreign number', { text: 'Hallo.\n\nPozdrawiam\nJan Kowalski\ntel. +49 151 23456789' }, ['+4915123456789']],
  ['two of the same', { text: 'Hej.\n\nPozdrawiam\nJan Kowalski\ntel. 600 100 200', quoted: '-- \nJan Kowalski\n+48600100200' }, ['+48600100200']],
  ['a phone that says so', { text: 'Kiedy?\n\nWysłane z iPhone’a' }, []],
  ['nothing', { text: '' }, []],
  ['a disclaimer', { text: 'Dzień dobry.\n\nPozdrawiam\nJan Kowalski\ntel. 600 100 200\n\nAdministratorem danych jest Meblex, kontakt: iod@meblex.pl' }, ['+48600100200']],
  ['a secretary below', { text: 'Dear all,\n\nSincerely\nJan Kowalski\nm: +48 600 100 200\nAssistant: Ewa, tel. 700 700 700' }, ['+48600100200']],
  ['a parcel', { text: 'Hi,\n\nRegards,\nJan Kowalski\nref 00123456789012' }, []],
];

const read = (letter: Partial<Letter> & { text: string }) => readSignature({ authorName: 'Jan Kowalski', authorAddress: 'jan@example.com', country: 'PL', ...letter });

it.each(labelled)('reads of a signature with %s what is the writer’s', (_what, letter, expected) => {
  expect(read(letter).map(({ value }) => value).sort()).toEqual([...expected].sort());
});

it('shows the very line', () => {
  expect(read({ text: 'Hej\n\nPozdrawiam\nJan Kowalski\n  kom.   600-100-200  ' })).toEqual([{ kind: 'phone', value: '+48600100200', words: 'kom. 600-100-200' }]);
});

it('takes little time of whatever comes', () => {
  const began = performance.now();
  for (const text of ['1 '.repeat(50_000), `Pozdrawiam\n${'('.repeat(100_000)}`, 'a@'.repeat(50_000), `${'tel. '.repeat(20_000)}\n`, '\n'.repeat(100_000), `Pozdrawiam\n${'x@x.'.repeat(20_000)}`]) read({ text, quoted: text });
  expect(performance.now() - began).toBeLessThan(1500);
});

it.each([
  ['600 100 200', 'PL', '+48600100200'], ['0048 600-100-200', 'PL', '+48600100200'], ['48600100200', 'PL', '+48600100200'], ['+48 (0) 600 100 200', 'PL', '+48600100200'], ['020 7946 0018', 'GB', '+442079460018'], ['+44 020 7946 0018', 'PL', '+442079460018'],
  ['12345', 'PL', undefined], ['526 025 02 74', 'PL', undefined], ['600100200', 'XX', undefined], ['+0600100200', 'PL', undefined], ['1234567890123456789', 'PL', undefined],
])('reads %s of %s as %s', (written, country, expected) => {
  expect(readPhone(written, country)).toBe(expected);
});
