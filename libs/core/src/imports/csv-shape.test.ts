import { decodeCsv, guessDelimiter, guessMapping, safeCell } from './csv-shape';

describe('a file of customers', () => {
  it('is read as UTF-8, with or without its mark, and as what Polish Windows writes', () => {
    expect(decodeCsv(Buffer.from('\ufeffŻółć'))).toEqual({ text: 'Żółć', encoding: 'utf-8' });
    expect(decodeCsv(Buffer.from([0xaf, 0xf3, 0xb3, 0xe6]))).toEqual({ text: 'Żółć', encoding: 'windows-1250' });
  });

  it.each([['a;b;c\n1,5;2;3', ';'], ['a,b\n"x;y;z",2', ','], ['a\tb\n1\t2', '\t'], ['name,"note; long"\nJan,x', ',']])('%j is split by %j', (text, delimiter) => {
    expect(guessDelimiter(text)).toBe(delimiter);
  });

  it('says by its headers what is in it, in both languages and as other inboxes write it, each once', () => {
    const fields = [{ key: 'orders', name: { en: 'Orders', pl: 'Zamówienia' } }];
    expect(guessMapping(['Imię i nazwisko', 'E-mail', 'Telefon', 'Zamówienia', 'Kolor'], fields)).toEqual({ 0: 'name', 1: 'email', 2: 'phone', 3: 'field:orders' });
    expect(guessMapping(['id', 'name', 'email', 'phone_number', 'company_name', 'email'], fields)).toEqual({ 1: 'name', 2: 'email', 3: 'phone', 4: 'company' });
  });
});

it.each([['=1+1', "'=1+1"], ['+48 600', "'+48 600"], ['-x', "'-x"], ['@SUM(A1)', "'@SUM(A1)"], ['a "b", c', '"a ""b"", c"'], ['plain', 'plain'], ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"']])('writes %j into a spreadsheet as %j', (value, cell) => {
  expect(safeCell(value)).toBe(cell);
});
