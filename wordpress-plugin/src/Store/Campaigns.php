<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;

/** Campaigns, their rewards, and what counts towards them. */
final class Campaigns {
    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** @return array<string, mixed>|null with `rewards` */
    public function find(string $id): ?array {
        return $this->withRewards($this->db->all('SELECT * FROM {campaigns} WHERE id = ?', [$id]))[0] ?? null;
    }

    /**
     * A published campaign by id or slug.
     *
     * @return array<string, mixed>|null
     */
    public function findPublic(string $idOrSlug): ?array {
        return $this->withRewards(
            $this->db->all(
                'SELECT * FROM {campaigns} WHERE (id = ? OR slug = ?) AND published = 1 ORDER BY id = ? DESC LIMIT 1',
                [$idOrSlug, $idOrSlug, $idOrSlug],
            ),
        )[0] ?? null;
    }

    /**
     * The row, locked until the transaction ends: whoever counts or promises does it alone.
     *
     * @return array<string, mixed>|null with `rewards`
     */
    public function lock(string $id): ?array {
        return $this->withRewards(
            $this->db->all('SELECT * FROM {campaigns} WHERE id = ?' . $this->db->forUpdate(), [$id]),
        )[0] ?? null;
    }

    /**
     * Published campaigns, of a show or all, the latest deadline first.
     *
     * @return list<array<string, mixed>>
     */
    public function published(?string $show, int $limit): array {
        return $this->withRewards(
            $this->db->all(
                'SELECT * FROM {campaigns} WHERE published = 1 AND (? IS NULL OR show_id = ?) ORDER BY deadline DESC, id LIMIT ?',
                [$show, $show, $limit],
            ),
        );
    }

    /**
     * For the admin, newest first: all, or those of one user.
     *
     * @return list<array<string, mixed>>
     */
    public function all(?int $owner = null): array {
        return $this->withRewards(
            $this->db->all(
                'SELECT * FROM {campaigns} WHERE (? IS NULL OR owner_id = ?) ORDER BY created_at DESC, id LIMIT 200',
                [$owner, $owner],
            ),
        );
    }

    /**
     * Campaigns with something to do: their deadline has passed, and not everything has followed from it.
     *
     * @return list<string>
     */
    public function due(): array {
        return array_column(
            $this->db->all(
                "SELECT id FROM {campaigns} WHERE deadline <= ? AND (concluded_at IS NULL OR (mode = 'allOrNothing' AND id IN (SELECT campaign_id FROM {pledges} p WHERE p.state IN ('pending', 'promised') OR (p.state = 'paid' AND {campaigns}.result = 'returned')))) ORDER BY deadline LIMIT 50",
                [$this->clock->nowMs()],
            ),
            'id',
        );
    }

    /** @return array<string, mixed>|null */
    public function byPage(int $page): ?array {
        return $this->withRewards(
            $this->db->all('SELECT * FROM {campaigns} WHERE page_id = ? AND published = 1 LIMIT 1', [$page]),
        )[0] ?? null;
    }

    /**
     * Adds a campaign.
     *
     * @param array<string, mixed> $fields columns of `campaigns` but for times; JSON columns as arrays
     */
    public function create(array $fields): string {
        $now = $this->clock->nowMs();
        $id = $fields['id'] ?? Ids::make('camp');
        $this->db->insert(
            'campaigns',
            self::columns($fields + ['stretch' => [], 'thresholds' => [], 'summary' => '', 'description' => '']) + [
                'id' => $id,
                'created_at' => $now,
                'updated_at' => $now,
            ],
        );
        return $id;
    }

    /** @param array<string, mixed> $fields columns of `campaigns`; JSON columns as arrays */
    public function update(string $id, array $fields): void {
        $this->db->update('campaigns', self::columns($fields) + ['updated_at' => $this->clock->nowMs()], [
            'id' => $id,
        ]);
    }

    /** Takes a campaign away that nobody has pledged to. */
    public function delete(string $id): void {
        $this->db->transaction(function () use ($id): void {
            $this->db->change('DELETE FROM {rewards} WHERE campaign_id = ?', [$id]);
            $this->db->change('DELETE FROM {campaigns} WHERE id = ?', [$id]);
        });
    }

    /**
     * Replaces the rewards of a campaign.
     *
     * @param list<array{id?: string, name: string, description?: string, price_minor: int, pool_id?: ?string, parts?: list<array<string, mixed>>}> $rewards
     */
    public function setRewards(string $campaign, array $rewards): void {
        $this->db->transaction(function () use ($campaign, $rewards): void {
            $this->db->change('DELETE FROM {rewards} WHERE campaign_id = ?', [$campaign]);
            foreach ($rewards as $position => $reward) {
                $this->db->insert('rewards', [
                    'id' => $reward['id'] ?? Ids::make('rwrd'),
                    'campaign_id' => $campaign,
                    'position' => $position,
                    'name' => $reward['name'],
                    'description' => $reward['description'] ?? '',
                    'price_minor' => $reward['price_minor'],
                    'pool_id' => $reward['pool_id'] ?? null,
                    'parts' => Rows::json($reward['parts'] ?? []),
                ]);
            }
        });
    }

    /**
     * Money that really came: what the orders of a campaign's pledges are still worth.
     *
     * @return array{amount_minor: int, supporters: int}
     */
    public function captured(string $campaign, bool $test): array {
        return self::tally(
            $this->db->one(
                "SELECT SUM(o.total_minor - o.refunded_minor) AS amount, COUNT(DISTINCT p.email_hash) AS people FROM {pledges} p JOIN {orders} o ON o.id = p.order_id WHERE p.campaign_id = ? AND p.test = ? AND o.state = 'paid'",
                [$campaign, (int) $test],
            ),
        );
    }

    /**
     * What is promised, charged or not.
     *
     * @return array{amount_minor: int, supporters: int}
     */
    public function promised(string $campaign, bool $test): array {
        return self::tally(
            $this->db->one(
                "SELECT SUM(total_minor) AS amount, COUNT(DISTINCT email_hash) AS people FROM {pledges} WHERE campaign_id = ? AND test = ? AND state IN ('promised', 'charging', 'needs-action', 'paid')",
                [$campaign, (int) $test],
            ),
        );
    }

    /**
     * Names that may be shown, newest first.
     *
     * @return list<string>
     */
    public function names(string $campaign, bool $test, int $limit): array {
        return array_map(
            'strval',
            array_column(
                $this->db->all(
                    "SELECT p.public_name FROM {pledges} p LEFT JOIN {orders} o ON o.id = p.order_id WHERE p.campaign_id = ? AND p.test = ? AND p.public_name IS NOT NULL AND (p.state IN ('promised', 'charging', 'needs-action') OR o.state = 'paid') ORDER BY p.created_at DESC, p.id LIMIT ?",
                    [$campaign, (int) $test, $limit],
                ),
                'public_name',
            ),
        );
    }

    /** Whether anybody has ever pledged: then goal, mode, rewards and rule are what they are. */
    public function hasPledges(string $campaign): bool {
        return $this->db->one('SELECT id FROM {pledges} WHERE campaign_id = ? LIMIT 1', [$campaign]) !== null;
    }

    /**
     * @param array<string, string|null>|null $row
     * @return array{amount_minor: int, supporters: int}
     */
    private static function tally(?array $row): array {
        return ['amount_minor' => (int) ($row['amount'] ?? 0), 'supporters' => (int) ($row['people'] ?? 0)];
    }

    /**
     * @param array<string, mixed> $fields
     * @return array<string, scalar|null>
     */
    private static function columns(array $fields): array {
        foreach (['picture', 'stretch', 'thresholds'] as $column) {
            if (array_key_exists($column, $fields) && $fields[$column] !== null) {
                $fields[$column] = Rows::json($column === 'thresholds' ? (object) $fields[$column] : $fields[$column]);
            }
        }
        if (array_key_exists('published', $fields)) {
            $fields['published'] = (int) $fields['published'];
        }
        return $fields;
    }

    /**
     * @param list<array<string, string|null>> $rows
     * @return list<array<string, mixed>>
     */
    private function withRewards(array $rows): array {
        $campaigns = Rows::all('campaigns', $rows);
        $ids = array_column($campaigns, 'id');
        $rewards =
            $ids === []
                ? []
                : Rows::all(
                    'rewards',
                    $this->db->all(
                        'SELECT * FROM {rewards} WHERE campaign_id IN (' .
                            Db::marks($ids) .
                            ') ORDER BY campaign_id, position',
                        $ids,
                    ),
                );
        foreach ($campaigns as &$campaign) {
            $campaign['rewards'] = array_values(
                array_filter($rewards, static fn(array $reward): bool => $reward['campaign_id'] === $campaign['id']),
            );
        }
        return $campaigns;
    }
}
