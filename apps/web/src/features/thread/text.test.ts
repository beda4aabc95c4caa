import { linkify } from './linkify';
import { bringsColours, mailSkeleton, mailStyles, needsFrame, type MailPaper } from '../../app/mail/mail-document';

const links = (text: string) => linkify(text).flatMap((part) => part.href ?? []);
const paper: MailPaper = { faces: '', font: 'sans-serif', text: '#eee', link: '#0ff', muted: '#999', line: '#333', scheme: 'dark' };

describe('links in plain text', () => {
  it('keep every letter and leave the sentence its full stop', () => {
    const text = 'Zob. https://domlipowy.pl/stoly?id=1&x=2. Albo (www.domlipowy.pl), pisz: Biuro@domlipowy.pl!';
    expect(linkify(text).map((part) => part.text).join('')).toBe(text);
    expect(links(text)).toEqual(['https://domlipowy.pl/stoly?id=1&x=2', 'https://www.domlipowy.pl/', 'mailto:Biuro@domlipowy.pl']);
  });

  it('keep a bracket that was opened inside', () => {
    expect(links('https://pl.wikipedia.org/wiki/Lipa_(drzewo)')).toEqual(['https://pl.wikipedia.org/wiki/Lipa_(drzewo)']);
  });

  it('are never made of anything that runs', () => {
    expect(links('javascript:alert(1) data:text/html,x vbscript:x file:///etc')).toEqual([]);
    expect(links('https://')).toEqual([]);
  });
});

describe('document of a letter', () => {
  it('lets nothing load from elsewhere', () => {
    const policy = /content="([^"]*default-src[^"]*)"/.exec(mailSkeleton('https://inbox.example'))?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('img-src https://inbox.example data: blob:;');
    expect(policy).not.toMatch(/https?: |script-src|connect-src/);
  });

  it('gives white paper to a mail that paints itself, and the theme to one that does not', () => {
    expect(bringsColours('<p style="margin:0;color:red">a</p>')).toBe(true);
    expect(bringsColours('<td bgcolor="#fff">a</td>')).toBe(true);
    expect(bringsColours('<p style="margin:0">colourful background</p>')).toBe(false);
    expect(mailStyles(paper, false)).toContain('color-scheme: dark; color: #eee; background: transparent');
    expect(mailStyles(paper, true)).toContain('color-scheme: light; color: #182427; background: #fff');
  });

  it('is used only where plain text would lose something', () => {
    expect(needsFrame('<div>Hello<br>there</div>')).toBe(false);
    expect(needsFrame('<p>See <a href="https://a.example">this</a></p>')).toBe(true);
    expect(needsFrame(null)).toBe(false);
  });
});
