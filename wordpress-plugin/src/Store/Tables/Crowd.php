<?php
declare(strict_types=1);

namespace Parterre\Store\Tables;

/** Crowdfunding: campaigns, what they give, and who promised what. */
final class Crowd {
    /** @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}> */
    public static function tables(): array {
        return [
            'campaigns' => [
                'columns' => [
                    'id' => Column::ID,
                    'slug' => Column::ID,
                    'title' => Column::NAME,
                    'summary' => Column::TEXT,
                    'description' => Column::TEXT,
                    'picture' => Column::TEXT_OR_NULL,
                    'page_id' => 'BIGINT NOT NULL DEFAULT 0',
                    'show_id' => Column::ID_OR_NULL,
                    // `keep` or `allOrNothing`.
                    'mode' => Column::WORD,
                    // `amount` (minor units) or `supporters`.
                    'goal_kind' => Column::WORD,
                    'goal_target' => Column::INT,
                    'currency' => Column::CURRENCY,
                    // Everybody is refunded below this share of the goal, in percent; null goes ahead with anything.
                    'minimum_percent' => Column::INT_OR_NULL,
                    'opens_at' => Column::TIME,
                    'deadline' => Column::TIME,
                    // As it was when the first pledge came: it can be put off by so much in all.
                    'first_deadline' => Column::TIME_OR_NULL,
                    'minimum_minor' => Column::INT,
                    // `[{target, title}]`
                    'stretch' => Column::TEXT,
                    // What the venue wants to see on the go/no-go sheet, by measure.
                    'thresholds' => Column::TEXT,
                    'published' => Column::FLAG,
                    'owner_id' => 'BIGINT NOT NULL DEFAULT 0',
                    'created_at' => Column::TIME,
                    'updated_at' => Column::TIME,
                    // What was counted at the deadline, once.
                    'decided_at' => Column::TIME_OR_NULL,
                    'decided_minor' => Column::INT,
                    'decided_supporters' => Column::INT,
                    // `reached`, `missed`, `returned`
                    'result' => 'VARCHAR(20) NULL',
                    'concluded_at' => Column::TIME_OR_NULL,
                ],
                'primary' => 'id',
                'unique' => ['slug'],
                'keys' => ['show_id', 'deadline', 'page_id'],
            ],
            'rewards' => [
                'columns' => [
                    'id' => Column::ID,
                    'campaign_id' => Column::ID,
                    'position' => Column::INT,
                    'name' => Column::NAME,
                    'description' => Column::TEXT,
                    'price_minor' => Column::INT,
                    'pool_id' => Column::ID_OR_NULL,
                    // As in `order_lines`: what it lets into, what is handed over.
                    'parts' => Column::TEXT,
                ],
                'primary' => 'id',
                'keys' => ['campaign_id', 'pool_id'],
            ],
            'pledges' => [
                'columns' => [
                    'id' => Column::ID,
                    'campaign_id' => Column::ID,
                    'state' => Column::WORD,
                    'gateway' => Column::WORD,
                    'test' => Column::FLAG,
                    'email' => 'VARCHAR(254) NOT NULL',
                    'email_hash' => Column::HASH,
                    'locale' => 'VARCHAR(35) NOT NULL',
                    'page' => Column::ADDRESS,
                    'reward_id' => Column::ID_OR_NULL,
                    'extra_minor' => Column::INT,
                    'total_minor' => Column::INT,
                    'currency' => Column::CURRENCY,
                    // As it may be shown among the supporters; its presence is the consent.
                    'public_name' => 'VARCHAR(80) NULL',
                    // The sentence by which the card may be charged, as it was read, and when.
                    'mandate' => Column::TEXT_OR_NULL,
                    'mandate_at' => Column::TIME_OR_NULL,
                    // Of the terms of sale that were accepted; empty where there were none.
                    'terms_version' => Column::NAME,
                    'key_hash' => Column::HASH,
                    'request_hash' => Column::HASH,
                    // The provider's: of the form that saves the card, of its owner, of the card.
                    'setup_ref' => Column::NAME,
                    'customer_ref' => Column::NAME,
                    'method_ref' => Column::NAME,
                    // Until when the reward is held while the card is missing.
                    'hold_until' => Column::TIME_OR_NULL,
                    'attempt' => Column::INT,
                    // What became of that attempt; empty while nobody knows.
                    'outcome' => Column::NAME,
                    'next_attempt_at' => Column::TIME_OR_NULL,
                    'lease_until' => Column::TIME_OR_NULL,
                    'order_id' => Column::ID_OR_NULL,
                    'created_at' => Column::TIME,
                    'promised_at' => Column::TIME_OR_NULL,
                    'ended_at' => Column::TIME_OR_NULL,
                ],
                'primary' => 'id',
                'unique' => ['key_hash'],
                'keys' => ['campaign_id,state', 'email_hash', 'order_id', 'setup_ref', 'state,next_attempt_at'],
            ],
            // The form in which a card is saved at a provider; `pledges.setup_ref` is its name there.
            'card_forms' => [
                'columns' => [
                    'pledge_id' => Column::ID,
                    // How many were asked for: each has its own idempotency key.
                    'number' => Column::INT,
                    // `elements` or `hosted`, as the supporter chose.
                    'choice' => Column::NAME,
                    // What a page needs to show it.
                    'step' => Column::TEXT_OR_NULL,
                    'step_until' => Column::TIME,
                    'made_at' => Column::TIME,
                    'looked_at' => Column::TIME_OR_NULL,
                    // Nothing can become of it any more: its card was saved, or its time is over.
                    'done' => Column::FLAG,
                ],
                'primary' => 'pledge_id',
                'keys' => ['done,made_at'],
            ],
            'pledge_sessions' => [
                'columns' => [
                    'session_id' => Column::ID,
                    'pledge_id' => Column::ID,
                ],
                'primary' => 'session_id,pledge_id',
                'keys' => ['pledge_id'],
            ],
        ];
    }
}
