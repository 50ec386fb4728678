export const TRANSCODING_OPTIONS = Symbol('transcoding options');

export interface TranscodingOptions {
  /** Where jobs have their folders; of this machine, with room for a few originals and what is made of them. */
  folder: string;
  /** Refuse to start where media tools cannot be locked in fully. */
  sandboxRequired: boolean;
}
