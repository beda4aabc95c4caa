import { z } from 'zod';

/** Base addresses are settings, so that a simulator or a proxy can stand in. */
const address = (standard: string) =>
  z
    .url({ protocol: /^https?$/ })
    .refine((url) => URL.canParse(url) && new URL(url).search === '' && new URL(url).username === '', 'An address without a question mark or a user name')
    .overwrite((url) => url.replace(/\/+$/, ''))
    .default(standard);

export const lineSettings = z.object({
  channelId: z
    .string()
    .trim()
    .regex(/^\d{6,20}$/, 'A channel ID is a number; the LINE Developers Console shows it under "Basic settings"')
    .meta({ title: 'Channel ID', description: 'LINE Developers Console → your channel → Basic settings.', placeholder: '1234567890' }),
  channelSecret: z
    .string()
    .trim()
    .min(16, 'The channel secret stands under "Basic settings"')
    .max(200)
    .meta({ secret: true, title: 'Channel secret', description: 'From the same page. LINE signs its messages with it.' }),
  accessToken: z
    .string()
    .trim()
    .max(1000)
    .default('')
    .meta({ secret: true, title: 'Channel access token', description: 'Empty: Kontuar asks LINE for tokens itself and renews them. Otherwise a long-lived token from the "Messaging API" page.' }),
  answers: z
    .enum(['reply-first', 'push'])
    .default('reply-first')
    .meta({
      advanced: true,
      labels: { 'reply-first': 'Free reply first', push: 'Always push' },
      title: 'How answers leave',
      description: 'A quick answer can use the free reply token of the last message; later ones are pushed and count towards the monthly quota. Pushed messages are never doubled, whatever happens to the connection.',
    }),
  replyTokenSeconds: z
    .number()
    .int()
    .min(0)
    .max(1200)
    .default(50)
    .meta({ advanced: true, title: 'Seconds that a reply token is used', description: 'LINE promises about one minute.' }),
  senderName: z
    .enum(['account', 'agent'])
    .default('account')
    .meta({ advanced: true, labels: { account: 'The account', agent: 'The agent' }, title: 'Name shown on answers', description: 'The agent’s name needs an account on which LINE allows other sender names.' }),
  apiUrl: address('https://api.line.me').meta({ advanced: true, title: 'API address', placeholder: 'https://api.line.me' }),
  dataUrl: address('https://api-data.line.me').meta({ advanced: true, title: 'Address of pictures and files', placeholder: 'https://api-data.line.me' }),
  stickerUrl: z
    .url({ protocol: /^https?$/ })
    .refine((url) => url.includes('{id}'), 'The address needs {id} in it')
    .default('https://stickershop.line-scdn.net/stickershop/v1/sticker/{id}/android/sticker.png')
    .meta({ advanced: true, title: 'Address of sticker pictures', description: '{id} stands for the number of the sticker.' }),
});
export type LineSettings = z.infer<typeof lineSettings>;
