import type { Secrets } from '@kontuar/platform';
import { fileUrl, fileUrlIsValid, nameInLink } from './file-links';

// The two of its abilities that links use.
const secrets = { mac: (purpose: string, text: string) => `mac-of-${purpose}-${text}`, macMatches: (purpose: string, text: string, mac: string) => `mac-of-${purpose}-${text}` === mac } as unknown as Secrets;

describe('a link to a file', () => {
  it.each([
    ['Torn box.PNG', 'image/png', 'Torn-box.png'], ['rachunek za październik.pdf', 'application/pdf', 'rachunek-za-pazdziernik.pdf'], ['../../etc/passwd', 'text/plain', 'etc-passwd'], ['a?b=c&d#e.jpg', 'image/jpeg', 'a-b-c-d-e.jpg'],
    ['чек.jpeg', 'image/jpeg', 'file.jpeg'], ['.png', 'image/png', 'file.png'], ['', 'application/x-anything', 'file'], ['photo.tar.gz', 'application/gzip', 'photo-tar.gz'], ['x.<script>', 'text/html', 'x-script'],
    ['evil.png/../../x', 'application/octet-stream', 'evil-png-x'], ['\u202egpj.exe', 'application/octet-stream', 'gpj.exe'], [`${'long '.repeat(40)}.mp4`, 'video/mp4', `${'long-'.repeat(12).slice(0, 59)}.mp4`],
  ])('ends harmlessly for %j', (name, contentType, expected) => {
    expect(nameInLink({ name, contentType })).toBe(expected);
    expect(expected).toMatch(/^[A-Za-z0-9-]{1,60}(\.[a-z0-9]{1,8})?$/);
  });

  it.each([['photo', 'image/jpeg', 'photo.jpg'], ['scan.PDF', 'image/png; charset=binary', 'scan.png'], ['clip.mov', 'video/mp4', 'clip.mp4'], ['note', 'text/x-unknown', 'note']])('has the ending of what the file is: %j of %s', (name, contentType, expected) => {
    expect(nameInLink({ name, contentType })).toBe(expected);
  });

  it('carries the name where a platform gets it, and is signed without it', () => {
    const link = new URL(fileUrl(secrets, 'id-1', 'file', { now: 0, file: { name: 'Box.png', contentType: 'image/png' } }), 'https://inbox.example.com');
    expect(link.pathname).toBe('/files/id-1/file/Box.png');
    expect(new URL(fileUrl(secrets, 'id-1', 'file', { now: 0 }), 'https://inbox.example.com').pathname).toBe('/files/id-1/file');
    expect(fileUrlIsValid(secrets, 'id-1', 'file', Number(link.searchParams.get('until')), link.searchParams.get('mac') ?? '', 0)).toBe(true);
    expect(fileUrlIsValid(secrets, 'id-2', 'file', Number(link.searchParams.get('until')), link.searchParams.get('mac') ?? '', 0)).toBe(false);
  });
});
