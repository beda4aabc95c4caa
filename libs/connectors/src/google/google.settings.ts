import { z } from 'zod';
import { baseAddress } from '../address';

/** How Kontuar proves itself to Google: a service account's key, or the consent of somebody who may. */
export const googleAccess = {
  serviceAccount: z.string().trim().max(8_192).default('').meta({ secret: true, title: 'Service account key', description: 'The whole JSON file of the key. Empty: access by consent.' }),
  clientId: z.string().trim().max(300).default('').meta({ title: 'OAuth client id', description: 'Of a web application in your Google Cloud project; only for access by consent.', placeholder: '1234-abc.apps.googleusercontent.com' }),
  clientSecret: z.string().trim().max(300).default('').meta({ secret: true, title: 'OAuth client secret' }),
  refreshToken: z.string().trim().max(2_048).default('').meta({ advanced: true, secret: true, title: 'Refresh token', description: 'The consent fills it in.' }),
  impersonate: z.string().trim().max(320).default('').meta({ advanced: true, title: 'In the name of', description: 'Only for a service account with domain-wide delegation: the address of the person in whose name it asks.' }),
  tokenUrl: baseAddress('https://oauth2.googleapis.com/token').meta({ advanced: true, title: 'Token address', placeholder: 'https://oauth2.googleapis.com/token' }),
  consentUrl: baseAddress('https://accounts.google.com/o/oauth2/v2/auth').meta({ advanced: true, title: 'Consent address', placeholder: 'https://accounts.google.com/o/oauth2/v2/auth' }),
};
export type GoogleAccess = { [Name in keyof typeof googleAccess]: z.infer<(typeof googleAccess)[Name]> };
