import { z } from 'zod';
import { baseAddress } from '../address';
import { googleAccess } from '../google/google.settings';
import { pollingSettings } from '../reviews/reviews.settings';

const number = (kind: string) => z
  .string()
  .trim()
  .overwrite((id) => id.replace(new RegExp(`^(.*/)?${kind}/`), ''))
  .regex(/^\d{1,30}$/, 'A number');

export const googleBusinessSettings = z.object({
  accountId: number('accounts').meta({ title: 'Account', description: 'Number of the Business Profile account; the consent fills it in.', placeholder: '1234567890' }),
  locationId: number('locations').meta({ title: 'Place', description: 'Number of the place whose reviews come in; the consent lets you choose.', placeholder: '9876543210' }),
  placeName: z.string().trim().max(300).default('').meta({ title: 'Name of the place', description: 'Shown above its reviews.' }),
  placeUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default('').meta({ advanced: true, title: 'Address of the place', description: 'Where the place stands on Google Maps.' }),
  ...googleAccess,
  pushEmail: z.string().trim().max(320).default('').meta({
    title: 'Service account that pushes', description: 'For reviews within seconds: the service account of your Pub/Sub push subscription. Empty: reviews are asked for only.', placeholder: 'push@my-project.iam.gserviceaccount.com',
  }),
  pushAudience: z.string().trim().max(2_048).default('').meta({ advanced: true, title: 'Audience of the push', description: 'As set in the subscription. Empty: the address of the webhook, which is Pub/Sub’s own default.' }),
  pubsubTopic: z
    .union([z.literal(''), z.string().trim().regex(/^projects\/[\w.:-]+\/topics\/[\w.~+%-]+$/, 'It looks like projects/my-project/topics/reviews')])
    .default('')
    .meta({ title: 'Pub/Sub topic', description: 'Kontuar tells Google to announce reviews there. Google keeps one topic for each account. Empty: somebody else tells it.', placeholder: 'projects/my-project/topics/reviews' }),
  ...pollingSettings({ everySeconds: 300 }),
  apiUrl: baseAddress('https://mybusiness.googleapis.com').meta({ advanced: true, title: 'API address', placeholder: 'https://mybusiness.googleapis.com' }),
  accountsUrl: baseAddress('https://mybusinessaccountmanagement.googleapis.com').meta({ advanced: true, title: 'Address of the accounts API', placeholder: 'https://mybusinessaccountmanagement.googleapis.com' }),
  placesUrl: baseAddress('https://mybusinessbusinessinformation.googleapis.com').meta({ advanced: true, title: 'Address of the places API', placeholder: 'https://mybusinessbusinessinformation.googleapis.com' }),
  notificationsUrl: baseAddress('https://mybusinessnotifications.googleapis.com').meta({ advanced: true, title: 'Address of the notifications API', placeholder: 'https://mybusinessnotifications.googleapis.com' }),
  keysUrl: baseAddress('https://www.googleapis.com/oauth2/v3/certs').meta({ advanced: true, title: 'Address of Google’s keys', description: 'Pushes are checked with them.', placeholder: 'https://www.googleapis.com/oauth2/v3/certs' }),
  pushKeys: z.string().max(65_536).default('').meta({ hidden: true, secret: true, title: 'Google’s keys', description: 'Kept by Kontuar' }),
});
export type GoogleBusinessSettings = z.infer<typeof googleBusinessSettings>;

export const scope = 'https://www.googleapis.com/auth/business.manage';
