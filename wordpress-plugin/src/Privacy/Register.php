<?php
declare(strict_types=1);

namespace Parterre\Privacy;

use Parterre\Store\PersonalData;

/**
 * The register of personal data as an officer reads and prints it: what is kept about people, why, how long, and what becomes of it
 * when they ask. It is the same register that exports and erasures follow, so it cannot say anything else than what happens.
 */
final class Register {
    /**
     * @param string $locale as WordPress names it; anything but French reads English
     * @return list<array{table: string, columns: list<array{name: string, purpose: string, retention: string, exported: bool, erasure: string, because: string}>}>
     */
    public static function inWords(string $locale): array {
        $french = str_starts_with($locale, 'fr') ? self::french() : [];
        $say = static fn(string $text): string => $french[$text] ?? $text;
        $subjects = [];
        foreach (PersonalData::register() as $table => $columns) {
            if ($columns['personal'] === []) {
                continue;
            }
            $subjects[] = [
                'table' => $table,
                'columns' => array_map(
                    static fn(string $name, array $column): array => [
                        'name' => $name,
                        'purpose' => $say($column['purpose']),
                        'retention' => $say($column['retention']),
                        'exported' => $column['export'],
                        'erasure' => $column['erase'],
                        'because' => $say($column['because']),
                    ],
                    array_keys($columns['personal']),
                    $columns['personal'],
                ),
            ];
        }
        return $subjects;
    }

    /** @return array<string, string> the register's sentences in French, by the English one */
    public static function french(): array {
        return require __DIR__ . '/register-fr.php';
    }
}
