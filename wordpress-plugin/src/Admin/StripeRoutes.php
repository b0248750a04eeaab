<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Payments\Stripe\Keys;
use Parterre\Payments\Stripe\Setup;
use Parterre\Payments\Stripe\SetupStates;
use Parterre\Payments\Stripe\StripeError;
use Parterre\Payments\Stripe\Webhook;
use Parterre\Plugin;
use Parterre\Store\Events;

/**
 * The venue's Stripe account at the desk. No answer holds a secret.
 *
 * - `GET /stripe` → `{current, modes: {live, test}, webhookUrl, domain, received}`
 * - `PUT /stripe/keys` `{mode, secret_key?, publishable_key?, webhook_secret?}` → the same; what is left out stays, empty takes away
 * - `POST /stripe/check`, `POST /stripe/webhook`, `POST /stripe/domain` `{mode}` → the same, after asking Stripe
 */
final class StripeRoutes extends Routes {
    private const FIELDS = ['secret_key', 'publishable_key', 'webhook_secret'];

    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $settings = self::can(Roles::MANAGE_SETTINGS);
        $this->route('/stripe', 'GET', $settings, $this->state(...));
        $this->route('/stripe/keys', 'PUT', $settings, $this->saveKeys(...));
        $this->route('/stripe/check', 'POST', $settings, $this->check(...));
        $this->route('/stripe/webhook', 'POST', $settings, $this->registerWebhook(...));
        $this->route('/stripe/domain', 'POST', $settings, $this->registerDomain(...));
    }

    private function state(): array {
        return [
            'current' => Keys::current()?->mode,
            'modes' => [Keys::LIVE => $this->mode(Keys::LIVE), Keys::TEST => $this->mode(Keys::TEST)],
            'webhookUrl' => Webhook::url(),
            'domain' => Setup::domain(),
            'received' => $this->plugin->get(SetupStates::class)->received(),
        ];
    }

    /** @return array<string, mixed> */
    private function mode(string $mode): array {
        $keys = Keys::of($mode);
        $shown = [
            'secret_key' => Keys::masked($keys->secret),
            'publishable_key' => Keys::masked($keys->publishable),
            'webhook_secret' => Keys::masked($keys->webhookSecret),
        ];
        $wrong = Keys::wrongConstants();
        $fields = [];
        foreach ($shown as $field => $masked) {
            $constant = Keys::constantName($mode, $field);
            $fields[$field] = [
                'masked' => $masked,
                'constant' => Keys::isConstant($mode, $field) ? $constant : null,
                'problem' => isset($wrong[$constant]) ? self::sentence($wrong[$constant], $field) : null,
            ];
        }
        $states = $this->plugin->get(SetupStates::class);
        return [
            'keys' => $fields,
            'complete' => $keys->areComplete(),
            'account' => $states->account($mode),
            'webhook' => $states->webhook($mode),
            'domain' => $states->domain($mode),
        ];
    }

    private function saveKeys(\WP_REST_Request $request): array|\WP_Error {
        $mode = self::modeOf($request);
        if ($mode === null) {
            return self::notFound();
        }
        $values = [];
        $problems = [];
        foreach (self::FIELDS as $field) {
            $given = $request[$field];
            if (!isset($given)) {
                continue;
            }
            $value = is_string($given) ? trim($given) : '?';
            $problem = Keys::isConstant($mode, $field) ? 'constant' : Keys::problem($mode, $field, $value);
            if ($problem !== null) {
                $problems["$mode.$field"] = self::sentence($problem, $field);
            }
            $values[$field] = $value;
        }
        if ($problems !== []) {
            return self::invalid($problems);
        }
        $before = Keys::of($mode)->secret;
        Keys::store($mode, $values);
        if (Keys::of($mode)->secret !== $before) {
            Setup::forget($mode);
        }
        $this->audit('stripe.keys', $mode, ['names' => array_keys($values)]);
        return $this->state();
    }

    private function check(\WP_REST_Request $request): array|\WP_Error {
        return $this->ask($request, 'stripe.checked', function (string $mode): void {
            $setup = $this->plugin->get(Setup::class);
            $found = $setup->checkAccount($mode);
            // A key that may not do it is told so by the sentence about the account.
            if (!in_array('Webhook Endpoints: Write', $found['lacks'], true)) {
                $setup->checkWebhook($mode);
            }
        });
    }

    private function registerWebhook(\WP_REST_Request $request): array|\WP_Error {
        $mode = self::modeOf($request);
        if ($mode !== null && Keys::isConstant($mode, 'webhook_secret')) {
            return new \WP_Error(
                'parterre_refused',
                __(
                    'wp-config.php holds the webhook’s secret, and nothing here can change it. Make the webhook in Stripe’s dashboard, or take the constant out.',
                    'parterre',
                ),
                ['status' => 409],
            );
        }
        return $this->ask(
            $request,
            'stripe.webhook',
            fn(string $mode) => $this->plugin->get(Setup::class)->registerWebhook($mode),
        );
    }

    private function registerDomain(\WP_REST_Request $request): array|\WP_Error {
        return $this->ask(
            $request,
            'stripe.domain',
            fn(string $mode) => $this->plugin->get(Setup::class)->registerDomain($mode),
        );
    }

    /** @param callable(string): mixed $act */
    private function ask(\WP_REST_Request $request, string $name, callable $act): array|\WP_Error {
        $mode = self::modeOf($request);
        if ($mode === null) {
            return self::notFound();
        }
        try {
            $act($mode);
        } catch (StripeError $error) {
            return new \WP_Error('parterre_stripe', self::refused($error), ['status' => 502]);
        }
        $this->audit($name, $mode);
        return $this->state();
    }

    /** @param array<string, mixed> $more */
    private function audit(string $name, string $mode, array $more = []): void {
        $this->plugin->get(Events::class)->audit($name, null, ['mode' => $mode] + $more, get_current_user_id());
    }

    private static function modeOf(\WP_REST_Request $request): ?string {
        $mode = $request['mode'];
        return in_array($mode, [Keys::LIVE, Keys::TEST], true) ? $mode : null;
    }

    private static function refused(StripeError $error): string {
        return match (true) {
            $error->status === 401 => __('Stripe does not know this secret key.', 'parterre'),
            $error->status === 403 => __(
                'Stripe does not let this restricted key do that. Try the keys: it says what is missing.',
                'parterre',
            ),
            $error->isPassing() => __('Stripe did not answer. Try again in a moment.', 'parterre'),
            /* translators: %s: what Stripe said, in English */
            default => sprintf(__('Stripe refused: %s', 'parterre'), $error->getMessage()),
        };
    }

    /** @param string $problem of `Keys::problem`, or `constant` */
    private static function sentence(string $problem, string $field): string {
        if ($problem === 'constant') {
            return __('wp-config.php decides about this one.', 'parterre');
        }
        if ($problem === 'mode') {
            return __('This key is of the other mode: test and live are mixed up.', 'parterre');
        }
        return match ($field) {
            'secret_key' => __('A secret key begins with sk_ or rk_.', 'parterre'),
            'publishable_key' => __('A publishable key begins with pk_.', 'parterre'),
            default => __('A webhook’s secret begins with whsec_.', 'parterre'),
        };
    }
}
