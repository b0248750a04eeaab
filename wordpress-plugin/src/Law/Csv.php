<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Domain\Money;

/**
 * Rows as a spreadsheet opens them without harm and without questions: UTF-8 with its mark, `;` and a decimal comma in French, and no
 * text that a spreadsheet would take for a formula (OWASP, CSV injection).
 */
final class Csv {
    public const MARK = "\xEF\xBB\xBF";

    public function __construct(private readonly bool $french) {}

    /** @param list<string|int|null> $cells */
    public function line(array $cells): string {
        return implode($this->french ? ';' : ',', array_map($this->cell(...), $cells)) . "\r\n";
    }

    /** An amount as a number: `-12,50` or `-12.50`. */
    public function amount(int $minor, string $currency): string {
        return $this->decimal(Money::decimalText($minor, $currency));
    }

    /** Hundredths of a percent as a number: 550 is `5,50`. */
    public function rate(int $rate): string {
        return $this->decimal(Money::decimalText($rate, 'EUR'));
    }

    private function decimal(string $text): string {
        return $this->french ? str_replace('.', ',', $text) : $text;
    }

    private function cell(string|int|null $value): string {
        $text = (string) $value;
        // A number may begin with a minus; everything else that does, or with what else begins a formula, is made plain text.
        if (!preg_match('/^-?\d+([.,]\d+)?$/D', $text) && preg_match('/^[\s]*[=+\-@|%]|^[\t\r\n]/', $text)) {
            $text = "'" . $text;
        }
        return '"' . str_replace('"', '""', $text) . '"';
    }
}
