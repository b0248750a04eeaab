/**
 * Draws one picture of a concert: lamps and their beams in drifting haze, a screen behind the band, a floor that
 * mirrors them, and silhouettes in front. Runs in a browser (WebGL 2). It knows nothing about time or music: what
 * moves is decided by the scenes.
 *
 * Coordinates: the unit is the height of the picture, x runs from −aspect/2 to aspect/2, y from 0 (top) to 1.
 * Colours are linear and may exceed 1; the shader maps them to the screen at the very end.
 */
export type Colour = [number, number, number];

/** A lamp throwing a cone of light. `angle` in radians, 0 = straight down, positive = towards the right. */
export type Beam = {
  x: number;
  y: number;
  angle: number;
  colour: Colour;
  level: number;
  /** Half width at the lamp and its growth per unit of length. */
  width: number;
  spread: number;
  /** Distance over which the light falls to about a third. */
  reach: number;
};

/** A round light seen directly: a lens, a bulb, somebody's phone. `shape` 0 = soft dot, 1 = flat disc out of focus. */
export type Glow = { x: number; y: number; radius: number; colour: Colour; level: number; shape: number };

export type Picture = {
  beams: Beam[];
  glows: Glow[];
  /** Colour of the air at the top and the bottom of the picture. */
  airTop: Colour;
  airBottom: Colour;
  /** The screen behind the band. `kind` 0 none, 1 a sun in slices, 2 a ring, 3 bars of light, 4 a moon. */
  screen: {
    kind: number;
    x: number;
    y: number;
    size: number;
    colour: Colour;
    second: Colour;
    level: number;
    phase: number;
  };
  /** Height of the line where the floor begins; 2 hides the floor. */
  floorY: number;
  /** Offset of the haze, in tiles; whole numbers after one loop make it join. */
  hazeX: number;
  hazeY: number;
  hazeAmount: number;
  /** How much light the haze in front throws over the silhouettes of the band, 0–1. */
  veil: number;
  rim: Colour;
  crowdRim: Colour;
  exposure: number;
};

const MAX_BEAMS = 20;
const MAX_GLOWS = 72;

const vertexShader = `#version 300 es
in vec2 corner; out vec2 uv;
void main() { uv = corner * 0.5 + 0.5; uv.y = 1.0 - uv.y; gl_Position = vec4(corner, 0.0, 1.0); }`;

const common = `#version 300 es
precision highp float;
in vec2 uv; out vec4 result;
uniform float aspect; uniform sampler2D haze; uniform vec2 hazeShift;`;

/** First pass, at half size because light in haze has no edges: beams and lamps in rgb, the thickness of the air in a. */
const lightShader = `${common}
uniform int beamCount; uniform vec4 beamFrom[${MAX_BEAMS}]; uniform vec4 beamColour[${MAX_BEAMS}]; uniform vec4 beamShape[${MAX_BEAMS}];
uniform int glowCount; uniform vec4 glowAt[${MAX_GLOWS}]; uniform vec4 glowColour[${MAX_GLOWS}];
uniform float hazeAmount;

float fog(vec2 p) {
  float large = texture(haze, p * vec2(0.42, 0.6) + hazeShift).r;
  float small = texture(haze, p * vec2(1.1, 1.5) + vec2(-hazeShift.x * 2.0, hazeShift.y) + large * 0.12).g;
  return clamp(large * 0.72 + small * 0.46, 0.0, 1.2);
}

vec3 beams(vec2 p, float air) {
  vec3 sum = vec3(0.0);
  for (int i = 0; i < beamCount; i++) {
    vec2 d = p - beamFrom[i].xy;
    float along = dot(d, beamFrom[i].zw);
    if (along < -0.01) continue;
    float across = dot(d, vec2(-beamFrom[i].w, beamFrom[i].z));
    float width = beamShape[i].x + max(along, 0.0) * beamShape[i].y;
    float q = across / width; q *= q;
    if (q > 9.0) continue;
    float body = exp(-q * 1.7) + 0.16 * exp(-q * 0.42);
    float edge = smoothstep(9.0, 4.0, q);
    float fall = exp(-max(along, 0.0) / beamShape[i].z) * pow(beamShape[i].x / width, 0.42);
    sum += beamColour[i].rgb * (body * edge * fall * smoothstep(-0.01, 0.03, along));
  }
  return sum * mix(1.0, 0.28 + 1.05 * air, hazeAmount);
}

vec3 glows(vec2 p) {
  vec3 sum = vec3(0.0);
  for (int i = 0; i < glowCount; i++) {
    float r = length(p - glowAt[i].xy) / glowAt[i].z;
    if (r > 9.0) continue;
    float dot_ = exp(-r * r * 2.2) + 0.09 * exp(-r * 0.9) * smoothstep(9.0, 5.0, r);
    float disc = (1.0 - smoothstep(0.86, 1.04, r)) * (0.5 + 0.35 * r * r);
    sum += glowColour[i].rgb * mix(dot_, disc, glowAt[i].w);
  }
  return sum;
}

void main() {
  vec2 p = vec2((uv.x - 0.5) * aspect, uv.y);
  float air = fog(p);
  result = vec4(beams(p, air) + glows(p), air);
}`;

/** Second pass, at full size: the screen, the floor, the figures, and the mapping of light to colours. */
const pictureShader = `${common}
uniform vec2 size;
uniform sampler2D figures; uniform sampler2D lights;
uniform vec3 airTop, airBottom, rim, crowdRim;
uniform int screenKind; uniform vec4 screenAt; uniform vec3 screenColour, screenSecond; uniform float screenPhase;
uniform float floorY, veil, exposure;

vec4 lightAt(vec2 p) { return textureLod(lights, vec2(p.x / aspect + 0.5, 1.0 - p.y), 0.0); }

vec3 lit(vec2 p) {
  vec2 d = p - screenAt.xy; float s = screenAt.z; vec3 c = vec3(0.0);
  float level = screenAt.w;
  if (screenKind == 0 || level <= 0.0) return c;
  float r = length(d) / s;
  float soft = 1.6 / (size.y * s);
  if (screenKind == 1 || screenKind == 4) {
    float disc = 1.0 - smoothstep(1.0 - soft, 1.0 + soft, r);
    float h = clamp((d.y / s + 1.0) * 0.5, 0.0, 1.0);
    if (screenKind == 1) {
      float slot = fract((d.y / s) * 4.6 - screenPhase);
      float gap = mix(0.0, 0.62, smoothstep(0.42, 1.0, h));
      disc *= mix(1.0, smoothstep(gap - 0.05, gap + 0.05, slot), smoothstep(0.4, 0.46, h));
    } else {
      float sea = texture(haze, d / s * 0.34 + 0.37).g;
      disc *= 0.62 + 0.6 * smoothstep(0.3, 0.75, sea);
    }
    c = mix(screenColour, screenSecond, smoothstep(0.05, 0.95, h)) * disc;
    c += mix(screenColour, screenSecond, 0.5) * (0.16 * exp(-max(r - 1.0, 0.0) * 3.4) + 0.05 * exp(-max(r - 1.0, 0.0) * 1.2)) * step(1.0, r);
  } else if (screenKind == 2) {
    float ring = abs(r - 1.0);
    float turn = atan(d.y, d.x) / 6.2831853;
    float run = 0.55 + 0.45 * sin(6.2831853 * (turn * 3.0 - screenPhase));
    vec3 tint = mix(screenColour, screenSecond, run);
    c = tint * (1.5 * (1.0 - smoothstep(0.018, 0.018 + soft * 1.5, ring)) + 0.34 * exp(-ring * 9.0) + 0.1 * exp(-ring * 2.6));
  } else if (screenKind == 3) {
    float column = d.x / s * 9.0;
    float id = floor(column + 0.5);
    float inside = 1.0 - smoothstep(0.09, 0.1 + 9.0 / (size.y * s), abs(column - id));
    float wave = 0.5 + 0.5 * sin(id * 1.7 + screenPhase * 6.2831853) * sin(id * 0.61 - screenPhase * 12.5663706);
    float tall = mix(0.25, 1.0, wave);
    float v = abs(d.y) / s;
    float fade = 1.0 - smoothstep(tall * 0.55, tall, v);
    vec3 tint = mix(screenColour, screenSecond, smoothstep(-8.0, 8.0, id));
    float limit = 1.0 - smoothstep(8.45, 8.5, abs(id));
    c = tint * limit * fade * (inside * 1.2 + 0.16 * exp(-abs(column - id) * 5.0));
  }
  return c * level;
}

float band(vec2 p) { return textureLod(figures, vec2(p.x / aspect + 0.5, p.y), 0.0).r; }
vec3 softly(vec2 p) { return textureLod(figures, vec2(p.x / aspect + 0.5, p.y), log2(size.y / 120.0)).rgb; }
float crowd(vec2 p) { return textureLod(figures, vec2(p.x / aspect + 0.5, p.y), 0.0).g; }

void main() {
  vec2 p = vec2((uv.x - 0.5) * aspect, uv.y);
  vec4 here = lightAt(p);
  float air = here.a;
  vec3 base = mix(airTop, airBottom, smoothstep(0.0, 1.0, p.y)) * (0.55 + 0.75 * air);
  vec3 light = here.rgb;
  vec3 colour = base + lit(p) + light;

  if (p.y > floorY) {
    float depth = (p.y - floorY) / max(1.0 - floorY, 0.001);
    vec2 mirror = vec2(p.x * (1.0 - 0.08 * depth), floorY - (p.y - floorY) * 1.35);
    float ripple = texture(haze, vec2(p.x * 1.4, p.y * 5.0)).g - 0.5;
    mirror.x += ripple * 0.03 * depth;
    vec3 shine = lit(mirror) * 0.3 + lightAt(mirror).rgb * 0.34;
    float shadow = 1.0 - 0.85 * band(vec2(p.x, mirror.y)) * (1.0 - depth * 0.5);
    float edge = smoothstep(0.0, 0.06, depth);
    colour = airBottom * (0.1 + 0.2 * (1.0 - depth)) + shine * shadow * (1.0 - 0.7 * depth) * (0.6 + 0.4 * edge) + light * 0.22;
  }

  vec3 paint = textureLod(figures, uv, 0.0).rgb;
  float a = paint.r;
  if (a > 0.002) {
    // Light from behind creeps around an edge: a thin bright line and a soft glow inside it, less towards the floor.
    float px = 1.0 / 720.0;
    float thin = 1.0 - min(band(p + vec2(0.0, -2.2 * px)), min(band(p + vec2(2.0 * px, -1.0 * px)), band(p + vec2(-2.0 * px, -1.0 * px))));
    float soft = 1.0 - softly(p + vec2(0.0, -0.004)).r;
    float high = 1.0 - 0.72 * smoothstep(floorY - 0.34, floorY + 0.02, p.y);
    vec3 body = airBottom * 0.05 + rim * (0.42 * thin + 0.85 * soft * soft) * high * (0.4 + 0.6 * air) + light * veil * high;
    colour = mix(colour, body, a);
  }
  colour += paint.b * rim * 1.2;
  float c = paint.g;
  if (c > 0.002) {
    float px = 1.0 / 720.0;
    float thin = 1.0 - crowd(p + vec2(0.0, -2.5 * px));
    float soft = 1.0 - softly(p + vec2(0.0, -0.006)).g;
    vec3 body = vec3(0.0008, 0.0009, 0.0018) + light * veil * 0.8 * smoothstep(1.0, 0.7, p.y) + crowdRim * (0.5 * thin + 0.6 * soft * soft) * (0.4 + 0.6 * air);
    colour = mix(colour, body, c);
  }

  vec2 v = (uv - 0.5) * vec2(1.0, 0.92);
  colour *= 1.0 - 1.05 * dot(v, v);
  colour = 1.0 - exp(-colour * exposure);
  float grey = dot(colour, vec3(0.2126, 0.7152, 0.0722));
  colour = mix(vec3(grey), colour, 1.06);
  colour = pow(max(colour, 0.0), vec3(1.0 / 2.2));
  // A fixed dither of half a step hides the bands of dark gradients and, because it never moves, costs no bits later.
  float grain = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715)))) - 0.5;
  result = vec4(colour + grain / 255.0, 1.0);
}`;

function compile(gl: WebGL2RenderingContext, type: number, source: string): WebGLShader {
  const shader = gl.createShader(type)!;
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader) ?? 'shader');
  return shader;
}

function link(gl: WebGL2RenderingContext, fragmentShader: string): WebGLProgram {
  const program = gl.createProgram()!;
  gl.attachShader(program, compile(gl, gl.VERTEX_SHADER, vertexShader));
  gl.attachShader(program, compile(gl, gl.FRAGMENT_SHADER, fragmentShader));
  gl.bindAttribLocation(program, 0, 'corner');
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program) ?? 'program');
  return program;
}

/** A square of fractal noise that repeats on all sides; red and green hold two independent fields. */
function hazeTile(size: number): Uint8Array {
  const tile = new Uint8Array(size * size * 4);
  const smooth = (t: number): number => t * t * t * (t * (6 * t - 15) + 10);
  const lattice = (x: number, y: number, cells: number, seed: number): number => {
    const n =
      Math.sin(((x + cells) % cells) * 127.1 + ((y + cells) % cells) * 311.7 + seed * 74.7 + cells * 13.3) * 43758.5453;
    return n - Math.floor(n);
  };
  for (let channel = 0; channel < 2; channel++) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        let sum = 0;
        let weight = 0.55;
        for (let cells = 4; cells <= 64; cells *= 2) {
          const u = (x / size) * cells;
          const v = (y / size) * cells;
          const [i, j] = [Math.floor(u), Math.floor(v)];
          const [s, t] = [smooth(u - i), smooth(v - j)];
          const top = lattice(i, j, cells, channel) * (1 - s) + lattice(i + 1, j, cells, channel) * s;
          const bottom = lattice(i, j + 1, cells, channel) * (1 - s) + lattice(i + 1, j + 1, cells, channel) * s;
          sum += weight * (top * (1 - t) + bottom * t);
          weight *= 0.5;
        }
        tile[(y * size + x) * 4 + channel] = Math.max(0, Math.min(255, Math.round((sum - 0.22) * 380)));
      }
    }
  }
  return tile;
}

/**
 * Prepares a canvas for drawing.
 * @returns a function that draws a picture; `figures` holds the band in red, the crowd in green and small own lights in blue
 */
export function createRenderer(canvas: HTMLCanvasElement): (picture: Picture, figures: HTMLCanvasElement) => void {
  const gl = canvas.getContext('webgl2', { preserveDrawingBuffer: true, antialias: false })!;
  if (!gl.getExtension('EXT_color_buffer_float'))
    throw new Error('this WebGL cannot draw into floating-point textures');
  const lightPass = link(gl, lightShader);
  const picturePass = link(gl, pictureShader);

  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 3, -1, -1, 3]), gl.STATIC_DRAW);
  // `corner` is bound to place 0 in both programs.
  gl.enableVertexAttribArray(0);
  gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);

  const texture = (unit: number, filter: number, wrap: number): void => {
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, wrap);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, wrap);
  };
  texture(1, gl.LINEAR, gl.REPEAT);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 512, 512, 0, gl.RGBA, gl.UNSIGNED_BYTE, hazeTile(512));
  texture(2, gl.LINEAR, gl.CLAMP_TO_EDGE);
  const [halfWidth, halfHeight] = [Math.ceil(canvas.width / 2), Math.ceil(canvas.height / 2)];
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA16F, halfWidth, halfHeight);
  const half = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, half);
  gl.framebufferTexture2D(
    gl.FRAMEBUFFER,
    gl.COLOR_ATTACHMENT0,
    gl.TEXTURE_2D,
    gl.getParameter(gl.TEXTURE_BINDING_2D) as WebGLTexture,
    0,
  );
  texture(0, gl.LINEAR_MIPMAP_LINEAR, gl.CLAMP_TO_EDGE);

  return (picture, figures) => {
    if (picture.beams.length > MAX_BEAMS || picture.glows.length > MAX_GLOWS)
      throw new Error('too many lights in a picture');
    const aspect = canvas.width / canvas.height;
    const begin = (program: WebGLProgram): ((name: string) => WebGLUniformLocation | null) => {
      gl.useProgram(program);
      const at = (name: string): WebGLUniformLocation | null => gl.getUniformLocation(program, name);
      gl.uniform1f(at('aspect'), aspect);
      gl.uniform1i(at('haze'), 1);
      gl.uniform2f(at('hazeShift'), picture.hazeX, picture.hazeY);
      return at;
    };

    let at = begin(lightPass);
    gl.uniform1i(at('beamCount'), picture.beams.length);
    picture.beams.forEach((beam, i) => {
      gl.uniform4f(at(`beamFrom[${i}]`), beam.x, beam.y, Math.sin(beam.angle), Math.cos(beam.angle));
      const [r, g, b] = beam.colour;
      gl.uniform4f(at(`beamColour[${i}]`), r * beam.level, g * beam.level, b * beam.level, 1);
      gl.uniform4f(at(`beamShape[${i}]`), beam.width, beam.spread, beam.reach, 0);
    });
    gl.uniform1i(at('glowCount'), picture.glows.length);
    picture.glows.forEach((glow, i) => {
      const [r, g, b] = glow.colour;
      gl.uniform4f(at(`glowAt[${i}]`), glow.x, glow.y, glow.radius, glow.shape);
      gl.uniform4f(at(`glowColour[${i}]`), r * glow.level, g * glow.level, b * glow.level, 1);
    });
    gl.uniform1f(at('hazeAmount'), picture.hazeAmount);
    gl.bindFramebuffer(gl.FRAMEBUFFER, half);
    gl.viewport(0, 0, halfWidth, halfHeight);
    gl.drawArrays(gl.TRIANGLES, 0, 3);

    at = begin(picturePass);
    gl.activeTexture(gl.TEXTURE0);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, figures);
    gl.generateMipmap(gl.TEXTURE_2D);
    gl.uniform1i(at('figures'), 0);
    gl.uniform1i(at('lights'), 2);
    gl.uniform2f(at('size'), canvas.width, canvas.height);
    gl.uniform3fv(at('airTop'), picture.airTop);
    gl.uniform3fv(at('airBottom'), picture.airBottom);
    gl.uniform3fv(at('rim'), picture.rim);
    gl.uniform3fv(at('crowdRim'), picture.crowdRim);
    const { screen } = picture;
    gl.uniform1i(at('screenKind'), screen.kind);
    gl.uniform4f(at('screenAt'), screen.x, screen.y, screen.size, screen.level);
    gl.uniform3fv(at('screenColour'), screen.colour);
    gl.uniform3fv(at('screenSecond'), screen.second);
    gl.uniform1f(at('screenPhase'), screen.phase);
    gl.uniform1f(at('floorY'), picture.floorY);
    gl.uniform1f(at('veil'), picture.veil);
    gl.uniform1f(at('exposure'), picture.exposure);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  };
}
