<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;

/** Shows, their cameras and their crew. Rows have the columns of the schema, typed, with JSON decoded. */
final class Shows {
    /** Action after the commit that changed a show, its cameras or its crew; gets the show's id. */
    public const CHANGED = 'parterre_show_changed';
    /** Columns that a caller may set; the rest is kept by this class. */
    public const EDITABLE = [
        'slug',
        'title',
        'artists',
        'summary',
        'description',
        'poster',
        'page_id',
        'place',
        'doors_at',
        'starts_at',
        'ends_at',
        'time_zone',
        'status',
        'access',
        'live_at',
        'paused_at',
        'ended_at',
        'replay_at',
        'replay_until',
        'forced',
        'notice',
        'notice_at',
        'held_at',
        'chat',
        'chat_open',
        'slow_seconds',
        'sound',
        'mark',
        'pin',
        'published',
        'epoch',
        'honour',
        'honour_until',
        'doors_mailed_for',
        'owner_id',
    ];

    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** @return array<string, mixed>|null */
    public function find(string $id): ?array {
        return $this->typed($this->db->one('SELECT * FROM {shows} WHERE id = ?', [$id]));
    }

    /**
     * A published show by its id or its slug.
     *
     * @return array<string, mixed>|null
     */
    public function findPublic(string $idOrSlug): ?array {
        return $this->typed(
            $this->db->one(
                'SELECT * FROM {shows} WHERE (id = ? OR slug = ?) AND published = 1 ORDER BY id = ? DESC LIMIT 1',
                [$idOrSlug, $idOrSlug, $idOrSlug],
            ),
        );
    }

    /**
     * Shows that play one of these streams, and to whom they belong.
     *
     * @param list<string> $streams as the cameras' settings name them; empty ones count for nothing
     * @return array<string, int> user id of the owner by show
     */
    public function ownersOfStreams(array $streams): array {
        $streams = array_values(array_filter($streams, static fn(string $stream): bool => $stream !== ''));
        if ($streams === []) {
            return [];
        }
        $marks = Db::marks($streams);
        $rows = $this->db->all(
            "SELECT DISTINCT s.id, s.owner_id FROM {cameras} c JOIN {shows} s ON s.id = c.show_id WHERE c.live_stream IN ($marks) OR c.replay_stream IN ($marks) OR c.backup_stream IN ($marks)",
            [...$streams, ...$streams, ...$streams],
        );
        return array_map('intval', array_column($rows, 'owner_id', 'id'));
    }

    /**
     * Shows with a camera that plays this stream live, or has it as its backup.
     *
     * @return list<string>
     */
    public function ofStream(string $provider, string $stream): array {
        return array_column(
            $this->db->all(
                "SELECT DISTINCT show_id FROM {cameras} WHERE (provider = ? AND live_stream = ?) OR ((backup_provider = ? OR (backup_provider = '' AND provider = ?)) AND backup_stream = ?)",
                [$provider, $stream, $provider, $provider, $stream],
            ),
            'show_id',
        );
    }

    /** A show, locked until the transaction ends. @return array<string, mixed>|null */
    public function lock(string $id): ?array {
        return $this->typed($this->db->one('SELECT * FROM {shows} WHERE id = ?' . $this->db->forUpdate(), [$id]));
    }

    /** @return array<string, mixed>|null */
    public function findBySlug(string $slug): ?array {
        return $this->typed($this->db->one('SELECT * FROM {shows} WHERE slug = ?', [$slug]));
    }

    /**
     * @param list<string> $ids
     * @return array<string, array<string, mixed>> by id
     */
    public function findMany(array $ids): array {
        $ids = array_values(array_unique($ids));
        if ($ids === []) {
            return [];
        }
        $rows = $this->db->all('SELECT * FROM {shows} WHERE id IN (' . Db::marks($ids) . ')', $ids);
        return array_column(Rows::all('shows', $rows), null, 'id');
    }

    /**
     * Published shows, soonest first.
     *
     * @return list<array<string, mixed>>
     */
    public function published(): array {
        return Rows::all(
            'shows',
            $this->db->all('SELECT * FROM {shows} WHERE published = 1 ORDER BY starts_at, id LIMIT 500'),
        );
    }

    /**
     * All shows, newest first, for the admin.
     *
     * @return list<array<string, mixed>>
     */
    public function all(int $limit = 500, int $offset = 0): array {
        return Rows::all(
            'shows',
            $this->db->all('SELECT * FROM {shows} ORDER BY starts_at DESC, id LIMIT ? OFFSET ?', [$limit, $offset]),
        );
    }

    /**
     * The show a WordPress page is about.
     *
     * @return array<string, mixed>|null
     */
    public function findByPage(int $pageId): ?array {
        return $this->typed(
            $this->db->one('SELECT * FROM {shows} WHERE page_id = ? AND page_id > 0 ORDER BY created_at LIMIT 1', [
                $pageId,
            ]),
        );
    }

    /**
     * Adds a show. Unset columns get sensible values.
     *
     * @param array<string, mixed> $fields of EDITABLE; `title`, `doors_at`, `starts_at`, `ends_at`, `time_zone` are needed; `id` may be given
     * @return string its id
     */
    public function create(array $fields): string {
        $id = (string) ($fields['id'] ?? Ids::make('show'));
        $now = $this->clock->nowMs();
        $defaults = ['slug' => strtolower($id), 'artists' => [], 'summary' => '', 'description' => ''];
        $this->db->insert(
            'shows',
            ['id' => $id, 'created_at' => $now, 'updated_at' => $now] + $this->columns($fields + $defaults),
        );
        $this->tell($id);
        return $id;
    }

    /**
     * Changes a show and moves its revision.
     *
     * @param array<string, mixed> $fields of EDITABLE
     */
    public function update(string $id, array $fields): void {
        $columns = $this->columns($fields);
        $assign = implode('', array_map(static fn(string $column): string => "`$column` = ?, ", array_keys($columns)));
        $this->db->change("UPDATE {shows} SET {$assign}revision = revision + 1, updated_at = ? WHERE id = ?", [
            ...array_values($columns),
            $this->clock->nowMs(),
            $id,
        ]);
        $this->tell($id);
    }

    /** Moves the revision: something that a show's page tells has changed elsewhere. Answers the new revision. */
    public function touch(string $id): int {
        $this->update($id, []);
        return (int) $this->db->value('SELECT revision FROM {shows} WHERE id = ?', [$id]);
    }

    /**
     * @return list<array<string, mixed>> in the order of the tabs
     */
    public function cameras(string $show): array {
        return Rows::all(
            'cameras',
            $this->db->all('SELECT * FROM {cameras} WHERE show_id = ? ORDER BY position, id', [$show]),
        );
    }

    /**
     * What cameras of a provider name as their live streams, each once.
     *
     * @return list<string>
     */
    public function streams(string $provider): array {
        return array_column(
            $this->db->all("SELECT DISTINCT live_stream FROM {cameras} WHERE provider = ? AND live_stream <> ''", [
                $provider,
            ]),
            'live_stream',
        );
    }

    /**
     * Replaces a show's cameras.
     *
     * @param list<array{id: string, label: string, capability?: ?string, offset_ms?: int, provider: string, live_stream?: string, replay_stream?: string, backup_stream?: string, backup_provider?: string, captions?: list<array{language: string, label: string, url: string}>, features?: list<string>}> $cameras
     */
    public function setCameras(string $show, array $cameras): void {
        $this->db->transaction(function () use ($show, $cameras): void {
            $this->db->change('DELETE FROM {cameras} WHERE show_id = ?', [$show]);
            foreach ($cameras as $position => $camera) {
                $this->db->insert('cameras', [
                    'show_id' => $show,
                    'id' => $camera['id'],
                    'label' => $camera['label'],
                    'capability' => $camera['capability'] ?? null,
                    'offset_ms' => $camera['offset_ms'] ?? 0,
                    'position' => $position,
                    'provider' => $camera['provider'],
                    'live_stream' => $camera['live_stream'] ?? '',
                    'replay_stream' => $camera['replay_stream'] ?? '',
                    'backup_stream' => $camera['backup_stream'] ?? '',
                    'backup_provider' => $camera['backup_provider'] ?? '',
                    'captions' => Rows::json($camera['captions'] ?? []),
                    'features' => Rows::json($camera['features'] ?? []),
                ]);
            }
            $this->tell($show);
        });
    }

    /**
     * Who of the crew this address is at a show.
     *
     * @return array{role: string, capabilities: list<string>}|null
     */
    public function crewMember(string $show, string $emailHash): ?array {
        $row = $this->db->one('SELECT role, capabilities FROM {crew} WHERE show_id = ? AND email_hash = ?', [
            $show,
            $emailHash,
        ]);
        return $row === null
            ? null
            : ['role' => (string) $row['role'], 'capabilities' => json_decode((string) $row['capabilities'], true)];
    }

    /**
     * Shows at which this address is crew.
     *
     * @return list<string>
     */
    public function crewShows(string $emailHash): array {
        return array_column($this->db->all('SELECT show_id FROM {crew} WHERE email_hash = ?', [$emailHash]), 'show_id');
    }

    /** @return list<array<string, mixed>> */
    public function crew(string $show): array {
        return Rows::all(
            'crew',
            $this->db->all('SELECT * FROM {crew} WHERE show_id = ? ORDER BY created_at, email', [$show]),
        );
    }

    /**
     * Replaces a show's crew.
     *
     * @param list<array{email: string, email_hash: string, role: string, capabilities?: list<string>}> $crew role: `moderator`, `artist` or `crew`
     */
    public function setCrew(string $show, array $crew): void {
        $this->db->transaction(function () use ($show, $crew): void {
            $this->db->change('DELETE FROM {crew} WHERE show_id = ?', [$show]);
            foreach ($crew as $member) {
                $this->db->insert('crew', [
                    'show_id' => $show,
                    'email' => $member['email'],
                    'email_hash' => $member['email_hash'],
                    'role' => $member['role'],
                    'capabilities' => Rows::json(
                        $member['capabilities'] ?? ($member['role'] === 'moderator' ? ['chat.moderate'] : []),
                    ),
                    'created_at' => $this->clock->nowMs(),
                ]);
            }
        });
    }

    private function tell(string $show): void {
        $this->db->afterCommit(static function () use ($show): void {
            /** A show has changed; what is written about it elsewhere has to follow. */
            do_action(self::CHANGED, $show);
        });
    }

    /**
     * @param array<string, mixed> $fields
     * @return array<string, scalar|null>
     */
    private function columns(array $fields): array {
        $columns = [];
        foreach (self::EDITABLE as $column) {
            if (array_key_exists($column, $fields)) {
                $value = $fields[$column];
                $columns[$column] = is_array($value) ? Rows::json($value) : (is_bool($value) ? (int) $value : $value);
            }
        }
        return $columns;
    }

    /**
     * @param array<string, string|null>|null $row
     * @return array<string, mixed>|null
     */
    private function typed(?array $row): ?array {
        return $row === null ? null : Rows::typed('shows', $row);
    }
}
