/** One video element playing one stream, whatever plays it. */
import type { Grant } from '@parterre/protocol';
import type { PlaybackFailure, PlaybackTrouble } from './errors.ts';

/** A rendition that can be chosen. */
export interface Level {
  readonly id: number;
  /** Lines of the picture; null where the playlist does not say. */
  readonly height: number | null;
  /** Bits per second. */
  readonly bitrate: number;
}

export interface Caption {
  readonly id: number;
  /** BCP 47. */
  readonly language: string;
  readonly label: string;
}

/** Where to begin: at the live edge or the start (null), at a moment of the show, or at a position of the recording. */
export type Start =
  | { readonly dateMs: number; /** Where that moment is not there any more. */ readonly seconds?: number }
  | { readonly seconds: number }
  | null;

export interface PictureOptions {
  readonly video: HTMLVideoElement;
  /** Absolute address of the master playlist. */
  readonly address: string;
  /** With what everything begins that it names, where that is more than its own folder; see `CameraGrant.prefixes`. */
  readonly prefixes?: readonly string[];
  /** Whether every request has to carry the address's query. */
  readonly spreadsQuery: boolean;
  readonly live: boolean;
  readonly start: Start;
  /** Bits per second that another picture of this page has just been getting; null where nobody knows. */
  readonly bandwidth: number | null;
  /** False: it is made to be ready, and loads the lowest level and little of it. */
  readonly seen: boolean;
  /** Something worth rendering moved: levels, captions, trouble, loss. */
  readonly onChange: () => void;
  /** An error for the figures, passing or not: hls.js's `details`, or our own. */
  readonly onError: (code: string) => void;
  /** The origin says that the grant is not good any more. Resolves when it has been asked for, whatever the answer. */
  readonly onRefused: () => Promise<void>;
  /** It will not get any further by itself. */
  readonly onFailed: (reason: PlaybackFailure) => void;
}

export interface Delivery {
  /** Milliseconds since the last one. */
  readonly silentMs: number;
  /** Length of a segment; 2 until it is known. */
  readonly segmentSeconds: number;
}

export interface Picture {
  readonly video: HTMLVideoElement;
  readonly levels: readonly Level[];
  /** The level on screen, or null. */
  readonly playingLevel: Level | null;
  /** What the fan chose; null is "automatic". */
  level: number | null;
  /** Whether it is kept from renditions that cost much. */
  saving: boolean;
  readonly captions: readonly Caption[];
  caption: number | null;
  /** Program-date-time on screen, milliseconds since 1970; null where the stream has none. */
  readonly dateMs: number | null;
  /** Seconds on the video's clock where "live" is; null in a recording or when not known yet. */
  readonly livePosition: number | null;
  /** The origin cannot be reached; it goes on trying. */
  readonly troubled: boolean;
  /** What is in the way; null while nothing is, or nobody knows what. */
  readonly trouble: PlaybackTrouble | null;
  /** The origin answers, but nothing new comes: the publisher is away. */
  readonly lost: boolean;
  /** Bits per second. */
  readonly bandwidth: number | null;
  /** Whether anybody sees it: else it keeps to the lowest level. */
  seen: boolean;
  /** How new pieces of the picture come. */
  readonly delivery: Delivery;
  /** Whether the fan wants to be at the live edge: it is then kept from falling behind. */
  following: boolean;
  /** Seconds on the video's clock at which a moment of the show is; null when outside what can be reached. */
  positionOf(dateMs: number): number | null;
  /** Takes a new address of the same stream: on the run, by loading again, or only to have it when it has to be opened again. */
  renew(address: string, how: Grant['renew'], prefixes?: readonly string[]): void;
  /** The network is said to be back: tries at once instead of after its pause. */
  retry(): void;
  destroy(): void;
}
