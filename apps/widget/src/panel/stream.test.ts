import { backoffMs, eventParser } from './stream';

const parse = (...chunks: string[]): string[] => {
  const heard: string[] = [];
  const feed = eventParser((data) => heard.push(data));
  for (const chunk of chunks) feed(chunk);
  return heard;
};

describe('server-sent events', () => {
  it('come out whole however the network cuts them', () => {
    const text = 'data: {"type":"hello"}\n\n: here\n\ndata: {"type":"changed"}\n\n';
    const whole = parse(text);
    expect(whole).toEqual(['{"type":"hello"}', '{"type":"changed"}']);
    for (let cut = 1; cut < text.length; cut += 1) expect(parse(text.slice(0, cut), text.slice(cut))).toEqual(whole);
    expect(parse(...text)).toEqual(whole);
  });

  it('may end their lines in any of the three ways, and join several data lines', () => {
    expect(parse('data: a\r\ndata: b\r\n\r\n')).toEqual(['a\nb']);
    expect(parse('data:x\r\rdata:y\r\r', 'z')).toEqual(['x', 'y']);
  });

  it('say nothing for comments, other fields or an unfinished event', () => {
    expect(parse(': ping\n\nevent: x\nid: 3\n\ndata: never finished')).toEqual([]);
  });
});

describe('waiting before the next try', () => {
  it('grows to half a minute and never meets others at the same moment', () => {
    expect([0, 1, 2, 5, 50].map((attempt) => backoffMs(attempt, () => 1))).toEqual([1000, 2000, 4000, 30_000, 30_000]);
    expect(backoffMs(5, () => 0)).toBe(15_000);
  });
});
