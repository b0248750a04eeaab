/** One camera, from whichever of its two addresses delivers. The other one, while there is doubt, lies hidden behind it. */
import type { CameraGrant, Grant } from '@parterre/protocol';
import type { Deck } from './deck.ts';
import type { Failover } from './failover.ts';
import type { Start } from './picture.ts';

export interface FeedOptions {
  /** Opens an address of the camera, unseen and unheard. */
  readonly open: (camera: CameraGrant, backup: boolean, start: Start) => Deck;
  readonly remove: (video: HTMLVideoElement) => void;
}

export class Feed {
  readonly id: string;
  readonly openedAt = performance.now();
  readonly #options: FeedOptions;
  #deck: Deck;
  #other: Deck | null = null;
  #failover: Failover | null = null;

  constructor(deck: Deck, options: FeedOptions) {
    this.#deck = deck;
    this.#options = options;
    this.id = deck.camera.camera;
  }

  /** The address that is used. */
  get deck(): Deck {
    return this.#deck;
  }

  /** Everything that is open for this camera. */
  get decks(): readonly Deck[] {
    return this.#other ? [this.#deck, this.#other] : [this.#deck];
  }

  /** Neither address will get any further by itself. */
  get hopeless(): boolean {
    if (!this.#deck.failed) return false;
    return this.#deck.camera.backupUrl === null || this.#other?.failed === true;
  }

  /**
   * Looks after the picture while it should be moving.
   * @param Decides what decides when to fall back
   * @param start the moment at which another address begins
   * @returns the deck that was used until now, when the other one has taken its place
   */
  watch(Decides: typeof Failover, start: Start, nowMs: number): Deck | null {
    const { camera, backup, health } = this.#deck;
    if (camera.backupUrl === null) return null;
    this.#failover ??= new Decides();
    const move = this.#failover.next(backup, health, this.#other?.health ?? null, nowMs);
    if (move === 'drop') this.#drop();
    if (move === 'open') {
      this.#drop();
      this.#other = this.#options.open(camera, !backup, start);
      this.#other.play();
    }
    if (move !== 'take' || !this.#other) return null;
    const former = this.#deck;
    this.#deck = this.#other;
    this.#other = former;
    return former;
  }

  /** False when the address that is used is gone. */
  renew(camera: CameraGrant, renew: Grant['renew']): boolean {
    if (this.#other && !this.#other.renew(camera, renew)) this.#drop();
    return this.#deck.renew(camera, renew);
  }

  #drop(): void {
    this.#other?.close(this.#options.remove);
    this.#other = null;
  }

  close(): void {
    this.#drop();
    this.#deck.close(this.#options.remove);
  }
}
