import { z } from 'zod';
import { readJid } from './xmpp.jid';

export const xmppSettings = z
  .object({
    connection: z
      .enum(['account', 'component'])
      .default('account')
      .meta({
        labels: { account: 'An account', component: 'A component (XEP-0114)' },
        title: 'How Kontuar connects',
        description: 'An account works on any server, finds after a gap what came meanwhile, and shows what you answer from your phone. A component owns a whole domain, so that people can write to any address of it; it needs a server of your own.',
      }),
    address: z
      .string()
      .trim()
      .toLowerCase()
      .max(320)
      .refine((text) => readJid(text)?.resource === '', 'An address such as support@example.com, or the domain of a component')
      .meta({ title: 'Address', description: 'The XMPP address customers write to; for a component its domain, or an address of it that new conversations start from.', placeholder: 'support@example.com' }),
    password: z.string().min(1).max(1000).meta({ secret: true, title: 'Password', description: 'Of the account, or the secret that the server shares with the component.' }),
    host: z
      .string()
      .trim()
      .max(255)
      .regex(/^[^\s/@]*$/, 'Only the host name, without https:// and port')
      .default('')
      .meta({ advanced: true, title: 'Server', description: 'Empty: found by the domain of the address.', placeholder: 'xmpp.example.com' }),
    port: z.number().int().min(1).max(65_535).optional().meta({ advanced: true, title: 'Port', description: 'Leave empty for the usual port' }),
    encryption: z
      .enum(['auto', 'tls', 'none'])
      .default('auto')
      .meta({
        advanced: true,
        labels: { auto: 'Automatic', tls: 'From the start', none: 'None' },
        title: 'Encryption',
        description: 'Automatic: accounts always encrypt (STARTTLS); components speak in the clear, as their protocol has it, so keep them on one machine or network. None: only for servers on the same machine.',
      }),
    verifyCertificates: z.boolean().default(true).meta({ advanced: true, title: 'Check server certificates', description: 'Switch off only for a server of your own with a certificate of its own' }),
    acceptContacts: z.boolean().default(true).meta({ advanced: true, title: 'Accept contact requests', description: 'Customers who add the address to their contacts see that it is there, and can write.' }),
    uploadService: z.string().trim().toLowerCase().max(255).default('').meta({ advanced: true, title: 'Upload service', description: 'Empty: the server names it. Files are put there and customers get a link.', placeholder: 'upload.example.com' }),
  })
  .refine(({ connection, address }) => connection === 'component' || address.includes('@'), { path: ['address'], message: 'An account has an address such as support@example.com' });
export type XmppSettings = z.infer<typeof xmppSettings>;

/** Who we are: the account, or the address of the component that conversations start from. */
export function ownAddress({ address }: XmppSettings): string {
  return readJid(address)?.bare ?? address;
}

export function ownDomain({ address }: XmppSettings): string {
  return readJid(address)?.domain ?? address;
}

/** Of an account everybody writes to one address; of a component the thread is theirs and the address that they chose. */
export function threadKey(settings: Pick<XmppSettings, 'connection'>, ours: string, peer: string): string {
  return settings.connection === 'component' ? `${ours} ${peer}` : peer;
}

/** What `threadKey` was made of. A resource may hold blanks, our address can't. */
export function readThread(settings: XmppSettings, key: string): { ours: string; peer: string } {
  const blank = settings.connection === 'component' ? key.indexOf(' ') : -1;
  return blank < 0 ? { ours: ownAddress(settings), peer: key } : { ours: key.slice(0, blank), peer: key.slice(blank + 1) };
}
