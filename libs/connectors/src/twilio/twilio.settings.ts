import { z } from 'zod';

const address = (standard: string) =>
  z
    .url({ protocol: /^https?$/ })
    .refine((url) => URL.canParse(url) && new URL(url).search === '' && new URL(url).username === '', 'An address without a question mark or a user name')
    .overwrite((url) => url.replace(/\/+$/, ''))
    .default(standard);

/** What every channel of a Twilio account is set up with. */
export const twilioAccount = {
  accountSid: z
    .string()
    .trim()
    .regex(/^AC[0-9a-fA-F]{32}$/, 'An account SID begins with AC and has 34 characters')
    .meta({ title: 'Account SID', description: 'Twilio Console → Account Dashboard.', placeholder: 'ACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' }),
  authToken: z
    .string()
    .trim()
    .min(16, 'The auth token stands below the account SID')
    .max(200)
    .meta({ secret: true, title: 'Auth token', description: 'The primary one, from the same page: Twilio signs its calls with it.' }),
};

export const twilioAddresses = {
  apiUrl: address('https://api.twilio.com').meta({ advanced: true, title: 'API address', description: 'Accounts in Ireland or Australia have addresses of their own.', placeholder: 'https://api.twilio.com' }),
  messagingUrl: address('https://messaging.twilio.com').meta({ advanced: true, title: 'Address of messaging services', placeholder: 'https://messaging.twilio.com' }),
};

export const contentAddress = address('https://content.twilio.com').meta({ advanced: true, title: 'Address of content templates', placeholder: 'https://content.twilio.com' });

/** What the shared code needs to know of a channel, whichever it is. */
export interface TwilioSettings {
  accountSid: string;
  authToken: string;
  sender: string;
  apiUrl: string;
  messagingUrl: string;
}

/** How the two channels differ. */
export interface Flavour {
  kind: 'sms' | 'whatsapp';
  /** In front of each number in Twilio's fields. */
  prefix: '' | 'whatsapp:';
}
export const smsFlavour: Flavour = { kind: 'sms', prefix: '' };
export const whatsappFlavour: Flavour = { kind: 'whatsapp', prefix: 'whatsapp:' };

export const isService = (sender: string): boolean => /^MG[0-9a-fA-F]{32}$/.test(sender);
export const isPhone = (sender: string): boolean => /^\+[1-9]\d{6,14}$/.test(sender);
/** Up to eleven letters and digits in place of a number. Nobody can answer to it. */
export const isName = (sender: string): boolean => /^(?=.*[A-Za-z])[A-Za-z0-9 &_-]{1,11}$/.test(sender) && !isService(sender);

/** People write numbers with blanks and brackets; the network wants E.164. Short codes stay as they are; undefined for anything else. */
export function numberOf(written: string): string | undefined {
  const bare = written.trim().replace(/^whatsapp:/, '').replace(/[\s().\u00a0-]/g, '').replace(/^00(?=[1-9])/, '+');
  return isPhone(bare) || /^\d{3,8}$/.test(bare) ? bare : undefined;
}
