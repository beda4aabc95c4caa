import { z } from 'zod';
import { baseAddress } from '../address';
import { pollingSettings } from '../reviews/reviews.settings';

export const appStoreSettings = z.object({
  appId: z
    .string()
    .trim()
    .overwrite((id) => id.replace(/^id/, ''))
    .regex(/^\d{1,20}$/, 'The Apple ID of an app is a number')
    .meta({ title: 'Apple ID of the app', description: 'App Store Connect → your app → App Information.', placeholder: '1234567890' }),
  issuerId: z
    .union([z.literal(''), z.string().trim().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'An issuer ID looks like 57246542-96fe-1a63-e053-0824d011072a')])
    .default('')
    .meta({ title: 'Issuer ID', description: 'App Store Connect → Users and Access → Integrations. Empty: the key belongs to one person.', placeholder: '57246542-96fe-1a63-e053-0824d011072a' }),
  keyId: z.string().trim().regex(/^[A-Z0-9]{6,20}$/i, 'A key ID looks like 2X9R4HXF34').meta({ title: 'Key ID', description: 'Of a key that may answer customers: Customer Support, Admin or App Manager.', placeholder: '2X9R4HXF34' }),
  privateKey: z.string().trim().min(1).max(4_096).meta({ secret: true, title: 'Private key', description: 'The whole text of the file AuthKey_….p8. Apple lets you download it once.', placeholder: '-----BEGIN PRIVATE KEY-----' }),
  appName: z.string().trim().max(300).default('').meta({ title: 'Name of the app', description: 'Shown above its reviews. Empty: Kontuar asks Apple.' }),
  ...pollingSettings({ everySeconds: 600 }),
  apiUrl: baseAddress('https://api.appstoreconnect.apple.com').meta({ advanced: true, title: 'API address', placeholder: 'https://api.appstoreconnect.apple.com' }),
  storeUrl: baseAddress('https://apps.apple.com/app').meta({ advanced: true, title: 'Address of the store', description: 'Where links to the app lead.', placeholder: 'https://apps.apple.com/app' }),
});
export type AppStoreSettings = z.infer<typeof appStoreSettings>;
