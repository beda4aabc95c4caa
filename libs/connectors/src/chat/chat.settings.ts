import { z } from 'zod';
import { isTimeZone, parseHours } from './chat.hours';
import { parseOrigin } from './chat.origins';

const webAddress = z.url({ protocol: /^https?$/ });
/** What a visitor's click may open; `javascript:` and the like are no addresses. */
const wayAddress = z.url({ protocol: /^(https?|tel|mailto)$/ });
const ask = z.enum(['off', 'optional', 'required']);

export const chatSettings = z.object({
  allowedOrigins: z
    .array(z.string().trim().max(300).refine((text) => parseOrigin(text) !== undefined, 'Write it like https://shop.example or *.shop.example'))
    .max(50)
    .default([])
    .meta({ title: 'Websites that may show the chat', description: 'One address each, such as https://shop.example or *.shop.example. Empty: any website.', placeholder: 'https://shop.example' }),
  languages: z.array(z.enum(['en', 'pl'])).min(1).max(2).default(['en', 'pl']).meta({ labels: { en: 'English', pl: 'Polski' }, title: 'Languages' }),
  defaultLanguage: z.enum(['en', 'pl']).default('en').meta({ labels: { en: 'English', pl: 'Polski' }, advanced: true, title: 'Language when the page names none of them' }),
  greetingEn: z.string().trim().max(120).default('').meta({ title: 'Greeting in English', placeholder: 'Hello, how can we help?' }),
  greetingPl: z.string().trim().max(120).default('').meta({ title: 'Greeting in Polish', placeholder: 'Dzień dobry, w czym pomóc?' }),
  accent: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'A colour like #026271').default('#026271').meta({ title: 'Colour', description: 'Darkened or lightened where text on it could not be read.' }),
  position: z.enum(['right', 'left']).default('right').meta({ advanced: true, title: 'Corner of the page' }),
  scheme: z.enum(['auto', 'light', 'dark']).default('auto').meta({ advanced: true, title: 'Light or dark' }),
  askMatter: z.boolean().default(true).meta({ advanced: true, title: 'Ask what it is about' }),
  ownMatters: z.boolean().default(false).meta({ advanced: true, title: 'Offer the matters of your workspace there', description: 'What visitors choose is the matter of their conversation. Off: five everyday words.' }),
  askName: ask.default('optional').meta({ advanced: true, title: 'Ask for a name' }),
  askEmail: ask.default('optional').meta({ advanced: true, title: 'Ask for an email address' }),
  hours: z
    .string()
    .trim()
    .max(500)
    .refine((text) => parseHours(text) !== undefined, 'Write it like Mon-Fri 8:00-20:00, Sat 9-14')
    .default('')
    .meta({ title: 'Opening hours', description: 'When people answer. Outside of them visitors are told when you are back. Empty: always.', placeholder: 'Mon-Fri 8:00-20:00, Sat 9-14' }),
  timeZone: z.string().refine(isTimeZone, 'A time zone like Europe/Warsaw').default('Europe/Warsaw').meta({ advanced: true, title: 'Time zone of the opening hours' }),
  closedDays: z.array(z.iso.date()).max(100).default([]).meta({ advanced: true, title: 'Days on which you are closed', placeholder: '2026-12-25' }),
  privacyUrl: z.union([webAddress, z.literal('')]).default('').meta({ advanced: true, title: 'Address of your privacy rules' }),
  // Settings → Satisfaction says whether; this is what counts until somebody said so there, and is no field of the form.
  askRating: z.boolean().default(true).meta({ hidden: true, title: 'Ask for a rating when a conversation is resolved' }),
  emailChannelId: z.union([z.uuid(), z.literal('')]).default('').meta({ advanced: true, picks: { capability: 'subject' }, title: 'Email channel for visitors who left', description: 'With their consent the answer follows by email from this channel.' }),
  maxFileMb: z.number().int().min(0).max(25).default(10).meta({ advanced: true, title: 'Largest file in MB', description: '0: no files.' }),
  links: z
    .array(z.object({ title: z.string().trim().min(1).max(80).meta({ title: 'Title' }), url: webAddress.meta({ title: 'Address' }) }))
    .max(6)
    .default([])
    .meta({ advanced: true, title: 'Pages of help' }),
  ways: z
    .array(z.object({
      kind: z.enum(['phone', 'whatsapp', 'email', 'counter', 'web']).meta({ title: 'Kind' }),
      title: z.string().trim().min(1).max(40).meta({ title: 'Title' }),
      detail: z.string().trim().max(40).default('').meta({ title: 'Detail', placeholder: 'until 18:00' }),
      url: wayAddress.meta({ title: 'Address', placeholder: 'tel:+48 …' }),
    }))
    .max(6)
    .default([])
    .meta({ advanced: true, title: 'Other ways to reach you' }),
  identitySecret: z
    .string()
    .min(32, 'At least 32 characters')
    .max(200)
    .optional()
    .meta({ secret: true, advanced: true, title: 'Identity secret', description: 'Your server signs the id of a signed-in visitor with it (HMAC-SHA256), so that we know who writes. Made when the channel is saved.' }),
});
export type ChatSettings = z.infer<typeof chatSettings>;
