<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Domain\Refusal;

/**
 * Lets nobody try out promo codes without end. A try is taken before the code is looked at, and given back when it turns out
 * that somebody knew it: so guessing in parallel gets no more.
 */
final class PromoGuard {
    public function __construct(private readonly Throttle $throttle) {}

    /**
     * Does `$work`, which looks at these codes.
     *
     * @template T
     * @param list<string> $codes
     * @param string|null $email whose order it is, where that is known
     * @param callable(): T $work
     * @return T
     * @throws Refusal rate_limited
     */
    public function watch(array $codes, Call $call, ?string $email, callable $work): mixed {
        if ($codes === []) {
            return $work();
        }
        $this->throttle->takeFor('promo', $call, $email);
        try {
            $result = $work();
        } catch (Refusal $refusal) {
            if ($refusal->errorCode !== 'promo_invalid') {
                $this->throttle->giveBackFor('promo', $call, $email);
            }
            throw $refusal;
        }
        $this->throttle->giveBackFor('promo', $call, $email);
        return $result;
    }
}
