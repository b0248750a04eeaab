<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Module;

/** Who may do what in the back office. Administrators may do everything; each role of a venue has what its work needs. */
final class Roles implements Module {
    /** Edit the shows one owns; with EDIT_ALL_SHOWS everybody's, the venue's products too. */
    public const EDIT_SHOWS = 'parterre_edit_shows';
    public const EDIT_ALL_SHOWS = 'parterre_edit_all_shows';
    /** Go live, pause, end, publish the replay. */
    public const RUN_STAGE = 'parterre_run_stage';
    public const MODERATE = 'parterre_moderate';
    /** Orders, with masked addresses. */
    public const VIEW_ORDERS = 'parterre_view_orders';
    /** Addresses in full; each look is written into the audit. */
    public const VIEW_PERSONAL = 'parterre_view_personal';
    /** Give tickets away, sell at the counter, send confirmations again, change an address, prepare deliveries. */
    public const SERVE_ORDERS = 'parterre_serve_orders';
    /** Give money back, cancel or postpone a show. */
    public const REFUND = 'parterre_refund';
    /** Take lists of buyers and sales out of the site; each one is written into the audit. */
    public const EXPORT = 'parterre_export';
    /** Let people in at the door of the hall. */
    public const CHECK_IN = 'parterre_check_in';
    /** The register of personal data, and who looked at what. */
    public const VIEW_AUDIT = 'parterre_view_audit';
    public const RUN_CAMPAIGNS = 'parterre_run_campaigns';
    public const MANAGE_SETTINGS = 'parterre_manage_settings';

    public const ALL = [
        self::EDIT_SHOWS,
        self::EDIT_ALL_SHOWS,
        self::RUN_STAGE,
        self::MODERATE,
        self::VIEW_ORDERS,
        self::VIEW_PERSONAL,
        self::SERVE_ORDERS,
        self::REFUND,
        self::EXPORT,
        self::CHECK_IN,
        self::VIEW_AUDIT,
        self::RUN_CAMPAIGNS,
        self::MANAGE_SETTINGS,
    ];

    /** By role, what it may do beside reading the site. */
    private const ROLES = [
        'parterre_box_office' => [
            self::VIEW_ORDERS,
            self::VIEW_PERSONAL,
            self::SERVE_ORDERS,
            self::REFUND,
            self::EXPORT,
            self::CHECK_IN,
        ],
        // Helps buyers and opens the door; sees no address, gives nothing back, takes no list home.
        'parterre_front_desk' => [self::VIEW_ORDERS, self::SERVE_ORDERS, self::CHECK_IN],
        'parterre_promoter' => [self::EDIT_SHOWS, self::VIEW_ORDERS, self::CHECK_IN, 'upload_files'],
        'parterre_accountant' => [self::VIEW_ORDERS, self::EXPORT],
        'parterre_data_officer' => [self::VIEW_AUDIT, self::VIEW_ORDERS, self::VIEW_PERSONAL],
        'parterre_moderator' => [self::MODERATE],
        'parterre_stage' => [self::RUN_STAGE],
    ];

    /** Moves when ROLES does; a stored number behind it, or a role plugin's tidying up, is mended at the next admin page. */
    private const VERSION = 3;
    private const OPTION = 'parterre_roles';

    public function register(): void {
        add_action('parterre_activated', [$this, 'add']);
        add_action('admin_init', function (): void {
            $administrator = get_role('administrator');
            if (
                (int) get_option(self::OPTION) !== self::VERSION ||
                ($administrator !== null && !$administrator->has_cap(self::MANAGE_SETTINGS))
            ) {
                $this->add();
            }
        });
    }

    public function add(): void {
        foreach (self::ROLES as $role => $capabilities) {
            remove_role($role);
            add_role($role, self::label($role), ['read' => true] + array_fill_keys($capabilities, true));
        }
        $administrator = get_role('administrator');
        foreach (self::ALL as $capability) {
            $administrator?->add_cap($capability);
        }
        update_option(self::OPTION, self::VERSION, true);
    }

    /** The owner a person's lists are limited to; null for those who see everything. */
    public static function onlyOwner(): ?int {
        return current_user_can(self::EDIT_ALL_SHOWS) || !current_user_can(self::EDIT_SHOWS)
            ? null
            : get_current_user_id();
    }

    /** @param array<string, mixed> $show with `owner` */
    public static function mayEdit(array $show): bool {
        return current_user_can(self::EDIT_ALL_SHOWS) ||
            (current_user_can(self::EDIT_SHOWS) && $show['owner'] === get_current_user_id());
    }

    /** @param array<string, mixed> $show with `owner` */
    public static function mayRun(array $show): bool {
        return current_user_can(self::RUN_STAGE) || self::mayEdit($show);
    }

    /** Whether somebody has any business in the back office at all. */
    public static function mayEnter(): bool {
        return array_filter(
            [
                self::EDIT_SHOWS,
                self::EDIT_ALL_SHOWS,
                self::RUN_STAGE,
                self::VIEW_ORDERS,
                self::CHECK_IN,
                self::VIEW_AUDIT,
                self::RUN_CAMPAIGNS,
                self::MANAGE_SETTINGS,
            ],
            'current_user_can',
        ) !== [];
    }

    private static function label(string $role): string {
        // Role names are stored in the language of the site at activation, as WordPress's own are.
        return match ($role) {
            'parterre_box_office' => __('Box office', 'parterre'),
            'parterre_front_desk' => __('Front desk', 'parterre'),
            'parterre_promoter' => __('Promoter', 'parterre'),
            'parterre_data_officer' => __('Data protection', 'parterre'),
            'parterre_accountant' => __('Accountant', 'parterre'),
            'parterre_moderator' => __('Chat moderator', 'parterre'),
            default => __('Stage', 'parterre'),
        };
    }
}
