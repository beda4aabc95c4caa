import { fileTypeFromBuffer } from 'file-type';
import { type DomainError, invalid } from '../errors';

/** Side in pixels: the largest place where it is shown is 88 of a sharp screen. */
const SIDE = 256;
const MAX_PIXELS = 60_000_000;
const SECONDS = 10;
/** By their own bytes, whatever a name or a header says. No SVG: that is a program. */
const readable = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif']);

export const AVATAR_MAX_BYTES = 10 * 1024 * 1024;

let turn: Promise<unknown> = Promise.resolve();

/** A square around what is worth seeing, upright and without the data that cameras add. @throws DomainError 'not-a-picture' */
export function squarePicture(bytes: Buffer): Promise<Buffer> {
  // One at a time: a picture of many megapixels takes its share of memory while it is opened.
  const made = turn.then(() => square(bytes));
  turn = made.catch(() => undefined);
  return made;
}

async function square(bytes: Buffer): Promise<Buffer> {
  const type = await fileTypeFromBuffer(bytes);
  if (type === undefined || !readable.has(type.mime)) throw notAPicture();
  // Loaded when the first picture comes: most processes never see one.
  const { default: sharp } = await import('sharp');
  try {
    return await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', animated: false })
      .rotate()
      .resize(SIDE, SIDE, { fit: 'cover', position: 'attention' })
      .webp({ quality: 82 })
      .timeout({ seconds: SECONDS })
      .toBuffer();
  } catch (cause) {
    throw notAPicture(cause);
  }
}

function notAPicture(cause?: unknown): DomainError {
  const refusal = invalid('not-a-picture', 'This file cannot be read as a picture. Choose a JPEG, PNG, WebP, AVIF or GIF of at most 60 megapixels.');
  refusal.cause = cause;
  return refusal;
}
