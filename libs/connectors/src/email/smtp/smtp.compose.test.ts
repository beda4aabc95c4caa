import { buildOutbound } from '../../conformance/builders';
import { emailSettings } from '../email.settings';
import { parseMail } from '../email.parse';
import type { InboundMessage, Outbound } from '../../contract';
import { composeMail } from './smtp.compose';

const settings = emailSettings.parse({ address: 'support@acme.test', displayName: 'Acme', plusAddressing: true });
const now = new Date('2026-11-21T12:00:00Z');
const compose = async (given: Partial<Outbound>): Promise<{ head: string; raw: string; envelope: { to: string[] } }> => {
  const { raw, envelope } = await composeMail(buildOutbound({ to: { id: 'anna@customer.test' }, ...given }), settings, now);
  return { head: raw.toString('utf8').split('\r\n\r\n')[0] ?? '', raw: raw.toString('utf8'), envelope };
};

describe('an outgoing mail', () => {
  it('lets no line break of a name or subject become a header', async () => {
    const { head } = await compose({ subject: 'x\r\nBcc: victim@x.test', to: { id: 'anna@customer.test', name: 'A\r\nX-Evil: 1' }, author: { name: 'O\nX-Evil: 2', workspace: 'W' } });
    expect(head).not.toMatch(/^(Bcc|X-Evil):/im);
  });

  it('is marked automatic only when nobody typed it', async () => {
    expect((await compose({})).head).not.toMatch(/auto-submitted|x-auto-response/i);
    expect((await compose({ automatic: true })).head).toMatch(/^Auto-Submitted: auto-generated$/im);
    expect((await compose({ automatic: true, replyToExternalId: '<a@b.test>' })).head).toMatch(/^Auto-Submitted: auto-replied$/im);
  });

  it('keeps a long thread short: its first mail and its latest ones', async () => {
    const references = Array.from({ length: 300 }, (_, index) => `<m${index}@customer.test>`);
    const chain = /^References:((?:.|\r\n[ \t])*)/im.exec((await compose({ references })).head)?.[1]?.trim().split(/\s+/) ?? [];
    expect(chain).toHaveLength(20);
    expect([chain[0], chain[19]]).toEqual(['<m0@customer.test>', '<m299@customer.test>']);
  });

  it('refers to nothing that is no Message-ID', async () => {
    const { head } = await compose({ references: ['raw:0123', '<a@b.test>#ff', 'evil\r\nBcc: x@y.test'], replyToExternalId: 'raw:0123' });
    expect(head).toMatch(/^References: <a@b\.test>$/m);
    expect(head).toMatch(/^In-Reply-To: <a@b\.test>$/m);
  });

  it('writes domains of any script as SMTP needs them', async () => {
    expect((await compose({ to: { id: 'anna@żółw.test' } })).envelope.to).toEqual(['anna@xn--w-uga1v8h.test']);
  });

  it('is read back as it was written', async () => {
    const { raw } = await compose({ subject: 'Zażółć 🐢', text: 'Dzień dobry 🐢\n\n> not a quote?\nEnd', quote: { text: 'q', author: 'Anna', at: '2026-11-20T10:00:00Z' } });
    const [read] = parseMail({ contentType: 'message/rfc822', body: Buffer.from(raw) }, emailSettings.parse({ address: 'anna@customer.test' })) as InboundMessage[];
    expect(read).toMatchObject({ subject: 'Zażółć 🐢', thread: {}, replyTo: { id: 'support+r-reply-token@acme.test' } });
    expect(read?.quoted).toContain('Anna wrote:');
  });
});
