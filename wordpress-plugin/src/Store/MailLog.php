<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;

/** One row per mail that was tried: whether it left, and what stood in its way. Never its text. */
final class MailLog {
    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    public function begin(
        string $template,
        string $recipient,
        string $emailHash,
        string $subject,
        ?string $order,
    ): string {
        $id = Ids::make('mail');
        $this->db->insert('mails', [
            'id' => $id,
            'template' => $template,
            'recipient' => $recipient,
            'email_hash' => $emailHash,
            'subject' => mb_substr($subject, 0, 300),
            'order_id' => $order,
            'state' => 'sending',
            'error' => '',
            'created_at' => $this->clock->nowMs(),
            'sent_at' => null,
        ]);
        return $id;
    }

    public function end(string $id, bool $sent, string $error): void {
        $this->db->update(
            'mails',
            [
                'state' => $sent ? 'sent' : 'failed',
                'error' => mb_substr($error, 0, 500),
                'sent_at' => $sent ? $this->clock->nowMs() : null,
            ],
            ['id' => $id],
        );
    }

    /** @return list<array<string, mixed>> newest first */
    public function list(int $limit = 100): array {
        return Rows::all(
            'mails',
            $this->db->all('SELECT * FROM {mails} ORDER BY created_at DESC, id LIMIT ?', [$limit]),
        );
    }
}
