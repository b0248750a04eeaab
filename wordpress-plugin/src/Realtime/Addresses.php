<?php
declare(strict_types=1);

namespace Parterre\Realtime;

use Parterre\Log;
use Parterre\Settings;
use Parterre\Store\Feeds;

/** Where a reader finds a lane: the static files, or the route inside WordPress where those cannot be read. */
final class Addresses {
    public function __construct(
        private readonly Feeds $feeds,
        private readonly Writer $writer,
        private readonly Settings $settings,
    ) {}

    /**
     * Directory of a lane for a page of this origin, with a final slash. The files are there when this returns.
     *
     * @param string $origin of the asking page; empty for a page of the site itself
     */
    public function of(string $show, string $lane, string $origin): string {
        $row = $this->feeds->lane($show, $lane);
        try {
            $this->writer->heal($row);
        } catch (\RuntimeException $problem) {
            Log::problem('writing the feed', $problem);
        }
        $dir = $this->feeds->find($row['id'])['dir'] ?? $row['dir'];
        if ($this->readsFiles($origin)) {
            return Directory::rootUrl() . "/$dir/";
        }
        $url = rest_url("parterre/v1/feed/$dir/");
        return str_ends_with($url, '/') ? $url : "$url/";
    }

    /** Static files carry no CORS header, so a page of another origin cannot read them; nor can anybody where they are blocked. */
    private function readsFiles(string $origin): bool {
        $mode = $this->settings->get('feed_mode');
        if ($mode === 'rest' || ($mode === 'auto' && SelfTest::hasFailed())) {
            return false;
        }
        return $origin === '' || Settings::originOf($origin) === Settings::originOf(Directory::rootUrl());
    }
}
