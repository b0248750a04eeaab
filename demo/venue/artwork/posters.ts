/**
 * Pictures for six concerts that never took place. Each has one strong shape, a palette of its own and its subject in
 * the middle, so that it survives a wide, a square and a tall crop. No text: titles are set by the page, in its language.
 */
import { drummer, guitarist, keyboardist, makeCrowd, singer, spectator, wedge } from '../../stage/concert/figures.ts';
import type { Beam, Colour, Glow, Picture } from '../../stage/concert/renderer.ts';
import { layers, type Scene } from '../../stage/concert/scenes.ts';

const dark: Picture = {
  beams: [],
  glows: [],
  airTop: [0, 0, 0],
  airBottom: [0, 0, 0],
  screen: { kind: 0, x: 0, y: 0.4, size: 0.3, colour: [0, 0, 0], second: [0, 0, 0], level: 0, phase: 0 },
  floorY: 0.8,
  hazeX: 0.2,
  hazeY: 0.4,
  hazeAmount: 0.95,
  veil: 0.04,
  rim: [0, 0, 0],
  crowdRim: [0, 0, 0],
  exposure: 1.5,
};

const row = (count: number, make: (place: number, index: number) => Beam): Beam[] =>
  Array.from({ length: count }, (_, i) => make(count === 1 ? 0 : (i / (count - 1)) * 2 - 1, i));

const lamps = (beams: Beam[], radius: number): Glow[] =>
  beams.map(({ x, y, colour, level }) => ({
    x,
    y,
    radius,
    colour: [colour[0] * 0.5 + 0.7, colour[1] * 0.5 + 0.7, colour[2] * 0.5 + 0.7] as Colour,
    level: 0.9 + level,
    shape: 0,
  }));

/** A singer alone inside a ring of cold light. */
const halo: Scene = (_seconds, aspect) => {
  const beams = row(5, (place) => ({
    x: place * 0.36,
    y: 0.03,
    angle: -place * 0.16,
    colour: [0.06, 0.75, 0.85],
    level: 0.42,
    width: 0.008,
    spread: 0.07,
    reach: 0.7,
  }));
  return {
    picture: {
      ...dark,
      beams,
      glows: lamps(beams, 0.007),
      airTop: [0.001, 0.012, 0.02],
      airBottom: [0.004, 0.05, 0.06],
      floorY: 0.765,
      screen: {
        kind: 2,
        x: 0,
        y: 0.46,
        size: 0.25,
        colour: [0.15, 1.5, 1.35],
        second: [0.1, 0.5, 1.5],
        level: 0.9,
        phase: 0.1,
      },
      rim: [0.12, 0.62, 0.62],
      exposure: 1.55,
    },
    draw: (ctx) => {
      const { band } = layers(ctx, aspect);
      band(() => {
        guitarist(ctx, 0, 0.775, 0.4, { hair: 'long', neck: 0.46, strum: 0.3, sway: 0.5 });
        wedge(ctx, -0.2, 0.8, 0.09);
        wedge(ctx, 0.2, 0.8, 0.09, true);
      });
    },
  };
};

/** Two people, two keyboards and a wall of light. */
const current: Scene = (_seconds, aspect) => {
  const beams = row(6, (place, i) => ({
    x: place * 0.52,
    y: 0.1,
    angle: place * 0.5,
    colour: i % 2 === 0 ? [1.4, 0.1, 0.6] : [0.5, 0.1, 1.5],
    level: 0.5,
    width: 0.008,
    spread: 0.1,
    reach: 0.6,
  }));
  const crowd = makeCrowd(
    aspect,
    [
      [0.84, 0.018, 0.058],
      [0.89, 0.026, 0.086],
      [0.965, 0.038, 0.13],
    ],
    21,
    0.5,
  );
  return {
    picture: {
      ...dark,
      beams,
      glows: lamps(beams, 0.007),
      airTop: [0.016, 0.002, 0.03],
      airBottom: [0.06, 0.006, 0.07],
      floorY: 0.76,
      screen: {
        kind: 3,
        x: 0,
        y: 0.44,
        size: 0.52,
        colour: [1.5, 0.1, 0.75],
        second: [1.5, 0.5, 0.08],
        level: 0.62,
        phase: 0.21,
      },
      rim: [0.7, 0.14, 0.45],
      crowdRim: [0.42, 0.08, 0.34],
      exposure: 1.45,
    },
    draw: (ctx) => {
      const { band, front, own } = layers(ctx, aspect);
      band(() => {
        ctx.fillRect(-0.4, 0.7, 0.8, 0.07);
        keyboardist(ctx, -0.17, 0.705, 0.33, { hair: 'cap', press: 0.8, sway: -0.7 });
        keyboardist(ctx, 0.17, 0.705, 0.33, { hair: 'bun', press: 0.2, sway: 0.8, mirrored: true });
      });
      front(() => {
        for (const who of crowd) spectator(ctx, who, who.phase, Math.sin(who.phase * 6), own);
      });
    },
  };
};

/** An acoustic evening: a moon, strings of bulbs, two musicians close together. */
const moonlight: Scene = (_seconds, aspect) => {
  const bulbs: Glow[] = [];
  for (const [from, to, sag, height] of [
    [-0.72, 0.1, 0.1, 0.2],
    [-0.1, 0.72, 0.12, 0.17],
    [-0.7, 0.7, 0.15, 0.06],
  ] as const) {
    for (let i = 0; i <= 14; i++) {
      const t = i / 14;
      bulbs.push({
        x: from + (to - from) * t,
        y: height + sag * 4 * t * (1 - t),
        radius: 0.0075,
        colour: [1.5, 0.82, 0.32],
        level: 1.1,
        shape: 0,
      });
    }
  }
  return {
    picture: {
      ...dark,
      beams: [
        {
          x: -0.75,
          y: 0.02,
          angle: 0.86,
          colour: [1.2, 0.7, 0.3],
          level: 0.32,
          width: 0.016,
          spread: 0.09,
          reach: 1.1,
        },
        {
          x: 0.75,
          y: 0.02,
          angle: -0.86,
          colour: [0.2, 0.4, 1.3],
          level: 0.34,
          width: 0.016,
          spread: 0.09,
          reach: 1.1,
        },
      ],
      glows: bulbs,
      airTop: [0.001, 0.004, 0.018],
      airBottom: [0.006, 0.012, 0.05],
      floorY: 0.765,
      screen: {
        kind: 4,
        x: 0.0,
        y: 0.45,
        size: 0.235,
        colour: [1.0, 1.02, 1.1],
        second: [0.5, 0.62, 1.15],
        level: 0.5,
        phase: 0,
      },
      rim: [0.42, 0.4, 0.5],
      exposure: 1.3,
    },
    draw: (ctx) => {
      const { band } = layers(ctx, aspect);
      band(() => {
        guitarist(ctx, -0.13, 0.78, 0.37, { hair: 'curls', neck: 0.44, strum: -0.4, sway: 0.7, mirrored: true });
        singer(ctx, 0.12, 0.785, 0.36, { hair: 'bun', sway: -0.6, lift: 0 });
        wedge(ctx, 0.34, 0.8, 0.08, true);
        wedge(ctx, -0.36, 0.8, 0.08);
      });
    },
  };
};

/** The last song: rays from behind the singer, hands everywhere. */
const ember: Scene = (_seconds, aspect) => {
  const beams = row(13, (place, i) => ({
    x: place * 0.05,
    y: 0.6,
    angle: Math.PI + place * 1.5,
    colour: i % 2 === 0 ? [1.5, 0.2, 0.04] : [1.5, 0.62, 0.12],
    level: 0.75,
    width: 0.012,
    spread: 0.062,
    reach: 0.75,
  }));
  const crowd = makeCrowd(
    aspect,
    [
      [0.8, 0.018, 0.056],
      [0.86, 0.028, 0.09],
      [0.95, 0.042, 0.14],
    ],
    33,
    0.85,
  );
  return {
    picture: {
      ...dark,
      beams,
      glows: [{ x: 0, y: 0.58, radius: 0.06, colour: [1.5, 0.9, 0.5], level: 1.6, shape: 0 }],
      airTop: [0.02, 0.002, 0.004],
      airBottom: [0.1, 0.016, 0.006],
      floorY: 2,
      rim: [1.1, 0.38, 0.1],
      crowdRim: [0.75, 0.2, 0.05],
      veil: 0.05,
      exposure: 1.35,
    },
    draw: (ctx) => {
      const { band, front, own } = layers(ctx, aspect);
      band(() => {
        ctx.fillRect(-1, 0.775, 2, 0.3);
        singer(ctx, 0, 0.785, 0.4, { hair: 'long', sway: 0.4, lift: 1 });
      });
      front(() => {
        for (const who of crowd)
          spectator(ctx, { ...who, phone: false }, who.phase * 0.7, Math.sin(who.phase * 9), own);
      });
    },
  };
};

/** A small club, sold out: a slow sun in green and gold, drums at the back, a voice in front. */
const velvet: Scene = (_seconds, aspect) => {
  const beams = row(4, (place) => ({
    x: place * 0.62,
    y: 0.02,
    angle: -place * 0.62,
    colour: [0.25, 1.15, 0.5],
    level: 0.42,
    width: 0.012,
    spread: 0.09,
    reach: 0.95,
  }));
  const crowd = makeCrowd(
    aspect,
    [
      [0.85, 0.022, 0.07],
      [0.94, 0.034, 0.12],
    ],
    57,
    0.12,
  );
  return {
    picture: {
      ...dark,
      beams,
      glows: lamps(beams, 0.008),
      airTop: [0.002, 0.016, 0.01],
      airBottom: [0.03, 0.05, 0.012],
      floorY: 0.77,
      screen: {
        kind: 1,
        x: 0,
        y: 0.43,
        size: 0.27,
        colour: [1.35, 0.85, 0.2],
        second: [0.1, 0.85, 0.42],
        level: 0.72,
        phase: 0.35,
      },
      rim: [0.6, 0.66, 0.22],
      crowdRim: [0.22, 0.42, 0.16],
      exposure: 1.4,
    },
    draw: (ctx) => {
      const { band, front, own } = layers(ctx, aspect);
      band(() => {
        drummer(ctx, 0.27, 0.735, 0.24, { left: 0.5, right: 0.2, nod: 0.4 });
        guitarist(ctx, -0.27, 0.765, 0.33, { hair: 'short', neck: 0.42, strum: 0.2, sway: -0.4 });
        singer(ctx, 0.02, 0.785, 0.39, { hair: 'curls', sway: 0.2, lift: 0.2 });
      });
      front(() => {
        for (const who of crowd) spectator(ctx, { ...who, phone: false }, who.phase, Math.sin(who.phase * 5), own);
      });
    },
  };
};

/** An afternoon at work: one keyboard, one lamp after the other along the rail, white and rose. */
const workshop: Scene = (_seconds, aspect) => {
  const beams = row(7, (place) => ({
    x: place * 0.6,
    y: 0.05,
    angle: -place * 0.28,
    colour: [1.25, 0.72, 0.62],
    level: 0.3,
    width: 0.01,
    spread: 0.06,
    reach: 0.8,
  }));
  return {
    picture: {
      ...dark,
      beams,
      glows: lamps(beams, 0.011),
      airTop: [0.02, 0.012, 0.016],
      airBottom: [0.085, 0.04, 0.045],
      floorY: 0.75,
      screen: {
        kind: 4,
        x: -0.16,
        y: 0.4,
        size: 0.2,
        colour: [1.25, 0.7, 0.6],
        second: [1.2, 0.35, 0.35],
        level: 0.5,
        phase: 0,
      },
      rim: [0.75, 0.45, 0.4],
      exposure: 1.35,
    },
    draw: (ctx) => {
      const { band } = layers(ctx, aspect);
      band(() => {
        ctx.fillRect(-0.32, 0.69, 0.34, 0.075);
        keyboardist(ctx, -0.15, 0.7, 0.36, { hair: 'bun', press: 0.4, sway: 0.3 });
        guitarist(ctx, 0.22, 0.775, 0.37, { hair: 'cap', neck: 0.5, strum: 0.5, sway: 0.4, mirrored: true });
        wedge(ctx, 0.42, 0.8, 0.08, true);
      });
    },
  };
};

export const posters: Record<string, Scene> = { halo, current, moonlight, ember, velvet, workshop };
