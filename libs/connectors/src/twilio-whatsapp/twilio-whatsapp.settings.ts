import { z } from 'zod';
import { contentAddress, isPhone, isService, numberOf, twilioAccount, twilioAddresses } from '../twilio/twilio.settings';

export const twilioWhatsappSettings = z.object({
  ...twilioAccount,
  sender: z
    .string()
    .trim()
    .overwrite((sender) => numberOf(sender) ?? sender)
    .refine((sender) => isPhone(sender) || isService(sender), 'A WhatsApp number with its country code (+48…), or a messaging service (MG…)')
    .meta({ title: 'WhatsApp sender', description: 'The number that is registered at Twilio for WhatsApp, or a messaging service (MG…) with one.', placeholder: '+48732000000' }),
  windowHours: z
    .number()
    .int()
    .min(1)
    .max(168)
    .default(24)
    .meta({ advanced: true, title: 'Hours to answer in', description: 'After the customer’s last message; then only templates. WhatsApp’s rule is 24.' }),
  ...twilioAddresses,
  contentUrl: contentAddress,
});
export type TwilioWhatsappSettings = z.infer<typeof twilioWhatsappSettings>;
