import sharp from 'sharp';

const SIDE = 480;

/** A small WebP and the size of the original; undefined when it is not a picture that we read. */
export async function makeThumbnail(picture: Buffer): Promise<{ thumbnail: Buffer; width: number; height: number } | undefined> {
  const image = sharp(picture, { limitInputPixels: 80_000_000, failOn: 'error', animated: false });
  const { width, height, orientation } = await image.metadata().catch(() => ({ width: undefined, height: undefined, orientation: undefined }));
  if (width === undefined || height === undefined) return undefined;
  const thumbnail = await image.rotate().resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 78 }).toBuffer();
  // Cameras store turned pictures and say so: 5 to 8 lie on their side.
  return (orientation ?? 1) >= 5 ? { thumbnail, width: height, height: width } : { thumbnail, width, height };
}
