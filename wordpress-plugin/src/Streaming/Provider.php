<?php
declare(strict_types=1);

namespace Parterre\Streaming;

/** A way to make a stream playable for one viewer and for a while. */
interface Provider {
    /** The word stored with a camera: `nginx`, `plain`. */
    public function name(): string;

    /**
     * The address of the master playlist for this viewer.
     *
     * @param string $stream what the camera's settings name: a stream name or an address
     * @param string $viewer stands for the lease that plays; never a person's data
     */
    public function signPlayback(string $stream, string $viewer, int $ttlSeconds, int $nowMs): string;

    /** How a running picture takes a new grant: `path` (swap the prefix), `reload`, or `none` (it lasts the whole show). */
    public function renew(): string;

    /** How access ends early: `ttl` (the grant runs out), `api` (the provider is told), `none`. */
    public function revoke(): string;

    /** How it was proved that this works: `stream` (played in a test), `vector` (a published example), `signature-only`. */
    public function proven(): string;

    /** One sentence for the settings: how strong this protection is. */
    public function strength(): string;
}
