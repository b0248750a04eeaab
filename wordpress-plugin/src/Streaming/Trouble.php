<?php
declare(strict_types=1);

namespace Parterre\Streaming;

use Parterre\Domain\Clock;
use Parterre\Log;

/**
 * What goes wrong between us and the streaming providers, for whoever sets them up. Anybody can knock at a hook and a crowd asks for grants, so
 * the same thing is told once a minute. No secret, address of a viewer or body of a message gets in here.
 */
final class Trouble {
    /** The last of each kind: `{at, why}` by `provider.what`, `at` in seconds. */
    public const OPTION = 'parterre_stream_trouble';
    private const QUIET_SECONDS = 60;

    public function __construct(private readonly Clock $clock) {}

    /**
     * @param string $what `signing`, or `hook` for a message that was refused
     * @param string $why  a word or a sentence of ours
     */
    public function note(string $provider, string $what, string $why): void {
        $last = (array) get_option(self::OPTION, []);
        $now = intdiv($this->clock->nowMs(), 1000);
        $before = $last["$provider.$what"] ?? null;
        if (is_array($before) && $before['why'] === $why && abs($now - $before['at']) < self::QUIET_SECONDS) {
            return;
        }
        update_option(self::OPTION, ["$provider.$what" => ['at' => $now, 'why' => $why]] + $last, false);
        Log::problem("streaming by $provider", "$what: $why");
    }

    /** @return array{at: int, why: string}|null what was last noted */
    public function last(string $provider, string $what): ?array {
        return ((array) get_option(self::OPTION, []))["$provider.$what"] ?? null;
    }
}
