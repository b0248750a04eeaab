<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Demo\Seeder;
use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Domain\Money;
use Parterre\Domain\Phase;
use Parterre\Domain\Secrets;
use Parterre\Embed\CurrentShow;
use Parterre\Embed\ShowPages;
use Parterre\Health\Checks;
use Parterre\Plugin;
use Parterre\Realtime\Announcer;
use Parterre\Realtime\SelfTest;
use Parterre\Settings;
use Parterre\Store\Catalogue;
use Parterre\Store\Desk;
use Parterre\Store\Events;
use Parterre\Store\Shows;
use Parterre\Streaming\Playback;

/**
 * What the back office's screens ask for: `parterre-admin/v1`, with WordPress's cookie, nonce and our capabilities. It is
 * no part of the published protocol and may change with any version.
 */
final class Api extends Routes {
    private const PER_PAGE = 25;

    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $shows = self::can(Roles::EDIT_SHOWS, Roles::EDIT_ALL_SHOWS, Roles::RUN_STAGE);
        $edit = self::can(Roles::EDIT_SHOWS, Roles::EDIT_ALL_SHOWS);
        $settings = self::can(Roles::MANAGE_SETTINGS);
        $this->route('/shows', 'GET', $shows, $this->listShows(...));
        $this->route('/shows', 'POST', $edit, $this->saveShow(...));
        $this->route('/shows/(?P<show>[A-Za-z0-9_-]{1,64})', 'GET', $shows, $this->getShow(...));
        $this->route('/shows/(?P<show>[A-Za-z0-9_-]{1,64})', 'PUT', $edit, $this->saveShow(...));
        $this->route('/shows/(?P<show>[A-Za-z0-9_-]{1,64})/stage', 'POST', $shows, $this->runStage(...));
        $this->route('/products', 'GET', $edit, $this->listProducts(...));
        $this->route('/products', 'PUT', self::can(Roles::EDIT_ALL_SHOWS), $this->saveProducts(...));
        $this->route('/orders', 'GET', self::can(Roles::VIEW_ORDERS), $this->listOrders(...));
        $this->route(
            '/orders/(?P<order>[A-Za-z0-9_-]{1,64})/address',
            'POST',
            self::can(Roles::VIEW_PERSONAL),
            $this->revealAddress(...),
        );
        $this->route('/settings', 'GET', $settings, $this->getSettings(...));
        $this->route('/settings', 'PUT', $settings, $this->saveSettings(...));
        $this->route('/feed-test', 'POST', $settings, $this->feedTest(...));
        $this->route('/demo', 'POST', $settings, $this->demo(...));
    }

    private function listShows(): array {
        $now = $this->plugin->get(Clock::class)->nowMs();
        return [
            'shows' => array_map(
                fn(array $show): array => $this->withPhase($show, $now),
                $this->plugin->get(Programme::class)->list(Roles::onlyOwner()),
            ),
        ];
    }

    private function getShow(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->plugin->get(Programme::class)->show((string) $request['show']);
        if ($show === null || !Roles::mayRun($show)) {
            return self::notFound();
        }
        return $this->withPhase($show, $this->plugin->get(Clock::class)->nowMs());
    }

    /** Creates or replaces a show; publishing one makes its page. */
    private function saveShow(\WP_REST_Request $request): array|\WP_Error {
        $programme = $this->plugin->get(Programme::class);
        $known = isset($request['show']) ? $programme->show((string) $request['show']) : null;
        if (isset($request['show']) && ($known === null || !Roles::mayEdit($known))) {
            return self::notFound();
        }
        $given = (array) $request->get_json_params();
        // Two people at one show: whoever saves second sees what the first one did before writing over it. Going live
        // or selling a ticket meanwhile is no edit.
        if ($known !== null && isset($given['fingerprint']) && $given['fingerprint'] !== self::fingerprint($known)) {
            return new \WP_Error(
                'parterre_changed',
                __('Somebody else has changed this show meanwhile. Load it again.', 'parterre'),
                ['status' => 409],
            );
        }
        [$show, $problems] = $this->plugin
            ->get(ShowInput::class)
            ->check($given, $known, $this->plugin->get(Settings::class)->get('currency'));
        $problems += $this->reachesElsewhere($show, $known);
        if ($problems !== []) {
            return self::invalid($problems);
        }
        $saved = $programme->saveShow($show);
        if ($show['published']) {
            $this->plugin->get(ShowPages::class)->ensure($saved['id']);
            if (!($known['published'] ?? false)) {
                $this->plugin->get(Events::class)->append('show.published', ['show' => $saved['id']]);
            }
        }
        $after = $this->withPhase((array) $programme->show($saved['id']), $this->plugin->get(Clock::class)->nowMs());
        return $after + ['refusedPools' => $saved['refusedPools']];
    }

    /** Go live, pause, resume, end, publish the replay, or take the last one back. */
    private function runStage(\WP_REST_Request $request): array|\WP_Error {
        $programme = $this->plugin->get(Programme::class);
        $show = $programme->show((string) $request['show']);
        if ($show === null || !Roles::mayRun($show)) {
            return self::notFound();
        }
        $now = $this->plugin->get(Clock::class)->nowMs();
        $fields = match ($request['action']) {
            'live', 'resume' => ['live_at' => $now, 'paused_at' => null, 'ended_at' => null, 'replay_at' => null],
            'pause' => ['paused_at' => $now],
            'end' => ['ended_at' => $now],
            'replay' => ['ended_at' => Instant::parse($show['signals']['endedAt']) ?? $now, 'replay_at' => $now],
            'reset' => [
                'live_at' => null,
                'paused_at' => null,
                'ended_at' => null,
                'replay_at' => null,
                'forced' => null,
            ],
            default => null,
        };
        if ($fields === null) {
            return new \WP_Error('parterre_invalid', __('This is none of the choices.', 'parterre'), ['status' => 400]);
        }
        $this->plugin->get(Announcer::class)->phase($show['id'], $fields, 'desk');
        return $this->withPhase((array) $programme->show($show['id']), $now);
    }

    private function listProducts(): array {
        return ['products' => $this->plugin->get(Programme::class)->products()];
    }

    private function saveProducts(\WP_REST_Request $request): array|\WP_Error {
        if (
            !is_array($request['products']) ||
            array_filter($request['products'], 'is_array') !== $request['products']
        ) {
            // What is not in the list is taken away: without one, that would be everything.
            return new \WP_Error('parterre_invalid', __('Some fields need another look.', 'parterre'), [
                'status' => 400,
            ]);
        }
        $programme = $this->plugin->get(Programme::class);
        $currency = $this->plugin->get(Settings::class)->get('currency');
        $shows = $this->plugin->get(Shows::class);
        $problems = [];
        $checked = [];
        foreach (array_values((array) $request['products']) as $index => $one) {
            $name = ShowInput::line($one['name'] ?? '', 200);
            $variants = [];
            foreach (array_values(array_filter((array) ($one['variants'] ?? []), 'is_array')) as $place => $variant) {
                if (
                    !is_int($variant['priceMinor'] ?? null) ||
                    $variant['priceMinor'] < 0 ||
                    $variant['priceMinor'] > Money::MAX_MINOR
                ) {
                    $problems["products.$index.variants.$place.priceMinor"] = __(
                        'This needs a price; 0 for free.',
                        'parterre',
                    );
                }
                $stock = $variant['stock'] ?? null;
                $variants[] = [
                    'id' => self::id($variant['id'] ?? ''),
                    'label' => ShowInput::line($variant['label'] ?? '', 100),
                    'priceMinor' => (int) ($variant['priceMinor'] ?? 0),
                    'currency' => $currency,
                    'maxPerOrder' => max(1, min(50, (int) ($variant['maxPerOrder'] ?? 10))),
                    'stock' => is_int($stock) && $stock >= 0 ? $stock : null,
                ];
            }
            if ($name === '') {
                $problems["products.$index.name"] = __('This is needed.', 'parterre');
            }
            if ($variants === []) {
                $problems["products.$index.variants"] = __(
                    'A product needs at least one variant with a price.',
                    'parterre',
                );
            }
            $show = is_string($one['show'] ?? null) ? $shows->find($one['show']) : null;
            $checked[] = [
                'id' => self::id($one['id'] ?? ''),
                'show' => $show['id'] ?? null,
                'name' => $name,
                'description' => ShowInput::lines($one['description'] ?? '', 4000),
                'images' => array_values(array_filter(array_map(self::image(...), (array) ($one['images'] ?? [])))),
                'published' => (bool) ($one['published'] ?? true),
                'variants' => $variants,
            ];
        }
        if ($problems !== []) {
            return self::invalid($problems);
        }
        $kept = [];
        foreach ($checked as $position => $product) {
            $kept[] = $programme->saveProduct($product, $position);
        }
        foreach ($programme->products() as $old) {
            if (!in_array($old['id'], $kept, true)) {
                $programme->removeProduct($old['id']);
            }
        }
        return $this->listProducts();
    }

    private function listOrders(\WP_REST_Request $request): array {
        $page = max(1, (int) ($request['page'] ?? 1));
        $owner = Roles::onlyOwner();
        $desk = $this->plugin->get(Desk::class);
        $orders = array_map(
            static fn(array $order): array => ['email' => Secrets::emailHint($order['email'])] + $order,
            $desk->orders($owner, self::PER_PAGE, ($page - 1) * self::PER_PAGE),
        );
        return ['orders' => $orders, 'total' => $desk->countOrders($owner), 'perPage' => self::PER_PAGE];
    }

    /** Shows one buyer's address in full, and writes down who looked. */
    private function revealAddress(\WP_REST_Request $request): array|\WP_Error {
        $order = $this->plugin->get(\Parterre\Store\Orders::class)->find((string) $request['order']);
        if ($order === null || Roles::onlyOwner() !== null) {
            return self::notFound();
        }
        $this->plugin->get(Events::class)->audit('order.address_revealed', $order['id'], [], get_current_user_id());
        return ['email' => $order['email']];
    }

    private function getSettings(): array {
        $settings = $this->plugin->get(Settings::class);
        $public = array_map(
            static fn(string $name): mixed => $settings->get($name),
            array_combine($names = array_keys(Settings::defaults()), $names),
        );
        $public['stream_secret'] = $public['stream_secret'] === '' ? '' : '********';
        return [
            'settings' => $public,
            'livePayments' => $settings->livePayments(),
            'feedTest' => SelfTest::last(),
            'guests' => get_option(Checks::GUESTS_OPTION, null),
            'demo' => $this->plugin->get(Seeder::class)->isLoaded(),
            'siteName' => get_bloginfo('name'),
            'privacyPage' => get_privacy_policy_url(),
        ];
    }

    private function saveSettings(\WP_REST_Request $request): array|\WP_Error {
        $given = (array) $request['settings'];
        $values = [];
        $problems = [];
        foreach (['venue_name', 'seller', 'pickup_place'] as $name) {
            if (isset($given[$name])) {
                $values[$name] = ShowInput::line($given[$name], 200);
            }
        }
        foreach (['terms_url', 'privacy_url', 'passes_url', 'stream_base'] as $name) {
            if (isset($given[$name])) {
                $values[$name] = esc_url_raw(trim((string) $given[$name]), ['https', 'http']);
                if ($values[$name] === '' && trim((string) $given[$name]) !== '') {
                    $problems[$name] = __('This is no web address.', 'parterre');
                }
            }
        }
        if (isset($given['currency'])) {
            $values['currency'] = strtoupper((string) $given['currency']);
            if (!preg_match('/^[A-Z]{3}$/D', $values['currency'])) {
                $problems['currency'] = __('This needs the three letters of a currency, such as EUR.', 'parterre');
            }
        }
        if (isset($given['allowed_origins'])) {
            $values['allowed_origins'] = [];
            foreach (array_filter(array_map('trim', (array) $given['allowed_origins'])) as $origin) {
                $clean = Settings::originOf($origin);
                if ($clean === '') {
                    /* translators: %s: what somebody typed as a web address */
                    $problems['allowed_origins'] = sprintf(__('“%s” is no web address.', 'parterre'), $origin);
                }
                $values['allowed_origins'][] = $clean;
            }
        }
        if (isset($given['stream_secret']) && !preg_match('/^\*+$/D', (string) $given['stream_secret'])) {
            $values['stream_secret'] = trim((string) $given['stream_secret']);
        }
        if (isset($given['feed_mode']) && in_array($given['feed_mode'], ['auto', 'files', 'rest'], true)) {
            $values['feed_mode'] = $given['feed_mode'];
        }
        if (isset($given['delete_on_uninstall'])) {
            $values['delete_on_uninstall'] = (bool) $given['delete_on_uninstall'];
        }
        if ($problems !== []) {
            return self::invalid($problems);
        }
        $this->plugin->get(Settings::class)->set($values);
        $this->plugin
            ->get(Events::class)
            ->audit('settings.saved', null, ['names' => array_keys($values)], get_current_user_id());
        return $this->getSettings();
    }

    /** The three steps of the feed's self-test, which the browser of whoever runs it walks through. */
    private function feedTest(\WP_REST_Request $request): array {
        $test = $this->plugin->get(SelfTest::class);
        switch ($request['step']) {
            case 'begin':
                return $test->begin();
            case 'change':
                return ['text' => $test->change()];
            default:
                $test->conclude((bool) $request['passed'], ShowInput::line($request['detail'] ?? '', 300));
                update_option(Checks::GUESTS_OPTION, ['reached' => (bool) $request['guests'], 'at' => time()], false);
                return ['feedTest' => SelfTest::last(), 'guests' => get_option(Checks::GUESTS_OPTION, null)];
        }
    }

    private function demo(\WP_REST_Request $request): array|\WP_Error {
        $seeder = $this->plugin->get(Seeder::class);
        try {
            if ($request['reset']) {
                $seeder->reset();
                return ['said' => [__('The demo is gone.', 'parterre')]];
            }
            $seeder->run();
            return ['said' => [__('The demo venue is loaded.', 'parterre')], 'url' => home_url('/')];
        } catch (\RuntimeException $problem) {
            return new \WP_Error('parterre_refused', $problem->getMessage(), ['status' => 409]);
        }
    }

    /**
     * What a show would touch beyond itself: offers, pools and streams of other shows, tickets for other shows. Whoever edits only
     * their own shows may not reach into somebody else's.
     *
     * @param array<string, mixed>      $show
     * @param array<string, mixed>|null $known
     * @return array<string, string>
     */
    private function reachesElsewhere(array $show, ?array $known): array {
        $all = current_user_can(Roles::EDIT_ALL_SHOWS);
        $catalogue = $this->plugin->get(Catalogue::class);
        $refusal = __('This belongs to another show.', 'parterre');
        $problems = [];
        $own = $known['id'] ?? null;
        $offers = $catalogue->offersById(array_column($show['offers'], 'id'));
        $pools = $catalogue->pools(array_column($show['pools'], 'id'));
        foreach ($show['offers'] as $index => $offer) {
            if (isset($offers[$offer['id']]) && $offers[$offer['id']]['show_id'] !== $own) {
                $problems["offers.$index.name"] = $refusal;
            }
            foreach ($offer['parts'] as $part) {
                $other =
                    $part['show'] === null || $part['show'] === $own
                        ? null
                        : $this->plugin->get(Programme::class)->show($part['show']);
                if ($part['show'] !== null && $part['show'] !== $own && ($other === null || !Roles::mayEdit($other))) {
                    $problems["offers.$index.parts"] = $refusal;
                }
            }
        }
        foreach ($show['cameras'] as $index => $camera) {
            // A stream's name is all it takes to sign for it.
            foreach (
                $this->plugin->get(Shows::class)->ownersOfStreams([$camera['liveStream'], $camera['replayStream']])
                as $id => $owner
            ) {
                if ($id !== $own && !Roles::mayEdit(['owner' => $owner])) {
                    $problems["cameras.$index.liveStream"] = $refusal;
                }
            }
        }
        foreach ($show['pools'] as $index => $pool) {
            if (isset($pools[$pool['id']]) && $pools[$pool['id']]['show_id'] !== $own && !$all) {
                $problems["pools.$index.name"] = $refusal;
            }
        }
        return $problems;
    }

    /**
     * @param array<string, mixed> $show
     * @return array<string, mixed>
     */
    private function withPhase(array $show, int $now): array {
        $row = (array) $this->plugin->get(Shows::class)->find($show['id']);
        $fingerprint = self::fingerprint($show);
        if (!Roles::mayEdit($show) && isset($show['crew'])) {
            // Who only runs the stage needs no addresses.
            $show['crew'] = array_map(
                static fn(array $one): array => ['email' => Secrets::emailHint($one['email'])] + $one,
                $show['crew'],
            );
        }
        return $show + [
            'phase' => Phase::at($row, $now),
            'url' => $show['published'] ? CurrentShow::url($row) : null,
            'editPage' => $show['page'] > 0 ? get_edit_post_link($show['page'], 'raw') : null,
            'mayEdit' => Roles::mayEdit($show),
            'fingerprint' => $fingerprint,
            'providers' => array_map(
                static fn(object $provider): array => [
                    'name' => $provider->name(),
                    'strength' => $provider->strength(),
                ],
                array_values($this->plugin->get(Playback::class)->providers()),
            ),
        ];
    }

    /**
     * Stands for everything an editor can change about a show, and for nothing that changes by itself.
     *
     * @param array<string, mixed> $show
     */
    private static function fingerprint(array $show): string {
        unset($show['signals'], $show['revision'], $show['page'], $show['ticketsSold']);
        foreach ($show['pools'] ?? [] as $index => $pool) {
            unset($show['pools'][$index]['held'], $show['pools'][$index]['sold']);
        }
        return md5((string) wp_json_encode($show));
    }

    private static function id(mixed $given): string {
        return is_string($given) && preg_match('/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/D', $given) ? $given : '';
    }

    /** @return array<string, mixed>|null */
    private static function image(mixed $given): ?array {
        $url = is_array($given) ? esc_url_raw((string) ($given['url'] ?? ''), ['http', 'https']) : '';
        return $url === ''
            ? null
            : [
                'url' => $url,
                'alt' => ShowInput::line($given['alt'] ?? '', 300),
                'width' => isset($given['width']) ? (int) $given['width'] : null,
                'height' => isset($given['height']) ? (int) $given['height'] : null,
                ...isset($given['attachment']) ? ['attachment' => (int) $given['attachment']] : [],
            ];
    }
}
