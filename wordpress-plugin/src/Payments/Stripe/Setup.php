<?php
declare(strict_types=1);

namespace Parterre\Payments\Stripe;

/**
 * What has to be set up at Stripe once per mode: that the key is good for everything we do, the endpoint that webhooks go to, and the
 * domain that wallets are shown on. What was found is remembered, so that the settings and Site Health ask nobody.
 */
final class Setup {
    /** By mode: `account`, `webhook`, `domain`, each with `at` in seconds. */
    public const OPTION = 'parterre_stripe_checks';
    /**
     * What a restricted key has to be allowed, as Stripe's dashboard calls it, and a request that needs it. Those that write name
     * an object that exists nowhere, so nothing happens.
     */
    private const PROBES = [
        'Checkout Sessions: Write' => ['POST', '/v1/checkout/sessions/cs_parterre_probe/expire'],
        'PaymentIntents: Write' => ['POST', '/v1/payment_intents/pi_parterre_probe/cancel'],
        'SetupIntents: Read' => ['GET', '/v1/setup_intents'],
        'Customers: Write' => ['DELETE', '/v1/customers/cus_parterre_probe'],
        'Payment Methods: Write' => ['POST', '/v1/payment_methods/pm_parterre_probe/detach'],
        'Charges and Refunds: Write' => ['POST', '/v1/refunds'],
        'Disputes: Read' => ['GET', '/v1/disputes'],
        'Balance transactions: Read' => ['GET', '/v1/balance_transactions'],
        'Payouts: Read' => ['GET', '/v1/payouts'],
        'Webhook Endpoints: Write' => ['POST', '/v1/webhook_endpoints/we_parterre_probe'],
        'Payment Method Domains: Write' => ['POST', '/v1/payment_method_domains/pmd_parterre_probe/validate'],
    ];
    private const HOOKS = '/v1/webhook_endpoints';
    private const DOMAINS = '/v1/payment_method_domains';
    /** Ways to pay that Stripe shows on registered domains alone. */
    private const WALLETS = ['apple_pay', 'google_pay', 'link', 'amazon_pay'];

    /** What was found last about `account`, `webhook` or `domain`; null when nobody looked. */
    public static function found(string $mode, string $what): ?array {
        $found = ((array) get_option(self::OPTION, []))[$mode][$what] ?? null;
        return is_array($found) ? $found : null;
    }

    /** Another key may be another account's: what was found before says nothing about it. */
    public static function forget(string $mode): void {
        $all = (array) get_option(self::OPTION, []);
        unset($all[$mode]);
        update_option(self::OPTION, $all, false);
        Keys::store($mode, ['account' => '']);
    }

    /** The name that wallets have to know. */
    public static function domain(): string {
        return strtolower((string) wp_parse_url(home_url(), PHP_URL_HOST));
    }

    /**
     * Asks who the key belongs to and what it may not do. A key that may do everything but read the account is good enough.
     *
     * @return array{name: string, country: string, charges: ?bool, lacks: list<string>} `charges` is null where it may not be read
     * @throws StripeError
     */
    public function checkAccount(string $mode): array {
        $client = new Client($mode);
        $account = null;
        try {
            $account = $client->get('/v1/account');
            Keys::store($mode, ['account' => (string) $account['id']]);
        } catch (StripeError $error) {
            if ($error->status !== 403) {
                throw $error;
            }
        }
        return $this->remember($mode, 'account', [
            'name' => (string) ($account['settings']['dashboard']['display_name'] ?? ''),
            'country' => (string) ($account['country'] ?? ''),
            'charges' => $account === null ? null : ($account['charges_enabled'] ?? false) === true,
            'lacks' => Keys::of($mode)->isRestricted() ? self::lacks($client) : [],
        ]);
    }

    /**
     * Looks at the endpoint as Stripe has it.
     *
     * @return array{problem: string, url: string} problem: empty, `missing`, `disabled`, `url`, `events` or `version`
     * @throws StripeError
     */
    public function checkWebhook(string $mode): array {
        $client = new Client($mode);
        $endpoint = $this->endpoint($client, $mode);
        if ($endpoint === null) {
            // Made by hand in the dashboard, its secret entered here: known by its address alone.
            $same = $this->atOurAddress($client);
            $endpoint = $same[0] ?? null;
        }
        return $this->remember($mode, 'webhook', [
            'problem' => $endpoint === null ? 'missing' : self::problemOf($endpoint),
            'url' => (string) ($endpoint['url'] ?? ''),
        ]);
    }

    /**
     * Makes the endpoint, or brings it up to date. Its secret is told once, when it is made: one whose secret we do not have is of no
     * use, and neither is one of another version, which cannot be changed.
     *
     * @throws StripeError
     */
    public function registerWebhook(string $mode): void {
        $client = new Client($mode);
        $wanted = ['url' => Webhook::url(), 'enabled_events' => Webhook::EVENTS];
        $known = $this->endpoint($client, $mode);
        $usable =
            $known !== null &&
            ($known['api_version'] ?? null) === Version::API &&
            Keys::of($mode)->webhookSecret !== '';
        if (!$usable) {
            $known = $this->makeEndpoint($client, $mode, $wanted);
        } elseif (self::problemOf($known) !== '') {
            $path = self::HOOKS . '/' . rawurlencode($known['id']);
            $known = $client->post($path, $wanted + ['disabled' => false], self::once());
        }
        $this->remember($mode, 'webhook', ['problem' => self::problemOf($known), 'url' => (string) $known['url']]);
    }

    /**
     * Tells Stripe the site's domain and has it looked at.
     *
     * @return array{name: string, wallets: array<string, string>} by wallet: empty when it can be shown, else Stripe's reason
     * @throws StripeError
     */
    public function registerDomain(string $mode): array {
        $client = new Client($mode);
        $domain = $client->post(self::DOMAINS, ['domain_name' => self::domain()], self::once());
        $path = self::DOMAINS . '/' . rawurlencode((string) $domain['id']);
        if (($domain['enabled'] ?? true) === false) {
            $client->post($path, ['enabled' => true], self::once());
        }
        $domain = $client->post("$path/validate", [], self::once());
        $wallets = [];
        foreach (self::WALLETS as $wallet) {
            if (isset($domain[$wallet]['status'])) {
                $wallets[$wallet] =
                    $domain[$wallet]['status'] === 'active'
                        ? ''
                        : (string) ($domain[$wallet]['status_details']['error_message'] ?? 'inactive');
            }
        }
        return $this->remember($mode, 'domain', ['name' => (string) $domain['domain_name'], 'wallets' => $wallets]);
    }

    /**
     * The secret comes with the answer alone. When that is lost, asking again under the same key brings it again, so the key is
     * written down first.
     *
     * @param array<string, mixed> $wanted
     */
    private function makeEndpoint(Client $client, string $mode, array $wanted): array {
        $before = $this->atOurAddress($client);
        $try = Keys::stored($mode, 'endpoint_try');
        if ($try === '') {
            Keys::store($mode, ['endpoint_try' => ($try = self::once())]);
        }
        $parameters = $wanted + [
            'api_version' => Version::API,
            'description' => 'Parterre',
            'metadata' => ['parterre' => '1'],
        ];
        try {
            $made = $client->post(self::HOOKS, $parameters, "$try-" . md5((string) wp_json_encode($parameters)));
        } catch (StripeError $error) {
            if (!$error->isPassing()) {
                Keys::store($mode, ['endpoint_try' => '']);
            }
            throw $error;
        }
        Keys::store($mode, [
            'webhook_secret' => (string) ($made['secret'] ?? ''),
            'endpoint' => (string) $made['id'],
            'endpoint_try' => '',
        ]);
        // Others that lead here could only be refused from now on. Ours go; what somebody made by hand is switched off.
        foreach ($before as $old) {
            if ($old['id'] === $made['id']) {
                continue;
            }
            $path = self::HOOKS . '/' . rawurlencode((string) $old['id']);
            if (isset($old['metadata']['parterre'])) {
                $client->delete($path, self::once());
            } elseif ($old['status'] === 'enabled') {
                $client->post($path, ['disabled' => true], self::once());
            }
        }
        return $made;
    }

    private function endpoint(Client $client, string $mode): ?array {
        $id = Keys::stored($mode, 'endpoint');
        if ($id === '') {
            return null;
        }
        try {
            return $client->get(self::HOOKS . '/' . rawurlencode($id));
        } catch (StripeError $error) {
            // Deleted in the dashboard, or the key is another account's.
            if ($error->status === 404) {
                return null;
            }
            throw $error;
        }
    }

    /** @return list<array<string, mixed>> endpoints that lead to this site, those in use first */
    private function atOurAddress(Client $client): array {
        $all = (array) ($client->get(self::HOOKS, ['limit' => 100])['data'] ?? []);
        $here = array_values(
            array_filter($all, static fn(array $endpoint): bool => ($endpoint['url'] ?? '') === Webhook::url()),
        );
        usort($here, static fn(array $a, array $b): int => strcmp((string) $b['status'], (string) $a['status']));
        return $here;
    }

    private static function problemOf(array $endpoint): string {
        $events = (array) ($endpoint['enabled_events'] ?? []);
        return match (true) {
            ($endpoint['url'] ?? '') !== Webhook::url() => 'url',
            ($endpoint['status'] ?? '') !== 'enabled' => 'disabled',
            !in_array('*', $events, true) && array_diff(Webhook::EVENTS, $events) !== [] => 'events',
            ($endpoint['api_version'] ?? null) !== Version::API => 'version',
            default => '',
        };
    }

    /** @return list<string> permissions of PROBES that a key does not have */
    private static function lacks(Client $client): array {
        $lacks = [];
        foreach (self::PROBES as $permission => [$method, $path]) {
            try {
                match ($method) {
                    'GET' => $client->get($path, ['limit' => 1]),
                    'DELETE' => $client->delete($path, self::once()),
                    default => $client->post(
                        $path,
                        $path === '/v1/refunds' ? ['charge' => 'ch_parterre_probe'] : [],
                        self::once(),
                    ),
                };
            } catch (StripeError $error) {
                if ($error->status === 403) {
                    $lacks[] = $permission;
                } elseif ($error->status === 401 || $error->isPassing()) {
                    throw $error;
                }
                // Anything else is what a request for nothing gets when it is allowed.
            }
        }
        return $lacks;
    }

    /**
     * @template T of array
     * @param T $found
     * @return T
     */
    private function remember(string $mode, string $what, array $found): array {
        $all = (array) get_option(self::OPTION, []);
        $all[$mode][$what] = $found + ['at' => time()];
        update_option(self::OPTION, $all, false);
        return $found;
    }

    /** A key for an act that may be done again, and then anew. */
    private static function once(): string {
        return 'setup-' . bin2hex(random_bytes(12));
    }
}
