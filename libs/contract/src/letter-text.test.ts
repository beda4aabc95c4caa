import { nodesOfHtml } from './letter-nodes';
import { letterText } from './letter-text';

it.each(['\u00a0', ' ', '\t', '\n', '<br>', '&nbsp;'])('reads a letter with %j a hundred thousand times between two words as soon as any other', (blank) => {
  const html = `<p>before${blank.repeat(100_000)}after</p>`;
  const began = performance.now();
  expect(letterText(html)).toMatch(/^before\s+after$/);
  expect(nodesOfHtml(html).length).toBeGreaterThan(0);
  expect(performance.now() - began).toBeLessThan(2_000);
});

it('leaves no blanks at the ends of lines and no empty lines around', () => {
  expect(letterText('<p><br></p><p>one&nbsp;&nbsp;</p><p>two&nbsp;three</p><p><br></p>')).toBe('one\n\ntwo\u00a0three');
});
