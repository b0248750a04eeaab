<?php
declare(strict_types=1);

namespace Parterre\Hall;

use Parterre\Domain\Secrets;

/**
 * The code of a ticket for the hall, which its QR code holds and a person can read out: twelve of thirty-one characters, 59
 * bits, made from the ticket's id, how often it was handed on, and the site's secret, and kept nowhere: what its last holder printed
 * opens nothing any more.
 */
final class TicketCode {
    private const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

    public function __construct(private readonly Secrets $secrets) {}

    /**
     * `7K3M-9QXW-2RTD`
     *
     * @param array<string, mixed> $ticket
     */
    public function of(array $ticket): string {
        $holder = $ticket['transfers'] > 0 ? "|{$ticket['transfers']}" : '';
        $bytes = (string) hex2bin($this->secrets->derive("ticket-code|{$ticket['id']}$holder"));
        $text = '';
        for ($index = 0; $index < 12; $index++) {
            $text .= self::ALPHABET[ord($bytes[$index]) % strlen(self::ALPHABET)];
        }
        return implode('-', str_split($text, 4));
    }

    /**
     * What a door keeps of it, to know the code again without being able to make one: SHA-256 of the twelve characters.
     *
     * @param array<string, mixed> $ticket
     */
    public function hash(array $ticket): string {
        return hash('sha256', str_replace('-', '', $this->of($ticket)));
    }
}
