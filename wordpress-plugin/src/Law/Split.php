<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Domain\Money;
use Parterre\Domain\Tax;
use Parterre\Settings;

/** Where the money of a price goes, as the venue has promised its buyers: what is left once VAT and postage are paid. */
final class Split {
    /** Whom a venue may name; the protocol's `Recipient`. */
    public const RECIPIENTS = ['artists', 'crew', 'venue', 'rights', 'cause'];

    public function __construct(private readonly Settings $settings) {}

    /**
     * @param list<array<string, mixed>> $lines `order_lines` rows with their taxes
     * @return list<array{to: string, amount: array<string, mixed>}> the protocol's `RecipientShare`s; none where nothing is promised
     */
    public function of(array $lines, string $currency): array {
        $split = $this->settings->get('money_split');
        $rest = 0;
        foreach ($lines as $line) {
            if ($line['type'] !== 'postage') {
                $rest += $line['total_minor'] - array_sum(array_column($line['taxes'] ?? [], 'tax'));
            }
        }
        if ($split === [] || $rest <= 0) {
            return [];
        }
        $amounts = Tax::shareOut($rest, array_column($split, 'share'));
        return array_map(
            static fn(array $one, int $amount): array => [
                'to' => $one['to'],
                'amount' => Money::of($amount, $currency),
            ],
            $split,
            $amounts,
        );
    }

    /**
     * What a venue typed, in the form it is kept.
     *
     * @param list<array<string, mixed>> $rows `{to, share}`, shares in hundredths of a percent
     * @return list<array{to: string, share: int}>|null null unless each is named once and all together are the whole
     */
    public static function clean(array $rows): ?array {
        $split = [];
        foreach ($rows as $row) {
            $share = is_numeric($row['share'] ?? null) ? (int) $row['share'] : 0;
            if ($share > 0) {
                $split[] = ['to' => is_string($row['to'] ?? null) ? $row['to'] : '', 'share' => $share];
            }
        }
        $names = array_column($split, 'to');
        $right =
            array_diff($names, self::RECIPIENTS) === [] &&
            count($names) === count(array_unique($names)) &&
            ($split === [] || array_sum(array_column($split, 'share')) === 10_000);
        return $right ? $split : null;
    }
}
