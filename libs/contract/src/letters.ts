import { z } from 'zod';
import { attachmentView } from './attachments';
import { id } from './primitives';

/** What stands below a letter. Left out: as the channel does it (the quote), and with a signature where there is one. */
export const letterChoices = z.object({
  /** The answered mail below the answer. */
  quote: z.boolean().optional(),
  signature: z.boolean().optional(),
});
export type LetterChoices = z.infer<typeof letterChoices>;

const signatureHtml = z.string().max(20_000);

/**
 * Below every letter that a person writes, in the customer's language: `{{agent.name}}` and the like are filled in. Of the workspace, or of a channel
 * that has its own; both languages empty: none. A picture is an uploaded file that the HTML names: `<img src="cid:<id>@kontuar">`.
 */
export const signatureInput = z.object({ channelId: id.nullable(), en: signatureHtml, pl: signatureHtml });
export const signature = signatureInput.extend({ pictures: z.array(attachmentView) });
export type Signature = z.infer<typeof signature>;
export type SignatureInput = z.infer<typeof signatureInput>;

/** What would go below a letter of this member in a conversation: shown while it is written. */
export const letterFoot = z.object({
  signature: z.object({ text: z.string(), html: z.string(), pictures: z.array(attachmentView) }).nullable(),
  quote: z.object({ introduction: z.string(), text: z.string(), html: z.string().nullable() }).nullable(),
});
export type LetterFoot = z.infer<typeof letterFoot>;
