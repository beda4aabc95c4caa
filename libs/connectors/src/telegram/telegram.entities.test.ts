import { formatted } from './telegram.entities';
import type { Entity } from './telegram.payloads';

const mark = (type: string, offset: number, length: number, url?: string): Entity => ({ type, offset, length, url, language: undefined });

describe('formatting', () => {
  it('makes no html of a text that has none', () => {
    expect(formatted('plain <b>', [mark('mention', 0, 5), mark('bot_command', 0, 2), mark('url', 1, 3)])).toEqual({ text: 'plain <b>' });
    expect(formatted('plain')).toEqual({ text: 'plain' });
  });

  it('nests what is nested', () => {
    expect(formatted('a bold italic b', [mark('bold', 2, 11), mark('italic', 7, 6)]).html).toBe('a <b>bold <i>italic</i></b> b');
    expect(formatted('x', [mark('bold', 0, 1), mark('italic', 0, 1)]).html).toBe('<b><i>x</i></b>');
  });

  it('clips what overlaps, and drops what lies outside', () => {
    const { html } = formatted('abcdef', [mark('bold', 0, 4), mark('italic', 2, 4), mark('underline', 90, 5), mark('code', 3, 0)]);
    expect(html).toBe('<b>ab<i>cd</i></b>ef');
  });

  it('counts in UTF-16 units and never cuts a character', () => {
    expect(formatted('🧾🧾x', [mark('bold', 2, 2)]).html).toBe('🧾<b>🧾</b>x');
    expect(formatted('🧾🧾x', [mark('bold', 1, 2)]).html).toBe('<b>🧾</b>🧾x');
  });

  it('lets no script through: not in the text, not in a link', () => {
    expect(formatted('<img onerror=x>', [mark('bold', 0, 4)]).html).toBe('<b>&lt;img</b> onerror=x&gt;');
    for (const url of ['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', ' jAvAsCrIpT:x', 'no address']) {
      expect(formatted('click', [mark('text_link', 0, 5, url)])).toEqual({ text: 'click' });
    }
    expect(formatted('click', [mark('text_link', 0, 5, 'https://shop.example/"><script>')]).html).not.toContain('<script>');
  });

  it('keeps the address of a hidden link in the text, once', () => {
    expect(formatted('see this and that', [mark('text_link', 4, 4, 'https://a.example/'), mark('text_link', 13, 4, 'https://b.example/')]).text).toBe('see this (https://a.example/) and that (https://b.example/)');
    expect(formatted('https://a.example/', [mark('text_link', 0, 18, 'https://a.example/')]).text).toBe('https://a.example/');
  });

  it('bears two thousand entities inside each other', () => {
    const text = 'x'.repeat(4_096);
    const entities = Array.from({ length: 2_000 }, (_, index) => mark('bold', index, 4_096 - 2 * index));
    const before = process.cpuUsage();
    expect(formatted(text, entities).html).toContain('x');
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_000);
  });
});
