<?php
declare(strict_types=1);

namespace Parterre\Streaming\Providers;

use Parterre\Settings;

/**
 * Amazon IVS with a private channel. The token opens a session, within ten minutes; what the playlist names after that belongs to
 * the session and carries no token.
 *
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/private-channels-generate-tokens.html
 */
final class AwsIvs extends Adapter {
    public const NAME = 'ivs';
    /** With a viewer's id IVS refuses tokens that live longer. */
    private const MOST_SECONDS = 600;
    private const MOST_ORIGINS = 5;
    /** `region.account.channel.id` is all that the channel's name in AWS is made of. */
    private const STREAM = '#^https://[a-z0-9-]{1,63}\.[a-z0-9-]{1,30}\.playback\.live-video\.net/api/video/v1/([a-z0-9-]+)\.(\d{12})\.channel\.([A-Za-z0-9]+)\.m3u8$#D';

    public function __construct(Options $options, private readonly Settings $settings) {
        parent::__construct($options);
    }

    public function name(): string {
        return self::NAME;
    }

    public function label(): string {
        return 'Amazon IVS';
    }

    public function signPlayback(string $stream, string $viewer, int $ttlSeconds, int $nowMs): string {
        $now = intdiv($nowMs, 1000);
        $claims = [
            'aws:channel-arn' =>
                self::arn($stream) ?? throw new \RuntimeException('This is no playback address of IVS.'),
            'aws:viewer-id' => substr(hash('sha256', $viewer), 0, 40),
            'aws:viewer-session-version' => $now,
            'exp' => $now + min($ttlSeconds, self::MOST_SECONDS),
        ];
        if ($this->told('domain_lock') !== '') {
            $origins = $this->settings->origins();
            if (count($origins) > self::MOST_ORIGINS) {
                throw new \RuntimeException('IVS takes five sites at most, and more are allowed here.');
            }
            $claims['aws:access-control-allow-origin'] = implode(',', $origins);
            $claims['aws:strict-origin-enforcement'] = true;
        }
        if ($this->told('single_use') !== '') {
            $claims['aws:single-use-uuid'] = wp_generate_uuid4();
        }
        return "$stream?token=" . Jwt::es384($claims, $this->told('private_key'));
    }

    /** The channel's name in AWS, from its playback address; null when that is none. */
    public static function arn(string $stream): ?string {
        return preg_match(self::STREAM, $stream, $match) === 1
            ? "arn:aws:ivs:{$match[1]}:{$match[2]}:channel/{$match[3]}"
            : null;
    }

    public function lifetimeSeconds(int $grantSeconds): ?int {
        return min($grantSeconds, self::MOST_SECONDS);
    }

    public function renew(): string {
        return 'none';
    }

    public function revoke(): string {
        return 'none';
    }

    public function proven(): string {
        return 'signature-only';
    }

    public function strength(): string {
        return __(
            'An address opens the picture for ten minutes at most; whoever has opened it can go on watching until they stop.',
            'parterre',
        );
    }

    public function fields(): array {
        return [
            new Field(
                'private_key',
                __('Private key', 'parterre'),
                __('The private half of the playback key pair (ECDSA, P-384) whose public half IVS has.', 'parterre'),
                Field::EC,
            ),
            new Field(
                'domain_lock',
                __('Only pages of this site, and of those under “Other sites”, may play', 'parterre'),
                __('Five sites at most.', 'parterre'),
                Field::SWITCH,
                false,
            ),
            new Field(
                'single_use',
                __('An address works once', 'parterre'),
                __(
                    'Passing it on is useless then. After a bad moment of the network a player needs this site to come back.',
                    'parterre',
                ),
                Field::SWITCH,
                false,
            ),
        ];
    }

    public function streamWords(): array {
        return [
            'label' => __('Playback URL', 'parterre'),
            'placeholder' =>
                'https://….eu-west-1.playback.live-video.net/api/video/v1/eu-west-1.123456789012.channel.AbCdEf.m3u8',
            'help' => __('As the IVS console shows it for the channel, which has to be private.', 'parterre'),
        ];
    }

    public function streamProblem(string $stream): ?string {
        return self::arn($stream) !== null
            ? null
            : __('This needs the whole playback URL of an IVS channel, from https:// to .m3u8.', 'parterre');
    }

    public function limits(): array {
        return [
            self::noCountries(),
            __('Recordings of IVS lie in S3: give them a camera of their own, with CloudFront.', 'parterre'),
        ];
    }
}
