<?php
declare(strict_types=1);

namespace Parterre\Store;

/** The connection was replaced while a transaction was open: nothing of it may be trusted. */
final class LostConnection extends \RuntimeException {}
