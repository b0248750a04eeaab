<?php
declare(strict_types=1);

namespace Parterre\Streaming\Doctor;

use Parterre\Streaming\Hls\Address;
use Parterre\Streaming\Hls\Fetch;
use Parterre\Streaming\Hls\Fetched;
use Parterre\Streaming\Hls\NotAPlaylist;
use Parterre\Streaming\Hls\Playlist;

/** Fetches one playlist, and says in findings why there is none. */
final class Probe {
    /** Types that Safari and televisions take for a playlist. */
    private const TYPES = [
        ...['application/vnd.apple.mpegurl', 'application/x-mpegurl', 'audio/mpegurl', 'audio/x-mpegurl'],
        ...['vnd.apple.mpegurl', 'application/mpegurl'],
    ];

    public function __construct(private readonly Fetch $fetch) {}

    /**
     * @param bool $live whether the show should be on air: nothing at the address then means that nobody sends
     * @return array{0: Fetched, 1: Playlist|null, 2: list<Finding>} the findings say why there is no playlist
     */
    public function playlist(string $url, bool $live): array {
        $fetched = $this->fetch->get($url);
        $why = self::unanswered($fetched, $live);
        if ($why !== null) {
            return [$fetched, null, [$why]];
        }
        if (!$fetched->whole) {
            return [$fetched, null, [Finding::bad('not_hls_media')]];
        }
        try {
            return [$fetched, Playlist::parse($fetched->body), []];
        } catch (NotAPlaylist $refused) {
            return [$fetched, null, [Finding::bad('not_hls_' . $refused->reason)]];
        }
    }

    /** Why an answer is none that a player could use; null when it is one. */
    public static function unanswered(Fetched $fetched, bool $live): ?Finding {
        $shown = ['address' => Address::shown($fetched->url)];
        if ($fetched->failure !== null) {
            return Finding::bad("unreached_{$fetched->failure}", $shown);
        }
        $facts = $shown + ['status' => $fetched->status];
        return match (true) {
            $fetched->isOk() => null,
            in_array($fetched->status, [401, 403], true) => Finding::bad('forbidden', $facts),
            in_array($fetched->status, [404, 410], true) => Finding::bad(
                $live ? 'nothing_live' : 'nothing_there',
                $facts,
            ),
            $fetched->status >= 500 => Finding::bad('server_ill', $facts),
            default => Finding::bad('odd_status', $facts),
        };
    }

    /** Whether its type is one that players without our engine go by. */
    public static function hasRightType(Fetched $fetched): bool {
        return in_array($fetched->type(), self::TYPES, true);
    }

    /** What keeps a page of the origin from reading it: `missing`, `twice`, `other`, or null when it may. */
    public static function closed(Fetched $fetched, string $origin): ?string {
        if ($fetched->isOpenTo($origin)) {
            return null;
        }
        $told = trim($fetched->header('access-control-allow-origin'));
        return match (true) {
            $told === '' => 'missing',
            str_contains($told, ',') || str_contains($told, ' ') => 'twice',
            default => 'other',
        };
    }
}
