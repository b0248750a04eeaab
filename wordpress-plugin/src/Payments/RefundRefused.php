<?php
declare(strict_types=1);

namespace Parterre\Payments;

/** The provider has looked at a refund and will not make it; asking the same again would not help. */
final class RefundRefused extends \RuntimeException {}
