<?php
declare(strict_types=1);

namespace Parterre\Streaming\Providers;

use Parterre\Streaming\Provider;

/** Every way to protect streams that there is here, in the order in which they are offered. */
final class Providers {
    /** @var array<string, Provider>|null by name */
    private ?array $all = null;

    public function __construct(
        private readonly PathToken $pathToken,
        private readonly MediaMtx $mediaMtx,
        private readonly Mux $mux,
        private readonly CloudflareStream $cloudflare,
        private readonly Bunny $bunny,
        private readonly AwsIvs $ivs,
        private readonly CloudFront $cloudFront,
        private readonly Akamai $akamai,
        private readonly PlainHls $plain,
    ) {}

    /** The provider of this name, null when it is not there any more. */
    public function find(string $name): ?Provider {
        return $this->all()[$name] ?? null;
    }

    /** @return array<string, Provider> by name */
    public function all(): array {
        if ($this->all === null) {
            $this->all = [];
            $own = [
                $this->pathToken,
                $this->mediaMtx,
                $this->mux,
                $this->cloudflare,
                $this->bunny,
                $this->ivs,
                $this->cloudFront,
                $this->akamai,
                $this->plain,
            ];
            /** Ways to protect streams, each a Provider. */
            foreach ((array) apply_filters('parterre_stream_providers', $own) as $provider) {
                assert($provider instanceof Provider);
                $this->all[$provider->name()] = $provider;
            }
        }
        return $this->all;
    }
}
