import type { Party } from '../contract';
import { contact as contactSchema, type Contact } from './whatsapp.payloads';

/** A number as WhatsApp writes it: digits with the country, without a plus. */
const number = /^\d{6,15}$/;
/** What WhatsApp calls a person towards one business, since numbers may be withheld: `PL.1349…`, `PL.ENT.1181…`. */
const userId = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

export function isUserId(id: string): boolean {
  return userId.test(id);
}

/** The id by which WhatsApp takes a message for this person. */
export function address(id: string): { recipient: string } | { to: string } {
  return isUserId(id) ? { recipient: id } : { to: id };
}

export interface Named { phone?: string | null | undefined; userId?: string | null | undefined; parentUserId?: string | null | undefined }

/** The business-scoped id names a person; the number is one of theirs, if WhatsApp tells it. Undefined when nothing names them. */
export function person({ phone, userId: user, parentUserId: parent }: Named, contact?: Contact): Party | undefined {
  const own = user ?? contact?.user_id ?? undefined;
  const digits = phone ?? contact?.wa_id ?? undefined;
  const id = own ?? digits ?? parent ?? contact?.parent_user_id ?? undefined;
  if (id === undefined) return undefined;
  const e164 = digits !== undefined && number.test(digits) ? `+${digits}` : undefined;
  const username = contact?.profile?.username ?? undefined;
  const handle = e164 ?? (username === undefined || username === '' ? undefined : `@${username.replace(/^@/, '')}`);
  const name = contact?.profile?.name?.trim();
  return {
    id,
    ...(name === undefined || name === '' ? {} : { name }),
    ...(handle === undefined ? {} : { handle }),
    ...(digits === undefined || digits === id ? {} : { aliases: [digits] }),
    ...(e164 === undefined ? {} : { phone: e164 }),
    verified: true,
  };
}

/** The card that came along for this person; a single one is theirs even when ids differ in form. */
export function contactFor({ phone, userId: user }: Named, contacts: readonly unknown[]): Contact | undefined {
  const read = contacts.map((one) => contactSchema.safeParse(one).data).filter((one): one is Contact => one !== undefined);
  return read.find((one) => (user != null && one.user_id === user) || (phone != null && one.wa_id === phone)) ?? (read.length === 1 ? read[0] : undefined);
}
