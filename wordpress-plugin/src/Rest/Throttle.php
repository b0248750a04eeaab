<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Domain\Refusal;
use Parterre\Domain\Secrets;
use Parterre\Store\RateLimits;

/**
 * Allowances of the acts that cost most or invite guessing, all in this one place. Whose they are is in the name: `order-mail` an
 * address's, `order-session` a session's, `order` a network's, asked in that order, because an address or a session is one person while
 * a hall full of people may share one network. What holds stock is limited besides by how much of it one may hold at once
 * (settings `holds_per_email`, `holds_per_network`; `Payments/Checkout`). Webhooks pass none of this: their signature is asked.
 */
final class Throttle {
    /** @var array<string, array{0: int, 1: int}> how many at once, and in how many milliseconds they are all there again */
    private const LIMITS = [
        // Orders and pledges. Somebody who tries out cards needs one for each few of them.
        'order-mail' => [10, 600_000],
        'order-session' => [20, 600_000],
        'order' => [240, 600_000],
        // Asking for a way to pay, and paying in a test shop: each may make something at the provider.
        'pay-session' => [40, 600_000],
        'pay' => [480, 600_000],
        'session' => [600, 600_000],
        'redeem' => [30, 600_000],
        // Per mailbox: six digits hold because few can be tried, however many codes are asked for meanwhile.
        'code' => [15, 3_600_000],
        'link' => [30, 600_000],
        // Per mailbox: a fan asks again once or twice, a prankster does not get to fill it.
        'link-mail' => [5, 900_000],
        // A place in line can keep stock from others; per mailbox, its mails.
        'waiting' => [20, 600_000],
        'waiting-mail' => [4, 3_600_000],
        // Per session: reloading is free, writing an entry a hundred times a second is not.
        'enter' => [120, 600_000],
        // Ten are due, and some more after a line that broke, in each tab.
        'heartbeat' => [120, 600_000],
        'honour' => [600, 600_000],
        'pairing' => [60, 600_000],
        // Six letters hold because few can be tried: by session, and by network over all sessions.
        'pairing-code' => [10, 600_000],
        'pairing-codes' => [60, 600_000],
        'share' => [20, 3_600_000],
        // By the mailbox a mail goes to, by who asks, by network.
        'transfer-mail' => [4, 3_600_000],
        'transfer' => [12, 3_600_000],
        'transfer-network' => [60, 3_600_000],
        'resend-mail' => [4, 900_000],
        'resend' => [8, 3_600_000],
        'resend-network' => [60, 3_600_000],
        // Codes that nobody knows: of an address, of a session, of a network. A right one costs nothing.
        'promo-mail' => [10, 600_000],
        'promo-session' => [10, 600_000],
        'promo' => [20, 600_000],
        'cart' => [240, 600_000],
        // Per cart: every press of a plus is a change.
        'cart-change' => [240, 600_000],
        'report' => [30, 600_000],
        // Somebody who drags through a replay asks with every stop.
        'recall' => [120, 600_000],
        // Per lease: a player asks for a playlist once for each quality and grant.
        'film' => [120, 600_000],
    ];

    /** Whose an allowance may be, by the end of its name, in the order in which they are asked. */
    private const WHOSE = ['-mail', '-session', ''];

    public function __construct(private readonly RateLimits $limits, private readonly Secrets $secrets) {}

    /**
     * Takes one of everything that limits an act: of the address it is about, of the session, of the network.
     *
     * @param string|null $email the address, where one is named
     * @throws Refusal rate_limited
     */
    public function takeFor(string $act, Call $call, ?string $email = null): void {
        foreach ($this->allowances($act, $call, $email) as $what => $for) {
            $this->take($what, $for);
        }
    }

    /** Gives back what `takeFor` took. */
    public function giveBackFor(string $act, Call $call, ?string $email = null): void {
        foreach ($this->allowances($act, $call, $email) as $what => $for) {
            $this->giveBack($what, $for);
        }
    }

    /**
     * Takes one.
     *
     * @param string $for whose allowance: a network, a session, a hash of an address
     * @throws Refusal rate_limited
     */
    public function take(string $what, string $for): void {
        $wait = $this->wait($what, $for);
        if ($wait > 0) {
            throw new Refusal('rate_limited', $wait);
        }
    }

    /** Gives one back, where taking it turned out to be nobody's guess. */
    public function giveBack(string $what, string $for): void {
        $this->limits->giveBack("$what|$for", (int) self::limit($what)[0]);
    }

    /** Takes one without a refusal: 0 when it was there, else milliseconds until it is. */
    public function wait(string $what, string $for): int {
        [$burst, $refillMs] = self::limit($what);
        return $this->limits->take("$what|$for", (int) $burst, (int) $refillMs);
    }

    /** @return array<string, string> allowances of an act, each with whose it is */
    private function allowances(string $act, Call $call, ?string $email): array {
        $whose = array_combine(self::WHOSE, [
            $email === null ? null : $this->secrets->hashEmail(trim($email)),
            $call->session['id'] ?? null,
            $call->network,
        ]);
        $found = [];
        foreach ($whose as $end => $for) {
            if ($for !== null && isset(self::LIMITS[$act . $end])) {
                $found[$act . $end] = $for;
            }
        }
        return $found;
    }

    /** @return array{0: int, 1: int} */
    private static function limit(string $what): array {
        /** Allowances by name, each `[how many at once, milliseconds until all are there again]`. */
        return ((array) apply_filters('parterre_rate_limits', self::LIMITS))[$what];
    }
}
