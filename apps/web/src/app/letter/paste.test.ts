import { cleanPaste, judgePaste, mostPasted, picturesIn } from './paste';

describe('what is pasted into a letter', () => {
  it('loses what Word wraps around it', () => {
    const word = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal { color: red }</style><!--[if gte mso 9]><xml><o:x/></xml><![endif]--></head><body><!--StartFragment--><p class=MsoNormal>Good <b>morning</b><o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>`;
    expect(cleanPaste(word)).toBe('<p class=MsoNormal>Good <b>morning</b></p><p></p>');
  });

  it('gets real lists for what Word paints as lists, within lists too', () => {
    const item = (level: number, mark: string, text: string) => `<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>${mark}<span>&nbsp;&nbsp; </span></span></span><![endif]>${text}</p>`;
    expect(cleanPaste(`<p>Bring:</p>${item(1, '1.', 'the receipt')}\n${item(2, '·', 'or a copy')}\n${item(1, '2.', 'the label')}<p>Thanks</p>`).replace(/<\/?span[^>]*>|&nbsp;|\s+(?=<)/g, ''))
      .toBe('<p>Bring:</p><ol><li>the receipt<ul><li>or a copy</li></ul></li><li>the label</li></ol><p>Thanks</p>');
  });

  it('is not bold because Google Docs wraps it so', () => {
    expect(cleanPaste('<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1a"><p dir="ltr"><span style="font-weight:700">Bold</span> not</p></b>')).toBe('<p dir="ltr"><span style="font-weight:700">Bold</span> not</p>');
  });

  it('keeps the table of a spreadsheet, whose fragment begins inside of it', () => {
    const sheet = '<html><body><table><!--StartFragment--><tr><td>Oak</td><td>2</td></tr><!--EndFragment--></table></body></html>';
    expect(cleanPaste(sheet)).toContain('<table><tr><td>Oak</td><td>2</td></tr></table>');
  });

  it('is refused when it is longer than a letter can be, and taken as words when its markup is monstrous', () => {
    expect(judgePaste('', 'x'.repeat(mostPasted + 1))).toEqual({ kind: 'too-long', length: mostPasted + 1 });
    expect(judgePaste('<p>'.repeat(800_000), 'short')).toEqual({ kind: 'plain' });
    expect(judgePaste('', 'short')).toEqual({ kind: 'plain' });
    expect(judgePaste('<p>short</p>', 'short')).toEqual({ kind: 'html' });
  });

  it('is cleaned in time that grows with its length alone', () => {
    const began = performance.now();
    for (const hostile of ['<p style="mso-list:', '<!--', '<style>', '<b id="docs-internal-guid-', '<p><span>']) cleanPaste(hostile.repeat(20_000));
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('brings the pictures that it carries, and asks nobody for others', () => {
    expect(picturesIn('<p><img alt="a" src="data:image/png;base64,iVBORw0K\nGgo="><img src="https://track.example/1.gif"><img src="data:text/html;base64,eA=="></p>')).toEqual([{ type: 'image/png', base64: 'iVBORw0KGgo=' }]);
  });
});
