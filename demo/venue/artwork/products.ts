/** Product pictures for the merch table, 1000×1000, painted with a plain 2D canvas: soft light from the upper left. */
type Context = CanvasRenderingContext2D;
type Print = (ctx: Context, x: number, y: number, width: number, height: number) => void;

const SIZE = 1000;

function sheet(): Context {
  return Object.assign(document.createElement('canvas'), { width: SIZE, height: SIZE }).getContext('2d')!;
}

function backdrop(ctx: Context, light: string, shade: string): void {
  const fill = ctx.createRadialGradient(380, 320, 60, 520, 560, 820);
  fill.addColorStop(0, light);
  fill.addColorStop(1, shade);
  ctx.fillStyle = fill;
  ctx.fillRect(0, 0, SIZE, SIZE);
}

function withShadow(ctx: Context, blur: number, x: number, y: number, alpha: number, draw: () => void): void {
  ctx.save();
  ctx.shadowColor = `rgb(24 18 30 / ${alpha})`;
  ctx.shadowBlur = blur;
  ctx.shadowOffsetX = x;
  ctx.shadowOffsetY = y;
  draw();
  ctx.restore();
}

/** A setting sun in slices over rays: the print of this season. */
function sunPrint(ctx: Context, cx: number, cy: number, radius: number): void {
  ctx.save();
  ctx.translate(cx, cy);
  for (let i = 0; i < 13; i++) {
    const angle = Math.PI + ((i + 0.5) / 13) * Math.PI;
    ctx.save();
    ctx.rotate(angle);
    const ray = ctx.createLinearGradient(radius * 1.1, 0, radius * 1.7, 0);
    ray.addColorStop(0, i % 2 === 0 ? '#ff8a5c' : '#f2557f');
    ray.addColorStop(1, 'rgb(242 85 127 / 0)');
    ctx.fillStyle = ray;
    ctx.beginPath();
    ctx.moveTo(radius * 1.12, -5);
    ctx.lineTo(radius * 1.7, -13);
    ctx.lineTo(radius * 1.7, 13);
    ctx.lineTo(radius * 1.12, 5);
    ctx.fill();
    ctx.restore();
  }
  ctx.beginPath();
  ctx.arc(0, 0, radius, 0, 2 * Math.PI);
  ctx.clip();
  const fill = ctx.createLinearGradient(0, -radius, 0, radius);
  fill.addColorStop(0, '#ffc163');
  fill.addColorStop(0.55, '#ff6f61');
  fill.addColorStop(1, '#c8418f');
  ctx.fillStyle = fill;
  for (let i = 0, y = -radius; y < radius; i++) {
    const stripe = i === 0 ? radius * 1.02 : radius * (0.17 - 0.012 * i);
    ctx.fillRect(-radius, y, radius * 2, stripe);
    y += stripe + radius * (0.028 + 0.014 * i);
  }
  ctx.restore();
}

function shirtOutline(ctx: Context): void {
  ctx.beginPath();
  ctx.moveTo(390, 176);
  ctx.bezierCurveTo(330, 196, 262, 214, 226, 248);
  ctx.bezierCurveTo(176, 300, 128, 398, 96, 474);
  ctx.bezierCurveTo(132, 508, 190, 538, 238, 548);
  ctx.bezierCurveTo(252, 514, 268, 484, 284, 462);
  ctx.bezierCurveTo(290, 580, 284, 720, 274, 862);
  ctx.bezierCurveTo(350, 886, 650, 886, 726, 862);
  ctx.bezierCurveTo(716, 720, 710, 580, 716, 462);
  ctx.bezierCurveTo(732, 484, 748, 514, 762, 548);
  ctx.bezierCurveTo(810, 538, 868, 508, 904, 474);
  ctx.bezierCurveTo(872, 398, 824, 300, 774, 248);
  ctx.bezierCurveTo(738, 214, 670, 196, 610, 176);
  ctx.bezierCurveTo(580, 232, 420, 232, 390, 176);
  ctx.closePath();
}

export function shirt(): HTMLCanvasElement {
  const ctx = sheet();
  backdrop(ctx, '#f6f2ec', '#d5cdc6');
  withShadow(ctx, 46, 16, 30, 0.42, () => {
    shirtOutline(ctx);
    ctx.fillStyle = '#1b1a20';
    ctx.fill();
  });
  ctx.save();
  shirtOutline(ctx);
  ctx.clip();
  const cloth = ctx.createLinearGradient(180, 180, 800, 880);
  cloth.addColorStop(0, '#33313a');
  cloth.addColorStop(0.45, '#211f27');
  cloth.addColorStop(1, '#141318');
  ctx.fillStyle = cloth;
  ctx.fillRect(0, 0, SIZE, SIZE);
  sunPrint(ctx, 500, 446, 104);

  // Folds: blurred strokes, light above and dark below, where cloth hangs from the shoulders.
  ctx.filter = 'blur(13px)';
  ctx.lineCap = 'round';
  const fold = (
    alpha: number,
    dark: boolean,
    width: number,
    x: number,
    y: number,
    bendX: number,
    bendY: number,
    toX: number,
    toY: number,
  ): void => {
    ctx.strokeStyle = dark ? `rgb(0 0 0 / ${alpha})` : `rgb(255 255 255 / ${alpha})`;
    ctx.lineWidth = width;
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.quadraticCurveTo(bendX, bendY, toX, toY);
    ctx.stroke();
  };
  fold(0.55, true, 26, 286, 440, 330, 560, 300, 850);
  fold(0.55, true, 26, 714, 440, 676, 580, 704, 850);
  fold(0.1, false, 22, 322, 420, 372, 600, 334, 850);
  fold(0.08, false, 26, 648, 470, 622, 660, 660, 860);
  fold(0.32, true, 20, 420, 640, 400, 760, 420, 880);
  fold(0.07, false, 18, 448, 620, 434, 760, 452, 880);
  fold(0.3, true, 22, 566, 620, 590, 740, 570, 880);
  fold(0.4, true, 20, 284, 462, 250, 380, 246, 300);
  fold(0.4, true, 20, 716, 462, 750, 380, 754, 300);
  fold(0.12, false, 18, 210, 300, 170, 390, 140, 470);
  fold(0.07, false, 18, 800, 310, 836, 390, 862, 470);
  ctx.filter = 'none';

  // Collar and hems.
  ctx.strokeStyle = 'rgb(0 0 0 / 0.55)';
  ctx.lineWidth = 44;
  ctx.beginPath();
  ctx.moveTo(390, 176);
  ctx.bezierCurveTo(420, 232, 580, 232, 610, 176);
  ctx.stroke();
  ctx.strokeStyle = '#2c2a32';
  ctx.lineWidth = 34;
  ctx.stroke();
  ctx.setLineDash([7, 5]);
  ctx.strokeStyle = 'rgb(255 255 255 / 0.1)';
  ctx.lineWidth = 1.6;
  for (const [from, to] of [
    [106, 246],
    [894, 754],
  ] as const) {
    ctx.beginPath();
    ctx.moveTo(from, 456);
    ctx.quadraticCurveTo((from + to) / 2, 508, to, 528);
    ctx.stroke();
  }
  ctx.beginPath();
  ctx.moveTo(274, 846);
  ctx.bezierCurveTo(350, 870, 650, 870, 726, 846);
  ctx.stroke();
  ctx.restore();

  // The inside of the back, seen through the neck.
  ctx.fillStyle = '#0e0d11';
  ctx.beginPath();
  ctx.moveTo(388, 175);
  ctx.bezierCurveTo(440, 160, 560, 160, 612, 175);
  ctx.bezierCurveTo(580, 233, 420, 233, 388, 175);
  ctx.fill();
  ctx.strokeStyle = '#2c2a32';
  ctx.lineWidth = 9;
  ctx.beginPath();
  ctx.moveTo(390, 176);
  ctx.bezierCurveTo(440, 162, 560, 162, 610, 176);
  ctx.stroke();
  return ctx.canvas;
}

export function vinyl(print: Print): HTMLCanvasElement {
  const ctx = sheet();
  backdrop(ctx, '#f1eef0', '#c9c4cc');
  const [cx, cy, radius] = [626, 500, 318];
  withShadow(ctx, 44, 14, 26, 0.45, () => {
    ctx.fillStyle = '#121116';
    ctx.beginPath();
    ctx.arc(cx, cy, radius, 0, 2 * Math.PI);
    ctx.fill();
  });
  for (let r = 124; r < radius - 6; r += 2.6) {
    const gap = [176, 226, 272].some((band) => Math.abs(r - band) < 3);
    ctx.strokeStyle = gap ? 'rgb(0 0 0 / 0.9)' : `rgb(255 255 255 / ${0.03 + 0.028 * Math.abs(Math.sin(r * 1.3))})`;
    ctx.lineWidth = 1.1;
    ctx.beginPath();
    ctx.arc(cx, cy, r, 0, 2 * Math.PI);
    ctx.stroke();
  }
  const gloss = ctx.createConicGradient(0.2, cx, cy);
  for (const [at, alpha] of [
    [0, 0],
    [0.08, 0.02],
    [0.13, 0.22],
    [0.18, 0.02],
    [0.4, 0],
    [0.58, 0.02],
    [0.63, 0.2],
    [0.68, 0.02],
    [0.9, 0],
    [1, 0],
  ] as const) {
    gloss.addColorStop(at, `rgb(255 244 236 / ${alpha})`);
  }
  ctx.fillStyle = gloss;
  ctx.beginPath();
  ctx.arc(cx, cy, radius - 3, 0, 2 * Math.PI);
  ctx.fill();
  ctx.save();
  ctx.beginPath();
  ctx.arc(cx, cy, 112, 0, 2 * Math.PI);
  ctx.clip();
  ctx.fillStyle = '#f3e3cf';
  ctx.fillRect(cx - 120, cy - 120, 240, 240);
  sunPrint(ctx, cx, cy + 14, 58);
  ctx.restore();
  ctx.fillStyle = '#d9d4da';
  ctx.beginPath();
  ctx.arc(cx, cy, 9, 0, 2 * Math.PI);
  ctx.fill();

  withShadow(ctx, 40, 12, 24, 0.5, () => {
    ctx.fillStyle = '#0c0c12';
    ctx.fillRect(76, 186, 628, 628);
  });
  print(ctx, 76, 186, 628, 628);
  const sheen = ctx.createLinearGradient(76, 186, 704, 814);
  sheen.addColorStop(0, 'rgb(255 255 255 / 0.16)');
  sheen.addColorStop(0.4, 'rgb(255 255 255 / 0.02)');
  sheen.addColorStop(1, 'rgb(0 0 0 / 0.2)');
  ctx.fillStyle = sheen;
  ctx.fillRect(76, 186, 628, 628);
  ctx.fillStyle = 'rgb(255 255 255 / 0.18)';
  ctx.fillRect(700, 186, 4, 628);
  return ctx.canvas;
}

export function printedPoster(print: Print): HTMLCanvasElement {
  const ctx = sheet();
  backdrop(ctx, '#efe9e1', '#cdc4ba');
  const [x, y, width, height] = [228, 112, 544, 776];
  withShadow(ctx, 38, 16, 26, 0.4, () => {
    ctx.fillStyle = '#fbf8f3';
    ctx.fillRect(x, y, width, height);
  });
  print(ctx, x + 30, y + 30, width - 60, height - 60);
  // A slight roll of the paper.
  const roll = ctx.createLinearGradient(x, 0, x + width, 0);
  for (const [at, colour] of [
    [0, 'rgb(0 0 0 / 0.16)'],
    [0.07, 'rgb(255 255 255 / 0.1)'],
    [0.3, 'rgb(255 255 255 / 0)'],
    [0.72, 'rgb(0 0 0 / 0)'],
    [0.94, 'rgb(255 255 255 / 0.1)'],
    [1, 'rgb(0 0 0 / 0.2)'],
  ] as const)
    roll.addColorStop(at, colour);
  ctx.fillStyle = roll;
  ctx.fillRect(x, y, width, height);
  // Two wooden rails and a cord.
  ctx.strokeStyle = '#7a6a58';
  ctx.lineWidth = 3;
  ctx.beginPath();
  ctx.moveTo(x + 120, y - 4);
  ctx.lineTo(500, 34);
  ctx.lineTo(x + width - 120, y - 4);
  ctx.stroke();
  for (const top of [y - 12, y + height - 14]) {
    withShadow(ctx, 14, 4, 8, 0.4, () => {
      const wood = ctx.createLinearGradient(0, top, 0, top + 28);
      wood.addColorStop(0, '#d8b78c');
      wood.addColorStop(0.5, '#b98f5f');
      wood.addColorStop(1, '#8f6a41');
      ctx.fillStyle = wood;
      ctx.beginPath();
      ctx.roundRect(x - 16, top, width + 32, 28, 5);
      ctx.fill();
    });
  }
  return ctx.canvas;
}
