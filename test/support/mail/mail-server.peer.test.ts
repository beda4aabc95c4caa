import { startMailServer, type MailServer } from './mail-server';

describe('the mail server of the tests', () => {
  let mail: MailServer;
  beforeAll(async () => {
    mail = await startMailServer();
  });
  afterAll(() => mail.stop());

  it('delivers to a mailbox, plus addresses included', async () => {
    const shop = mail.addUser('support@acme.test');
    await mail.deliver('From: anna@customer.test\nTo: support@acme.test\nSubject: Zażółć\n\nHi!\n', { to: 'support+r-abc@acme.test' });
    const [found] = await mail.waitForMails(shop.address, 1);
    expect(found?.raw).toContain('Subject: Zażółć');
    expect(found?.raw).toContain('Delivered-To: support+r-abc@acme.test');
  });

  it('refuses as its recipients say', async () => {
    await expect(mail.deliver('Subject: x\n\nx', { to: 'unknown@acme.test' })).rejects.toMatchObject({ responseCode: 550 });
    await expect(mail.deliver('Subject: x\n\nx', { to: 'later@acme.test' })).rejects.toMatchObject({ responseCode: 451 });
  });

  it('returns a bounce for a mailbox that does not exist', async () => {
    const anna = mail.addUser('anna@customer.test');
    await mail.deliver('From: anna@customer.test\nMessage-ID: <lost-1@customer.test>\nSubject: x\n\nx', { to: 'nobody-here@acme.test', from: anna.address });
    const [bounce] = await mail.waitForMails(anna.address, 1);
    expect(bounce?.raw).toContain('multipart/report');
    expect(bounce?.raw).toContain('<lost-1@customer.test>');
  });
});
