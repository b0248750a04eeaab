<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Demo\Seeder;
use Parterre\Health\Caching;
use Parterre\Health\Checks;
use Parterre\Law\Split;
use Parterre\Plugin;
use Parterre\Realtime\SelfTest;
use Parterre\Settings;
use Parterre\Store\Events;

/** What the venue sets, the self-test of the feed, and the demo. */
final class SettingsRoutes extends Routes {
    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $settings = self::can(Roles::MANAGE_SETTINGS);
        $this->route('/settings', 'GET', $settings, $this->getSettings(...));
        $this->route('/settings', 'PUT', $settings, $this->saveSettings(...));
        $this->route('/feed-test', 'POST', $settings, $this->feedTest(...));
        $this->route('/demo', 'POST', $settings, $this->demo(...));
    }

    private function getSettings(): array {
        $settings = $this->plugin->get(Settings::class);
        $public = array_map(
            static fn(string $name): mixed => $settings->get($name),
            array_combine($names = array_keys(Settings::defaults()), $names),
        );
        // Beside those of the other streaming providers; see StreamingRoutes.
        unset($public['stream_base'], $public['stream_secret'], $public['stream_playlist']);
        return [
            'settings' => $public,
            'livePayments' => $settings->livePayments(),
            'feedTest' => SelfTest::last(),
            'guests' => get_option(Checks::GUESTS_OPTION, null),
            'caching' => $this->caching(),
            'demo' => $this->plugin->get(Seeder::class)->isLoaded(),
            'usualRates' => LawInput::usualRates($settings),
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
        foreach (['terms_url', 'privacy_url', 'passes_url'] as $name) {
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
        if (isset($given['test_stream'])) {
            $values['test_stream'] = trim(ShowInput::line($given['test_stream'], 300));
        }
        $ranges = ['doors_mail_minutes' => [0, 2880], 'mails_per_minute' => [1, 600], 'fans_at_once' => [20, 100_000]];
        foreach ($ranges as $name => [$least, $most]) {
            if (isset($given[$name])) {
                $values[$name] = max($least, min($most, (int) $given[$name]));
            }
        }
        if (isset($given['feed_mode']) && in_array($given['feed_mode'], ['auto', 'files', 'rest'], true)) {
            $values['feed_mode'] = $given['feed_mode'];
        }
        if (isset($given['money_split'])) {
            $values['money_split'] = Split::clean(
                array_values(array_filter((array) $given['money_split'], 'is_array')),
            );
            if ($values['money_split'] === null) {
                $problems['money_split'] = __('The shares have to add up to 100 %.', 'parterre');
            }
        }
        foreach (['delete_on_uninstall', 'transfers', 'transfer_guests', 'casting', 'mark'] as $name) {
            if (isset($given[$name])) {
                $values[$name] = (bool) $given[$name];
            }
        }
        [$law, $wrong] = LawInput::check($given);
        $values += $law;
        $problems += $wrong;
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
                Caching::remember($request['caching']);
                return [
                    'feedTest' => SelfTest::last(),
                    'guests' => get_option(Checks::GUESTS_OPTION, null),
                    'caching' => $this->caching(),
                ];
        }
    }

    /** @return array{problem: ?string, at: int}|null what the test found of the host's cache, in the words of Site Health */
    private function caching(): ?array {
        $last = Caching::last();
        if ($last === null) {
            return null;
        }
        $problem = Caching::problem($last);
        return ['problem' => $problem === null ? null : Checks::cachingText($problem), 'at' => $last['at']];
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
}
