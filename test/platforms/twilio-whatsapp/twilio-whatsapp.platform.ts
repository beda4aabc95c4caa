import { type ApiAnswer, type ApiCall, type Customer, type Happened, type PlatformModule, type Saying } from '../platform';
import { failed, refuse } from '../twilio/twilio.contract';
import { TwilioSimulation } from '../twilio/twilio.simulation';

const windowMs = 24 * 3_600_000;
export const approvedTemplate = `HX${'7'.repeat(32)}`;

export class TwilioWhatsappSimulation extends TwilioSimulation {
  /** Messages on which the dots hang. */
  readonly dots: string[] = [];

  settings(): Record<string, unknown> {
    const { root } = this.platform;
    return { accountSid: this.accountSid, authToken: this.authToken, sender: this.number, apiUrl: root, messagingUrl: root, contentUrl: root };
  }

  read(externalId: string): Happened {
    return this.step(externalId, 'read', { ChannelPrefix: 'whatsapp', EventType: 'READ' });
  }

  unknownMessage(from: Customer): Happened {
    const { externalId, events } = this.say({ from });
    const { fields } = events[0]?.payload as { fields: Record<string, string> };
    return { externalId, events: [{ payload: { fields: { ...fields, MessageType: 'hologram' } } }] };
  }

  /** As if the customer had written last so long ago. */
  age(from: Customer, hours: number): void {
    for (const message of this.messages) if (message.from === `${this.prefix}${from.id}`) message.at = new Date(message.at.getTime() - hours * 3_600_000);
  }

  protected about({ id, name }: Customer, { nameless, replyTo, media = [] }: Saying): Record<string, string> {
    return {
      MessageType: media.length === 0 ? 'text' : (media[0]?.contentType.split('/')[0] ?? 'document'), WaId: id.replace('+', ''), ...(nameless === true ? {} : { ProfileName: name }),
      ...(replyTo === undefined ? {} : { OriginalRepliedMessageSid: replyTo, OriginalRepliedMessageSender: `${this.prefix}${this.number}` }),
    };
  }

  /** Twilio takes a message outside of the window, and tells only later that WhatsApp did not. */
  protected judge(fields: Record<string, string | string[]>, to: string): string {
    if (fields['ContentSid'] !== undefined) {
      if (fields['ContentSid'] !== approvedTemplate) throw refuse(21655, 'The ContentSid is invalid');
      if (fields['Body'] !== undefined) throw refuse(21600, 'Body and ContentSid exclude each other');
      if (Object.keys(JSON.parse(String(fields['ContentVariables'] ?? '{}')) as object).join() !== '1') throw refuse(21656, 'The ContentVariables parameter is invalid');
      return 'sent';
    }
    if (Array.isArray(fields['MediaUrl']) && fields['MediaUrl'].length > 1) throw refuse(21623, 'WhatsApp takes one file in a message');
    const heard = this.messages.findLast((one) => one.from === to);
    return heard !== undefined && this.platform.now().getTime() - heard.at.getTime() <= windowMs ? 'sent' : '63016';
  }

  protected other({ method, path, body }: ApiCall): ApiAnswer | undefined {
    if (method === 'GET' && path === '/v1/ContentAndApprovals') return { status: 200, body: { meta: { page: 0, next_page_url: null }, contents: [this.content(approvedTemplate, 'approved'), this.content(`HX${'8'.repeat(32)}`, 'pending')] } };
    if (method !== 'POST' || path !== '/v2/Indicators/Typing.json') return undefined;
    const form = new URLSearchParams(body.toString('utf8'));
    const last = form.get('messageId');
    if (form.get('channel') !== 'whatsapp' || !this.messages.some(({ sid, direction }) => sid === last && direction === 'inbound')) return failed(400, 20001, 'Invalid messageId');
    this.dots.push(last ?? '');
    return { status: 200, body: { success: true } };
  }

  private content(sid: string, status: string): object {
    return { sid, friendly_name: 'parcel', language: 'pl', variables: { 1: 'Ania' }, types: { 'twilio/text': { body: 'Cześć {{1}}, paczka jedzie.' } }, approval_requests: { name: 'parcel_sent', category: 'UTILITY', status, content_type: 'twilio/text' } };
  }
}

export const twilioWhatsappPlatform: PlatformModule<TwilioWhatsappSimulation> = {
  id: 'twilio-whatsapp', label: 'WhatsApp (Twilio)', create: (platform) => new TwilioWhatsappSimulation(platform, 'whatsapp:', '+48732000001'),
};
