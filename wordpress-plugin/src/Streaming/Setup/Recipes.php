<?php
declare(strict_types=1);

namespace Parterre\Streaming\Setup;

use Parterre\Settings;
use Parterre\Streaming\Hooks\Keys;
use Parterre\Streaming\Hooks\Module as Hooks;
use Parterre\Streaming\Providers\MediaMtx;
use Parterre\Streaming\Providers\PathToken;

/**
 * Configuration for a stream server of one's own, ready to copy: the texts of `recipes/` with this site's addresses and keys in them.
 * Tests run the same texts.
 */
final class Recipes {
    /** What stands in the texts where a venue has not said otherwise. */
    private const USUAL = [
        'FOLDER' => '/var/lib/parterre',
        'SCRIPT' => '/usr/local/bin/parterre-live',
        'LOG' => '/var/log/nginx/parterre-live.log',
        'REFUSED' => '/var/log/nginx/parterre-refused.log',
        'HTTP_PORT' => '80',
        'RTMP_PORT' => '1935',
        'LOCAL_PORT' => '8937',
        'WINDOW_SEGMENTS' => '5400',
        'GAP_MINUTES' => '15',
    ];
    /** Files by provider, with where each of them goes. */
    private const FILES = [
        'nginx' => [
            'http.conf' => '/etc/nginx/conf.d/parterre.conf',
            'rtmp.conf' => '/etc/nginx/parterre-rtmp.conf',
            'parterre-live' => '/usr/local/bin/parterre-live',
        ],
        MediaMtx::NAME => ['mediamtx.yml' => 'mediamtx.yml'],
    ];

    public function __construct(
        private readonly Settings $settings,
        private readonly Keys $keys,
        private readonly PathToken $pathToken,
    ) {}

    /** @return array<string, string> texts by where each goes; empty for a provider that runs its own servers */
    public function of(string $provider): array {
        try {
            $words = ['ORIGINS' => $this->origins($provider)] + self::USUAL + $this->secrets($provider);
        } catch (\RuntimeException) {
            // The secret that was entered is no good, and none is better than a configuration without: its field says so.
            return [];
        }
        $texts = [];
        foreach (self::FILES[$provider] ?? [] as $file => $place) {
            $text = (string) file_get_contents(__DIR__ . "/../recipes/$provider/$file");
            $texts[$place] = (string) preg_replace_callback(
                '/\{\{([A-Z_]+)\}\}/',
                static fn(array $match): string => $words[$match[1]] ??
                    throw new \LogicException("$file asks for {$match[1]}, which nobody says."),
                $text,
            );
        }
        return $texts;
    }

    /** @return array<string, string> */
    private function secrets(string $provider): array {
        $hook = Hooks::url($provider);
        $key = $this->keys->hook($provider);
        return [
            'SECRET' => $provider === $this->pathToken->name() ? $this->pathToken->secret() : '',
            'PUBLISH_SECRET' => $this->keys->publishSecret($provider),
            'HOOK' => $hook,
            'HOOK_KEY' => $key,
            'HOOK_WITH_KEY' => add_query_arg(Keys::PARAMETER, $key, $hook),
        ];
    }

    private function origins(string $provider): string {
        $origins = $this->settings->origins();
        return $provider === MediaMtx::NAME
            ? implode(', ', array_map(static fn(string $one): string => "\"$one\"", $origins))
            : implode("\n", array_map(static fn(string $one): string => "  \"$one\" \$http_origin;", $origins));
    }
}
