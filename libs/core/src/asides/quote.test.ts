import { quoteAsHtml } from './quote';

describe('a quote in a letter with a look', () => {
  it('stands apart, with its empty lines, and says nothing but words', () => {
    expect(quoteAsHtml('Anna, 2026-11-22 10:00 UTC:\n> Where is <b>it</b>?\n> \n> "Anna" & co\n\nJan, 2026-11-22 11:00 UTC:\n> > Friday')).toBe(
      '<div><br></div><div>Anna, 2026-11-22 10:00 UTC:</div><blockquote style="margin:0 0 8px;padding-left:12px;border-left:2px solid #b9b9b9"><div>Where is &lt;b&gt;it&lt;/b&gt;?</div><div><br></div><div>&quot;Anna&quot; &amp; co</div></blockquote>'
      + '<div>Jan, 2026-11-22 11:00 UTC:</div><blockquote style="margin:0 0 8px;padding-left:12px;border-left:2px solid #b9b9b9"><div>&gt; Friday</div></blockquote>');
  });
});
