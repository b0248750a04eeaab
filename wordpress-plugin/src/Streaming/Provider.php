<?php
declare(strict_types=1);

namespace Parterre\Streaming;

use Parterre\Streaming\Providers\Field;

/**
 * A way to make a stream playable for one viewer and for a while. What one declares about itself is what `docs/streaming.md` tells
 * the venue; tests compare the two.
 */
interface Provider {
    /** The word stored with a camera: `nginx`, `plain`. */
    public function name(): string;

    /** What it is called where somebody chooses it. */
    public function label(): string;

    /**
     * The address of the master playlist for this viewer.
     *
     * @param string $stream what the camera's settings name, as `streamProblem` lets it pass
     * @param string $viewer stands for the lease that plays; never a person's data
     * @param int $ttlSeconds at most what `lifetimeSeconds` says
     * @throws \RuntimeException when what it takes to sign is not there or no good; its message holds no secret
     */
    public function signPlayback(string $stream, string $viewer, int $ttlSeconds, int $nowMs): string;

    /**
     * For how long the address of a grant opens the picture, for whoever has it.
     *
     * @param int $grantSeconds what the venue has set for all
     * @return int|null seconds from signing; null: for ever
     */
    public function lifetimeSeconds(int $grantSeconds): ?int;

    /**
     * How a running picture takes a new grant: `path` (new addresses are put in the place of the old ones on the run), `reload`, or
     * `none`: what runs goes on by itself, and the new address is there for when it has to be opened again.
     */
    public function renew(): string;

    /** How access ends early: `ttl` (the grant runs out), `api` (the provider is told), `none`: what runs goes on. */
    public function revoke(): string;

    /** How it was proved that this works: `stream` (played in a test), `vector` (a published example), `signature-only`. */
    public function proven(): string;

    /** One sentence for the settings: how strong this protection is. */
    public function strength(): string;

    /**
     * What the stream needs of the engine besides what the light build has. `query`: every request has to carry the query of
     * the master playlist.
     *
     * @return list<string>
     */
    public function features(): array;

    /** @return list<Field> what it has to be told */
    public function fields(): array;

    /** Whether everything it needs has been told. */
    public function isReady(): bool;

    /** @return array{label: string, placeholder: string, help: string} what a camera's “stream” is here */
    public function streamWords(): array;

    /** What is wrong with what somebody entered as a stream, in a sentence; null when it is right. */
    public function streamProblem(string $stream): ?string;

    /** @return list<string> what this provider cannot do, and where else it can be done, in sentences */
    public function limits(): array;
}
