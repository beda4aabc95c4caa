import { badLinesFile } from './bad-lines-file';

const words = { column: (n: number) => `Column ${n}`, line: 'Line', why: 'What is wrong', reason: (field: string, message: string) => `${field}: ${message}` };
const problems = [{ field: 'email', message: 'This is no email address.' }];

it('hands the wrong lines back as they came, with the reason behind each, and runs nothing in a spreadsheet', () => {
  const file = badLinesFile({ headers: ['Name', ''], items: [{ line: 4, cells: ['Jan; "x"', '=1+1', 'more'], problems }, { line: 9, cells: ["'+48 600"], problems: [...problems, { field: 'phone', message: 'No.' }] }], more: false }, ';', words);
  expect(file.split('\r\n')).toEqual([
    '\uFEFFName;Column 2;Column 3;Line;What is wrong', `"Jan; ""x""";'=1+1;more;4;email: This is no email address.`, `'+48 600;;;9;email: This is no email address. phone: No.`, '',
  ]);
});
