import { z } from 'zod';
import { isName, isPhone, isService, numberOf, twilioAccount, twilioAddresses } from '../twilio/twilio.settings';

export const smsSettings = z.object({
  ...twilioAccount,
  sender: z
    .string()
    .trim()
    .overwrite((sender) => numberOf(sender) ?? sender)
    .refine((sender) => isPhone(sender) || /^\d{3,8}$/.test(sender) || isService(sender) || isName(sender), 'A number with its country code (+48…), a short code, a messaging service (MG…) or a name of up to 11 letters')
    .meta({ title: 'Sender', description: 'A number of your account, a short code, or a messaging service (MG…). A name of up to 11 letters can send where the country allows it, but customers can’t answer it.', placeholder: '+48732000000' }),
  files: z
    .enum(['auto', 'mms', 'link'])
    .default('auto')
    .meta({ advanced: true, labels: { auto: 'Automatic', mms: 'Always as MMS', link: 'Always as a link' }, title: 'Files', description: 'Automatic: MMS between numbers of the United States and Canada, elsewhere a link in the text.' }),
  optOutWords: z
    .boolean()
    .default(true)
    .meta({ advanced: true, title: 'STOP means no more messages', description: 'Twilio then refuses what is sent to the customer until they write START. Switch it off when it does not do so for your sender.' }),
  smartEncoding: z
    .boolean()
    .default(false)
    .meta({ advanced: true, title: 'Replace typographic letters', description: 'Twilio writes curly quotes and long dashes as plain ones, so that fewer SMS are needed.' }),
  tellSegments: z
    .number()
    .int()
    .min(2)
    .max(99)
    .default(4)
    .meta({ advanced: true, title: 'Tell from so many SMS', description: 'An answer that is cut into so many SMS or more says so below it: each is paid for.' }),
  ...twilioAddresses,
});
export type SmsSettings = z.infer<typeof smsSettings>;
