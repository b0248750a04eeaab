<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Plugin;
use Parterre\Settings;
use Parterre\Store\Events;
use Parterre\Store\Shows;
use Parterre\Streaming\Provider;
use Parterre\Streaming\Providers\Field;
use Parterre\Streaming\Providers\Options;
use Parterre\Streaming\Providers\Providers;
use Parterre\Streaming\Setup\Guides;
use Parterre\Streaming\Trouble;

/**
 * The venue's streaming providers at the desk. No answer holds a secret that a provider gave; keys that this site gives to servers are there
 * to be copied.
 *
 * - `GET /streaming` → `{providers}`, each with its fields, steps and what it promises
 * - `PUT /streaming/{provider}` `{values}` → the same; a field that is left out stays, an empty one is taken away
 * - `POST /streaming/{provider}/keys` → the same, with new keys for its servers and for OBS
 * - `GET /streaming/publishing?provider&stream` → `{server, key}` for OBS
 * - `GET /streaming/words` → what each way to protect a stream is called, and what “a stream” is there; for whoever edits shows
 */
final class StreamingRoutes extends Routes {
    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $settings = self::can(Roles::MANAGE_SETTINGS);
        $this->route('/streaming', 'GET', $settings, $this->state(...));
        $this->route(
            '/streaming/words',
            'GET',
            self::can(Roles::EDIT_SHOWS, Roles::EDIT_ALL_SHOWS),
            $this->inWords(...),
        );
        $this->route('/streaming/publishing', 'GET', $settings, $this->publishing(...));
        $this->route('/streaming/(?P<provider>' . self::ID . ')', 'PUT', $settings, $this->save(...));
        $this->route('/streaming/(?P<provider>' . self::ID . ')/keys', 'POST', $settings, $this->renewKeys(...));
    }

    private function state(): array {
        return [
            'providers' => array_map($this->provider(...), array_values($this->plugin->get(Providers::class)->all())),
        ];
    }

    /** @return list<array{name: string, label: string, strength: string, stream: array<string, string>, ready: bool}> */
    private function inWords(): array {
        return array_map(
            static fn(Provider $provider): array => [
                'name' => $provider->name(),
                'label' => $provider->label(),
                'strength' => $provider->strength(),
                'stream' => $provider->streamWords(),
                'ready' => $provider->isReady(),
            ],
            array_values($this->plugin->get(Providers::class)->all()),
        );
    }

    private function save(\WP_REST_Request $request): array|\WP_Error {
        $provider = $this->named($request);
        if ($provider === null) {
            return self::notFound();
        }
        $given = (array) $request['values'];
        $values = [];
        $problems = [];
        foreach ($provider->fields() as $field) {
            if (!array_key_exists($field->name, $given)) {
                continue;
            }
            $value = $field->clean(is_scalar($given[$field->name]) ? (string) $given[$field->name] : '?');
            $problem = Options::isConstant($provider->name(), $field->name)
                ? __('wp-config.php decides about this one.', 'parterre')
                : $field->problem($value);
            if ($problem !== null) {
                $problems[$field->name] = $problem;
            }
            $values[$field->name] = $value;
        }
        if ($problems !== []) {
            return self::invalid($problems);
        }
        $this->plugin->get(Options::class)->store($provider->name(), $provider->fields(), $values);
        $this->audit('streaming.saved', $provider, ['names' => array_keys($values)]);
        return $this->state();
    }

    private function renewKeys(\WP_REST_Request $request): array|\WP_Error {
        $provider = $this->named($request);
        if ($provider === null) {
            return self::notFound();
        }
        $this->plugin->get(Options::class)->renewKeys($provider->name());
        $this->audit('streaming.keys', $provider, []);
        return $this->state();
    }

    private function publishing(\WP_REST_Request $request): array|\WP_Error {
        $provider = $this->named($request);
        $stream = is_string($request['stream']) ? trim($request['stream']) : '';
        if ($provider === null) {
            return self::notFound();
        }
        $wrong = $provider->streamProblem($stream);
        if ($wrong !== null) {
            return self::invalid(['stream' => $wrong]);
        }
        $host = (string) wp_parse_url($this->told($provider, 'base'), PHP_URL_HOST);
        return $this->plugin->get(Guides::class)->publishing($provider, $stream, $host ?: 'stream.example') ??
            self::notFound();
    }

    private function named(\WP_REST_Request $request): ?Provider {
        return $this->plugin->get(Providers::class)->find((string) $request['provider']);
    }

    private function told(Provider $provider, string $name): string {
        foreach ($provider->fields() as $field) {
            if ($field->name === $name) {
                return $this->plugin->get(Options::class)->value($provider->name(), $field);
            }
        }
        return '';
    }

    /** @return array<string, mixed> */
    private function provider(Provider $provider): array {
        $trouble = $this->plugin->get(Trouble::class);
        $name = $provider->name();
        $refused = $trouble->last($name, 'hook');
        $unsigned = $trouble->last($name, 'signing');
        return [
            'name' => $name,
            'label' => $provider->label(),
            'strength' => $provider->strength(),
            'promises' => $this->promises($provider),
            'ready' => $provider->isReady(),
            'used' => $this->plugin->get(Shows::class)->streams($name),
            'fields' => array_map(fn(Field $field): array => $this->field($provider, $field), $provider->fields()),
            'steps' => $this->plugin->get(Guides::class)->of($provider),
            'hasKeys' => in_array($name, ['nginx', 'mediamtx', 'cloudflare', 'ivs'], true),
            'publishes' => in_array($name, ['nginx', 'mediamtx'], true),
            'troubles' => array_values(
                array_filter([
                    $refused === null
                        ? null
                        : ['at' => $refused['at'] * 1000, 'text' => self::sentence($refused['why'])],
                    $unsigned === null
                        ? null
                        : [
                            'at' => $unsigned['at'] * 1000,
                            'text' => sprintf(
                                /* translators: %s: a sentence about what is wrong */
                                __('A stream could not be signed: %s', 'parterre'),
                                $unsigned['why'],
                            ),
                        ],
                ]),
            ),
        ];
    }

    /** @return list<string> what holds for a copied address, how it was proved, and what has to be done elsewhere */
    private function promises(Provider $provider): array {
        $seconds = $provider->lifetimeSeconds($this->plugin->get(Settings::class)->get('grant_seconds'));
        return [
            $seconds === null
                ? __('A copied address works for ever.', 'parterre')
                : sprintf(
                    /* translators: %s: a time span, such as “15 minutes” */
                    __('A copied address opens the picture for %s at most.', 'parterre'),
                    human_time_diff(0, $seconds),
                ),
            match ($provider->proven()) {
                'stream' => __('Our tests play real streams this way.', 'parterre'),
                'vector' => __(
                    'Our signatures are those of the provider’s published examples; we have not played a stream there.',
                    'parterre',
                ),
                default => __(
                    'Others’ software accepts our signatures; we have not played a stream there.',
                    'parterre',
                ),
            },
            ...$provider->limits(),
        ];
    }

    /** @return array<string, mixed> */
    private function field(Provider $provider, Field $field): array {
        $options = $this->plugin->get(Options::class);
        $constant = Options::constantName($provider->name(), $field->name);
        $isConstant = Options::isConstant($provider->name(), $field->name);
        $value = $options->value($provider->name(), $field);
        return [
            'name' => $field->name,
            'label' => $field->label,
            'help' => $field->help,
            'kind' => $field->kind,
            'required' => $field->required,
            'placeholder' => $field->placeholder,
            'secret' => $field->isSecret(),
            // A secret says only that it is there.
            'value' => $field->isSecret() ? '' : $value,
            'isSet' => $value !== '',
            'constant' => $isConstant ? $constant : null,
            'problem' => $options->problem($provider->name(), $field),
        ];
    }

    private static function sentence(string $why): string {
        return match ($why) {
            'signature' => __(
                'A message was refused: its signature is not one made with the secret entered here.',
                'parterre',
            ),
            'age' => __('A message was refused: it is too old, or a clock is wrong.', 'parterre'),
            'account' => __('A message was refused: it is about another account.', 'parterre'),
            'key' => __('A message was refused: it did not carry this site’s key.', 'parterre'),
            'stream key' => __('Somebody wanted to send a picture with a wrong stream key.', 'parterre'),
            'grant' => __('Somebody wanted to watch with an address that has run out or is forged.', 'parterre'),
            'size', 'shape' => __('A message was refused: it is not of the kind that this provider sends.', 'parterre'),
            default => __('A message was refused.', 'parterre'),
        };
    }

    /** @param array<string, mixed> $facts */
    private function audit(string $what, Provider $provider, array $facts): void {
        $this->plugin->get(Events::class)->audit($what, $provider->name(), $facts, get_current_user_id());
    }
}
