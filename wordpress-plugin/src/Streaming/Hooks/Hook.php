<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hooks;

/** Reads what one provider tells us. It believes nothing before it knows who wrote it, and never asks from which network it came. */
interface Hook {
    /** The word stored with a camera, and the last part of the address. */
    public function provider(): string;

    /** @param int $nowSeconds since 1970 */
    public function read(\WP_REST_Request $request, int $nowSeconds): Reading;
}
