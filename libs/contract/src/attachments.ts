import { z } from 'zod';
import { id } from './primitives';

export const attachmentView = z.object({
  id, name: z.string(), contentType: z.string(), sizeBytes: z.number().int(), inline: z.boolean(), contentId: z.string().nullable(),
  /** 'pending': still being fetched from the platform. 'failed': given up, until somebody asks for it again. 'blocked': dangerous, not offered. 'gone': kept for as long as the workspace wanted. */
  state: z.enum(['pending', 'ready', 'failed', 'blocked', 'gone']),
  /** Signed, short-lived; null until ready. */
  url: z.string().nullable(), thumbnailUrl: z.string().nullable(),
  width: z.number().int().nullable(), height: z.number().int().nullable(),
});
export type AttachmentView = z.infer<typeof attachmentView>;
