<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Domain\Instant;
use Parterre\Domain\Money;
use Parterre\Domain\Refusal;
use Parterre\Domain\Sale;
use Parterre\Payments\Pricing;
use Parterre\Settings;
use Parterre\Store\Carts;
use Parterre\Store\Catalogue;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Shows;

/** Products, and the cart that the server keeps. A cart's id is its only key, and it reserves nothing. */
final class MerchHandler {
    public function __construct(
        private readonly Db $db,
        private readonly Catalogue $catalogue,
        private readonly Carts $carts,
        private readonly Shows $shows,
        private readonly Pricing $pricing,
        private readonly Events $events,
        private readonly Views $views,
        private readonly Throttle $throttle,
        private readonly Settings $settings,
    ) {}

    /** @return array<string, mixed> */
    public function listProducts(array $input, Call $call): array {
        $show = isset($input['show'])
            ? $this->shows->findPublic($input['show']) ?? throw new Refusal('not_found')
            : null;
        return ['products' => $this->views->products($this->catalogue->products($show['id'] ?? null))];
    }

    /** @return array<string, mixed> */
    public function createCart(array $input, Call $call): array {
        $this->throttle->take('cart', $call->network);
        $lines = $this->checked($input);
        return $this->db->transaction(function () use ($input, $lines): array {
            $id = $this->carts->create($input['currency'], $lines);
            return $this->changed($id);
        });
    }

    /** @return array<string, mixed> */
    public function getCart(array $input, Call $call): array {
        return $this->view($input['cart']);
    }

    /** @return array<string, mixed> */
    public function setCart(array $input, Call $call): array {
        if ($this->carts->find($input['cart']) === null) {
            throw new Refusal('cart_not_found');
        }
        $this->throttle->take('cart-change', $input['cart']);
        $lines = $this->checked($input);
        return $this->db->transaction(function () use ($input, $lines): array {
            $this->carts->replace($input['cart'], $input['currency'], $lines);
            return $this->changed($input['cart']);
        });
    }

    /**
     * Lines that may be in a cart, the same variant merged. Stock is not asked: a cart is a wish.
     *
     * @return list<array{variant: string, quantity: int}>
     */
    private function checked(array $input): array {
        $quantities = [];
        foreach ($input['lines'] as $line) {
            $quantities[$line['variant']] = ($quantities[$line['variant']] ?? 0) + $line['quantity'];
        }
        $variants = $this->catalogue->variantsById(array_map('strval', array_keys($quantities)));
        if ($quantities === [] && $input['currency'] !== $this->settings->get('currency')) {
            throw new Refusal('wrong_currency');
        }
        $lines = [];
        foreach ($quantities as $id => $quantity) {
            $variant = $variants[$id] ?? throw new Refusal('variant_not_found', detail: (string) $id);
            if ($variant['currency'] !== $input['currency']) {
                throw new Refusal('wrong_currency');
            }
            if ($quantity > $variant['max_per_order']) {
                throw new Refusal('quantity_limit');
            }
            $lines[] = ['variant' => (string) $id, 'quantity' => $quantity];
        }
        return $lines;
    }

    /** @return array<string, mixed> */
    private function changed(string $id): array {
        $view = $this->view($id);
        $this->events->append('cart.changed', ['lines' => count($view['lines']), 'total' => $view['total']]);
        return $view;
    }

    /** @return array<string, mixed> the protocol's `Cart`, priced now */
    private function view(string $id): array {
        $cart = $this->carts->find($id) ?? throw new Refusal('cart_not_found');
        $variants = $this->catalogue->variantsById(array_column($cart['lines'], 'variant'));
        $left = $this->pricing->leftOfVariants(array_values($variants));
        $lines = [];
        foreach ($cart['lines'] as $line) {
            // What is no longer sold falls out of the basket.
            if (!isset($variants[$line['variant']])) {
                continue;
            }
            $variant = $variants[$line['variant']];
            $lines[] = [
                'variant' => $variant['id'],
                'product' => $variant['product_id'],
                'name' => $variant['product']['name'],
                'label' => $variant['label'],
                'image' => $variant['product']['images'][0] ?? null,
                'quantity' => $line['quantity'],
                'unitPrice' => Money::of($variant['price_minor'], $variant['currency']),
                'total' => Money::of($variant['price_minor'] * $line['quantity'], $variant['currency']),
                'availability' => Sale::availability($left[$variant['id']]),
                'maxQuantity' => Sale::maxQuantity($left[$variant['id']], $variant['max_per_order']),
            ];
        }
        $total = array_sum(array_map(static fn(array $line): int => $line['total']['amountMinor'], $lines));
        return [
            'id' => $cart['id'],
            'lines' => $lines,
            'total' => Money::of($total, $cart['currency']),
            'updatedAt' => Instant::toText($cart['updated_at']),
        ];
    }
}
