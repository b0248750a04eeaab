/** Getting in and staying in: the grant to play, the lease of one device on a ticket, the heartbeat that renews both. */
import * as z from 'zod/mini';
import { id, instant, url } from './primitives.ts';

export const captionTrack = z.object({ language: z.string(), label: z.string(), url });

/** One camera as this viewer may see it: an address, or the capability that is missing. */
export const cameraGrant = z.object({
  camera: id,
  label: z.string(),
  offsetMs: z.int(),
  /** Master playlist; null when `missing` says why not. */
  url: z.nullable(url),
  /** Another address of the same picture, for when the first is lost; only while it is live and where the venue has one. */
  backupUrl: z.nullable(url),
  missing: z.nullable(z.string()),
  captions: z.array(captionTrack),
  /**
   * With what the addresses begin that a playlist of this camera may name, where that is more than the folder of `url`: a replay made of
   * several recordings lies in several places. The next grant brings the same list, in the same order, newly signed.
   */
  prefixes: z.array(url),
});

/** A place in a replay that one can go to. */
export const chapter = z.object({
  /** Milliseconds from the beginning of the first camera's replay. */
  atMs: z.int(),
  /** The moment of the show, by the first camera's program-date-time; null where its recording has no dates. */
  at: z.nullable(instant),
  title: z.string(),
});

/** What is heard while another camera is on screen: the first camera, whose sound goes on; or each camera its own. */
export const sound = z.enum(['master', 'own']);

export const grant = z.object({
  /** `test`: the clip that proves before doors that a ticket works on a device. */
  mode: z.enum(['live', 'replay', 'test']),
  cameras: z.array(cameraGrant),
  sound,
  /** How a running picture takes a new grant: on the run, by loading again, or not at all: the origin carries on by itself. */
  renew: z.enum(['path', 'reload', 'none']),
  issuedAt: instant,
  expiresAt: instant,
  /** Of a replay, in the order of its picture. */
  chapters: z.array(chapter),
  /** When this person's replay ends; null where nothing ends it, and for what is live. */
  until: z.nullable(instant),
  /**
   * What the stream needs of the engine (`captions`, `altAudio`, `drm`); the light build serves an empty list. `query`: every
   * request carries the query of the master playlist.
   */
  features: z.array(z.string()),
  /**
   * A random code, this device's own, that is drawn over the picture so that a film of the screen leads back to the ticket: eight
   * letters and digits. Null where the show has none, where no ticket stands behind the device, and where nothing could draw it.
   */
  mark: z.nullable(z.string()),
});

/**
 * Who plays an address that cannot be exchanged on the run. `own`: this device, whose browser plays by itself. `other`: a screen
 * that this device sends the picture to, such as a television by AirPlay.
 */
export const castScreen = z.enum(['own', 'other']);

export const lease = z.object({
  id,
  expiresAt: instant,
  /** Seconds to the next heartbeat; the client adds jitter of a quarter either way. */
  heartbeatSeconds: z.int(),
});

/** What may have changed for this person since the last heartbeat. */
export const me = z.object({
  /** This person's name tag in the room; their own messages carry it. */
  author: id,
  capabilities: z.array(z.string()),
  mutedUntil: z.nullable(instant),
});

export const entry = z.object({
  show: id,
  ticket: z.nullable(id),
  lease,
  /**
   * How the place is kept. `heartbeat`: the lease is real. `enter`: nothing holds it, because the venue honours everybody or
   * its server is away; come in again in the same way before the grant runs out.
   */
  keep: z.enum(['heartbeat', 'enter']),
  /** Null while there is no picture to play: before the show, paused without a slate, ended. */
  grant: z.nullable(grant),
  /** Directory of the room's feed lane, with a final slash; null where the backend pushes by itself. */
  roomUrl: z.nullable(url),
  me,
  serverTime: instant,
});

/** Quality of experience since the last heartbeat, from the player. Milliseconds and counts. */
export const quality = z.object({
  startupMs: z.nullable(z.int()),
  rebufferCount: z.int(),
  rebufferMs: z.int(),
  latencyMs: z.nullable(z.int()),
  bitrate: z.nullable(z.int()),
  droppedFrames: z.int(),
  errors: z.array(z.string()).check(z.maxLength(20)),
  /** The picture comes from the camera's backup address now. */
  backup: z.optional(z.boolean()),
});

export const heartbeatRequest = z.object({
  lease: id,
  playing: z.boolean(),
  camera: z.nullable(id),
  /** Media time of the frame on screen (its program-date-time); null where the stream has none. */
  mediaAt: z.nullable(instant),
  /** Milliseconds really watched since the last heartbeat. */
  watchedMs: z.int().check(z.gte(0), z.lte(600_000)),
  quality: z.nullable(quality),
});

export const heartbeatReply = z.object({
  lease,
  grant: z.nullable(grant),
  roomUrl: z.nullable(url),
  me,
  serverTime: instant,
});

export type CaptionTrack = z.infer<typeof captionTrack>;
export type CameraGrant = z.infer<typeof cameraGrant>;
export type Chapter = z.infer<typeof chapter>;
export type Grant = z.infer<typeof grant>;
export type Sound = z.infer<typeof sound>;
export type CastScreen = z.infer<typeof castScreen>;
export type Lease = z.infer<typeof lease>;
export type Me = z.infer<typeof me>;
export type Entry = z.infer<typeof entry>;
export type Quality = z.infer<typeof quality>;
export type HeartbeatRequest = z.infer<typeof heartbeatRequest>;
export type HeartbeatReply = z.infer<typeof heartbeatReply>;
