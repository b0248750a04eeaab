<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Domain\Refusal;
use Parterre\Payments\Pricing;
use Parterre\Store\Catalogue;
use Parterre\Store\Shows;

/** Looks at promo codes before anything is chosen. */
final class CodesHandler {
    public function __construct(
        private readonly Pricing $pricing,
        private readonly Catalogue $catalogue,
        private readonly Shows $shows,
        private readonly Views $views,
        private readonly PromoGuard $guard,
    ) {}

    /** @return array<string, mixed> */
    public function checkCode(array $input, Call $call): array {
        $show = $this->shows->findPublic($input['show']) ?? throw new Refusal('not_found');
        $code = $this->guard->watch(
            [$input['code']],
            $call,
            null,
            fn(): array => $this->codeFor($input['code'], $show),
        );
        return [
            'code' => $code['code'],
            'type' => $code['type'],
            'offers' => $this->views->unlocked($show, $code),
        ];
    }

    /**
     * @param array<string, mixed> $show
     * @return array<string, mixed> a row of `codes` that is for something of this show
     */
    private function codeFor(string $text, array $show): array {
        $code = $this->pricing->codesOf([$text])[0];
        foreach ($this->catalogue->offers($show['id']) as $offer) {
            if (Pricing::applies($code, $offer['id'], $show['id'])) {
                return $code;
            }
        }
        foreach ($this->catalogue->products($show['id']) as $product) {
            foreach ($product['variants'] as $variant) {
                if (Pricing::applies($code, $variant['id'], $product['show_id'])) {
                    return $code;
                }
            }
        }
        throw new Refusal('promo_invalid');
    }
}
