/**
 * The light desk and the cameras: what every lamp, screen and figure does at a moment of the score.
 * `stage` looks at the band from the hall; `backstage` stands behind it and looks out into the lamps.
 */
import {
  amplifier,
  drummer,
  guitarist,
  guitaristFromBehind,
  keyboardist,
  kitUpClose,
  makeCrowd,
  singer,
  spectator,
  wedge,
  type Spectator,
} from './figures.ts';
import type { Beam, Colour, Glow, Picture } from './renderer.ts';
import {
  BAR_SECONDS,
  BEAT_SECONDS,
  chords,
  crashes,
  energyAt,
  hats,
  kicks,
  LOOP_SECONDS,
  pulse,
  snares,
} from './score.ts';

export type Frame = { picture: Picture; draw: (ctx: CanvasRenderingContext2D) => void };
export type Scene = (seconds: number, aspect: number) => Frame;

const turn = 2 * Math.PI;
/** A wave that fits `rounds` times into the loop, so that every movement joins with itself. */
const wave = (seconds: number, rounds: number, shift = 0): number =>
  Math.sin(turn * ((seconds / LOOP_SECONDS) * rounds + shift));
const mix = (a: Colour, b: Colour, t: number): Colour => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];
const scale = (colour: Colour, by: number): Colour => [colour[0] * by, colour[1] * by, colour[2] * by];
/** 0 → 1 with soft ends. */
const ease = (t: number): number => {
  const u = Math.max(0, Math.min(1, t));
  return u * u * (3 - 2 * u);
};

/** Masks: each layer has a channel of its own; what is drawn later stands in front and takes the ones behind away. */
export function layers(
  ctx: CanvasRenderingContext2D,
  aspect: number,
): { band: (draw: () => void) => void; front: (draw: () => void) => void; own: (draw: () => void) => void } {
  const { width, height } = ctx.canvas;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.globalCompositeOperation = 'source-over';
  ctx.fillStyle = '#000';
  ctx.fillRect(0, 0, width, height);
  ctx.setTransform(height, 0, 0, height, (aspect / 2) * height, 0);
  const using = (colour: string) => (draw: () => void) => {
    ctx.fillStyle = colour;
    ctx.strokeStyle = colour;
    draw();
  };
  return { band: using('#f00'), front: using('#0f0'), own: using('#00f') };
}

/** Colours of the piece: one pair a chord, cold in the verse, hot in the chorus. */
const stagePairs: [Colour, Colour][] = [
  [
    [0.1, 0.32, 1.5],
    [0.55, 0.12, 1.35],
  ],
  [
    [0.05, 0.55, 1.3],
    [0.28, 0.16, 1.45],
  ],
  [
    [0.04, 0.8, 1.1],
    [0.1, 0.3, 1.5],
  ],
  [
    [0.4, 0.14, 1.5],
    [0.95, 0.1, 1.05],
  ],
  [
    [0.95, 0.08, 0.95],
    [0.2, 0.24, 1.5],
  ],
  [
    [0.35, 0.12, 1.5],
    [1.25, 0.1, 0.6],
  ],
  [
    [0.05, 0.72, 1.15],
    [0.9, 0.08, 0.95],
  ],
  [
    [0.9, 0.1, 1.1],
    [1.35, 0.24, 0.3],
  ],
  [
    [1.4, 0.12, 0.42],
    [0.4, 0.12, 1.45],
  ],
  [
    [1.35, 0.42, 0.1],
    [1.1, 0.08, 0.75],
  ],
  [
    [1.1, 0.08, 0.85],
    [0.06, 0.7, 1.2],
  ],
  [
    [0.3, 0.2, 1.5],
    [1.2, 0.14, 0.55],
  ],
];

function pairAt(pairs: [Colour, Colour][], seconds: number): [Colour, Colour] {
  const bar = Math.floor(seconds / BAR_SECONDS) % pairs.length;
  const before = pairs[(bar + pairs.length - 1) % pairs.length]!;
  const now = pairs[bar]!;
  const t = ease((seconds % BAR_SECONDS) / 0.35);
  return [mix(before[0], now[0], t), mix(before[1], now[1], t)];
}

const wideCrowds = new Map<number, Spectator[]>();
const hallCrowds = new Map<number, Spectator[]>();
const remembered = (store: Map<number, Spectator[]>, aspect: number, make: () => Spectator[]): Spectator[] => {
  if (!store.has(aspect)) store.set(aspect, make());
  return store.get(aspect)!;
};

/** The band from the hall, in the middle of the picture; `x` is their centre, `size` the height of the singer. */
function drawBand(ctx: CanvasRenderingContext2D, seconds: number, centre: number, floor: number, size: number): void {
  const beat = wave(seconds, LOOP_SECONDS / BEAT_SECONDS / 2);
  const slow = wave(seconds, LOOP_SECONDS / BAR_SECONDS / 2);
  const e = energyAt(seconds);
  const riser = floor - size * 0.24;
  ctx.fillRect(centre + size * (0.34 - 0.62), riser, size * 1.24, size * 0.2);
  drummer(ctx, centre + size * 0.34, riser, size * 0.98, {
    left: pulse(snares, seconds, 0.08),
    right: pulse(hats, seconds, 0.07),
    nod: pulse(kicks, seconds, 0.12),
  });
  keyboardist(ctx, centre + size * 2.08, floor - size * 0.04, size * 0.94, {
    hair: 'bun',
    press: pulse(kicks, seconds + 0.25, 0.12),
    sway: slow,
  });
  guitarist(ctx, centre - size * 1.02, floor + size * 0.02, size, {
    hair: 'long',
    neck: 0.44,
    strum: wave(seconds, 96),
    sway: beat * e,
    mirrored: true,
  });
  guitarist(ctx, centre + size * 1.08, floor + size * 0.02, size * 1.02, {
    hair: 'cap',
    neck: 0.54,
    strum: wave(seconds, 48),
    sway: -beat * e,
  });
  singer(ctx, centre - size * 0.36, floor + size * 0.05, size * 0.98, {
    hair: 'long',
    sway: slow,
    lift: ease((e - 0.88) * 10) * (0.85 + 0.15 * beat),
  });
  wedge(ctx, centre - size * 0.66, floor + size * 0.12, size * 0.26);
  wedge(ctx, centre + size * 0.1, floor + size * 0.12, size * 0.26, true);
  amplifier(ctx, centre - size * 1.66, floor - size * 0.02, size * 0.5);
  amplifier(ctx, centre - size * 2.1, floor - size * 0.02, size * 0.46);
}

function drawCrowd(
  ctx: CanvasRenderingContext2D,
  crowd: Spectator[],
  seconds: number,
  liveliness: number,
  own: (draw: () => void) => void,
): void {
  for (const who of crowd) {
    const bob = liveliness * Math.abs(wave(seconds, LOOP_SECONDS / BEAT_SECONDS / 2, who.phase * 0.16));
    spectator(
      ctx,
      who,
      bob,
      wave(seconds, LOOP_SECONDS / BAR_SECONDS, who.phase * 0.3) * (0.4 + 0.6 * liveliness),
      own,
    );
  }
}

export const stage: Scene = (seconds, aspect) => {
  const e = energyAt(seconds);
  const kick = pulse(kicks, seconds, 0.11);
  const snare = pulse(snares, seconds, 0.1);
  const crash = pulse(crashes, seconds, 0.45);
  const [first, second] = pairAt(stagePairs, seconds);
  const bar = Math.floor(seconds / BAR_SECONDS);
  const drift = wave(seconds, 1) * 0.012;
  const floor = 0.735;
  const beams: Beam[] = [];
  const glows: Glow[] = [];

  // Eight moving heads on the truss. In the verse they breathe together, in the chorus they fan and cross.
  for (let i = 0; i < 8; i++) {
    const place = (i - 3.5) / 3.5;
    const x = place * 0.74 + drift;
    const y = 0.055 + 0.012 * place * place;
    const fan = place * (0.24 + 0.2 * wave(seconds, 2));
    const cross = -place * 0.52 + 0.3 * wave(seconds, 4, i * 0.125);
    const angle = fan + (cross - fan) * ease((e - 0.68) * 5);
    const chase =
      seconds < 8 ? 0.75 + 0.25 * wave(seconds, 6, i / 8) : 0.42 + 0.58 * (0.5 + 0.5 * wave(seconds, 24, (i % 4) / 4));
    const colour = i % 2 === 0 ? first : second;
    const level = (0.5 + 0.62 * e) * chase + 0.35 * kick * e + 0.5 * crash;
    beams.push({ x, y, angle, colour, level: level * 0.84, width: 0.009, spread: 0.105, reach: 0.82 });
    glows.push({
      x,
      y,
      radius: 0.0085,
      colour: mix(colour, [1.4, 1.4, 1.5], 0.55),
      level: 1.1 + 1.6 * level,
      shape: 0,
    });
  }
  // Six lamps on the floor behind the band, upwards and outwards: they draw the rims.
  for (let i = 0; i < 6; i++) {
    const place = (i - 2.5) / 2.5;
    const x = place * 0.62 + drift * 0.8;
    const angle = Math.PI - place * (0.34 + 0.16 * wave(seconds, 3)) - 0.12 * wave(seconds, 6, i / 6);
    const level = 0.16 + 0.5 * e * (0.35 + 0.65 * snare) + 0.5 * crash;
    beams.push({
      x,
      y: floor - 0.03,
      angle,
      colour: i % 2 === 0 ? second : first,
      level: level * 0.8,
      width: 0.012,
      spread: 0.085,
      reach: 0.55,
    });
    glows.push({ x, y: floor - 0.03, radius: 0.012, colour: second, level: level * 1.6, shape: 0 });
  }
  // A warm follow spot for whoever sings, from the back of the hall.
  beams.push({
    x: -0.5 * aspect,
    y: -0.12,
    angle: 0.93 + 0.02 * wave(seconds, 2),
    colour: [1.1, 0.86, 0.62],
    level: 0.2 + 0.1 * (1 - e),
    width: 0.014,
    spread: 0.06,
    reach: 1.5,
  });

  const crowd = remembered(wideCrowds, aspect, () =>
    makeCrowd(
      aspect,
      [
        [0.885, 0.017, 0.055],
        [0.925, 0.023, 0.078],
        [0.985, 0.033, 0.12],
      ],
      4,
      0.34,
    ),
  );
  return {
    picture: {
      beams,
      glows,
      airTop: scale(mix(first, [0.2, 0.25, 0.5], 0.5), 0.008 + 0.01 * e),
      airBottom: mix(scale(second, 0.03 + 0.04 * e), [0.012, 0.015, 0.05], 0.4),
      screen: {
        kind: 1,
        x: drift * 0.5,
        y: 0.43,
        size: 0.25,
        colour: mix([1.6, 0.5, 0.06], first, 0.1 + 0.25 * (1 - e)),
        second: mix([1.5, 0.04, 0.5], second, 0.2),
        level: 0.2 + 0.2 * e + 0.12 * kick * e + 0.2 * crash,
        phase: (seconds / LOOP_SECONDS) * 12,
      },
      floorY: floor + 0.035,
      hazeX: seconds / LOOP_SECONDS,
      hazeY: -seconds / LOOP_SECONDS,
      hazeAmount: 0.95,
      veil: 0.05,
      rim: mix(scale(first, 0.42), scale(second, 0.42), 0.5 + 0.5 * wave(seconds, 3)),
      crowdRim: scale(mix(first, second, 0.5), 0.17 + 0.12 * e + 0.1 * kick),
      exposure: 1.5,
    },
    draw: (ctx) => {
      const { band, front, own } = layers(ctx, aspect);
      band(() => {
        drawBand(ctx, seconds, drift * 0.6, floor + 0.04, 0.3);
        // The truss: two rails and the diagonals between them.
        ctx.lineWidth = 0.005;
        ctx.beginPath();
        for (const y of [0.022, 0.05]) {
          ctx.moveTo(-aspect / 2, y);
          ctx.lineTo(aspect / 2, y);
        }
        for (let x = -aspect / 2, up = true; x < aspect / 2; x += 0.042, up = !up) {
          ctx.moveTo(x, up ? 0.05 : 0.022);
          ctx.lineTo(x + 0.042, up ? 0.022 : 0.05);
        }
        ctx.stroke();
        for (let i = 0; i < 8; i++) {
          const place = (i - 3.5) / 3.5;
          ctx.fillRect(place * 0.74 + drift - 0.016, 0.03, 0.032, 0.02);
        }
      });
      front(() => drawCrowd(ctx, crowd, seconds, bar < 4 ? 0.22 : 0.4 + 0.6 * e, own));
    },
  };
};

/** Behind the band it stays amber and teal, the two colours a lamp without a filter and a work light have. */
const backPairs: [Colour, Colour][] = chords.map((_, bar) =>
  bar < 4
    ? [
        [1.3, 0.56, 0.14],
        [0.03, 0.42, 0.7],
      ]
    : bar < 8
      ? [
          [1.45, 0.42, 0.06],
          [0.02, 0.6, 0.85],
        ]
      : [
          [1.5, 0.22, 0.05],
          [0.08, 0.3, 1.5],
        ],
);

export const backstage: Scene = (seconds, aspect) => {
  const e = energyAt(seconds);
  const kick = pulse(kicks, seconds, 0.11);
  const snare = pulse(snares, seconds, 0.12);
  const crash = pulse(crashes, seconds, 0.45);
  const [warm, cool] = pairAt(backPairs, seconds);
  const drift = wave(seconds, 1, 0.25) * 0.014;
  const floor = 0.8;
  const beams: Beam[] = [];
  const glows: Glow[] = [];

  // Lamps on the balcony rail point at the stage, that is at us: wide cones from small, far sources.
  for (let i = 0; i < 7; i++) {
    const place = (i - 3) / 3;
    const x = place * 0.7 + drift * 0.4 - 0.06;
    const y = 0.235 + 0.03 * place * place;
    const chase = 0.5 + 0.5 * wave(seconds, 12, i / 7);
    const level = (0.26 + 0.5 * e) * (0.45 + 0.55 * chase) + 0.32 * kick * e + 0.5 * crash;
    const colour = i % 3 === 1 ? cool : warm;
    beams.push({
      x,
      y,
      angle: place * 0.62 + 0.14 * wave(seconds, 3, i * 0.14),
      colour,
      level: level * 0.85,
      width: 0.012,
      spread: 0.2,
      reach: 0.75,
    });
    beams.push({
      x,
      y,
      angle: Math.PI + place * 0.3 + 0.1 * wave(seconds, 2, i * 0.2),
      colour,
      level: level * 0.2,
      width: 0.01,
      spread: 0.14,
      reach: 0.4,
    });
    glows.push({ x, y, radius: 0.021, colour: mix(colour, [1.5, 1.2, 0.9], 0.5), level: 1.2 + 2.1 * level, shape: 0 });
  }
  // One hard side light across the boards.
  beams.push({
    x: aspect / 2 + 0.02,
    y: 0.16,
    angle: -0.95 + 0.05 * wave(seconds, 2),
    colour: cool,
    level: 0.42 + 0.4 * snare * e,
    width: 0.02,
    spread: 0.12,
    reach: 1.1,
  });

  // The hall: phones and lamps far away, out of focus.
  let state = 11;
  const random = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
  for (let i = 0; i < 46; i++) {
    const x = (random() - 0.5) * aspect;
    const y = 0.43 + random() ** 1.4 * 0.24;
    const radius = 0.006 + 0.013 * random();
    const tint = random();
    const blink = 0.55 + 0.45 * wave(seconds, 2 + Math.floor(random() * 5), random());
    const colour = tint < 0.55 ? mix([1, 0.94, 0.86], warm, 0.35) : tint < 0.8 ? cool : warm;
    glows.push({
      x: x + drift * 0.5,
      y: y + 0.003 * wave(seconds, 24, random()),
      radius,
      colour,
      level: 0.2 * blink * (0.5 + 0.7 * e),
      shape: 1,
    });
  }

  const crowd = remembered(hallCrowds, aspect, () =>
    makeCrowd(
      aspect,
      [
        [0.665, 0.0095, 0.03],
        [0.69, 0.0125, 0.04],
        [0.725, 0.0165, 0.054],
      ],
      9,
      0.42,
    ),
  );
  const beat = wave(seconds, LOOP_SECONDS / BEAT_SECONDS / 2);
  const slow = wave(seconds, LOOP_SECONDS / BAR_SECONDS / 2);
  return {
    picture: {
      beams,
      glows,
      airTop: scale(mix(warm, cool, 0.9), 0.014 + 0.012 * e),
      airBottom: scale(mix(warm, cool, 0.15), 0.022 + 0.03 * e + 0.015 * kick),
      screen: { kind: 0, x: 0, y: 0, size: 1, colour: [0, 0, 0], second: [0, 0, 0], level: 0, phase: 0 },
      floorY: floor,
      hazeX: -seconds / LOOP_SECONDS,
      hazeY: seconds / LOOP_SECONDS,
      hazeAmount: 0.95,
      veil: 0.035,
      rim: scale(mix(warm, cool, 0.2 + 0.15 * wave(seconds, 2)), 0.34 + 0.3 * e),
      crowdRim: scale(mix(warm, cool, 0.35), 0.14 + 0.2 * e),
      exposure: 1.45,
    },
    draw: (ctx) => {
      const { band, front, own } = layers(ctx, aspect);
      front(() => drawCrowd(ctx, crowd, seconds, 0.3 + 0.7 * e, own));
      // The edge of the stage hides the feet of the first row.
      front(() => ctx.fillRect(-aspect, floor - 0.02, aspect * 2, 0.02));
      ctx.fillStyle = '#000';
      ctx.fillRect(-aspect, floor, aspect * 2, 1);
      band(() => {
        wedge(ctx, -0.32 + drift, floor + 0.035, 0.13);
        wedge(ctx, 0.12 + drift, floor + 0.035, 0.13, true);
        singer(ctx, -0.1 + drift * 1.2, floor + 0.06, 0.44, {
          hair: 'long',
          sway: slow,
          lift: ease((e - 0.88) * 10) * (0.85 + 0.15 * beat),
        });
        guitaristFromBehind(ctx, -0.55 + drift * 1.4, floor + 0.1, 0.52, { hair: 'cap', sway: beat * e, neck: 0.52 });
        guitaristFromBehind(ctx, 0.42 + drift * 2.2, floor + 0.22, 0.74, {
          hair: 'curls',
          sway: -beat * e,
          neck: 0.46,
        });
      });
      front(() => {
        kitUpClose(ctx, 0.77 + drift * 3.4, 1.1, 0.5, wave(seconds, 24) * pulse(crashes, seconds, 0.9));
        amplifier(ctx, -aspect / 2 + 0.06 + drift * 3, 1.05, 0.42);
      });
      own(() => {
        // The lamp of the amplifier.
        ctx.beginPath();
        ctx.arc(-aspect / 2 + 0.18 + drift * 3, 0.652, 0.006, 0, turn);
        ctx.fill();
      });
    },
  };
};
