import { type ApiAnswer, type ApiCall, type Customer, type Happened, type PlatformModule, type Saying } from '../platform';
import { failed, readForm } from '../twilio/twilio.contract';
import { TwilioSimulation } from '../twilio/twilio.simulation';

const numberSid = `PN${'6'.repeat(32)}`;

export class SmsSimulation extends TwilioSimulation {
  private smsUrl = '';

  settings(): Record<string, unknown> {
    const { root } = this.platform;
    return { accountSid: this.accountSid, authToken: this.authToken, sender: this.number, apiUrl: root, messagingUrl: root };
  }

  subscribed(): string | undefined {
    return this.smsUrl === '' ? undefined : this.smsUrl;
  }

  /** Twilio takes them off the list itself, and tells it along with their words. */
  stop(from: Customer): Happened {
    this.optedOut.add(from.id);
    return this.say({ from, text: 'STOP' });
  }

  start(from: Customer): Happened {
    this.optedOut.delete(from.id);
    return this.say({ from, text: 'START' });
  }

  protected about(_from: Customer, { text }: Saying): Record<string, string> {
    return { FromCountry: 'US', FromCity: 'OAKLAND', ToCountry: 'US', ...(text === 'STOP' || text === 'START' ? { OptOutType: text } : {}) };
  }

  protected judge(): string {
    return 'sent';
  }

  protected other({ method, path, query, body }: ApiCall): ApiAnswer | undefined {
    const numbers = `/2010-04-01/Accounts/${this.accountSid}/IncomingPhoneNumbers`;
    const number = { sid: numberSid, phone_number: this.number, sms_url: this.smsUrl, sms_method: 'POST', capabilities: { sms: true, mms: true, voice: true } };
    if (method === 'GET' && path === `${numbers}.json`) return { status: 200, body: { incoming_phone_numbers: query['PhoneNumber'] === this.number ? [number] : [] } };
    if (method !== 'POST' || path !== `${numbers}/${numberSid}.json`) return undefined;
    const fields = readForm('updateNumber', body);
    if (typeof fields['SmsUrl'] !== 'string' || !URL.canParse(fields['SmsUrl'])) return failed(400, 21402, 'SmsUrl is not valid');
    this.smsUrl = fields['SmsUrl'];
    return { status: 200, body: { ...number, sms_url: this.smsUrl } };
  }
}

export const smsPlatform: PlatformModule<SmsSimulation> = { id: 'sms', label: 'SMS (Twilio)', create: (platform) => new SmsSimulation(platform, '', '+14155550199') };
