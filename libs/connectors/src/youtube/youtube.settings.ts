import { z } from 'zod';
import { baseAddress } from '../address';
import { googleAccess } from '../google/google.settings';

/** YouTube knows people's channels only: the key of a service account opens none. */
const { serviceAccount, impersonate, ...consented } = googleAccess;

export const youtubeSettings = z.object({
  ...consented,
  channelId: z.string().trim().regex(/^UC[\w-]{22}$/, 'It begins with UC and has 24 letters').meta({ title: 'Channel', description: 'Id of the channel; the consent fills it in.', placeholder: 'UCxxxxxxxxxxxxxxxxxxxxxx' }),
  channelName: z.string().trim().max(200).default('').meta({ title: 'Name of the channel', description: 'The consent fills it in.' }),
  held: z.boolean().default(true).meta({ title: 'Comments held for review', description: 'Show those too that YouTube holds back until somebody approves them.' }),
  pollEverySeconds: z.number().int().min(1).max(86_400).default(120).meta({ advanced: true, title: 'Seconds between two looks', description: 'Each look costs two of the units that Google gives a project for a day.' }),
  dailyUnits: z.number().int().min(100).max(100_000_000).default(10_000).meta({ advanced: true, title: 'Units of a day', description: 'What Google gives your Cloud project; 10 000 unless you asked for more.' }),
  reservedUnits: z.number().int().min(0).max(100_000_000).default(2_000).meta({ advanced: true, title: 'Units kept for answers', description: 'Looks end for the day before these are touched. An answer costs 50.' }),
  historyDays: z.number().int().min(1).max(365).default(14).meta({ advanced: true, title: 'Days that the comparison goes back', description: 'So old may a comment be whose new replies are still found.' }),
  apiUrl: baseAddress('https://www.googleapis.com/youtube/v3').meta({ advanced: true, title: 'API address', placeholder: 'https://www.googleapis.com/youtube/v3' }),
  serviceAccount: serviceAccount.meta({ hidden: true, secret: true, title: 'Service account key', description: 'Not used by YouTube' }),
  impersonate: impersonate.meta({ hidden: true, title: 'In the name of', description: 'Not used by YouTube' }),
  // Secret only so that counting is no change of the settings, at which reading begins anew.
  spent: z.string().max(200).default('').meta({ hidden: true, secret: true, title: 'Units used today', description: 'Kept by Kontuar' }),
});
export type YoutubeSettings = z.infer<typeof youtubeSettings>;

export const scope = 'https://www.googleapis.com/auth/youtube.force-ssl';
