<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Domain\Refusal;
use Parterre\Domain\Secrets;

/**
 * Lets nobody try out promo codes without end. A try is taken before the code is looked at, and given back when it turns out
 * that somebody knew it: so guessing in parallel gets no more.
 */
final class PromoGuard {
    public function __construct(private readonly Throttle $throttle, private readonly Secrets $secrets) {}

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
        $allowances = array_filter([
            'promo-mail' => $email === null ? null : $this->secrets->hashEmail(trim($email)),
            'promo-session' => $call->session['id'] ?? null,
            'promo' => $call->network,
        ]);
        foreach ($allowances as $what => $for) {
            $this->throttle->take($what, $for);
        }
        try {
            $result = $work();
        } catch (Refusal $refusal) {
            if ($refusal->errorCode !== 'promo_invalid') {
                $this->giveBack($allowances);
            }
            throw $refusal;
        }
        $this->giveBack($allowances);
        return $result;
    }

    /** @param array<string, string> $allowances */
    private function giveBack(array $allowances): void {
        foreach ($allowances as $what => $for) {
            $this->throttle->giveBack($what, $for);
        }
    }
}
