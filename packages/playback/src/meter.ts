/**
 * Quality of experience: what the picture was like for this viewer since the last report. It is told what happens and when,
 * and keeps time itself, so that it needs neither a video nor a clock of its own. All times in milliseconds on any clock
 * that only goes forward.
 */
import type { Quality } from '@parterre/protocol';

/** `moving`: frames advance. `starved`: they should, and do not. `still`: nobody expects them to (paused, seeking, ended). */
export type Motion = 'moving' | 'starved' | 'still';

/** What is read off the video at the moment of the report. */
export interface Reading {
  readonly latencyMs: number | null;
  readonly bitrate: number | null;
  /** Frames dropped since the video element was made. */
  readonly droppedFrames: number;
}

/** The protocol keeps twenty; more of the same says nothing new. */
const ERRORS_KEPT = 20;

export class Meter {
  #motion: Motion = 'still';
  #since: number;
  #watchedMs = 0;
  #rebufferMs = 0;
  #rebufferCount = 0;
  #askedAt: number | null = null;
  #startupMs: number | null = null;
  #started = false;
  #dropped = 0;
  #errors: string[] = [];
  #active = false;

  constructor(nowMs: number) {
    this.#since = nowMs;
  }

  /** The fan asked for the picture. Counted once, up to the first frame. */
  asked(nowMs: number): void {
    if (!this.#started) this.#askedAt ??= nowMs;
  }

  /** A frame is on screen. Returns the time since it was asked for, the first time; else null. */
  firstFrame(nowMs: number): number | null {
    if (this.#started || this.#askedAt === null) return null;
    this.#settle(nowMs);
    this.#started = true;
    this.#active = true;
    return (this.#startupMs = Math.round(nowMs - this.#askedAt));
  }

  /** Starving counts only after the first frame: before it, it is startup. */
  moved(motion: Motion, nowMs: number): void {
    this.#settle(nowMs);
    if (motion === 'starved' && this.#motion === 'moving' && this.#started) this.#rebufferCount++;
    if (motion === 'moving') this.#active = true;
    this.#motion = motion;
  }

  failed(code: string): void {
    this.#active = true;
    // What a viewer was told says more than one detail in a row of twenty.
    if (this.#errors.length === ERRORS_KEPT && code.startsWith('PA')) this.#errors.pop();
    if (this.#errors.length < ERRORS_KEPT) this.#errors.push(code);
  }

  #settle(nowMs: number): void {
    const passed = Math.max(0, nowMs - this.#since);
    this.#since = nowMs;
    if (this.#motion === 'moving') this.#watchedMs += passed;
    if (this.#motion === 'starved' && this.#started) this.#rebufferMs += passed;
  }

  /** Everything since the last call; `quality` is null when nothing was played or tried. */
  take(nowMs: number, reading: Reading): { watchedMs: number; quality: Quality | null } {
    this.#settle(nowMs);
    const watchedMs = Math.round(this.#watchedMs);
    const quality: Quality | null = this.#active
      ? {
          startupMs: this.#startupMs,
          rebufferCount: this.#rebufferCount,
          rebufferMs: Math.round(this.#rebufferMs),
          latencyMs: reading.latencyMs === null ? null : Math.round(reading.latencyMs),
          bitrate: reading.bitrate === null ? null : Math.round(reading.bitrate),
          // A rebuilt video counts from zero again.
          droppedFrames: Math.max(0, reading.droppedFrames - this.#dropped),
          errors: this.#errors,
        }
      : null;
    this.#watchedMs = 0;
    this.#rebufferMs = 0;
    this.#rebufferCount = 0;
    this.#startupMs = null;
    this.#dropped = reading.droppedFrames;
    this.#errors = [];
    this.#active = this.#motion !== 'still';
    return { watchedMs, quality };
  }
}
