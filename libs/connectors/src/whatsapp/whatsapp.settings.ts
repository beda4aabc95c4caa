import { z } from 'zod';
import { appFields, metaId } from '../meta/meta.settings';

export const whatsappSettings = z.object({
  appId: appFields.appId,
  appSecret: appFields.appSecret,
  phoneNumberId: metaId.meta({ title: 'Phone number ID', description: 'Not the number itself: WhatsApp → API setup shows it below the number.', placeholder: '106540352242922' }),
  wabaId: metaId.meta({ title: 'WhatsApp Business account ID', description: 'Beside the phone number ID.', placeholder: '102290129340398' }),
  accessToken: z.string().trim().min(20).max(4_096).regex(/^\S+$/, 'One word, without blanks')
    .meta({ title: 'Access token', description: 'Of a system user, without an end, with whatsapp_business_messaging and whatsapp_business_management. Business settings → Users → System users.', secret: true, placeholder: 'EAAB…' }),
  verifyToken: appFields.verifyToken,
  apiVersion: appFields.apiVersion,
  graphUrl: appFields.graphUrl,
  signCalls: appFields.signCalls,
});
export type WhatsAppSettings = z.infer<typeof whatsappSettings>;

export const scopes = ['whatsapp_business_messaging', 'whatsapp_business_management'];
/** The second list is younger than some apps. */
export const fields = ['messages'];
export const youngFields = ['smb_message_echoes', 'user_id_update'];
