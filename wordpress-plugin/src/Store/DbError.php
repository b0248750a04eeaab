<?php
declare(strict_types=1);

namespace Parterre\Store;

/** A statement the database refused. */
final class DbError extends \RuntimeException {
    /** @param int $number The server's error number; 0 where there is none (SQLite). */
    public function __construct(string $message, public readonly int $number) {
        parent::__construct($message);
    }
}
