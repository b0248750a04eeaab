<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hls;

/** What came of asking for an address as a browser on the venue's page would. */
final class Fetched {
    /** Nobody answered, and why. */
    public const NO_WEB = 'no_web';
    public const UNKNOWN_HOST = 'unknown_host';
    public const INSIDE = 'inside';
    public const REFUSED = 'refused';
    public const TIMEOUT = 'timeout';
    public const CERTIFICATE = 'certificate';
    public const REDIRECTS = 'redirects';
    public const BROKEN_OFF = 'broken_off';
    /** This site may not ask others: `WP_HTTP_BLOCK_EXTERNAL`. */
    public const BLOCKED = 'blocked';
    public const NETWORK = 'network';

    /**
     * @param string                $url      the address that answered at last, after redirects; it may hold a token
     * @param string|null           $failure  one of the constants above; null: there was an answer, whatever its status
     * @param int                   $status   0 where there was none
     * @param array<string, string> $headers  by name in lower case
     * @param string                $body     at most as much as was asked for
     * @param bool                  $whole    whether the body is all of it
     * @param int                   $ms       from the question to the last byte
     * @param int                   $atMs     when the answer was there, by the site's clock, milliseconds since 1970
     * @param list<string>          $path     every address that was asked, first to last
     */
    public function __construct(
        public readonly string $url,
        public readonly ?string $failure,
        public readonly int $status,
        public readonly array $headers,
        public readonly string $body,
        public readonly bool $whole,
        public readonly int $ms,
        public readonly int $atMs,
        public readonly array $path,
    ) {}

    public function isOk(): bool {
        return $this->failure === null && ($this->status === 200 || $this->status === 206);
    }

    public function header(string $name): string {
        return $this->headers[strtolower($name)] ?? '';
    }

    /** The kind of what came, without its parameters: `application/vnd.apple.mpegurl`. */
    public function type(): string {
        return strtolower(trim(explode(';', $this->header('content-type'))[0]));
    }

    /** Whether a browser hands the answer to a page of this origin that asks without cookies. */
    public function isOpenTo(string $origin): bool {
        if (Address::origin($this->url) === $origin && count($this->path) < 2) {
            return true;
        }
        return in_array(trim($this->header('access-control-allow-origin')), ['*', $origin], true);
    }

    /** How far the answering machine's clock is ahead of ours, in milliseconds; null where it tells no time. */
    public function clockAheadMs(): ?int {
        $date = $this->header('date');
        $time = $date === '' ? false : strtotime($date);
        // An answer out of a cache has the date it was made at.
        return $time === false || $this->header('age') !== '' ? null : $time * 1000 - $this->atMs;
    }
}
