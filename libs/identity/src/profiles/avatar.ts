/** A profile's picture as the store holds it; files lie under `base`. Made by whoever stores pictures, kept here as it is. */
export interface Avatar {
  readonly base: string;
  /** Of the largest variant, pixels. */
  readonly width: number;
  readonly height: number;
  /** ThumbHash, base64. */
  readonly thumbhash: string;
  readonly variants: readonly {
    readonly format: 'AVIF' | 'WEBP' | 'JPEG';
    readonly width: number;
    readonly height: number;
    readonly file: string;
  }[];
}
