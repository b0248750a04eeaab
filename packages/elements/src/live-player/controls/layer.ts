/**
 * What belongs to a running picture beside its controls: words on it, the strip of cameras under it. Comes with the first
 * frame; a page on which nobody watches never has it.
 */
import type { CameraGrant, Show } from '@parterre/protocol';
import type { Playback } from '@parterre/playback';
import { html, nothing, type TemplateResult } from 'lit';
import type { PictureStrings } from '../picture.en.ts';
import type { ControlActs } from './live-player-controls.ts';
import type { Seen } from '../playback-controller.ts';

export { layerStyles } from './layer.styles.ts';
export { LivePlayerControls } from './live-player-controls.ts';

export interface LayerState {
  readonly strings: PictureStrings;
  readonly playback: Playback;
  readonly seen: Seen;
  readonly show: Show;
  /** BCP 47. */
  readonly tag: string;
  readonly cameras: readonly CameraGrant[];
  /** The connection has been gone for a while. */
  readonly slow: boolean;
  /** Label of a locked camera somebody asked for. */
  readonly invited: string | null;
  /** Label of the camera a finger is moving to. */
  readonly aimed: string | null;
  /** When this person's replay ends, ISO 8601; null where it does not, or is no replay. */
  readonly until: string | null;
  /** A sentence that has to be read now. */
  readonly told: string | null;
  readonly acts: ControlActs;
  onCamera(camera: CameraGrant): void;
  /** Somebody is about to choose it. */
  onNear(camera: CameraGrant): void;
  onTickets(event: Event): void;
}

/** Over the picture. */
export function overlay(state: LayerState): TemplateResult {
  const { strings, playback, seen, show, tag, cameras, slow, aimed, told, until, acts, onCamera } = state;
  const trouble = slow || seen.status === 'waiting' ? (seen.trouble ?? 'unreachable') : null;
  const word = told ?? (trouble && strings.errors[trouble]);
  return html`<live-player-controls
      .playback=${playback}
      .strings=${strings}
      .tag=${tag}
      .cameras=${cameras}
      .show=${show}
      .acts=${acts}
      .until=${until}
      .onCamera=${onCamera}
    ></live-player-controls>
    ${
      word
        ? html`<p class="said banner">
            ${told ?? html`<slot name="error-${playback.code(trouble!)}">${word}</slot> <small>${playback.code(trouble!)}</small>`}
          </p>`
        : nothing
    }
    ${aimed ? html`<p class="said aim" aria-hidden="true"><bdi>${aimed}</bdi></p>` : nothing}
    ${
      seen.soundBlocked
        ? html`<button class="sound" type="button" @click=${() => playback.setMuted(false)}>${strings.unmute}</button>`
        : nothing
    }`;
}

/** Under the picture, where there is more than one camera. */
export function cameraStrip(state: LayerState): TemplateResult | typeof nothing {
  const { strings, cameras, invited, onTickets } = state;
  if (cameras.length < 2) return nothing;
  return html`<div class="cameras" part="cameras" role="group" aria-label=${strings.cameras}>
      ${cameras.map((camera) => (camera.url ? openCamera(state, camera) : lockedCamera(state, camera)))}
    </div>
    ${
      invited === null
        ? nothing
        : html`<p class="invitation">
            ${strings.cameraInvitation(invited)}
            <button class="link" type="button" @click=${onTickets}>${strings.seeTickets}</button>
          </p>`
    }`;
}

function openCamera({ seen, onCamera, onNear }: LayerState, camera: CameraGrant): TemplateResult {
  const pressed = camera.camera === (seen.switching ?? seen.camera);
  return html`<button
    type="button"
    aria-pressed=${String(pressed)}
    aria-busy=${camera.camera === seen.switching ? 'true' : nothing}
    @pointerenter=${() => onNear(camera)}
    @pointerdown=${() => onNear(camera)}
    @focus=${() => onNear(camera)}
    @click=${() => onCamera(camera)}
  >
    <bdi>${camera.label}</bdi>
  </button>`;
}

function lockedCamera({ strings, invited, onCamera }: LayerState, camera: CameraGrant): TemplateResult {
  return html`<button
    type="button"
    class="locked"
    aria-label=${strings.lockedCamera(camera.label)}
    aria-expanded=${String(invited === camera.label)}
    @click=${() => onCamera(camera)}
  >
    ${lock}<bdi>${camera.label}</bdi>
  </button>`;
}

const lock = html`<svg viewBox="0 0 24 24" aria-hidden="true">
  <path
    d="M7 10V8a5 5 0 0 1 10 0v2h1a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1h1Zm2 0h6V8a3 3 0 0 0-6 0v2Z"
  />
</svg>`;
