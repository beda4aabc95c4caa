import { Readable } from 'node:stream';
import { bareCell, guessByCells, guessDelimiter, guessEncoding, guessHeader, guessMapping, safeCell } from './csv-shape';
import { firstLook, refuseWhatIsNoText, tableLines } from './read-table';

describe('a file of customers', () => {
  it('is read in the alphabet in which it was written', () => {
    const utf16 = Buffer.from('imię;e-mail\nŻółw;z@x.pl', 'utf16le');
    expect(guessEncoding(Buffer.from('\ufeffŻółć'))).toBe('utf-8');
    // ŻÓŁW, Świat, źdźbło as Windows and as older systems of Poland write them.
    expect(guessEncoding(Buffer.from([0xaf, 0xd3, 0xa3, 0x57, 0x20, 0x8c, 0x77, 0x69, 0x61, 0x74]))).toBe('windows-1250');
    expect(guessEncoding(Buffer.from([0xaf, 0xd3, 0xa3, 0x57, 0x20, 0xa6, 0x77, 0x69, 0x61, 0x74, 0xb1]))).toBe('iso-8859-2');
    expect(guessEncoding(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]))).toBe('utf-16le');
    expect(guessEncoding(utf16)).toBe('utf-16le');
    expect(guessEncoding(Buffer.from(utf16).swap16())).toBe('utf-16be');
  });

  it.each([
    ['a workbook', Buffer.from('PK\u0003\u0004 and more'), 'is-workbook'], ['a zero in the middle', Buffer.from('a,b\n1,2\n3,\0'), 'not-text'], ['a picture', Buffer.from('\u0089PNG\r\n\u001a\n\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000e\u000f', 'latin1'), 'not-text'],
  ])('is no text where it is %s', (_, bytes, code) => {
    expect(() => refuseWhatIsNoText(bytes, bytes.toString('latin1'))).toThrow(expect.objectContaining({ code }));
  });

  it('says in which line what is wrong with the whole of it', async () => {
    const look = (text: string) => firstLook(text, { delimiter: ',', header: true });
    await expect(look('name,email\nJan,j@x.pl\n"Ewa,e@x.pl\nOla,o@x.pl')).rejects.toMatchObject({ code: 'open-quote', message: expect.stringContaining('line 3') as string });
    await expect(look(`${'a,'.repeat(10_000)}b\n1`)).rejects.toMatchObject({ code: 'too-many-columns', message: expect.stringContaining('10001') as string });
    expect(await look('name,name\nJan,Kowalski\n')).toEqual({ total: 1, headers: ['name', 'name'], sample: [['Jan', 'Kowalski']] });
    expect(await look('only headings')).toMatchObject({ total: 0 });
  });

  it('tells nobody in lines without a word and in the one that tells Excel what stands between columns, and counts lines as an editor does', async () => {
    for (const end of ['\n', '\r\n']) {
      const text = ['sep=;', 'Name;Note', 'Jan;1', '', ';', 'Ewa;"two', 'lines"', '   ', 'Ola;"a', 'b', 'c"', 'Iza;4', ';;', ''].join(end);
      expect(guessDelimiter(text)).toBe(';');
      expect(await firstLook(text, { delimiter: ';', header: true })).toMatchObject({ total: 4, headers: ['Name', 'Note'] });
      const lines = [];
      for await (const { line, cells } of tableLines(Readable.from([Buffer.from(text)]), { encoding: 'utf-8', delimiter: ';', header: true })) lines.push([line, cells[0]]);
      expect(lines).toEqual([[3, 'Jan'], [6, 'Ewa'], [9, 'Ola'], [12, 'Iza']]);
    }
  });

  it('has headings, or begins with somebody whose columns are told by what they look like', async () => {
    expect(guessHeader(['Imię', 'E-mail', 'Rok 2024'])).toBe(true);
    expect(guessHeader(['Jan Kowalski', 'jan@x.pl'])).toBe(false);
    expect(guessHeader(['Jan Kowalski', '600 100 200'])).toBe(false);
    expect(await firstLook('Jan Kowalski;jan@x.pl\nEwa Lis;ewa@x.pl', { delimiter: ';', header: false })).toEqual({ total: 2, headers: ['', ''], sample: [['Jan Kowalski', 'jan@x.pl'], ['Ewa Lis', 'ewa@x.pl']] });
    expect(guessByCells([['Jan Kowalski', 'jan@x.pl', '600 100 200', 'VIP'], ['Ewa Lis-Nowak', '', '+48600100201', '']])).toEqual({ 0: 'name', 1: 'email', 2: 'phone' });
  });

  it.each([['a;b;c\n1,5;2;3', ';'], ['a,b\n"x;y;z",2', ','], ['a\tb\n1\t2', '\t'], ['name,"note; long"\nJan,x', ',']])('%j is split by %j', (text, delimiter) => {
    expect(guessDelimiter(text)).toBe(delimiter);
  });

  it('says by its headers what is in it, in both languages and as other inboxes write it, each once', () => {
    const fields = [{ key: 'orders', name: { en: 'Orders', pl: 'Zamówienia' } }];
    expect(guessMapping(['Imię i nazwisko', 'E-mail', 'Telefon', 'Zamówienia', 'Kolor'], fields)).toEqual({ 0: 'name', 1: 'email', 2: 'phone', 3: 'field:orders' });
    expect(guessMapping(['id', 'name', 'email', 'phone_number', 'company_name', 'email'], fields)).toEqual({ 1: 'name', 2: 'email', 3: 'phone', 4: 'company', 5: 'email' });
    expect(guessMapping(['First Name', 'Last Name', 'E-mail 1 - Value', 'E-mail 2 - Value', 'Mobile Phone', 'Home Phone', 'Organization Name'], fields)).toEqual({ 0: 'firstName', 1: 'lastName', 2: 'email', 3: 'email', 4: 'phone', 5: 'phone', 6: 'company' });
    expect(guessMapping(['Imię', 'Nazwisko', 'Adres e-mail', 'Telefon komórkowy'], fields)).toEqual({ 0: 'firstName', 1: 'lastName', 2: 'email', 3: 'phone' });
  });
});

it.each([['=1+1', "'=1+1"], ['+48 600', "'+48 600"], ['-x', "'-x"], ['@SUM(A1)', "'@SUM(A1)"], ['a "b", c', '"a ""b"", c"'], ['plain', 'plain'], ["'=1", "''=1"], [' wide ', '" wide "'], ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"']])('writes %j into a spreadsheet as %j', (value, cell) => {
  expect(safeCell(value)).toBe(cell);
});

it.each(['=1+1', "'=1+1", "''+48", '+48 600', "'quoted'", "it's", '-', '@x', 'plain', '\tx'])('reads %j back as it was before it was made safe', (value) => {
  const cell = safeCell(value);
  expect(bareCell(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)).toBe(value);
});
