import { z } from 'zod';
import { baseAddress } from '../address';
import { googleAccess } from '../google/google.settings';
import { pollingSettings } from '../reviews/reviews.settings';

export const googlePlaySettings = z.object({
  packageName: z
    .string()
    .trim()
    .max(200)
    .regex(/^[a-z]\w*(\.[a-z]\w*)+$/i, 'A package name looks like com.example.app')
    .meta({ title: 'Package name', description: 'Of the app, as in its address in Google Play.', placeholder: 'com.example.app' }),
  appName: z.string().trim().max(300).default('').meta({ title: 'Name of the app', description: 'Shown above its reviews.' }),
  ...googleAccess,
  // Google keeps reviews of the last seven days for us: nothing to look back at beyond them.
  ...pollingSettings({ everySeconds: 600, deepDays: 7, importDays: 7 }),
  maxTextLength: z.number().int().min(1).max(5_000).default(350).meta({ advanced: true, title: 'Letters in an answer', description: 'Google takes 350.' }),
  apiUrl: baseAddress('https://androidpublisher.googleapis.com').meta({ advanced: true, title: 'API address', placeholder: 'https://androidpublisher.googleapis.com' }),
  storeUrl: baseAddress('https://play.google.com').meta({ advanced: true, title: 'Address of the store', description: 'Where links to the app lead.', placeholder: 'https://play.google.com' }),
});
export type GooglePlaySettings = z.infer<typeof googlePlaySettings>;

export const scope = 'https://www.googleapis.com/auth/androidpublisher';
