<?php
declare(strict_types=1);

namespace Parterre\Mail;

/** A calendar file (RFC 5545) with shows. Times are UTC, so no reader needs a zone table to get them right. */
final class Calendar {
    /**
     * @param list<array{uid: string, title: string, url: string, place: string, startMs: int, endMs: int}> $events
     */
    public static function file(array $events, int $nowMs): string {
        $lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Parterre//Parterre//EN', 'METHOD:PUBLISH'];
        foreach ($events as $event) {
            array_push(
                $lines,
                'BEGIN:VEVENT',
                'UID:' . self::text($event['uid']),
                'DTSTAMP:' . self::time($nowMs),
                'DTSTART:' . self::time($event['startMs']),
                'DTEND:' . self::time($event['endMs']),
                'SUMMARY:' . self::text($event['title']),
                'URL:' . preg_replace('/\s/', '', $event['url']),
            );
            if ($event['place'] !== '') {
                $lines[] = 'LOCATION:' . self::text($event['place']);
            }
            $lines[] = 'END:VEVENT';
        }
        $lines[] = 'END:VCALENDAR';
        return implode("\r\n", array_map([self::class, 'fold'], $lines)) . "\r\n";
    }

    private static function time(int $ms): string {
        return gmdate('Ymd\THis\Z', intdiv($ms, 1000));
    }

    private static function text(string $text): string {
        return str_replace(['\\', ';', ',', "\r\n", "\n", "\r"], ['\\\\', '\;', '\,', '\n', '\n', ''], $text);
    }

    /** Lines are at most 75 octets; what is longer goes on after a line break and a space, never inside a character. */
    private static function fold(string $line): string {
        $folded = '';
        while (strlen($line) > 73) {
            $piece = mb_strcut($line, 0, 73, 'UTF-8');
            $folded .= $piece . "\r\n ";
            $line = substr($line, strlen($piece));
        }
        return $folded . $line;
    }
}
