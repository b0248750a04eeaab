/** What the screen of a replay knows, and what people type about it. No React, no WordPress. */

import type { Phase } from '../types';

export interface Recording {
  id: string;
  /** Of this show; others are of none yet. */
  mine: boolean;
  camera: string | null;
  provider: string;
  stream: string;
  source: 'provider' | 'live' | 'hand';
  startedAt: string | null;
  /** Its playlist says when it was taken. */
  dated: boolean;
  durationMs: number | null;
  state: 'found' | 'checking' | 'ready' | 'broken';
  checked: number;
  total: number;
  /** A code; empty where nothing is wrong. `alone`: it plays whole or not at all. */
  problem: string;
  missing: number;
}

/** A piece of a recording, in milliseconds from its beginning. */
export interface Part {
  recording: string;
  fromMs: number;
  toMs: number;
}

/** A part that is saved, with where segments really let it be cut. */
export interface SavedPart extends Part {
  cutFromMs: number;
  cutToMs: number;
  /** Where it begins in the film; null while the film does not play. */
  startMs: number | null;
}

export interface Chapter {
  atMs: number;
  title: string;
}

export interface CameraReplay {
  id: string;
  label: string;
  parts: SavedPart[];
  durationMs: number | null;
  proposal: Part[];
}

export interface Replay {
  phase: Phase;
  publishedAt: string | null;
  until: string | null;
  /** The first is the one that chapters are counted on. */
  cameras: CameraReplay[];
  recordings: Recording[];
  chapters: Chapter[];
  proposedChapters: Chapter[];
  providers: { name: string; label: string }[];
  /** Whether this person may name a recording. */
  mayAdd: boolean;
}

/** `1:02:03` or `2:03.5`, for a field: what `parseClock` reads. Tenths only where there are some. */
export function clockText(ms: number): string {
  const tenths = Math.round(ms / 100);
  const [seconds, rest] = [Math.floor(tenths / 10), tenths % 10];
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (number: number) => String(number).padStart(2, '0');
  const minutesText = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${minutesText}:${two(seconds % 60)}${rest > 0 ? `.${rest}` : ''}`;
}

/** Milliseconds of what somebody typed as a time: hours, minutes and seconds with colons between; null when it is none. */
export function parseClock(text: string): number | null {
  const found = /^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (!found) return null;
  const [, hours, minutes, seconds, rest = ''] = found;
  // With hours before them, minutes end at 59; seconds do whenever something stands before them.
  if ((hours !== undefined && Number(minutes) > 59) || (minutes !== undefined && Number(seconds) > 59)) return null;
  return (
    (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds)) * 1000 +
    Number(rest.padEnd(3, '0') || '0')
  );
}

/**
 * Chapters from a list as people keep them: a line each, a time and a title, in either order of things around it: `12:30 First song`,
 * `1. [1:02:03] – Encore`. Lines without a time are told as `wrong`.
 */
export function parseChapters(text: string): { chapters: Chapter[]; wrong: string[] } {
  const chapters: Chapter[] = [];
  const wrong: string[] = [];
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    if (line === '') continue;
    const found = /^(?:\d{1,3}[.)]\s+)?[[(]?((?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?)[\])]?[\s\-–—:.]+(.+)$/.exec(
      line,
    );
    const atMs = found ? parseClock(found[1] ?? '') : null;
    if (atMs === null || !found) wrong.push(line);
    else chapters.push({ atMs, title: (found[2] ?? '').trim() });
  }
  return { chapters: chapters.toSorted((a, b) => a.atMs - b.atMs), wrong };
}

/** The list with one thing a place further up (-1) or down (1). */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const to = index + by;
  const [here, there] = [list[index], list[to]];
  if (here === undefined || there === undefined) return [...list];
  return list.with(index, there).with(to, here);
}
