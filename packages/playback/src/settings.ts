/** What the engine is told that moves where and when a picture plays. The benchmarks give the bare engine the same. */
export const SETTINGS = {
  // The ESM builds carry no worker, and a worker from another origin is refused by every browser: segments are repacked
  // on the page's thread, which for the fragmented MP4 of today's origins is next to nothing.
  enableWorker: false,
  liveDurationInfinity: true,
  /** Seconds kept before and after the moment on screen. */
  backBufferLength: 30,
  maxBufferLength: 30,
  capLevelToPlayerSize: true,
  // Three segments behind the edge, low latency or not: measured 6–8 s from stage to screen with segments of two seconds, and no
  // rebuffering. Nearer, a phone that moves between two masts has nothing in hand.
  liveSyncDurationCount: 3,
  // Who follows the live edge and fell further behind than this many segments is brought back to it.
  liveMaxLatencyDurationCount: 10,
  // Speeding up to catch up is audible in music, and breaks in Safari (hls.js#5527).
  maxLiveSyncPlaybackRate: 1,
} as const;
