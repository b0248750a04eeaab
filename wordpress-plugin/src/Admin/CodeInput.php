<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Domain\Money;
use Parterre\Domain\Promo;
use Parterre\Store\Catalogue;
use Parterre\Store\Shows;

/** Reads what somebody typed about a code, and says what is wrong with it, field by field. */
final class CodeInput {
    private const MOST_USES = 1_000_000;

    public function __construct(
        private readonly Catalogue $catalogue,
        private readonly Shows $shows,
        private readonly Clock $clock,
    ) {}

    /**
     * What a code does, without the code itself.
     *
     * @param array<string, mixed> $given `{type, value, offers, shows, opensAt, closesAt, maxUses, maxPerPerson, pieces, label}`; `value` in
     *        hundredths of a percent, or in minor units
     * @return array{0: array<string, mixed>, 1: array<string, string>} the fields of `Codes::create`, and sentences by field
     */
    public function effect(array $given): array {
        $problems = [];
        $type = is_string($given['type'] ?? null) ? $given['type'] : '';
        if (!in_array($type, Promo::TYPES, true)) {
            $problems['type'] = __('This is none of the choices.', 'parterre');
        }
        $value = is_int($given['value'] ?? null) ? $given['value'] : -1;
        $least = $type === 'price' || $type === 'unlock' ? 0 : 1;
        $most = $type === 'percent' ? 10_000 : Money::MAX_MINOR;
        if ($type === 'unlock') {
            $value = 0;
        } elseif ($value < $least || $value > $most) {
            $problems['value'] =
                $type === 'percent'
                    ? __('This needs a number between 0.01 and 100.', 'parterre')
                    : __('This needs an amount.', 'parterre');
        }
        $offers = self::ids($given['offers'] ?? []);
        $shows = self::ids($given['shows'] ?? []);
        if (
            count($this->catalogue->offersById($offers)) !== count($offers) ||
            count($this->shows->findMany($shows)) !== count($shows)
        ) {
            $problems['offers'] = __('One of these is not there any more.', 'parterre');
        } elseif ($offers === [] && ($type === 'price' || ($type === 'unlock' && $shows === []))) {
            // One price for everything, or every hidden offer at once, is never what somebody means.
            $problems['offers'] = __('Choose what the code is for.', 'parterre');
        }
        $moments = [];
        foreach (['opensAt' => 'opens_at', 'closesAt' => 'closes_at'] as $name => $column) {
            $moments[$column] = ($given[$name] ?? null) === null ? null : Instant::parse((string) $given[$name]);
            if (($given[$name] ?? null) !== null && $moments[$column] === null) {
                $problems[$name] = __('This needs a date and a time.', 'parterre');
            }
        }
        if (
            $moments['opens_at'] !== null &&
            $moments['closes_at'] !== null &&
            $moments['closes_at'] <= $moments['opens_at']
        ) {
            $problems['closesAt'] = __('The end lies before the beginning.', 'parterre');
        }
        $limits = [];
        foreach (
            ['maxUses' => 'max_uses', 'maxPerPerson' => 'max_per_person', 'pieces' => 'pieces']
            as $name => $column
        ) {
            $limit = $given[$name] ?? null;
            $limits[$column] = is_int($limit) ? $limit : null;
            if ($limit !== null && (!is_int($limit) || $limit < 1 || $limit > self::MOST_USES)) {
                $problems[$name] = __('This needs a number; empty for no limit.', 'parterre');
            }
        }
        return [
            [
                'type' => $type,
                'value' => max(0, $value),
                'offers' => $offers,
                'shows' => $shows,
                'label' => ShowInput::line($given['label'] ?? '', 120),
            ] +
            $moments +
            $limits,
            $problems,
        ];
    }

    /** The code itself, or null when it is none a person could type. */
    public static function code(mixed $given): ?string {
        $code = ShowInput::line($given, 40);
        $normal = Promo::normal($code);
        return strlen($normal) >= 3 && strlen($normal) <= 40 ? $code : null;
    }

    /** Whether a moment that was given lies behind us. */
    public function isPast(?int $moment): bool {
        return $moment !== null && $moment <= $this->clock->nowMs();
    }

    /** @return list<string> */
    private static function ids(mixed $given): array {
        return is_array($given) ? array_values(array_unique(array_filter($given, 'is_string'))) : [];
    }
}
