import { ConnectorError, type Context, type Outbound, type Sent } from '../../contract';
import { messageOf } from '../email.endpoint';
import type { EmailSettings } from '../email.settings';
import { explainFailure } from '../failure-reasons';
import { appendToSent } from '../imap/imap.sent';
import { composeMail } from './smtp.compose';
import { SmtpSession } from './smtp.session';

export async function sendMail(ctx: Context<EmailSettings>, message: Outbound): Promise<Sent> {
  const mail = await composeMail(message, ctx.settings, ctx.now());
  const session = await SmtpSession.open(ctx);
  let warning: string | undefined;
  let answer = '';
  try {
    await session.login();
    const { refused, said } = await session.send(mail.envelope, mail.raw);
    answer = said;
    const main = refused.find(({ address }) => address === mail.envelope.to[0]);
    if (main !== undefined) {
      const reason = explainFailure(main.answer);
      const copies = mail.envelope.to.slice(1).filter((address) => !refused.some((entry) => entry.address === address));
      throw new ConnectorError('rejected', `${main.address}: ${reason.text}${copies.length === 0 ? '' : ` Only the copy to ${copies.join(', ')} was sent.`}`, { reason: reason.code });
    }
    if (refused.length > 0) warning = `The copy did not reach ${refused.map(({ address, answer }) => `${address}: ${explainFailure(answer).text}`).join('; ')}`;
  } finally {
    session.close();
  }
  if (ctx.settings.appendToSent) {
    await appendToSent(ctx, mail.raw).catch((error: unknown) => ctx.log.warn({ reason: messageOf(error).slice(0, 200) }, 'The copy in the Sent folder failed'));
  }
  return {
    externalId: mail.messageId,
    status: 'sent',
    ...(answer === '' ? {} : { answer }),
    threadState: { references: [...mail.references, mail.messageId].slice(-20) },
    ...(warning === undefined ? {} : { warning }),
  };
}
