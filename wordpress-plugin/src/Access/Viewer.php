<?php
declare(strict_types=1);

namespace Parterre\Access;

/** A session at one show: its tickets there, what it may do, the name others see. */
final class Viewer {
    /**
     * @param array<string, mixed>       $session
     * @param list<array<string, mixed>> $tickets all for this show
     * @param list<array<string, mixed>> $valid   those that count now
     * @param list<string>               $capabilities
     * @param string                     $author  the name tag, which holds for this show
     * @param string|null                $name    chosen by the person; null when none is
     * @param string                     $role    `fan`, `artist`, `crew`, `moderator`
     */
    public function __construct(
        public readonly array $session,
        public readonly array $tickets,
        public readonly array $valid,
        public readonly array $capabilities,
        public readonly string $author,
        public readonly ?string $name,
        public readonly string $role,
    ) {}

    public function can(string $capability): bool {
        return in_array($capability, $this->capabilities, true);
    }

    public function isModerator(): bool {
        return $this->can('chat.moderate');
    }

    /** The name others see: the chosen one, or `Fan` and four digits that stay the same for this name tag. */
    public function shownName(): string {
        return $this->name ??
            'Fan ' .
                str_pad((string) (hexdec(substr(hash('sha256', $this->author), 0, 8)) % 10000), 4, '0', STR_PAD_LEFT);
    }
}
