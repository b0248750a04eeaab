<?php
declare(strict_types=1);

namespace Parterre\Streaming\Doctor;

use Parterre\Domain\Clock;
use Parterre\Streaming\Hls\Fetch;
use Parterre\Streaming\Hls\NotAPlaylist;
use Parterre\Streaming\Hls\Playlist;
use Parterre\Streaming\Provider;

/** Knocks at a protected stream as somebody without a ticket would: without a token, with an altered one, an old one, another stream's. */
final class Tokens {
    private const OTHER = 'parterre-another-stream';
    private const OLD_MS = 2 * 86_400_000;

    public function __construct(private readonly Fetch $fetch, private readonly Clock $clock) {}

    /**
     * @param Provider|null $provider signs others for comparison; null: the address is of another kind, such as a film's
     * @param string      $signed  an address that plays
     * @param string|null $segment the address of a segment of it
     * @return list<Finding>
     */
    public function try(?Provider $provider, string $stream, string $signed, ?string $segment): array {
        $now = $this->clock->nowMs();
        // Another's stream lies in another folder, where a stream is a path.
        $other = str_contains($stream, '/') ? self::OTHER . '/' . basename($stream) : self::OTHER;
        $signedOther = self::signed($provider, $other, $now);
        $tries = [
            'none' => Tampering::bare($signed, $stream),
            'altered' => Tampering::altered($signed),
            'expired' => self::signed($provider, $stream, $now - self::OLD_MS),
            'other' => $signedOther === null ? null : Tampering::swapped($signedOther, $other, $stream),
        ];
        $findings = [];
        $refused = [];
        foreach ($tries as $how => $address) {
            if ($address === null || $address === $signed) {
                continue;
            }
            $answer = $this->plays($address);
            if ($answer === true) {
                $findings[] = Finding::bad("token_$how");
            } elseif ($answer === false) {
                $refused[] = $how;
            }
        }
        $bare = $segment === null ? null : Tampering::bare($segment, $stream);
        if ($bare !== null && $findings === []) {
            $answer = $this->fetch->get($bare, 2048, 8.0, null, 'bytes=0-1023');
            if ($answer->isOk() && Container::of($answer->body)->kind !== Container::PAGE) {
                $findings[] = Finding::warning('segments_open');
            } elseif ($answer->failure === null) {
                $refused[] = 'segment';
            }
        }
        if ($refused === [] && $findings === []) {
            return [Finding::note('token_untried')];
        }
        return $findings === [] ? [Finding::good('token_asked', ['tries' => $refused])] : $findings;
    }

    private static function signed(?Provider $provider, string $stream, int $nowMs): ?string {
        try {
            return $provider?->signPlayback($stream, 'doctor', 60, $nowMs);
        } catch (\RuntimeException) {
            return null;
        }
    }

    /** Whether an address gives a playlist; null where the server's answer says neither. */
    private function plays(string $address): ?bool {
        $answer = $this->fetch->get($address);
        if ($answer->failure !== null || $answer->status >= 500 || $answer->status === 429) {
            return null;
        }
        if (!$answer->isOk()) {
            return false;
        }
        try {
            Playlist::parse($answer->body);
            return true;
        } catch (NotAPlaylist) {
            return false;
        }
    }
}
