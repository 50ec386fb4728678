/** What was found out about a source file before anything is decided about it. Pixels are as displayed unless said. */
export interface SourceFacts {
  container: string;
  sizeBytes: number;
  /** Length of the picture; null when neither stream nor container tells. */
  durationMs: number | null;
  video: VideoFacts | null;
  audio: AudioFacts | null;
}

export interface VideoFacts {
  /** Index among all streams of the file. */
  index: number;
  codec: string;
  pixelFormat: string | null;
  bitDepth: number;
  codedWidth: number;
  codedHeight: number;
  /** Square pixels, turned upright. */
  width: number;
  height: number;
  /** Clockwise turn that shows the picture upright. */
  rotation: 0 | 90 | 180 | 270;
  mirrored: boolean;
  /** Width of a coded pixel through its height. */
  pixelAspect: number;
  interlaced: boolean;
  hdr: 'pq' | 'hlg' | null;
  color: ColorFacts;
  frameRate: FrameRateFacts;
  /** Pictures in the stream where the container counts them. */
  frames: number | null;
}

/** Names as ffmpeg writes them; null where the file does not say. */
export interface ColorFacts {
  primaries: string | null;
  transfer: string | null;
  matrix: string | null;
  fullRange: boolean;
}

/** A fraction of whole numbers, for example 30000/1001. */
export interface Rational {
  num: number;
  den: number;
}

export interface FrameRateFacts {
  /** Pictures by length; null when unknown. */
  average: Rational | null;
  /** The finest rate that all time stamps fit. */
  base: Rational | null;
  /** The pictures are not evenly spaced. */
  variable: boolean;
}

export interface AudioFacts {
  index: number;
  codec: string;
  channels: number;
  sampleRate: number | null;
}
