<?php
declare(strict_types=1);

namespace Parterre\Streaming\Doctor;

/** Addresses that people enter in place of the playlist's: pages with a player, and where the encoder sends to. */
final class KnownPages {
    /** Hosts of pages, by the service; a subdomain counts too. */
    private const HOSTS = [
        'youtube' => ['youtube.com', 'youtu.be', 'youtube-nocookie.com'],
        'vimeo' => ['vimeo.com'],
        'facebook' => ['facebook.com', 'fb.watch', 'instagram.com'],
        'twitch' => ['twitch.tv'],
        'dailymotion' => ['dailymotion.com', 'dai.ly'],
        'mux' => ['player.mux.com', 'dashboard.mux.com'],
        'bunny' => ['iframe.mediadelivery.net', 'player.mediadelivery.net', 'dash.bunny.net', 'video.bunnycdn.com'],
        'dacast' => ['iframe.dacast.com', 'app.dacast.com', 'player.dacast.com'],
        'cloudflare' => [
            'iframe.videodelivery.net',
            'iframe.cloudflarestream.com',
            'dash.cloudflare.com',
            'watch.videodelivery.net',
        ],
        'infomaniak' => ['player.infomaniak.com', 'player.vod2.infomaniak.com', 'manager.infomaniak.com'],
        'aws' => ['console.aws.amazon.com'],
    ];

    /** The service whose page this address is, `encoder` for one to send to; null: it may be a playlist. */
    public static function serviceOf(string $address): ?string {
        if (preg_match('#^(rtmps?|srt|rtsp|rist)://#i', trim($address)) === 1) {
            return 'encoder';
        }
        $host = strtolower((string) parse_url(trim($address), PHP_URL_HOST));
        $path = strtolower((string) parse_url(trim($address), PHP_URL_PATH));
        if ($host === '' || str_ends_with($path, '.m3u8')) {
            return null;
        }
        foreach (self::HOSTS as $service => $names) {
            foreach ($names as $name) {
                if ($host === $name || str_ends_with($host, ".$name")) {
                    return $service;
                }
            }
        }
        // Its customers' hosts serve pages and playlists alike.
        $cloudflare = str_ends_with($host, '.cloudflarestream.com') || str_ends_with($host, 'videodelivery.net');
        return $cloudflare && preg_match('#/(iframe|watch)$#', $path) === 1 ? 'cloudflare' : null;
    }
}
