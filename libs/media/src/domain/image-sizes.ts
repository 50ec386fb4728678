/** One size to be made of a picture. */
export interface ImageSize {
  width: number;
  height: number;
}

/** Which widths a kind of picture is made in. */
export interface ImagePolicy {
  widths: readonly number[];
  /** Cut to the middle square first. */
  square: boolean;
}

export const photoPolicy: ImagePolicy = { widths: [320, 640, 1080, 1440], square: false };
export const avatarPolicy: ImagePolicy = { widths: [96, 192, 384], square: true };
export const posterPolicy: ImagePolicy = { widths: [360, 720], square: false };

/** A width this close under the largest one would cost more than it gives. */
const leastStep = 0.85;

/** WebP ends at 16383 pixels; a screen needs far less of a long strip. */
const maxHeight = 4096;

/** Sizes from the smallest to the largest, in the picture's own shape, none enlarged; never empty. */
export function imageSizes(source: ImageSize, policy: ImagePolicy): ImageSize[] {
  const side = Math.min(source.width, source.height);
  const shape = policy.square ? { width: side, height: side } : source;
  const largest = Math.max(...policy.widths);
  const top = Math.max(1, Math.min(shape.width, largest, Math.floor((maxHeight * shape.width) / shape.height)));
  const widths = [...policy.widths.filter((width) => width <= top * leastStep), top].sort((a, b) => a - b);
  return widths.map((width) => ({ width, height: Math.max(1, Math.round((shape.height * width) / shape.width)) }));
}
