<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Ids;
use Parterre\Domain\Instant;
use Parterre\Domain\Text;
use Parterre\Streaming\Marks;
use Parterre\Streaming\Playback;

/**
 * Turns what the show editor sent into a show that can be written, or into a list of what is wrong, field by field, in
 * the editor's language. Nothing is repaired silently that somebody would have to notice later.
 */
final class ShowInput {
    /** @var array<string, string> sentences by dotted path */
    private array $problems = [];

    public function __construct(
        private readonly Programme $programme,
        private readonly Playback $playback,
        private readonly OfferInput $offers,
    ) {}

    /**
     * @param array<string, mixed>      $given
     * @param array<string, mixed>|null $known the show as it is stored; null for a new one
     * @return array{0: array<string, mixed>, 1: array<string, string>} the show, and problems by path; write only without problems
     */
    public function check(array $given, ?array $known, string $currency): array {
        $this->problems = [];
        $title = $this->text($given, 'title', 200, true);
        $starts = $this->instant($given, 'startsAt', true);
        $doors = $this->instant($given, 'doorsAt', false) ?? ($starts === null ? null : $starts - 1_800_000);
        $ends = $this->instant($given, 'endsAt', false) ?? ($starts === null ? null : $starts + 7_200_000);
        $replayUntil = $this->instant($given, 'replayUntil', false);
        if ($starts !== null && $doors > $starts) {
            $this->problems['doorsAt'] = __('Doors open before the show starts.', 'parterre');
        }
        if ($starts !== null && $ends <= $starts) {
            $this->problems['endsAt'] = __('The show ends after it starts.', 'parterre');
        }
        if ($replayUntil !== null && $ends !== null && $replayUntil < $ends) {
            $this->problems['replayUntil'] = __('The replay can be seen after the show has ended.', 'parterre');
        }
        $zone = (string) ($given['timeZone'] ?? '') ?: wp_timezone_string();
        if (!in_array($zone, timezone_identifiers_list(), true)) {
            $this->problems['timeZone'] = __(
                'Choose a time zone by its city, such as Europe/Paris: an offset knows no summer time.',
                'parterre',
            );
        }
        $pools = $this->pools($this->items($given, 'pools'));
        $show = [
            'id' => $known['id'] ?? '',
            'slug' => $this->slug($given, $title, $known['id'] ?? null),
            'title' => $title,
            'artists' => array_values(
                array_filter(
                    array_map(fn(mixed $one): string => self::line($one, 120), (array) ($given['artists'] ?? [])),
                ),
            ),
            'summary' => $this->text($given, 'summary', 300, false),
            'description' => self::lines($given['description'] ?? '', 20_000),
            'poster' => $this->poster($given['poster'] ?? null),
            'place' => $this->place($given['place'] ?? null),
            'doorsAt' => Instant::toTextOrNull($doors),
            'startsAt' => Instant::toTextOrNull($starts),
            'endsAt' => Instant::toTextOrNull($ends),
            'replayUntil' => Instant::toTextOrNull($replayUntil),
            'timeZone' => $zone,
            'status' => $this->oneOf($given, 'status', ['confirmed', 'postponed', 'cancelled']),
            'access' => $this->oneOf($given, 'access', ['ticket', 'registered', 'open']),
            'chat' => (bool) ($given['chat'] ?? true),
            'sound' => $this->oneOf($given, 'sound', ['master', 'own']),
            'mark' => $this->oneOf($given, 'mark', ['', Marks::ON, Marks::OFF]),
            'published' => (bool) ($given['published'] ?? false),
            'owner' => (int) ($known['owner'] ?? get_current_user_id()),
            'cameras' => $this->cameras($this->items($given, 'cameras')),
            'pools' => $pools,
            'crew' => $this->crew($this->items($given, 'crew')),
        ];
        [$show['offers'], $problems] = $this->offers->check(
            $this->items($given, 'offers'),
            array_column($pools, 'id'),
            $currency,
        );
        return [$show, $this->problems + $problems];
    }

    /** One line of plain text, without control characters. */
    public static function line(mixed $value, int $max): string {
        return is_scalar($value) ? mb_substr(trim(Text::clean((string) $value)), 0, $max) : '';
    }

    /** Plain text with its line breaks. */
    public static function lines(mixed $value, int $max): string {
        $lines = preg_split('/\R/u', is_scalar($value) ? wp_check_invalid_utf8((string) $value) : '') ?: [];
        return mb_substr(trim(implode("\n", array_map(Text::clean(...), $lines))), 0, $max);
    }

    /** @param array<string, mixed> $given */
    private function text(array $given, string $name, int $max, bool $needed): string {
        $text = self::line($given[$name] ?? '', $max);
        if ($needed && $text === '') {
            $this->problems[$name] = __('This is needed.', 'parterre');
        }
        return $text;
    }

    /** @param array<string, mixed> $given */
    private function instant(array $given, string $name, bool $needed): ?int {
        $value = $given[$name] ?? null;
        $ms = is_string($value) && $value !== '' ? Instant::parse($value) : null;
        if ($ms === null && ($needed || ($value !== null && $value !== ''))) {
            $this->problems[$name] = __('This needs a date and a time.', 'parterre');
        }
        return $ms;
    }

    /**
     * @param array<string, mixed> $given
     * @param list<string>         $words
     */
    private function oneOf(array $given, string $name, array $words): string {
        $word = $given[$name] ?? $words[0];
        if (!in_array($word, $words, true)) {
            $this->problems[$name] = __('This is none of the choices.', 'parterre');
            return $words[0];
        }
        return $word;
    }

    /**
     * @param array<string, mixed> $given
     * @return list<array<string, mixed>>
     */
    private function items(array $given, string $name): array {
        $items = $given[$name] ?? [];
        return is_array($items) ? array_values(array_slice(array_filter($items, 'is_array'), 0, 50)) : [];
    }

    /** @param array<string, mixed> $given */
    private function slug(array $given, string $title, ?string $id): string {
        $slug = substr(sanitize_title((string) ($given['slug'] ?? '') ?: $title), 0, 60);
        // A title without a single Latin letter makes percent signs, which are no slug of the protocol.
        $slug = preg_match('/^[a-z0-9][a-z0-9_-]*$/D', $slug) ? $slug : 'show-' . strtolower(Ids::readable(6));
        $base = $slug;
        for ($number = 2; $this->programme->slugTaken($slug, $id); $number++) {
            $slug = "$base-$number";
        }
        return $slug;
    }

    /** @return array<string, mixed>|null */
    private function poster(mixed $given): ?array {
        if (!is_array($given) || empty($given['url'])) {
            return null;
        }
        $url = esc_url_raw((string) $given['url'], ['http', 'https']);
        if ($url === '') {
            $this->problems['poster'] = __('The poster needs an address that begins with https.', 'parterre');
        }
        return [
            'url' => $url,
            'alt' => self::line($given['alt'] ?? '', 300),
            'width' => isset($given['width']) ? (int) $given['width'] : null,
            'height' => isset($given['height']) ? (int) $given['height'] : null,
            ...isset($given['attachment']) ? ['attachment' => (int) $given['attachment']] : [],
        ];
    }

    /** @return array{name: string, address: string, city: string, country: string}|null */
    private function place(mixed $given): ?array {
        if (!is_array($given) || self::line($given['name'] ?? '', 200) === '') {
            return null;
        }
        return [
            'name' => self::line($given['name'], 200),
            'address' => self::line($given['address'] ?? '', 200),
            'city' => self::line($given['city'] ?? '', 100),
            'country' => strtoupper(self::line($given['country'] ?? '', 2)),
        ];
    }

    /**
     * @param list<array<string, mixed>> $given
     * @return list<array<string, mixed>>
     */
    private function cameras(array $given): array {
        $cameras = [];
        foreach ($given as $index => $one) {
            $label = self::line($one['label'] ?? '', 100);
            $id = substr(sanitize_title((string) ($one['id'] ?? '') ?: $label), 0, 40) ?: 'camera-' . ($index + 1);
            if (isset($cameras[$id])) {
                $id .= '-' . ($index + 1);
            }
            if ($label === '') {
                $this->problems["cameras.$index.label"] = __('This is needed.', 'parterre');
            }
            $provider = (string) ($one['provider'] ?? 'plain');
            $second = (string) ($one['backupProvider'] ?? '');
            foreach (['provider' => $provider, 'backupProvider' => $second ?: $provider] as $name => $word) {
                if ($this->playback->provider($word) === null) {
                    $this->problems["cameras.$index.$name"] = __('This is none of the choices.', 'parterre');
                }
            }
            $streams = [];
            foreach (['liveStream', 'replayStream', 'backupStream'] as $name) {
                $word = $name === 'backupStream' && $second !== '' ? $second : $provider;
                $stream = trim((string) ($one[$name] ?? ''));
                $wrong = $stream === '' ? null : $this->playback->provider($word)?->streamProblem($stream);
                if ($wrong !== null) {
                    $this->problems["cameras.$index.$name"] = $wrong;
                }
                $streams[$name] = $stream;
            }
            $cameras[$id] = [
                'id' => $id,
                'label' => $label,
                // A camera is for everybody inside, or for tickets that name it.
                'capability' => empty($one['capability']) ? null : "camera:$id",
                'offsetMs' => max(-60_000, min(60_000, (int) ($one['offsetMs'] ?? 0))),
                'provider' => $provider,
                ...$streams,
                'backupProvider' => $second,
                'captions' => array_values(array_filter((array) ($one['captions'] ?? []), 'is_array')),
                'features' => array_values(array_filter((array) ($one['features'] ?? []), 'is_string')),
            ];
        }
        return array_values($cameras);
    }

    /**
     * @param list<array<string, mixed>> $given
     * @return list<array<string, mixed>>
     */
    private function pools(array $given): array {
        $pools = [];
        foreach ($given as $index => $one) {
            $capacity = $one['capacity'] ?? null;
            if ($capacity !== null && (!is_int($capacity) || $capacity < 0 || $capacity > 1_000_000)) {
                $this->problems["pools.$index.capacity"] = __(
                    'This needs a whole number, or nothing for no limit.',
                    'parterre',
                );
                $capacity = null;
            }
            $name = self::line($one['name'] ?? '', 100);
            if ($name === '') {
                $this->problems["pools.$index.name"] = __('This is needed.', 'parterre');
            }
            $pools[] = [
                'id' => self::id($one['id'] ?? '', 'pool'),
                'name' => $name,
                'capacity' => $capacity,
                // What nobody spoke of stays as it was.
                ...array_key_exists('soldElsewhere', $one) ? ['soldElsewhere' => (bool) $one['soldElsewhere']] : [],
            ];
        }
        return $pools;
    }

    /**
     * @param list<array<string, mixed>> $given
     * @return list<array{email: string, role: string, capabilities: list<string>}>
     */
    private function crew(array $given): array {
        $crew = [];
        foreach ($given as $index => $one) {
            $email = trim((string) ($one['email'] ?? ''));
            if (!is_email($email)) {
                $this->problems["crew.$index.email"] = __('This is no e-mail address.', 'parterre');
                continue;
            }
            $role = in_array($one['role'] ?? '', ['moderator', 'artist', 'crew'], true) ? $one['role'] : 'moderator';
            $crew[strtolower($email)] = ['email' => $email, 'role' => $role, 'capabilities' => []];
        }
        return array_values($crew);
    }

    /** The id that was given if it is one; a new one otherwise. */
    public static function id(mixed $given, string $prefix): string {
        return is_string($given) && preg_match('/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/D', $given)
            ? $given
            : Ids::make($prefix);
    }
}
