<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Domain\Clock;
use Parterre\Domain\Phase;
use Parterre\Domain\Refusal;
use Parterre\Payments\Gateways;
use Parterre\Settings;
use Parterre\Store\Catalogue;
use Parterre\Store\Shows;

/** The venue and its shows: public, cacheable, nothing personal. */
final class ShowsHandler {
    /** The contract's limit of a list. */
    private const MAX_SHOWS = 50;

    public function __construct(
        private readonly Shows $shows,
        private readonly Catalogue $catalogue,
        private readonly Views $views,
        private readonly Gateways $gateways,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /** @return array<string, mixed> */
    public function getVenue(array $input, Call $call): array {
        $privacy = $this->settings->get('privacy_url') ?: get_privacy_policy_url();
        return [
            'id' => sanitize_title($this->settings->venueName()) ?: 'venue',
            'name' => $this->settings->venueName(),
            'url' => home_url('/'),
            'locale' => str_replace('_', '-', get_locale()),
            'currency' => $this->settings->get('currency'),
            // A site may be set to a bare offset, which is no zone; UTC then says at least what it means.
            'timeZone' => preg_match('/^[A-Za-z][A-Za-z0-9_+\/-]*$/D', wp_timezone_string())
                ? wp_timezone_string()
                : 'UTC',
            'features' => $this->settings->get('features'),
            'paymentSteps' => $this->gateways->steps(),
            'testMode' => !$this->settings->livePayments(),
            'seller' => $this->settings->seller(),
            'termsUrl' => $this->settings->get('terms_url') ?: null,
            'privacyUrl' => $privacy ?: null,
            'passesUrl' => $this->settings->get('passes_url') ?: null,
            'serverTime' => $this->views->now(),
        ];
    }

    /** @return array<string, mixed> */
    public function listShows(array $input, Call $call): array {
        $now = $this->clock->nowMs();
        $coming = [];
        $replays = [];
        foreach ($this->shows->published() as $show) {
            $phase = Phase::at($show, $now);
            if (in_array($phase, ['announced', 'doors', 'live', 'paused'], true)) {
                $coming[] = $show;
            } elseif ($phase === 'replay') {
                $replays[] = $show;
            }
        }
        $replays = array_reverse($replays);
        $shows = array_slice(
            match ($input['which']) {
                'coming' => $coming,
                'replays' => $replays,
                'all' => [...$coming, ...$replays],
            },
            0,
            self::MAX_SHOWS,
        );
        $rows = array_column($shows, null, 'id');
        $offers = $this->catalogue->offersOf(array_keys($rows));
        $views = array_map(fn(array $ofShow): array => $this->views->offers($ofShow, $rows), $offers);
        return [
            'shows' => array_map(fn(array $show): array => $this->views->summary($show, $views[$show['id']]), $shows),
            'serverTime' => $this->views->now(),
        ];
    }

    /** @return array<string, mixed> */
    public function getShow(array $input, Call $call): array {
        $show = $this->shows->findPublic($input['show']) ?? throw new Refusal('not_found');
        return $this->views->show($show, $call->origin);
    }
}
