import { markOf, shownAs, toggled, type Dialect } from './markup';

const spans = (dialect: Dialect | undefined, text: string) => shownAs(dialect, text).map(({ kind, spans: each }) => [kind, ...each.map((span) => (span.marks.length === 0 && span.href === undefined ? span.text : `${span.marks.join('+')}:${span.text}`))]);

describe('marks around words', () => {
  it('stand close to the words, whatever was selected with them', () => {
    expect(toggled('It is urgent now', { start: 5, end: 13 }, '*')).toEqual({ range: { start: 6, end: 12 }, text: '*urgent*', select: { start: 7, end: 13 } });
  });

  it('are taken away again, chosen with the words or not', () => {
    expect(toggled('It is *urgent* now', { start: 7, end: 13 }, '*')).toEqual({ range: { start: 6, end: 14 }, text: 'urgent', select: { start: 6, end: 12 } });
    expect(toggled('It is **urgent** now', { start: 6, end: 16 }, '**')).toEqual({ range: { start: 6, end: 16 }, text: 'urgent', select: { start: 6, end: 12 } });
  });

  it('wait for words where nothing is selected', () => {
    expect(toggled('Hi ', { start: 3, end: 3 }, '_')).toEqual({ range: { start: 3, end: 3 }, text: '__', select: { start: 4, end: 4 } });
  });

  it('are those of the platform, and none where it has none', () => {
    expect([markOf('whatsapp', 'bold'), markOf('discord', 'bold'), markOf('whatsapp', 'underline'), markOf(undefined, 'bold')]).toEqual(['*', '**', undefined, undefined]);
  });
});

describe('how a platform will show it', () => {
  it('WhatsApp: whole words between single signs, quotes, lists and code', () => {
    expect(spans('whatsapp', '*bold* and _slanted_, ~gone~, 2*3*4 and * not *\n> said\n- one\n```\na *b*\n```')).toEqual([
      ['line', 'bold:bold', ' and ', 'italic:slanted', ', ', 'strike:gone', ', 2*3*4 and * not *'], ['quote', 'said'], ['item', '• one'], ['code', 'code:a *b*'],
    ]);
  });

  it('Discord: two stars are bold, one is slanted, and marks stand within marks', () => {
    expect(spans('discord', '**bold *and slanted*** __under__ ~~gone~~ `*code*`')).toEqual([['line', 'bold:bold ', 'bold+italic:and slanted', ' ', 'underline:under', ' ', 'strike:gone', ' ', 'code:*code*']]);
    expect(spans('discord', '**bold _x_** and *slanted **bold** too*')).toEqual([['line', 'bold:bold _x_', ' and ', 'italic:slanted ', 'italic+bold:bold', 'italic: too']]);
  });

  it('elsewhere as it was typed, with addresses that can be followed', () => {
    expect(spans(undefined, '*no* bold: https://shop.example/a.\n\nEnd')).toEqual([['line', '*no* bold: ', ':https://shop.example/a', '.'], ['line'], ['line', 'End']]);
  });

  it('takes its time from the length alone', () => {
    const began = performance.now();
    for (const hostile of ['*', '_*~', '```', '> ', '`a']) shownAs('whatsapp', hostile.repeat(2_000));
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
