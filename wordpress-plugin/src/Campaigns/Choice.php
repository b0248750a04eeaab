<?php
declare(strict_types=1);

namespace Parterre\Campaigns;

use Parterre\Domain\Money;
use Parterre\Domain\Refusal;
use Parterre\Domain\Text;
use Parterre\Settings;

/** Reads what a supporter chose, and checks it against the campaign and against what they saw and agreed to. */
final class Choice {
    public function __construct(private readonly Settings $settings) {}

    /**
     * @param array<string, mixed> $campaign with `rewards`
     * @param array<string, mixed> $request the protocol's `PledgeRequest`, or a change
     * @return array{reward_id: ?string, extra_minor: int, total_minor: int, public_name: ?string, mandate: ?string} columns of `pledges`
     * @throws Refusal wrong_currency, reward_not_found, pledge_too_small, quantity_limit, price_changed, mandate_required, name_refused
     */
    public function read(array $campaign, array $request): array {
        if ($request['expectedTotal']['currency'] !== $campaign['currency']) {
            throw new Refusal('wrong_currency', detail: "This campaign counts in {$campaign['currency']}.");
        }
        $id = $request['reward'] ?? null;
        $reward = self::reward($campaign, $id);
        if ($id !== null && $reward === null) {
            throw new Refusal('reward_not_found', detail: (string) $id);
        }
        $total = ($reward['price_minor'] ?? 0) + $request['extraMinor'];
        if ($reward === null && $total < $campaign['minimum_minor']) {
            throw new Refusal('pledge_too_small', detail: "At least {$campaign['minimum_minor']} minor units.");
        }
        if ($total > Money::MAX_MINOR) {
            throw new Refusal('quantity_limit', detail: 'The total is larger than one order may be.');
        }
        if ($request['expectedTotal']['amountMinor'] !== $total) {
            throw new Refusal(
                'price_changed',
                detail: 'The total is now ' . Money::decimalText($total, $campaign['currency']) . '.',
            );
        }
        $mandate = isset($request['mandate']) ? Text::clean($request['mandate']) : '';
        if ($campaign['mode'] === 'allOrNothing' && $mandate === '') {
            throw new Refusal('mandate_required');
        }
        return [
            'reward_id' => $reward['id'] ?? null,
            'extra_minor' => $request['extraMinor'],
            'total_minor' => $total,
            'public_name' => isset($request['name']) ? $this->name($request['name']) : null,
            'mandate' => $mandate === '' ? null : $mandate,
        ];
    }

    /**
     * @param array<string, mixed> $campaign with `rewards`
     * @return array<string, mixed>|null
     */
    public static function reward(array $campaign, ?string $id): ?array {
        foreach ($campaign['rewards'] as $reward) {
            if ($reward['id'] === $id) {
                return $reward;
            }
        }
        return null;
    }

    /**
     * Units that a reward draws on.
     *
     * @param array<string, mixed>|null $reward
     * @return array<string, int> by pool
     */
    public static function units(?array $reward): array {
        return $reward === null || $reward['pool_id'] === null ? [] : [$reward['pool_id'] => 1];
    }

    private function name(string $written): string {
        $name = Text::clean($written);
        // A supporter who calls themselves like the venue would speak with its voice.
        if ($name === '' || Text::looksLike($name, Text::clean($this->settings->venueName()))) {
            throw new Refusal('name_refused');
        }
        return $name;
    }
}
