<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Hall\Attendance;
use Parterre\Jobs\Runner;
use Parterre\Plugin;
use Parterre\Store\Attendees;
use Parterre\Store\Catalogue;
use Parterre\Store\Shows;

/**
 * Who was in the hall: a list of addresses, each of which gets a code of its own by mail. For whoever may see codes (`CodesRoutes`).
 *
 * - `POST /shows/{show}/attendees/preview` `{text}` → `{good, wrong: [{line, text}], twice, known, mostAtOnce}` and gives nothing.
 *   `POST /shows/{show}/attendees` `{text, type, value, offer, closesAt}` → the same with `given`; what was wrong comes back word for word.
 *   `GET /shows/{show}/attendees` → `{people, mailed}`. `POST …/work` sends for a few seconds → the same. `POST …/again` `{email}`.
 */
final class AttendeesRoutes extends Routes {
    private const SECONDS = 5;
    /** Bytes of a pasted list: five thousand lines of a spreadsheet. */
    private const MOST_BYTES = 1_000_000;

    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $may = static fn(): bool => CodesRoutes::mayGive();
        $hall = '/shows/(?P<show>' . self::ID . ')/attendees';
        $this->route($hall, 'GET', $may, $this->progress(...));
        $this->route($hall, 'POST', $may, $this->give(...));
        $this->route("$hall/preview", 'POST', $may, $this->preview(...));
        $this->route("$hall/work", 'POST', $may, $this->work(...));
        $this->route("$hall/again", 'POST', $may, $this->again(...));
    }

    private function preview(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->show($request);
        $text = $this->text($request);
        if ($show === null) {
            return self::notFound();
        }
        if ($text instanceof \WP_Error) {
            return $text;
        }
        return self::said($this->plugin->get(Attendance::class)->read($show['id'], $text));
    }

    private function give(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->show($request);
        $text = $this->text($request);
        if ($show === null) {
            return self::notFound();
        }
        if ($text instanceof \WP_Error) {
            return $text;
        }
        $given = (array) $request->get_json_params();
        $input = $this->plugin->get(CodeInput::class);
        [$like, $problems] = $input->effect(
            ['offers' => [$given['offer'] ?? ''], 'label' => $show['title']] +
                array_intersect_key($given, array_flip(['type', 'value', 'closesAt'])),
        );
        $offer = $this->plugin->get(Catalogue::class)->offersById($like['offers'])[$like['offers'][0] ?? ''] ?? null;
        $mine = array_filter(
            $offer['parts'] ?? [],
            static fn(array $part): bool => ($part['show_id'] ?? $offer['show_id']) === $show['id'],
        );
        if ($mine === []) {
            $problems['offer'] = __('Choose what the code is for.', 'parterre');
        }
        if ($input->isPast($like['closes_at'])) {
            $problems['closesAt'] = __('This needs a day in the future.', 'parterre');
        }
        unset($problems['offers']);
        if ($problems !== []) {
            return self::invalid($problems);
        }
        $attendance = $this->plugin->get(Attendance::class);
        $read = $attendance->read($show['id'], $text);
        $locale = str_replace('_', '-', get_locale());
        $count = $attendance->give($show, $read['emails'], $like, $locale, get_current_user_id());
        return ['given' => $count] + self::said($read) + $this->plugin->get(Attendees::class)->progress($show['id']);
    }

    private function progress(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->show($request);
        return $show === null ? self::notFound() : $this->plugin->get(Attendees::class)->progress($show['id']);
    }

    private function work(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->show($request);
        if ($show === null) {
            return self::notFound();
        }
        $this->plugin->get(Runner::class)->run(self::SECONDS);
        return $this->plugin->get(Attendees::class)->progress($show['id']);
    }

    private function again(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->show($request);
        $email = trim((string) ($request['email'] ?? ''));
        $known =
            $show !== null &&
            is_email($email) &&
            $this->plugin->get(Attendance::class)->again($show['id'], $email, get_current_user_id());
        return $known ? [] : self::invalid(['email' => __('This address has no code for this show.', 'parterre')]);
    }

    /** @param array{emails: list<string>, wrong: list<array{line: int, text: string}>, twice: int, known: int} $read @return array<string, mixed> */
    private static function said(array $read): array {
        return ['good' => count($read['emails'])] + array_diff_key($read, ['emails' => 1]);
    }

    private function text(\WP_REST_Request $request): string|\WP_Error {
        $text = is_string($request['text']) ? $request['text'] : '';
        $lines = substr_count(trim($text), "\n") + 1;
        return trim($text) === '' || strlen($text) > self::MOST_BYTES || $lines > Attendance::MOST_ADDRESSES
            ? self::invalid([
                'text' => sprintf(
                    /* translators: %d: a number of lines */
                    __('This needs between 1 and %d lines.', 'parterre'),
                    Attendance::MOST_ADDRESSES,
                ),
            ])
            : $text;
    }

    /** @return array<string, mixed>|null */
    private function show(\WP_REST_Request $request): ?array {
        return $this->plugin->get(Shows::class)->find((string) $request['show']);
    }
}
