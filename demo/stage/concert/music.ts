/**
 * A small synthesiser that plays the score. Everything is computed, nothing sampled, so the recording is ours and comes
 * out the same on every machine.
 */
import {
  arpeggio,
  bass,
  chords,
  crashes,
  hats,
  kicks,
  LOOP_SECONDS,
  BAR_SECONDS,
  energy,
  melody,
  pulse,
  snares,
} from './score.ts';

export const SAMPLE_RATE = 48_000;
const LOOP_SAMPLES = LOOP_SECONDS * SAMPLE_RATE;

type Stereo = { left: Float32Array; right: Float32Array };

/** A repeatable source of noise in −1…1 (mulberry32). */
function noiseSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2_147_483_648 - 1;
  };
}

const hertz = (pitch: number): number => 440 * 2 ** ((pitch - 69) / 12);

/** A saw tooth with its corner rounded (PolyBLEP), so that high notes do not alias. `phase` and `step` in cycles. */
function saw(phase: number, step: number): number {
  let value = 2 * phase - 1;
  if (phase < step) {
    const t = phase / step;
    value -= t + t - t * t - 1;
  } else if (phase > 1 - step) {
    const t = (phase - 1) / step;
    value -= t * t + t + t + 1;
  }
  return value;
}

/** A two-pole low-pass filter (state-variable, stable to a third of the sample rate). */
function lowPass(): (input: number, cutoffHertz: number, resonance: number) => number {
  let low = 0;
  let band = 0;
  return (input, cutoffHertz, resonance) => {
    const g = Math.tan((Math.PI * Math.min(cutoffHertz, 15_000)) / SAMPLE_RATE);
    const k = 2 - 1.9 * resonance;
    const high = (input - (g + k) * band - low) / (1 + g * (g + k));
    const nextBand = g * high + band;
    const nextLow = g * nextBand + low;
    band = g * high + nextBand;
    low = g * nextBand + nextLow;
    return nextLow;
  };
}

/** Writes a voice into the loop; what rings past the end sounds at the beginning, which is what makes the join smooth. */
function voice(track: Stereo, at: number, seconds: number, pan: number, sample: (time: number) => number): void {
  const start = Math.round(at * SAMPLE_RATE);
  const count = Math.min(Math.round(seconds * SAMPLE_RATE), LOOP_SAMPLES);
  const leftGain = Math.cos(((pan + 1) * Math.PI) / 4);
  const rightGain = Math.sin(((pan + 1) * Math.PI) / 4);
  for (let i = 0; i < count; i++) {
    const value = sample(i / SAMPLE_RATE);
    const index = (start + i) % LOOP_SAMPLES;
    track.left[index]! += value * leftGain;
    track.right[index]! += value * rightGain;
  }
}

const emptyTrack = (): Stereo => ({ left: new Float32Array(LOOP_SAMPLES), right: new Float32Array(LOOP_SAMPLES) });

function playDrums(track: Stereo, room: Stereo): void {
  for (const at of kicks) {
    const level = at < 8 ? 0.62 : 0.95;
    let phase = 0;
    voice(track, at, 0.42, 0, (time) => {
      phase += (44 + 130 * Math.exp(-time * 34)) / SAMPLE_RATE;
      const click = time < 0.004 ? (1 - time / 0.004) * 0.35 : 0;
      return level * (Math.sin(2 * Math.PI * phase) * Math.exp(-time * 8.5) + click) * Math.min(1, (0.42 - time) * 20);
    });
  }
  snares.forEach((at, index) => {
    const noise = noiseSource(100 + index);
    const tone = lowPass();
    const level = at < 8 ? 0.2 : 0.36;
    let rumble = 0;
    const hit = (time: number): number => {
      const raw = noise();
      rumble += 0.12 * (raw - rumble);
      const crack = tone(raw - rumble, 7200, 0.1) * Math.exp(-time * 19);
      return level * (crack + 0.55 * Math.sin(2 * Math.PI * 186 * time) * Math.exp(-time * 26));
    };
    voice(track, at, 0.4, 0.06, hit);
    const tailNoise = noiseSource(500 + index);
    const tail = lowPass();
    voice(room, at, 0.3, -0.1, (time) => level * 0.8 * tail(tailNoise(), 4200, 0) * Math.exp(-time * 16));
  });
  hats.forEach((at, index) => {
    const noise = noiseSource(900 + index);
    let slow = 0;
    voice(track, at, 0.16, index % 2 === 0 ? 0.28 : 0.4, (time) => {
      const raw = noise();
      slow += 0.55 * (raw - slow);
      return (at < 8 ? 0.07 : 0.12) * (raw - slow) * Math.exp(-time * (index % 4 === 3 ? 24 : 48));
    });
  });
  crashes.forEach((at, index) => {
    for (const side of [-0.7, 0.7]) {
      const noise = noiseSource(1300 + index * 2 + (side > 0 ? 1 : 0));
      let slow = 0;
      voice(room, at, 2.6, side, (time) => {
        const raw = noise();
        slow += 0.4 * (raw - slow);
        return 0.085 * (raw - slow) * Math.exp(-time * 2) * Math.min(1, time * 400) * Math.min(1, (2.6 - time) * 3);
      });
    }
  });
}

function playBass(track: Stereo): void {
  for (const note of bass) {
    const filter = lowPass();
    const step = hertz(note.pitch) / SAMPLE_RATE;
    let phase = 0;
    voice(track, note.at, note.length + 0.06, 0, (time) => {
      phase = (phase + step) % 1;
      const open = 170 + 900 * Math.exp(-time * 9) * note.level;
      const shape = Math.min(1, time * 220) * Math.min(1, Math.max(0, (note.length + 0.06 - time) / 0.06));
      return 0.34 * note.level * shape * (filter(saw(phase, step), open, 0.35) + 0.8 * Math.sin(2 * Math.PI * phase));
    });
  }
}

function playPads(track: Stereo): void {
  chords.forEach((chord, bar) => {
    chord.voices.forEach((pitch, index) => {
      for (const detune of [-0.07, 0.06]) {
        const step = hertz(pitch + detune) / SAMPLE_RATE;
        const filter = lowPass();
        const length = BAR_SECONDS + 0.5;
        let phase = (index * 0.37 + bar * 0.11 + (detune > 0 ? 0.5 : 0)) % 1;
        voice(track, bar * BAR_SECONDS - 0.06 + (bar === 0 ? LOOP_SECONDS : 0), length, detune * 11, (time) => {
          phase = (phase + step) % 1;
          const shape = Math.min(1, time / 0.18) * Math.min(1, (length - time) / 0.5);
          return 0.05 * shape * filter(saw(phase, step), 620 + 1500 * energy[bar]! + 240 * Math.sin(time * 1.9), 0.15);
        });
      }
    });
  });
}

function playArpeggio(track: Stereo, echo: Stereo): void {
  arpeggio.forEach((note, index) => {
    const step = hertz(note.pitch) / SAMPLE_RATE;
    for (const [target, level] of [
      [track, 0.115],
      [echo, 0.07],
    ] as const) {
      const filter = lowPass();
      let phase = 0;
      voice(target, note.at, 0.42, index % 2 === 0 ? -0.45 : 0.45, (time) => {
        phase = (phase + step) % 1;
        const triangle = 4 * Math.abs(phase - 0.5) - 1;
        const body = 0.7 * triangle + 0.3 * saw(phase, step);
        return (
          level *
          note.level *
          filter(body, 900 + 3600 * Math.exp(-time * 16), 0.2) *
          Math.exp(-time * 9) *
          Math.min(1, time * 600) *
          Math.min(1, (0.42 - time) * 30)
        );
      });
    }
  });
}

function playMelody(track: Stereo, echo: Stereo): void {
  for (const note of melody) {
    for (const [target, share] of [
      [track, 1],
      [echo, 0.55],
    ] as const) {
      const filter = lowPass();
      const release = 0.22;
      let phase = 0;
      let second = 0.33;
      voice(target, note.at, note.length + release, -0.05, (time) => {
        const vibrato = 1 + 0.0055 * Math.min(1, time * 1.6) * Math.sin(2 * Math.PI * 5.1 * time);
        const step = (hertz(note.pitch) * vibrato) / SAMPLE_RATE;
        phase = (phase + step) % 1;
        second = (second + step * 1.0045) % 1;
        const attack = Math.min(1, time / 0.025);
        const end = time > note.length ? Math.max(0, 1 - (time - note.length) / release) : 1;
        const tone = 0.5 * saw(phase, step) + 0.34 * saw(second, step) + 0.5 * Math.sin(2 * Math.PI * phase);
        return (
          0.125 *
          share *
          note.level *
          attack *
          end *
          end *
          filter(tone, 1500 + 1700 * note.level * Math.exp(-time * 1.4), 0.12)
        );
      });
    }
  }
}

/** Ping-pong echo on dotted eighths. Two passes over the loop bring it to the state it has in the middle of a concert. */
function addEcho(mix: Stereo, source: Stereo): void {
  const delay = Math.round(0.375 * SAMPLE_RATE);
  const left = new Float32Array(delay);
  const right = new Float32Array(delay);
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i < LOOP_SAMPLES; i++) {
      const slot = i % delay;
      const outLeft = left[slot]!;
      const outRight = right[slot]!;
      left[slot] = source.left[i]! + 0.42 * outRight;
      right[slot] = source.right[i]! * 0.6 + 0.42 * outLeft;
      if (pass === 1) {
        mix.left[i]! += outLeft * 0.6;
        mix.right[i]! += outRight * 0.6;
      }
    }
  }
}

/** A hall of eight damped combs and two all-passes a side (Schroeder and Moorer's design), also run twice. */
function addHall(mix: Stereo, source: Stereo, level: number): void {
  for (const side of ['left', 'right'] as const) {
    const spread = side === 'left' ? 0 : 29;
    const combs = [1687, 1601, 2053, 2251, 1949, 1823, 2371, 2459].map((size) => ({
      line: new Float32Array(size + spread),
      at: 0,
      damp: 0,
    }));
    const passes = [605, 480].map((size) => ({ line: new Float32Array(size + spread), at: 0 }));
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0; i < LOOP_SAMPLES; i++) {
        const input = source[side][i]!;
        let out = 0;
        for (const comb of combs) {
          const echo = comb.line[comb.at]!;
          comb.damp += 0.62 * (echo - comb.damp);
          comb.line[comb.at] = input + comb.damp * 0.83;
          comb.at = (comb.at + 1) % comb.line.length;
          out += echo;
        }
        out *= 0.125;
        for (const stage of passes) {
          const stored = stage.line[stage.at]!;
          const fed = out + stored * 0.5;
          stage.line[stage.at] = fed;
          stage.at = (stage.at + 1) % stage.line.length;
          out = stored - fed * 0.5;
        }
        if (pass === 1) mix[side][i]! += out * level;
      }
    }
  }
}

/**
 * Plays the loop once, with the tails of the round before it already sounding.
 * @returns interleaved 16-bit stereo at 48 kHz, exactly `LOOP_SECONDS` long
 */
export function playLoop(): Int16Array {
  const dry = emptyTrack();
  const ducked = emptyTrack();
  const echo = emptyTrack();
  const room = emptyTrack();
  playDrums(dry, room);
  playBass(ducked);
  playPads(ducked);
  playArpeggio(ducked, echo);
  playMelody(dry, echo);

  const mix = emptyTrack();
  for (let i = 0; i < LOOP_SAMPLES; i++) {
    // The kick pushes everything else down for a moment: the breathing of this kind of music.
    const seconds = i / SAMPLE_RATE;
    const duck = 1 - (seconds < 8 ? 0.22 : 0.5) * pulse(kicks, seconds, 0.09);
    for (const side of ['left', 'right'] as const) {
      mix[side][i] = dry[side][i]! + ducked[side][i]! * duck;
      room[side][i]! += 0.34 * ducked[side][i]! * duck + 0.3 * echo[side][i]!;
    }
  }
  addEcho(mix, echo);
  addHall(mix, room, 0.85);

  const pcm = new Int16Array(LOOP_SAMPLES * 2);
  for (let i = 0; i < LOOP_SAMPLES; i++) {
    pcm[i * 2] = Math.round(29_500 * Math.tanh(mix.left[i]! * 1.05));
    pcm[i * 2 + 1] = Math.round(29_500 * Math.tanh(mix.right[i]! * 1.05));
  }
  return pcm;
}
