<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Plugin;
use Parterre\Streaming\Provider;
use Parterre\Streaming\Providers\Providers;

/**
 * The venue's streaming providers at the desk. No answer holds a secret that a provider gave.
 *
 * - `GET /streaming/words` → what each way to protect a stream is called, and what “a stream” is there; for whoever edits shows
 */
final class StreamingRoutes extends Routes {
    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $this->route(
            '/streaming/words',
            'GET',
            self::can(Roles::EDIT_SHOWS, Roles::EDIT_ALL_SHOWS),
            $this->inWords(...),
        );
    }

    /** @return list<array{name: string, label: string, strength: string, stream: array<string, string>, ready: bool}> */
    private function inWords(): array {
        return array_map(
            static fn(Provider $provider): array => [
                'name' => $provider->name(),
                'label' => $provider->label(),
                'strength' => $provider->strength(),
                'stream' => $provider->streamWords(),
                'ready' => $provider->isReady(),
            ],
            array_values($this->plugin->get(Providers::class)->all()),
        );
    }
}
