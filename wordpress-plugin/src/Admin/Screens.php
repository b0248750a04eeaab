<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Module;
use Parterre\Realtime\Announcer;
use Parterre\Plugin;
use Parterre\Settings;
use Parterre\Store\Catalogue;

/** Puts the back office into the menu and hands it to its script. Nothing is shown or loaded on other screens. */
final class Screens implements Module {
    private const SLUG = 'parterre';

    public function __construct(private readonly Plugin $plugin) {}

    public function register(): void {
        add_action('admin_menu', [$this, 'addMenu']);
        add_action('admin_enqueue_scripts', [$this, 'enqueue']);
        add_filter('submenu_file', [$this, 'currentTab']);
        add_filter('plugin_action_links_' . plugin_basename(PARTERRE_FILE), [$this, 'addLinks']);
        add_action('parterre_show_saved', function (string $show): void {
            $this->plugin->get(Announcer::class)->showChanged($show);
            // A pass of another show may draw on its stock.
            $pools = array_column($this->plugin->get(Catalogue::class)->poolsOf($show), 'id');
            $this->plugin->get(Announcer::class)->stock($pools);
        });
        add_action(
            'parterre_product_saved',
            function (string $product, array $pools): void {
                $this->plugin->get(Announcer::class)->stock($pools);
            },
            10,
            2,
        );
    }

    public function addMenu(): void {
        if (!Roles::mayEnter()) {
            return;
        }
        add_menu_page('Parterre', 'Parterre', 'read', self::SLUG, [$this, 'show'], 'dashicons-tickets-alt', 26);
        // Each opens the same screen on another of its tabs; an address can be kept or sent.
        foreach ($this->tabs() as $tab => $label) {
            add_submenu_page(
                self::SLUG,
                $label,
                $label,
                'read',
                $tab === 'shows' ? self::SLUG : self::SLUG . "&tab=$tab",
                $tab === 'shows' ? [$this, 'show'] : '__return_null',
            );
        }
    }

    /** Tells the menu which of its entries is open: to WordPress all tabs are one page. */
    public function currentTab(?string $file): ?string {
        // phpcs:ignore WordPress.Security.NonceVerification -- looks at where one is, changes nothing
        $tab = isset($_GET['tab']) ? sanitize_key($_GET['tab']) : '';
        // phpcs:ignore WordPress.Security.NonceVerification -- as above
        $here = ($_GET['page'] ?? '') === self::SLUG && $tab !== 'shows' && isset($this->tabs()[$tab]);
        return $here ? self::SLUG . "&tab=$tab" : $file;
    }

    public function show(): void {
        if (!Roles::mayEnter()) {
            wp_die(esc_html__('You have no business here.', 'parterre'));
        }
        printf(
            '<div class="wrap parterre-admin"><h1 class="screen-reader-text">Parterre</h1><hr class="wp-header-end"><div id="parterre-admin"><p>%s</p></div><noscript><p>%s</p></noscript></div>',
            esc_html__('Loading…', 'parterre'),
            esc_html__('The back office needs JavaScript. With WP-CLI, `wp parterre` does the same.', 'parterre'),
        );
    }

    public function enqueue(string $screen): void {
        $asset = PARTERRE_DIR . '/build/admin/index.asset.php';
        if ($screen !== 'toplevel_page_' . self::SLUG || !is_readable($asset)) {
            return;
        }
        $built = require $asset;
        wp_enqueue_media();
        wp_enqueue_script(
            'parterre-admin',
            plugins_url('build/admin/index.js', PARTERRE_FILE),
            $built['dependencies'],
            $built['version'],
            true,
        );
        wp_set_script_translations('parterre-admin', 'parterre', PARTERRE_DIR . '/languages');
        wp_enqueue_style(
            'parterre-data-views',
            plugins_url('build/admin/data-views.css', PARTERRE_FILE),
            ['wp-components'],
            $built['version'],
        );
        wp_enqueue_style(
            'parterre-admin',
            plugins_url('assets/admin.css', PARTERRE_FILE),
            ['wp-components', 'parterre-data-views'],
            PARTERRE_VERSION,
        );
        $settings = $this->plugin->get(Settings::class);
        wp_add_inline_script(
            'parterre-admin',
            'window.parterreAdmin = ' .
                wp_json_encode(
                    [
                        'tabs' => array_keys($this->tabs()),
                        'can' => array_combine(Roles::ALL, array_map('current_user_can', Roles::ALL)),
                        'currency' => $settings->get('currency'),
                        'timeZone' => str_contains(wp_timezone_string(), '/') ? wp_timezone_string() : 'Europe/Paris',
                        'timeZones' => timezone_identifiers_list(),
                        'place' => ['name' => $settings->venueName(), 'address' => '', 'city' => '', 'country' => ''],
                        'locale' => str_replace('_', '-', get_user_locale()),
                        'home' => home_url('/'),
                        'rest' => untrailingslashit(rest_url('parterre/v1')),
                        'root' => rest_url(),
                        'nonce' => wp_create_nonce('wp_rest'),
                    ],
                    JSON_HEX_TAG | JSON_HEX_AMP,
                ) .
                ';',
            'before',
        );
    }

    /**
     * @param array<string, string> $links
     * @return array<string, string>
     */
    public function addLinks(array $links): array {
        return [
            'shows' => sprintf(
                '<a href="%s">%s</a>',
                esc_url(admin_url('admin.php?page=' . self::SLUG)),
                esc_html__('Shows', 'parterre'),
            ),
            ...$links,
        ];
    }

    /** @return array<string, string> what this person may open, by tab */
    private function tabs(): array {
        // Who has shows of their own alone sees these, not the venue's accounts.
        $all = Roles::onlyOwner() === null;
        $edits = current_user_can(Roles::EDIT_SHOWS) || current_user_can(Roles::EDIT_ALL_SHOWS);
        $sees = current_user_can(Roles::VIEW_ORDERS) && $all;
        $serves = current_user_can(Roles::SERVE_ORDERS) && $all;
        $exports = current_user_can(Roles::EXPORT) && $all;
        return array_filter([
            'shows' => $edits ? __('Shows', 'parterre') : '',
            'desk' => $edits || current_user_can(Roles::RUN_STAGE) ? __('Desk', 'parterre') : '',
            'replay' => $edits || current_user_can(Roles::RUN_STAGE) ? __('Replays', 'parterre') : '',
            'merch' => current_user_can(Roles::EDIT_ALL_SHOWS) ? __('Merch', 'parterre') : '',
            'campaigns' => current_user_can(Roles::RUN_CAMPAIGNS) ? __('Campaigns', 'parterre') : '',
            'orders' => current_user_can(Roles::VIEW_ORDERS) ? __('Orders', 'parterre') : '',
            'counter' => $serves ? __('Counter', 'parterre') : '',
            'tickets' => current_user_can(Roles::VIEW_ORDERS) ? __('Tickets', 'parterre') : '',
            'guests' => current_user_can(Roles::VIEW_ORDERS) ? __('Guests', 'parterre') : '',
            'codes' => $serves ? __('Codes', 'parterre') : '',
            'waiting' => current_user_can(Roles::VIEW_ORDERS) ? __('Waiting lists', 'parterre') : '',
            'door' => current_user_can(Roles::CHECK_IN) ? __('Door', 'parterre') : '',
            'deliveries' => current_user_can(Roles::VIEW_ORDERS) ? __('Deliveries', 'parterre') : '',
            'marks' => current_user_can(Roles::VIEW_PERSONAL) && $all ? __('Code in the picture', 'parterre') : '',
            'bulk' =>
                current_user_can(Roles::REFUND) && current_user_can(Roles::VIEW_ORDERS)
                    ? __('Cancel, move, make good', 'parterre')
                    : '',
            'refunds' => $sees ? __('Refunds', 'parterre') : '',
            'documents' => $sees ? __('Invoices', 'parterre') : '',
            'statements' => $exports ? __('Statements', 'parterre') : '',
            'payouts' => $exports ? __('Payouts', 'parterre') : '',
            'exports' => $exports ? __('Exports', 'parterre') : '',
            'register' => current_user_can(Roles::VIEW_AUDIT) ? __('Personal data', 'parterre') : '',
            'audit' => current_user_can(Roles::VIEW_AUDIT) ? __('Audit', 'parterre') : '',
            'settings' => current_user_can(Roles::MANAGE_SETTINGS) ? __('Settings', 'parterre') : '',
        ]);
    }
}
