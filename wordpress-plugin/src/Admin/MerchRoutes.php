<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Money;
use Parterre\Plugin;
use Parterre\Settings;
use Parterre\Store\Shows;

/** The venue’s products. */
final class MerchRoutes extends Routes {
    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $this->route('/products', 'GET', self::can(Roles::EDIT_SHOWS, Roles::EDIT_ALL_SHOWS), $this->listProducts(...));
        $this->route('/products', 'PUT', self::can(Roles::EDIT_ALL_SHOWS), $this->saveProducts(...));
    }

    private function listProducts(): array {
        return ['products' => $this->plugin->get(Programme::class)->products()];
    }

    private function saveProducts(\WP_REST_Request $request): array|\WP_Error {
        if (
            !is_array($request['products']) ||
            array_filter($request['products'], 'is_array') !== $request['products']
        ) {
            // What is not in the list is taken away: without one, that would be everything.
            return new \WP_Error('parterre_invalid', __('Some fields need another look.', 'parterre'), [
                'status' => 400,
            ]);
        }
        $programme = $this->plugin->get(Programme::class);
        $currency = $this->plugin->get(Settings::class)->get('currency');
        $shows = $this->plugin->get(Shows::class);
        $problems = [];
        $checked = [];
        foreach (array_values((array) $request['products']) as $index => $one) {
            $name = ShowInput::line($one['name'] ?? '', 200);
            $variants = [];
            foreach (array_values(array_filter((array) ($one['variants'] ?? []), 'is_array')) as $place => $variant) {
                if (
                    !is_int($variant['priceMinor'] ?? null) ||
                    $variant['priceMinor'] < 0 ||
                    $variant['priceMinor'] > Money::MAX_MINOR
                ) {
                    $problems["products.$index.variants.$place.priceMinor"] = __(
                        'This needs a price; 0 for free.',
                        'parterre',
                    );
                }
                $stock = $variant['stock'] ?? null;
                $variants[] = [
                    'id' => self::id($variant['id'] ?? ''),
                    'label' => ShowInput::line($variant['label'] ?? '', 100),
                    'priceMinor' => (int) ($variant['priceMinor'] ?? 0),
                    'currency' => $currency,
                    'maxPerOrder' => max(1, min(50, (int) ($variant['maxPerOrder'] ?? 10))),
                    'stock' => is_int($stock) && $stock >= 0 ? $stock : null,
                ];
            }
            if ($name === '') {
                $problems["products.$index.name"] = __('This is needed.', 'parterre');
            }
            if ($variants === []) {
                $problems["products.$index.variants"] = __(
                    'A product needs at least one variant with a price.',
                    'parterre',
                );
            }
            $show = is_string($one['show'] ?? null) ? $shows->find($one['show']) : null;
            $checked[] = [
                'id' => self::id($one['id'] ?? ''),
                'show' => $show['id'] ?? null,
                'name' => $name,
                'description' => ShowInput::lines($one['description'] ?? '', 4000),
                'images' => array_values(array_filter(array_map(self::image(...), (array) ($one['images'] ?? [])))),
                'published' => (bool) ($one['published'] ?? true),
                'variants' => $variants,
            ];
        }
        if ($problems !== []) {
            return self::invalid($problems);
        }
        $kept = [];
        foreach ($checked as $position => $product) {
            $kept[] = $programme->saveProduct($product, $position);
        }
        foreach ($programme->products() as $old) {
            if (!in_array($old['id'], $kept, true)) {
                $programme->removeProduct($old['id']);
            }
        }
        return $this->listProducts();
    }

    private static function id(mixed $given): string {
        return is_string($given) && preg_match('/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/D', $given) ? $given : '';
    }

    /** @return array<string, mixed>|null */
    private static function image(mixed $given): ?array {
        $url = is_array($given) ? esc_url_raw((string) ($given['url'] ?? ''), ['http', 'https']) : '';
        return $url === ''
            ? null
            : [
                'url' => $url,
                'alt' => ShowInput::line($given['alt'] ?? '', 300),
                'width' => isset($given['width']) ? (int) $given['width'] : null,
                'height' => isset($given['height']) ? (int) $given['height'] : null,
                ...isset($given['attachment']) ? ['attachment' => (int) $given['attachment']] : [],
            ];
    }
}
