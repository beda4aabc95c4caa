import { z } from 'zod';

const address = (fallback: string) => z
  .url({ protocol: /^https?$/ })
  .refine((url) => URL.canParse(url) && new URL(url).search === '' && new URL(url).username === '', 'An address without a question mark or a user name')
  .overwrite((url) => url.replace(/\/+$/, ''))
  .default(fallback)
  .meta({ advanced: true });
const id = z.string().trim().regex(/^\d{15,22}$/, 'An ID has 17 to 20 digits: switch on the developer mode of Discord and choose "Copy ID"');

export const discordSettings = z.object({
  botToken: z.string().trim().min(20).max(500).regex(/^\S+$/, 'One word, without blanks')
    .meta({ secret: true, title: 'Bot token', description: 'At discord.com/developers: your application → Bot → Reset Token.' }),
  directMessages: z.boolean().default(true).meta({ title: 'Direct messages', description: 'What people write to the bot in private.' }),
  channels: z.array(id).max(100).default([])
    .meta({ title: 'Server channels', description: 'IDs of text or forum channels in which customers ask in public. Needs the Message Content intent, which you switch on beside the bot token.' }),
  staff: z.array(id).max(200).default([])
    .meta({ title: 'Our people on the server', description: 'IDs of members or roles: what they write in these channels is shown as our answer.' }),
  maxFileMb: z.number().int().min(1).max(500).default(10)
    .meta({ advanced: true, title: 'Largest file (MB)', description: 'Discord takes 10 MB, on boosted servers 50 or 100.' }),
  nonceSeconds: z.number().int().min(0).max(3600).default(120)
    .meta({ advanced: true, title: 'Seconds in which Discord knows a repeated message', description: 'After that we look whether it is there before we send it again.' }),
  privateChannels: z.string().max(20_000).default('').meta({ secret: true, advanced: true, hidden: true, title: 'Private chats', description: 'Kept by Kontuar' }),
  apiUrl: address('https://discord.com/api/v10').meta({ title: 'API address', placeholder: 'https://discord.com/api/v10', advanced: true }),
  cdnUrl: address('https://cdn.discordapp.com').meta({ title: 'Address of pictures', placeholder: 'https://cdn.discordapp.com', advanced: true }),
  mediaUrl: address('https://media.discordapp.net').meta({ title: 'Address of moving stickers', placeholder: 'https://media.discordapp.net', advanced: true }),
});
export type DiscordSettings = z.infer<typeof discordSettings>;

/** What the gateway tells. Reading what people write on servers is a privilege that must be switched on, so it is only asked for where it is needed. */
export function intentsOf({ channels, directMessages }: Pick<DiscordSettings, 'channels' | 'directMessages'>): number {
  const [guilds, guildMessages, guildReactions, direct, directReactions, directTyping, content] = [0, 9, 10, 12, 13, 14, 15].map((bit) => 1 << bit) as [number, number, number, number, number, number, number];
  return guilds + (channels.length === 0 ? 0 : guildMessages + guildReactions + content) + (directMessages ? direct + directReactions + directTyping : 0);
}
