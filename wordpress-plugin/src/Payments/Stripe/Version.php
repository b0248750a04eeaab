<?php
declare(strict_types=1);

namespace Parterre\Payments\Stripe;

/**
 * The version of Stripe's API that every request and our webhook endpoint speak, never the account's default. Its second word is
 * the train, and names the script that belongs to it: `https://js.stripe.com/<train>/stripe.js`. Why this one: docs/money.md.
 */
final class Version {
    public const API = '2026-08-26.dahlia';

    public static function train(): string {
        return substr(self::API, (int) strpos(self::API, '.') + 1);
    }
}
