// A telephone's picture of 12 megapixels is 5 MB, and shows no more of a hole in the road than one of 1600 points a side.

/** The longest side of what is sent, in points. */
export const LONGEST = 1600;
const QUALITY = 0.85;

/** The size of a picture none of whose sides is longer than that. */
export function fitting(width: number, height: number, longest = LONGEST): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The picture smaller, upright; what is none that this browser can draw, or small already, as it came. */
export async function shrink(file: Blob): Promise<Blob> {
  if (!file.type.startsWith('image/')) return file;
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return file;
  }
  const size = fitting(picture.width, picture.height);
  if (size.width === picture.width) {
    picture.close();
    return file;
  }
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  canvas.getContext('2d')?.drawImage(picture, 0, 0, size.width, size.height);
  picture.close();
  const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
  return drawn && drawn.size < file.size ? drawn : file;
}
