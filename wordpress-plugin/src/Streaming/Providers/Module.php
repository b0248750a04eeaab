<?php
declare(strict_types=1);

namespace Parterre\Streaming\Providers;

use Parterre\Module as PluginModule;
use Parterre\Plugin;
use Parterre\Settings;

/** Tells the rest of the plugin which stream servers the venue has named. */
final class Module implements PluginModule {
    public function __construct(private readonly Plugin $plugin) {}

    public function register(): void {
        add_filter('parterre_stream_origins', function (array $origins): array {
            $options = $this->plugin->get(Options::class);
            foreach ($this->plugin->get(Providers::class)->all() as $provider) {
                foreach ($provider->fields() as $field) {
                    if ($field->kind === Field::ADDRESS) {
                        $origins[] = Settings::originOf($options->value($provider->name(), $field));
                    }
                }
            }
            return $origins;
        });
    }
}
