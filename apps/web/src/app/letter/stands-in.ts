import type { AttachmentView } from '@kontuar/contract';

/** Whether a letter shows this uploaded file in its text, as a picture. */
export const standsIn = (html: string | null, { id }: Pick<AttachmentView, 'id'>): boolean => html !== null && html.includes(`cid:${id}@kontuar`);

/** As parts of a letter that is not sent yet, by the names that its text has for them. */
export const asParts = (pictures: readonly AttachmentView[]): AttachmentView[] => pictures.map((file) => ({ ...file, contentId: `${file.id}@kontuar` }));
