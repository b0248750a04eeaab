/**
 * Silhouettes of musicians and audience, drawn with plain canvas paths. The canvas is a set of masks rather than a
 * picture: red marks the band, green what stands in front of it, blue small lights that shine by themselves.
 *
 * Every figure is described from its feet up in units of its own height and then scaled.
 */
type Point = [number, number];
type Context = CanvasRenderingContext2D;

/** A limb: a tapered stroke with round ends through the given joints, each `[x, y, radius]`. */
function limb(ctx: Context, ...joints: [number, number, number][]): void {
  for (let i = 0; i + 1 < joints.length; i++) {
    const [ax, ay, ar] = joints[i]!;
    const [bx, by, br] = joints[i + 1]!;
    const angle = Math.atan2(by - ay, bx - ax);
    const lean = Math.acos(Math.max(-1, Math.min(1, (ar - br) / Math.max(1e-6, Math.hypot(bx - ax, by - ay)))));
    ctx.beginPath();
    ctx.arc(ax, ay, ar, angle + lean, angle - lean + 2 * Math.PI);
    ctx.arc(bx, by, br, angle - lean, angle + lean);
    ctx.closePath();
    ctx.fill();
  }
}

/** A closed soft outline through the points (the middle of each edge lies on the curve). */
function blob(ctx: Context, points: Point[]): void {
  const middle = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  ctx.beginPath();
  ctx.moveTo(...middle(points[points.length - 1]!, points[0]!));
  points.forEach((point, i) => ctx.quadraticCurveTo(...point, ...middle(point, points[(i + 1) % points.length]!)));
  ctx.closePath();
  ctx.fill();
}

const line = (ctx: Context, width: number, ...points: Point[]): void => {
  ctx.lineWidth = width;
  ctx.beginPath();
  points.forEach(([x, y], i) => (i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
  ctx.stroke();
};

const oval = (ctx: Context, x: number, y: number, rx: number, ry: number, turn = 0): void => {
  ctx.beginPath();
  ctx.ellipse(x, y, rx, ry, turn, 0, 2 * Math.PI);
  ctx.fill();
};

/** Draws in the figure's own space: origin at the feet, one unit = its height, y up is negative. */
function inSpace(ctx: Context, x: number, y: number, height: number, mirrored: boolean, draw: () => void): void {
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(mirrored ? -height : height, height);
  ctx.lineCap = 'round';
  ctx.lineJoin = 'round';
  draw();
  ctx.restore();
}

export type Hair = 'short' | 'long' | 'bun' | 'curls' | 'cap';

function head(ctx: Context, x: number, y: number, hair: Hair, nod = 0): void {
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(nod);
  oval(ctx, 0, 0, 0.05, 0.064);
  if (hair === 'short') oval(ctx, 0, -0.018, 0.055, 0.056);
  if (hair === 'long') {
    blob(ctx, [
      [-0.05, -0.075],
      [0.05, -0.075],
      [0.072, 0.01],
      [0.078, 0.12],
      [0.03, 0.135],
      [0, 0.05],
      [-0.03, 0.14],
      [-0.08, 0.12],
      [-0.072, 0.01],
    ]);
  }
  if (hair === 'bun') {
    oval(ctx, 0, -0.016, 0.056, 0.056);
    oval(ctx, 0.012, -0.083, 0.029, 0.027);
  }
  if (hair === 'curls') {
    for (let i = 0; i < 9; i++) {
      const turn = Math.PI * (0.95 + (i / 8) * 1.1);
      oval(ctx, Math.cos(turn) * 0.056, Math.sin(turn) * 0.056 - 0.012, 0.033, 0.033);
    }
    oval(ctx, 0, -0.03, 0.066, 0.056);
  }
  if (hair === 'cap') {
    oval(ctx, 0, -0.024, 0.056, 0.047);
    limb(ctx, [0.02, -0.034, 0.014], [0.084, -0.022, 0.008]);
  }
  ctx.restore();
}

/** Legs with boots and a jacketed torso; `stance` is the distance between the feet, `lean` shifts the shoulders. */
function body(ctx: Context, stance: number, lean: number, crouch = 0): void {
  const hip = -0.5 + crouch;
  for (const side of [-1, 1]) {
    const foot = (side * stance) / 2;
    limb(
      ctx,
      [side * 0.038, hip, 0.055],
      [side * 0.036 + foot * 0.62, -0.26 + crouch * 0.5, 0.038],
      [foot, -0.04, 0.026],
    );
    limb(ctx, [foot, -0.02, 0.023], [foot + side * 0.04, -0.012, 0.014]);
  }
  const shoulder = -0.845 + crouch;
  blob(ctx, [
    [-0.092, hip + 0.05],
    [-0.08, hip - 0.1],
    [-0.098 + lean * 0.6, -0.68 + crouch],
    [-0.118 + lean, shoulder + 0.045],
    [-0.075 + lean, shoulder - 0.006],
    [-0.03 + lean, shoulder - 0.024],
    [0.03 + lean, shoulder - 0.024],
    [0.075 + lean, shoulder - 0.006],
    [0.118 + lean, shoulder + 0.045],
    [0.098 + lean * 0.6, -0.68 + crouch],
    [0.08, hip - 0.1],
    [0.092, hip + 0.05],
    [0, hip + 0.08],
  ]);
  limb(ctx, [lean * 1.1, -0.83 + crouch, 0.032], [lean * 1.25, -0.89 + crouch, 0.027]);
}

function arm(ctx: Context, shoulder: Point, elbow: Point, hand: Point): void {
  limb(ctx, [...shoulder, 0.034], [...elbow, 0.025], [...hand, 0.016]);
  const along = Math.atan2(hand[1] - elbow[1], hand[0] - elbow[0]);
  oval(ctx, hand[0] + Math.cos(along) * 0.016, hand[1] + Math.sin(along) * 0.016, 0.03, 0.02, along);
}

function guitar(ctx: Context, x: number, y: number, turn: number, neck: number): void {
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(turn);
  blob(ctx, [
    [-0.15, -0.05],
    [-0.1, -0.095],
    [-0.02, -0.055],
    [0.05, -0.085],
    [0.085, -0.03],
    [0.055, 0.005],
    [0.08, 0.05],
    [0.02, 0.075],
    [-0.03, 0.06],
    [-0.09, 0.1],
    [-0.15, 0.06],
    [-0.165, 0],
  ]);
  line(ctx, 0.021, [0.03, -0.005], [neck, -0.012]);
  blob(ctx, [
    [neck - 0.01, -0.03],
    [neck + 0.075, -0.042],
    [neck + 0.085, -0.01],
    [neck + 0.06, 0.018],
    [neck - 0.01, 0.01],
  ]);
  ctx.restore();
}

/** Guitar or bass, played standing. `strum` −1…1 moves the right hand, `sway` the whole figure. */
export function guitarist(
  ctx: Context,
  x: number,
  y: number,
  height: number,
  look: { hair: Hair; neck: number; strum: number; sway: number; mirrored?: boolean },
): void {
  inSpace(ctx, x, y, height, look.mirrored ?? false, () => {
    const lean = look.sway * 0.03;
    body(ctx, 0.2, lean, 0.012 + 0.01 * look.sway);
    head(ctx, 0.02 + lean * 1.5, -0.932 + 0.012 * Math.abs(look.sway), look.hair, 0.16 + look.sway * 0.14);
    guitar(ctx, -0.01 + lean * 0.5, -0.56, -0.34 - look.sway * 0.05, look.neck);
    const tip = -0.34 - look.sway * 0.05;
    const reach = look.neck * 0.68;
    arm(ctx, [0.1 + lean, -0.8], [0.185 + lean, -0.665], [Math.cos(tip) * reach, -0.56 + Math.sin(tip) * reach]);
    arm(ctx, [-0.1 + lean, -0.8], [-0.175 + lean, -0.64], [-0.06, -0.56 + look.strum * 0.045]);
    line(ctx, 0.012, [-0.1 + lean, -0.8], [0.03, -0.66]);
  });
}

/** A singer at a microphone; `lift` 0–1 raises the free arm. */
export function singer(
  ctx: Context,
  x: number,
  y: number,
  height: number,
  look: { hair: Hair; sway: number; lift: number },
): void {
  inSpace(ctx, x, y, height, false, () => {
    const lean = look.sway * 0.025;
    body(ctx, 0.13, lean, 0.006);
    blob(ctx, [
      [-0.08, -0.58],
      [-0.125, -0.33],
      [-0.09, -0.285],
      [0, -0.32],
      [0.09, -0.28],
      [0.13, -0.33],
      [0.08, -0.58],
      [0, -0.62],
    ]);
    head(ctx, lean * 1.5, -0.94, look.hair, look.sway * 0.12);
    line(ctx, 0.013, [0.07, -0.005], [0.07, -0.74], [0.035, -0.865]);
    line(ctx, 0.013, [0.0, -0.004], [0.07, -0.03], [0.14, -0.004]);
    limb(ctx, [0.043, -0.868, 0.017], [0.06, -0.835, 0.011]);
    arm(ctx, [0.1 + lean, -0.8], [0.155 + lean, -0.66], [0.068, -0.76]);
    const up = look.lift;
    arm(
      ctx,
      [-0.1 + lean, -0.8],
      [-0.165 - 0.06 * up + lean, -0.66 - 0.25 * up],
      [-0.15 - 0.12 * up + lean, -0.52 - 0.66 * up],
    );
  });
}

/** A drummer behind a kit on a riser. `left` and `right` 0–1: how far down the sticks are. Height is that of a standing person. */
export function drummer(
  ctx: Context,
  x: number,
  y: number,
  height: number,
  look: { left: number; right: number; nod: number },
): void {
  inSpace(ctx, x, y, height, false, () => {
    blob(ctx, [
      [-0.1, -0.2],
      [-0.13, -0.58],
      [-0.08, -0.64],
      [0, -0.63],
      [0.08, -0.64],
      [0.13, -0.58],
      [0.1, -0.2],
    ]);
    limb(ctx, [0, -0.62, 0.033], [0.005, -0.67, 0.028]);
    head(ctx, 0.005, -0.725 + 0.016 * look.nod, 'curls', 0.05);
    const stick = (side: number, down: number): void => {
      const hand: Point = [side * 0.19, -0.42 - 0.2 * (1 - down)];
      arm(ctx, [side * 0.115, -0.58], [side * 0.22, -0.44 - 0.07 * (1 - down)], hand);
      line(ctx, 0.011, hand, [hand[0] - side * 0.03 + side * 0.13 * (1 - down), hand[1] - 0.1 + 0.12 * down]);
    };
    stick(-1, look.left);
    stick(1, look.right);
    oval(ctx, 0, -0.17, 0.17, 0.165);
    oval(ctx, -0.11, -0.375, 0.085, 0.062, -0.16);
    oval(ctx, 0.11, -0.375, 0.085, 0.062, 0.16);
    ctx.fillRect(-0.42, -0.27, 0.17, 0.2);
    oval(ctx, -0.335, -0.27, 0.085, 0.022);
    ctx.fillRect(0.25, -0.26, 0.18, 0.23);
    oval(ctx, 0.34, -0.26, 0.09, 0.022);
    for (const [cx, cy, tilt] of [
      [-0.44, -0.55, 0.22],
      [-0.27, -0.66, 0.14],
      [0.3, -0.65, -0.16],
      [0.47, -0.52, -0.26],
    ] as const) {
      oval(ctx, cx, cy, 0.115, 0.011, tilt);
      line(ctx, 0.011, [cx, cy], [cx * 0.97, -0.02]);
    }
  });
}

/** Somebody at two keyboards, seen from the front; `press` 0–1 moves the hands. */
export function keyboardist(
  ctx: Context,
  x: number,
  y: number,
  height: number,
  look: { hair: Hair; press: number; sway: number; mirrored?: boolean },
): void {
  inSpace(ctx, x, y, height, look.mirrored ?? false, () => {
    const lean = look.sway * 0.03;
    body(ctx, 0.16, lean, 0.02);
    head(ctx, 0.015 + lean * 1.6, -0.925 + 0.014 * look.press, look.hair, 0.16 + look.sway * 0.1);
    ctx.fillRect(-0.3, -0.53, 0.6, 0.052);
    ctx.fillRect(-0.26, -0.65, 0.52, 0.034);
    line(ctx, 0.024, [-0.22, -0.49], [0.2, -0.005]);
    line(ctx, 0.024, [0.22, -0.49], [-0.2, -0.005]);
    arm(ctx, [0.1 + lean, -0.79], [0.175 + lean, -0.65], [0.15, -0.55 + 0.02 * look.press]);
    arm(ctx, [-0.1 + lean, -0.79], [-0.175 + lean, -0.67], [-0.14, -0.67 + 0.02 * (1 - look.press)]);
  });
}

/** A musician seen from behind with a guitar: the strap crosses the back, the neck shows on the left. */
export function guitaristFromBehind(
  ctx: Context,
  x: number,
  y: number,
  height: number,
  look: { hair: Hair; sway: number; neck: number },
): void {
  inSpace(ctx, x, y, height, false, () => {
    const lean = look.sway * 0.026;
    const tip = Math.PI + 0.42 + look.sway * 0.04;
    guitar(ctx, 0.02 + lean, -0.565, tip, look.neck);
    body(ctx, 0.21, lean, 0.008 + 0.008 * look.sway);
    head(ctx, -0.012 + lean * 1.5, -0.932, look.hair, -0.1 + look.sway * 0.1);
    const reach = look.neck * 0.7;
    arm(
      ctx,
      [-0.1 + lean, -0.8],
      [-0.185 + lean, -0.665],
      [0.02 + lean + Math.cos(tip) * reach, -0.565 + Math.sin(tip) * reach],
    );
    arm(ctx, [0.1 + lean, -0.8], [0.18 + lean, -0.67], [0.1 + lean, -0.55]);
  });
}

/** Cymbals and a tom close to the camera; `ring` 0–1 tilts them after a hit. */
export function kitUpClose(ctx: Context, x: number, y: number, size: number, ring: number): void {
  inSpace(ctx, x, y, size, false, () => {
    for (const [cx, cy, rx, tilt] of [
      [-0.3, -0.86, 0.34, -0.16],
      [0.36, -1.1, 0.42, 0.14],
    ] as const) {
      oval(ctx, cx, cy, rx, 0.022, tilt + 0.05 * ring);
      oval(ctx, cx, cy - 0.02, 0.07, 0.03, tilt + 0.05 * ring);
      line(ctx, 0.022, [cx, cy - 0.06], [cx, 0.2]);
    }
    ctx.beginPath();
    ctx.roundRect(-0.22, -0.52, 0.62, 0.8, 0.04);
    ctx.fill();
    oval(ctx, 0.09, -0.52, 0.31, 0.05);
  });
}

/** A loudspeaker wedge on the floor, an amplifier stack, a flight case: the furniture of a stage, seen from the side. */
export function wedge(ctx: Context, x: number, y: number, size: number, mirrored = false): void {
  inSpace(ctx, x, y, size, mirrored, () =>
    blob(ctx, [
      [-0.62, 0.02],
      [-0.6, -0.22],
      [-0.28, -0.5],
      [0.5, -0.2],
      [0.62, 0.02],
      [0, 0.03],
    ]),
  );
}

export function amplifier(ctx: Context, x: number, y: number, size: number): void {
  inSpace(ctx, x, y, size, false, () => {
    ctx.beginPath();
    ctx.roundRect(-0.4, -0.8, 0.8, 0.8, 0.03);
    ctx.roundRect(-0.36, -1.12, 0.72, 0.29, 0.03);
    ctx.fill();
    line(ctx, 0.03, [-0.12, -1.15], [0.12, -1.15]);
  });
}

export type Spectator = { x: number; y: number; size: number; phase: number; arms: number; hair: Hair; phone: boolean };

/**
 * A crowd that is the same on every run.
 * @param rows `[y of the heads' centre, size of a head, distance between heads]`, back row first
 */
export function makeCrowd(aspect: number, rows: [number, number, number][], seed: number, arms = 0.3): Spectator[] {
  let state = seed;
  const random = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  for (let i = 0; i < 5; i++) random();
  const hairs: Hair[] = ['short', 'long', 'bun', 'curls', 'short', 'long', 'cap', 'short'];
  return rows.flatMap(([y, size, step]) => {
    const row: Spectator[] = [];
    for (let x = -aspect / 2 - step; x < aspect / 2 + step; x += step * (0.75 + 0.5 * random())) {
      const raised = random();
      row.push({
        x,
        y: y + (random() - 0.5) * size * 1.1,
        size: size * (0.88 + 0.26 * random()),
        phase: random(),
        arms: raised < arms * 0.55 ? 2 : raised < arms ? 1 : 0,
        hair: hairs[Math.floor(random() * hairs.length)]!,
        phone: random() < 0.08,
      });
    }
    return row;
  });
}

/** One spectator from behind. `bob` 0–1 is the jump of the moment, `wave` −1…1 the swing of raised arms. */
export function spectator(
  ctx: Context,
  who: Spectator,
  bob: number,
  wave: number,
  ownLight: (draw: () => void) => void,
): void {
  const unit = who.size / 0.064;
  inSpace(ctx, who.x, who.y + 0.94 * unit - bob * who.size * 0.42, unit, false, () => {
    blob(ctx, [
      [-0.13, 0.2],
      [-0.15, -0.66],
      [-0.14, -0.79],
      [-0.07, -0.84],
      [0, -0.85],
      [0.07, -0.84],
      [0.14, -0.79],
      [0.15, -0.66],
      [0.13, 0.2],
    ]);
    limb(ctx, [0, -0.8, 0.034], [0, -0.9, 0.03]);
    head(ctx, 0, -0.94, who.hair, wave * 0.06);
    const raise = (side: number): Point => {
      const bend = side * (0.1 + 0.1 * who.phase) + wave * 0.045;
      const elbow: Point = [side * 0.13 + bend * 0.75, -0.93 - 0.02 * who.phase];
      const hand: Point = [elbow[0] - bend * 0.45 + wave * 0.07, elbow[1] - 0.17];
      limb(ctx, [side * 0.115, -0.78, 0.036], [...elbow, 0.025], [...hand, 0.015]);
      oval(ctx, hand[0], hand[1] - 0.014, 0.019, 0.03, wave * 0.3);
      line(ctx, 0.012, [hand[0], hand[1] - 0.01], [hand[0] - side * 0.028, hand[1] - 0.026]);
      return hand;
    };
    if (who.phone) {
      const hand = raise(1);
      ctx.fillRect(hand[0] - 0.034, hand[1] - 0.115, 0.068, 0.115);
      ownLight(() => ctx.fillRect(hand[0] - 0.028, hand[1] - 0.107, 0.056, 0.094));
    } else {
      if (who.arms > 0) raise(who.phase > 0.5 ? 1 : -1);
      if (who.arms > 1) raise(who.phase > 0.5 ? -1 : 1);
    }
  });
}
