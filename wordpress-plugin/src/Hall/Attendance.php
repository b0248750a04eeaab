<?php
declare(strict_types=1);

namespace Parterre\Hall;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;
use Parterre\Domain\Secrets;
use Parterre\Jobs\Runner;
use Parterre\Store\Attendees;
use Parterre\Store\Codes;
use Parterre\Store\Db;
use Parterre\Store\Events;

/**
 * People who were in the hall get the replay at the venue's price: by a code of their own that a mail brings, or by one that was
 * printed and handed out. An address has one code for a show, however often its list is read.
 */
final class Attendance {
    /** More in one list is a mistake, or wants a night of mails. */
    public const MOST_ADDRESSES = 5000;
    /** More on paper nobody cuts. */
    public const MOST_PRINTED = 1000;

    public function __construct(
        private readonly Db $db,
        private readonly Attendees $attendees,
        private readonly Codes $codes,
        private readonly Events $events,
        private readonly Runner $jobs,
        private readonly Secrets $secrets,
        private readonly Clock $clock,
    ) {}

    /**
     * Reads a list: pasted, or a spreadsheet's CSV. One person a line, the address anywhere in it. Nothing is lost: every line is
     * either a new address, one that is known or comes twice, or named as wrong.
     *
     * @return array{emails: list<string>, wrong: list<array{line: int, text: string}>, twice: int, known: int}
     */
    public function read(string $show, string $text): array {
        $emails = [];
        $wrong = [];
        $twice = 0;
        foreach (preg_split('/\R/u', wp_check_invalid_utf8($text, true)) ?: [] as $index => $line) {
            if (trim($line) === '') {
                continue;
            }
            $email = self::addressIn($line);
            if ($email === null) {
                // The first line may name the columns.
                if ($index > 0 || str_contains($line, '@') || !preg_match('/mail|courriel|adresse/iu', $line)) {
                    $wrong[] = ['line' => $index + 1, 'text' => mb_substr(trim($line), 0, 120)];
                }
                continue;
            }
            $hash = $this->secrets->hashEmail($email);
            if (isset($emails[$hash])) {
                $twice++;
            } else {
                $emails[$hash] = $email;
            }
        }
        $known = $this->attendees->known($show, array_map('strval', array_keys($emails)));
        return [
            'emails' => array_values(array_diff_key($emails, $known)),
            'wrong' => $wrong,
            'twice' => $twice,
            'known' => count($known),
        ];
    }

    /**
     * Gives every new address a code and has it mailed. A few at a time: what stops half-way has given whole codes, and the same
     * list read again goes on with the rest.
     *
     * @param array<string, mixed> $show row
     * @param list<string> $emails
     * @param array{type: string, value: int, offers: list<string>, closes_at: ?int, label: string} $like what the codes do
     * @return int how many got a code
     */
    public function give(array $show, array $emails, array $like, string $locale, int $user): int {
        $batch = Ids::make('btch');
        $given = 0;
        foreach (array_chunk($emails, 100) as $some) {
            $given += $this->db->transaction(function () use ($show, $some, $like, $batch, $locale, $user): int {
                $count = 0;
                foreach ($some as $email) {
                    $count += $this->giveOne($show['id'], $email, $like, $batch, $locale) ? 1 : 0;
                }
                if ($count > 0) {
                    $this->events->audit(
                        'code.attendees',
                        $show['id'],
                        ['batch' => $batch, 'codes' => $count, 'type' => $like['type'], 'value' => $like['value']],
                        $user,
                    );
                }
                return $count;
            });
        }
        return $given;
    }

    /** Sends somebody the code they have once more. Tells whether the address has one. */
    public function again(string $show, string $email, int $user): bool {
        $row = $this->attendees->ofEmail($show, $email);
        if ($row === null) {
            return false;
        }
        $this->events->audit('code.mailed_again', $row['id'], ['show' => $show], $user);
        $this->jobs->now('mail.attendee', "mail.attendee:{$row['id']}:" . $this->clock->nowMs(), [
            'attendee' => $row['id'],
        ]);
        return true;
    }

    private function giveOne(string $show, string $email, array $like, string $batch, string $locale): bool {
        $code = Ids::make('code');
        $id = $this->attendees->add($show, $email, $locale, $code, $batch);
        if ($id === null) {
            return false;
        }
        $this->codes->createDrawn(['id' => $code, 'batch' => $batch, 'max_uses' => 1, 'pieces' => 1] + $like);
        $this->jobs->later('mail.attendee', "mail.attendee:$id", ['attendee' => $id]);
        return true;
    }

    /** The one address of a line; null when there is none, or more than one. */
    private static function addressIn(string $line): ?string {
        $found = [];
        foreach (preg_split('/[\s;,\t<>"]+/u', $line) ?: [] as $word) {
            $word = trim($word, "'()[]:.");
            if (str_contains($word, '@')) {
                $found[] = $word;
            }
        }
        return count($found) === 1 && is_email($found[0]) && strlen($found[0]) <= 254 ? $found[0] : null;
    }
}
