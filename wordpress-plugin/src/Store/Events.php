<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;

/** The append-only list of what happened, and the audit of what people with power did. */
final class Events {
    /** @var array<string, mixed>|null The tracking plan. */
    private ?array $plan = null;

    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /**
     * Appends a domain event; call it in the transaction that makes it true.
     *
     * @param string $name of the tracking plan (`protocol/events.php`)
     * @param array<string, mixed> $payload as the plan says
     * @param array{show?: ?string, order?: ?string, ticket?: ?string, session?: ?string, fan?: ?string} $about
     */
    public function append(string $name, array $payload, array $about = []): void {
        $this->plan ??= require dirname(__DIR__, 2) . '/protocol/events.php';
        if (!isset($this->plan[$name])) {
            throw new \LogicException("The tracking plan knows no event $name.");
        }
        $this->db->insert('events', [
            'name' => $name,
            'at' => $this->clock->nowMs(),
            'show_id' => $about['show'] ?? ($payload['show'] ?? null),
            'order_id' => $about['order'] ?? ($payload['order'] ?? null),
            'ticket_id' => $about['ticket'] ?? ($payload['ticket'] ?? null),
            'session_id' => $about['session'] ?? null,
            'fan_id' => $about['fan'] ?? null,
            'payload' => $payload === [] ? '{}' : Rows::json($payload),
        ]);
    }

    /**
     * Events after a row number, oldest first, for consumers.
     *
     * @return list<array<string, mixed>>
     */
    public function after(int $row, int $limit): array {
        return Rows::all(
            'events',
            $this->db->all('SELECT * FROM {events} WHERE id > ? ORDER BY id LIMIT ?', [$row, $limit]),
        );
    }

    /**
     * Notes who did what: moderation, reveals of personal data, exports, changes of money.
     *
     * @param array<string, mixed> $detail
     */
    public function audit(
        string $action,
        ?string $subject,
        array $detail,
        ?int $user = null,
        ?string $session = null,
    ): void {
        $this->db->insert('audit', [
            'at' => $this->clock->nowMs(),
            'user_id' => $user,
            'session_id' => $session,
            'action' => $action,
            'subject' => $subject,
            'detail' => $detail === [] ? '{}' : Rows::json($detail),
        ]);
    }

    /**
     * What was done to a show on its night, newest first.
     *
     * @return list<array<string, mixed>>
     */
    public function actsOnStage(string $show, int $limit): array {
        return Rows::all(
            'audit',
            $this->db->all(
                "SELECT * FROM {audit} WHERE subject = ? AND action LIKE 'stage.%' ORDER BY id DESC LIMIT ?",
                [$show, $limit],
            ),
        );
    }

    /**
     * A page of the audit, newest first.
     *
     * @return array{items: list<array<string, mixed>>, total: int}
     */
    public function audited(?string $action, ?string $subject, int $limit, int $offset): array {
        $where = '(? IS NULL OR action = ?) AND (? IS NULL OR subject = ?)';
        $values = [$action, $action, $subject, $subject];
        return [
            'items' => Rows::all(
                'audit',
                $this->db->all("SELECT * FROM {audit} WHERE $where ORDER BY id DESC LIMIT ? OFFSET ?", [
                    ...$values,
                    $limit,
                    $offset,
                ]),
            ),
            'total' => (int) $this->db->value("SELECT COUNT(*) FROM {audit} WHERE $where", $values),
        ];
    }
}
