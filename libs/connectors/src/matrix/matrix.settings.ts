import { z } from 'zod';

export const matrixSettings = z
  .object({
    homeserver: z
      .url({ protocol: /^https?$/ })
      .refine((url) => URL.canParse(url) && new URL(url).search === '' && new URL(url).username === '', 'An address without a question mark or a user name')
      .overwrite((url) => url.replace(/\/+$/, ''))
      .meta({ title: 'Homeserver', description: 'The web address of the server that the account lives on.', placeholder: 'https://matrix.example.com' }),
    userId: z
      .string()
      .trim()
      .max(255)
      .regex(/^@[^\s:]+:[^\s]+$/, 'A Matrix ID looks like @support:example.com')
      .meta({ title: 'Matrix ID', description: 'Of the account that customers write to; better one of its own than a colleague’s.', placeholder: '@support:example.com' }),
    password: z.string().max(1000).default('').meta({ secret: true, title: 'Password', description: 'Kontuar signs in once and renews its access by itself. May stay empty when an access token is given.' }),
    accessToken: z.string().trim().max(2000).default('').meta({ secret: true, advanced: true, title: 'Access token', description: 'Instead of a password, for servers where accounts sign in by a website. Filled in by Kontuar otherwise.' }),
    refreshToken: z.string().trim().max(2000).default('').meta({ secret: true, advanced: true, title: 'Refresh token', description: 'Belongs to the access token, where the server gives one. Renewed by Kontuar.' }),
    deviceId: z.string().trim().max(255).default('').meta({ advanced: true, title: 'Device', description: 'The name of the session at the server. Filled in by Kontuar.' }),
    joinInvites: z.boolean().default(true).meta({ advanced: true, title: 'Accept invitations', description: 'Customers write by inviting the account into a room: accepted at once, or left for a person to accept in a Matrix app.' }),
  })
  .refine(({ password, accessToken }) => password !== '' || accessToken !== '', { path: ['password'], message: 'A password or an access token is needed' });
export type MatrixSettings = z.infer<typeof matrixSettings>;
