import { letterText } from '@kontuar/contract';
import { sanitizeLetter } from './sanitize';

const said = (html: string): string => letterText(sanitizeLetter(html));

describe('a letter in plain text', () => {
  it('keeps the lines of the editor as they are: a paragraph is a line, an empty one an empty line', () => {
    expect(said('<p style="margin:0">Good morning,</p><p style="margin:0"><br></p><p style="margin:0">it is <strong>on its way</strong>.</p>')).toBe('Good morning,\n\nit is on its way.');
  });

  it('sets paragraphs of others apart', () => {
    expect(said('<p>One</p><p>Two<br>and a half</p><div>Three</div><div>Four</div>')).toBe('One\n\nTwo\nand a half\n\nThree\nFour');
  });

  it('marks lists, within lists, and counts from where they begin', () => {
    expect(said('<p>Please:</p><ol start="3"><li><p>sign</p></li><li>scan<ul><li>both sides</li><li>in colour</li></ul></li></ol><p>Thanks</p>')).toBe('Please:\n\n3. sign\n4. scan\n   - both sides\n   - in colour\n\nThanks');
  });

  it('marks what is quoted, and quotes of quotes', () => {
    expect(said('<blockquote><p>When?</p><blockquote>Soon</blockquote></blockquote><p>Today</p>')).toBe('> When?\n>\n>> Soon\n\nToday');
  });

  it('aligns the columns of a table', () => {
    expect(said('<table><thead><tr><th>Article</th><th>Qty</th></tr></thead><tbody><tr><td>Table “Dąb”</td><td>1</td></tr><tr><td>椅子</td><td>12</td></tr></tbody></table>')).toBe(
      ['Article     | Qty', '------------+----', 'Table “Dąb” | 1', '椅子        | 12'].join('\n'));
  });

  it('tells a wide table row by row', () => {
    const wide = 'a very long description of what was ordered, with all its measures and colours';
    expect(said(`<table><tr><th>Article</th><th>What it is</th></tr><tr><td>Table</td><td>${wide}</td></tr><tr><td>Chair in the colour of oak</td><td>${wide}</td></tr></table>`))
      .toBe(`Article: Table\nWhat it is: ${wide}\n\nArticle: Chair in the colour of oak\nWhat it is: ${wide}`);
  });

  it('takes a table of one column for what it is, a layout', () => {
    expect(said('<table><tr><td><p>Dear Sir</p><p>Yes.</p></td></tr></table>')).toBe('Dear Sir\n\nYes.');
  });

  it('says where a link leads when its words do not', () => {
    expect(said('<p>See <a href="https://shop.example/returns">our rules</a>, <a href="https://shop.example">shop.example</a> or <a href="mailto:a@b.example">a@b.example</a>.</p>')).toBe('See our rules <https://shop.example/returns>, shop.example or a@b.example.');
  });

  it('keeps code as it stands, and names pictures', () => {
    expect(said('<pre><code>if (a &lt; b) {\n  go();\n}</code></pre><p><img src="cid:0197f6f0-0000-7000-8000-000000000001@kontuar" alt="The label"></p>')).toBe('if (a < b) {\n  go();\n}\n\n[The label]');
  });

  it('survives what nobody would write', () => {
    expect(said(`${'<blockquote>'.repeat(3000)}deep${'</blockquote>'.repeat(3000)}`)).toContain('deep');
    expect(said('</p></table><td>loose<tr><p>a<p>b')).toContain('loose');
    expect(said(`<p>${'<b>'.repeat(20_000)}x`)).toBe('x');
  });
});
