<?php
/**
 * Every column of every table, a file of `columns/` for each subject of `Tables/`: what a person could be known by, why it is kept, how long, and what becomes of it when they
 * ask. `personal` holds, per column:
 *
 * - `purpose`: why the venue needs it
 * - `retention`: until when
 * - `export`: whether the person's copy of their data holds it (keys and hashes tell them nothing)
 * - `erase`: `delete` (the row goes), `blank` (the value goes), `blank-unpaid` and `blank-done` (the value goes unless the order was
 *   paid, or once the goods were handed over), `unlink` (the tie to the person goes), `strip` (taken out of the feed), `keep`
 * - `because`: why something is kept, in words the person is told; empty where nothing is
 *
 * `impersonal` names the rest, so that a new column cannot be forgotten: a test compares this file with the schema.
 */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return array_merge(
    ...array_map(static fn(string $file): array => require $file, (array) glob(__DIR__ . '/columns/*.php')),
);
