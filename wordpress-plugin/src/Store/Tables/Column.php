<?php
declare(strict_types=1);

namespace Parterre\Store\Tables;

/** The kinds of column that tables are made of. */
final class Column {
    public const ID = 'VARCHAR(64) NOT NULL';
    public const ID_OR_NULL = 'VARCHAR(64) NULL';
    public const HASH = 'VARCHAR(64) NOT NULL';
    public const HASH_OR_NULL = 'VARCHAR(64) NULL';
    public const TIME = 'BIGINT NOT NULL';
    public const NUMBER = 'BIGINT NOT NULL';
    public const TIME_OR_NULL = 'BIGINT NULL';
    public const INT = 'INT NOT NULL DEFAULT 0';
    public const INT_OR_NULL = 'INT NULL';
    public const FLAG = 'TINYINT NOT NULL DEFAULT 0';
    public const WORD = 'VARCHAR(40) NOT NULL';
    public const CURRENCY = 'VARCHAR(3) NOT NULL';
    public const NAME = "VARCHAR(200) NOT NULL DEFAULT ''";
    public const ADDRESS = "VARCHAR(2048) NOT NULL DEFAULT ''";
    public const TEXT = 'LONGTEXT NOT NULL';
    public const TEXT_OR_NULL = 'LONGTEXT NULL';
    public const ROW = 'BIGINT NOT NULL AUTO_INCREMENT';
}
