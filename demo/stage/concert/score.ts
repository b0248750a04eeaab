/**
 * The piece the fictional band plays: one loop, written down once, so that the synthesiser (Node) and the light desk
 * (browser) follow the same notes. Times are seconds from the start of the loop.
 *
 * 120 beats per minute and 12 bars make 24 s. That length is no accident: 24 s hold exactly 1125 AAC frames of
 * 1024 samples at 48 kHz, 600 pictures at 25 a second and 12 segments of 2 s, so the loop joins without a gap.
 */
export const LOOP_SECONDS = 24;
export const BAR_SECONDS = 2;
export const BEAT_SECONDS = 0.5;
export const BARS = LOOP_SECONDS / BAR_SECONDS;

/** One note: `at` and `length` in seconds, `pitch` as a MIDI number, `level` 0–1. */
export type Note = { at: number; length: number; pitch: number; level: number };

/** A chord of the piece: the bass note and the upper voices, as MIDI numbers. */
export type Chord = { root: number; voices: number[] };

const Am: Chord = { root: 33, voices: [57, 60, 64, 67] };
const F: Chord = { root: 29, voices: [57, 60, 65, 67] };
const C: Chord = { root: 36, voices: [55, 60, 64, 67] };
const G: Chord = { root: 31, voices: [55, 59, 62, 69] };
const Dm: Chord = { root: 38, voices: [57, 60, 62, 65] };
const E: Chord = { root: 28, voices: [56, 59, 62, 64] };

/** One chord a bar: a quiet verse, the same with drums, then a chorus that leans back into the verse. */
export const chords: Chord[] = [Am, F, C, G, Am, F, C, G, Dm, F, C, E];

/** How loud and bright each bar is meant to be, 0–1. */
export const energy = [0.5, 0.52, 0.56, 0.66, 0.78, 0.8, 0.82, 0.86, 0.96, 1, 1, 0.9];

export const chordAt = (seconds: number): Chord => chords[Math.floor(seconds / BAR_SECONDS) % BARS]!;

/** The melody, a bar per line: `[eighth within the bar, length in eighths, pitch]`. */
const melodyBars: [number, number, number][][] = [
  [
    [0, 3, 76],
    [3, 1, 74],
    [4, 2, 72],
    [6, 2, 74],
  ],
  [
    [0, 4, 72],
    [5, 1, 69],
    [6, 2, 72],
  ],
  [
    [0, 3, 74],
    [3, 1, 72],
    [4, 2, 67],
    [6, 2, 72],
  ],
  [
    [0, 6, 71],
    [6, 1, 72],
    [7, 1, 74],
  ],
  [
    [0, 3, 76],
    [3, 1, 74],
    [4, 2, 72],
    [6, 2, 76],
  ],
  [
    [0, 4, 77],
    [4, 1, 76],
    [5, 1, 74],
    [6, 2, 72],
  ],
  [
    [0, 3, 79],
    [3, 1, 76],
    [4, 2, 74],
    [6, 2, 72],
  ],
  [
    [0, 5, 74],
    [5, 1, 71],
    [6, 1, 74],
    [7, 1, 76],
  ],
  [
    [0, 2, 77],
    [2, 2, 76],
    [4, 3, 74],
    [7, 1, 76],
  ],
  [
    [0, 2, 77],
    [2, 2, 79],
    [4, 3, 81],
    [7, 1, 79],
  ],
  [
    [0, 4, 79],
    [4, 2, 76],
    [6, 2, 72],
  ],
  [
    [0, 3, 71],
    [3, 3, 74],
    [6, 1, 72],
    [7, 1, 71],
  ],
];

const eighth = BEAT_SECONDS / 2;

export const melody: Note[] = melodyBars.flatMap((bar, index) =>
  bar.map(([at, length, pitch]) => ({
    at: index * BAR_SECONDS + at * eighth,
    length: length * eighth,
    pitch,
    level: index < 4 ? 0.62 : 0.9,
  })),
);

/** Sixteenths that run up and down the chord; the last one of a bar rests, to let the line breathe. */
export const arpeggio: Note[] = chords.flatMap((chord, bar) =>
  [0, 1, 2, 3, 2, 1, 3, 0, 2, 3, 1, 2, 3, 2, 1].map((voice, step) => ({
    at: bar * BAR_SECONDS + (step * eighth) / 2,
    length: eighth / 2,
    pitch: chord.voices[voice]! + 12,
    level: (step % 4 === 0 ? 1 : 0.68) * (bar < 4 ? 0.9 : 0.7),
  })),
);

/** The bass: held notes in the verse, running eighths with an octave skip once the drums are in. */
export const bass: Note[] = chords.flatMap((chord, bar) =>
  bar < 4
    ? [{ at: bar * BAR_SECONDS, length: BAR_SECONDS * 0.94, pitch: chord.root, level: 0.8 }]
    : [0, 1, 2, 3, 4, 5, 6, 7].map((step) => ({
        at: bar * BAR_SECONDS + step * eighth,
        length: eighth * 0.86,
        pitch: chord.root + (step === 3 || step === 7 ? 12 : 0),
        level: step % 2 === 0 ? 0.9 : 0.74,
      })),
);

const everyBar = (from: number, steps: number[]): number[] =>
  Array.from({ length: BARS - from }, (_, bar) =>
    steps.map((step) => (from + bar) * BAR_SECONDS + step * eighth),
  ).flat();

/** Hits of the drum kit. The verse has a heartbeat only; bar 8 announces the drums, bar 12 ends in a roll. */
export const kicks: number[] = [
  ...[0, 1, 2, 3].flatMap((bar) => [bar * BAR_SECONDS, bar * BAR_SECONDS + 5 * eighth]),
  ...everyBar(4, [0, 2, 4, 6]),
];
export const snares: number[] = [
  3 * BAR_SECONDS + 6 * eighth,
  3 * BAR_SECONDS + 7 * eighth,
  ...everyBar(4, [2, 6]),
  11 * BAR_SECONDS + 7 * eighth,
  11 * BAR_SECONDS + 7.5 * eighth,
].sort((a, b) => a - b);
export const hats: number[] = [...everyBar(0, [2, 6]).filter((at) => at < 8), ...everyBar(4, [1, 3, 5, 7])];
export const crashes: number[] = [0, 4 * BAR_SECONDS, 8 * BAR_SECONDS];

/** How fresh the last hit of a list is: 1 on the hit, falling with `halfLifeSeconds`; the list is taken as a loop. */
export function pulse(hits: number[], seconds: number, halfLifeSeconds: number): number {
  let age = Infinity;
  for (const hit of hits) {
    const since = (((seconds - hit) % LOOP_SECONDS) + LOOP_SECONDS) % LOOP_SECONDS;
    if (since < age) age = since;
  }
  return 0.5 ** (age / halfLifeSeconds);
}

/** The energy of the moment with soft steps between bars (a light desk fades, it does not switch). */
export function energyAt(seconds: number): number {
  const bar = seconds / BAR_SECONDS;
  const index = Math.floor(bar) % BARS;
  const previous = energy[(index + BARS - 1) % BARS]!;
  const ramp = Math.min(1, (bar - Math.floor(bar)) * 4);
  return previous + (energy[index]! - previous) * (ramp * ramp * (3 - 2 * ramp));
}
