/**
 * Which cameras are kept ready behind the one on screen. A ready camera costs its lowest level, a decoder and a few seconds of
 * buffer for as long as it is kept, so there are few, and none where somebody pays for the data.
 */

/** So many on a device that has the room. */
const MOST_WARM = 2;
/** A picture is left alone until it has played for so long: the first seconds belong to its own buffer. */
const SETTLED_MS = 4000;
/** What is ready stays ready through a pause of this length. */
const PAUSE_MS = 30_000;
/** After the picture starved nothing is loaded beside it for so long. */
const STARVED_MS = 30_000;
/** Somebody who pointed at a camera and did not press has changed their mind after this long. */
const INTENT_MS = 8000;
/** The connection has to carry this many times what is on screen before anything is loaded beside it. */
const ROOM = 2;

export interface Situation {
  /** Ids of the cameras that may be seen, in their order. */
  readonly cameras: readonly string[];
  readonly screen: string;
  /** Keep cameras ready before anybody asks for one. */
  readonly eager: boolean;
  readonly playing: boolean;
  readonly starving: boolean;
  /** Nobody sees the page. */
  readonly hidden: boolean;
  /** Bits per second: what the connection carries, what is on screen. Null where nobody knows. */
  readonly bandwidth: number | null;
  readonly bitrate: number | null;
}

export class Warmth {
  #playingSince: number | null = null;
  #pausedAt: number | null = null;
  #starvedAt = -Infinity;
  #intended: { readonly camera: string; readonly at: number } | null = null;
  #kept: readonly string[] = [];

  /** Somebody points at a camera, or has the focus on it. */
  intend(camera: string, nowMs: number): void {
    this.#intended = { camera, at: nowMs };
  }

  /** Ids of the cameras to keep ready now, the most likely first. */
  wanted(situation: Situation, nowMs: number): readonly string[] {
    return (this.#kept = this.#choose(situation, nowMs));
  }

  #choose({ cameras, screen, ...now }: Situation, nowMs: number): readonly string[] {
    if (now.starving) this.#starvedAt = nowMs;
    if (now.playing) this.#pausedAt = null;
    else this.#pausedAt ??= nowMs;
    this.#playingSince = now.playing ? (this.#playingSince ?? nowMs) : null;
    if (now.hidden || nowMs - this.#starvedAt < STARVED_MS) return [];
    const others = cameras.filter((one) => one !== screen);
    const intent = this.#intended;
    const meant = intent && nowMs - intent.at < INTENT_MS && others.includes(intent.camera) ? [intent.camera] : [];
    if (!now.eager) return meant;
    if (this.#pausedAt !== null) {
      const brief = nowMs - this.#pausedAt < PAUSE_MS;
      return brief ? this.#kept.filter((one) => others.includes(one)) : meant;
    }
    const settled = this.#playingSince !== null && nowMs - this.#playingSince >= SETTLED_MS;
    const roomy = now.bandwidth !== null && now.bitrate !== null && now.bandwidth >= ROOM * now.bitrate;
    // What is ready already is not taken away for a dip.
    if (!settled || (!roomy && this.#kept.length === 0)) return meant;
    const at = cameras.indexOf(screen);
    const around = [...cameras.slice(at + 1), ...cameras.slice(0, Math.max(0, at))];
    return [...new Set([...meant, ...around])].slice(0, MOST_WARM);
  }
}
