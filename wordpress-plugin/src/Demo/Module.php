<?php
declare(strict_types=1);

namespace Parterre\Demo;

use Parterre\Module as Part;
use Parterre\Plugin;
use Parterre\Rest\OwnRequest;

/** Keeps a loaded demo current, and offers `wp parterre demo`. Costs nothing on a site without the demo. */
final class Module implements Part {
    public const HOOK = 'parterre_demo_keep_current';

    public function __construct(private readonly Plugin $plugin, private readonly OwnRequest $request) {}

    public function register(): void {
        add_action(self::HOOK, function (): void {
            $this->plugin->get(Seeder::class)->keepCurrent();
        });
        add_action('init', function (): void {
            if ($this->request->is()) {
                return;
            }
            if (get_option(Seeder::OPTION) !== false && !wp_next_scheduled(self::HOOK)) {
                wp_schedule_event(time() + HOUR_IN_SECONDS, 'hourly', self::HOOK);
            }
        });
        add_action('parterre_deactivated', static fn() => wp_clear_scheduled_hook(self::HOOK));
        if (defined('WP_CLI') && WP_CLI) {
            \WP_CLI::add_command(
                'parterre demo',
                [$this, 'command'],
                [
                    'shortdesc' => 'Loads the demo venue, or brings a loaded one up to date.',
                    'synopsis' => [
                        [
                            'type' => 'flag',
                            'name' => 'reset',
                            'description' => 'Forget everything the plugin stored and start over.',
                            'optional' => true,
                        ],
                        [
                            'type' => 'flag',
                            'name' => 'site',
                            'description' => 'Dress the whole site, even if it is in use. --no-site never does.',
                            'optional' => true,
                        ],
                    ],
                ],
            );
        }
    }

    /**
     * @param list<string>         $arguments
     * @param array<string, mixed> $flags
     */
    public function command(array $arguments, array $flags): void {
        $seeder = $this->plugin->get(Seeder::class);
        if (get_current_user_id() === 0) {
            // Blocks written by nobody would be filtered like a stranger's.
            $admins = get_users(['role' => 'administrator', 'number' => 1, 'fields' => 'ID']);
            wp_set_current_user((int) ($admins[0] ?? 0));
        }
        try {
            if (!empty($flags['reset'])) {
                $seeder->reset();
            }
            foreach ($seeder->run($flags['site'] ?? null) as $sentence) {
                \WP_CLI::log($sentence);
            }
        } catch (\RuntimeException $problem) {
            \WP_CLI::error($problem->getMessage());
        }
        \WP_CLI::success('The demo venue is open: ' . home_url('/'));
    }
}
