<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Domain\Secrets;
use Parterre\Hall\GuestLists;
use Parterre\Hall\TicketCode;
use Parterre\Hall\WaitingList;
use Parterre\Plugin;
use Parterre\Store\Db;
use Parterre\Store\Door;
use Parterre\Store\Events;
use Parterre\Store\Guests;
use Parterre\Store\Shows;
use Parterre\Store\Waiting;

/**
 * The hall at the desk: who waits, who is invited, who came in. Addresses are masked; a promoter sees their own shows.
 *
 * - `GET /hall/shows` → the shows these screens can be about.
 * - `GET /shows/{show}/waiting?page&perPage` → `{items, total, counts}`; `POST /shows/{show}/waiting/remove {entry}`.
 * - `GET /shows/{show}/guests?page&perPage&search` → `{items, total, lists}`; `POST` invites; `…/guests/import`, `…/guests/withdraw`,
 *   `…/guests/mail`, `…/guests/limit`.
 * - `GET /door` → tonight's shows; `GET /shows/{show}/door` → the list a device takes along; `POST /shows/{show}/door` → its marks.
 */
final class HallRoutes extends Routes {
    /** More in one paste is a mistake, or wants an hour of mails. */
    private const MOST_ROWS = 500;
    private const MOST_MARKS = 500;

    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $view = self::can(Roles::VIEW_ORDERS);
        $serve = self::can(Roles::SERVE_ORDERS);
        $door = self::can(Roles::CHECK_IN);
        $show = '/shows/(?P<show>' . self::ID . ')';
        $this->route("$show/waiting", 'GET', $view, $this->listWaiting(...));
        $this->route("$show/waiting/remove", 'POST', $serve, $this->removeWaiting(...));
        $this->route("$show/guests", 'GET', $view, $this->listGuests(...));
        $this->route("$show/guests", 'POST', $serve, $this->invite(...));
        $this->route("$show/guests/import", 'POST', $serve, $this->import(...));
        $this->route("$show/guests/withdraw", 'POST', $serve, $this->withdraw(...));
        $this->route("$show/guests/mail", 'POST', $serve, $this->mail(...));
        $this->route("$show/guests/limit", 'POST', $serve, $this->limit(...));
        $this->route('/hall/shows', 'GET', $view, $this->listShows(...));
        $this->route('/door', 'GET', $door, $this->listDoors(...));
        $this->route("$show/door", 'GET', $door, $this->doorList(...));
        $this->route("$show/door", 'POST', $door, $this->mark(...));
    }

    /** Shows to choose from: those to come, the next one first, then those of late. */
    private function listShows(): array {
        $now = $this->plugin->get(Clock::class)->nowMs();
        $waiting = $this->plugin->get(Waiting::class)->lengths();
        $shows = array_map(
            static fn(array $show): array => [
                'id' => $show['id'],
                'title' => $show['title'],
                'startsAt' => $show['startsAt'],
                'timeZone' => $show['timeZone'],
                'waiting' => $waiting[$show['id']] ?? 0,
            ],
            $this->plugin->get(Programme::class)->list(Roles::onlyOwner()),
        );
        $isPast = static fn(array $show): bool => (Instant::parse($show['startsAt']) ?? 0) < $now - 86_400_000;
        usort(
            $shows,
            static fn(array $a, array $b): int => [$isPast($a), $isPast($a) ? $b['startsAt'] : $a['startsAt']] <=> [
                $isPast($b),
                $isPast($b) ? $a['startsAt'] : $b['startsAt'],
            ],
        );
        return ['shows' => array_slice($shows, 0, 100)];
    }

    private function listWaiting(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->mine($request);
        if ($show === null) {
            return self::notFound();
        }
        [$limit, $offset] = self::slice($request);
        $rows = $this->plugin->get(Waiting::class);
        $counts = $rows->counts($show['id']);
        return [
            'items' => array_map(
                static fn(array $row): array => [
                    'id' => $row['id'],
                    'email' => Secrets::emailHint($row['email']),
                    'quantity' => $row['quantity'],
                    'kind' => $row['kind'],
                    'state' => $row['state'],
                    'joinedAt' => Instant::toText($row['joined_at']),
                    'until' => Instant::toTextOrNull($row['state'] === 'offered' ? $row['offer_until'] : null),
                ],
                $rows->list($show['id'], $limit, $offset),
            ),
            'total' => array_sum(array_column($counts, 'entries')),
            'counts' => (object) $counts,
        ];
    }

    private function removeWaiting(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->mine($request);
        $entry = $this->plugin->get(Waiting::class)->find((string) self::word($request['entry']));
        if ($show === null || $entry === null || $entry['show_id'] !== $show['id']) {
            return self::notFound();
        }
        $this->plugin->get(WaitingList::class)->leave($entry['id']);
        $this->plugin->get(Events::class)->audit('waiting.removed', $entry['id'], [], get_current_user_id());
        return $this->listWaiting($request);
    }

    private function listGuests(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->mine($request);
        if ($show === null) {
            return self::notFound();
        }
        [$limit, $offset] = self::slice($request);
        $guests = $this->plugin->get(Guests::class);
        $page = $guests->page($show['id'], trim((string) ($request['search'] ?? '')), $limit, $offset);
        return [
            'items' => array_map(
                static fn(array $row): array => [
                    'id' => $row['id'],
                    'list' => $row['list'],
                    'name' => $row['name'],
                    'email' => $row['email'] === '' ? '' : Secrets::emailHint($row['email']),
                    'quantity' => $row['quantity'],
                    'arrived' => (int) $row['arrived'],
                    'kind' => $row['kind'],
                    'note' => $row['note'],
                    'state' => $row['state'],
                    'invitedBy' => get_userdata($row['invited_by'])->display_name ?? '',
                    'createdAt' => Instant::toText($row['created_at']),
                ],
                $page['items'],
            ),
            'total' => $page['total'],
            'lists' => $guests->lists($show['id']),
        ];
    }

    private function invite(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->mine($request);
        if ($show === null) {
            return self::notFound();
        }
        [$guest, $problems] = $this->checked((array) $request->get_json_params());
        if ($problems !== []) {
            return self::invalid($problems);
        }
        $problem = $this->add($show, $guest, false);
        return $problem === null ? $this->listGuests($request) : self::invalid($problem);
    }

    /** A pasted table, row by row: what is right is invited, what is not is named by its line. */
    private function import(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->mine($request);
        if ($show === null) {
            return self::notFound();
        }
        $rows = GuestLists::parse((string) $request['text']);
        if ($rows === [] || count($rows) > self::MOST_ROWS) {
            return self::invalid([
                /* translators: %d: a number of lines */
                'text' => sprintf(__('This needs between 1 and %d lines.', 'parterre'), self::MOST_ROWS),
            ]);
        }
        $refused = [];
        foreach ($rows as $row) {
            [$guest, $problems] = $this->checked(['list' => $request['list'], 'kind' => $request['kind']] + $row);
            $problems = $problems === [] ? $this->add($show, $guest, true) ?? [] : $problems;
            if ($problems !== []) {
                $refused[] = ['line' => $row['line'], 'problem' => implode(' ', $problems)];
            }
        }
        return ['invited' => count($rows) - count($refused), 'refused' => $refused];
    }

    private function withdraw(\WP_REST_Request $request): array|\WP_Error {
        $guest = $this->guest($request);
        if ($guest === null) {
            return self::notFound();
        }
        $this->plugin->get(GuestLists::class)->withdraw($guest['id'], get_current_user_id());
        return $this->listGuests($request);
    }

    private function mail(\WP_REST_Request $request): array|\WP_Error {
        $guest = $this->guest($request);
        if ($guest === null || $guest['state'] !== 'invited' || $guest['email'] === '') {
            return self::notFound();
        }
        $this->plugin->get(GuestLists::class)->remind($guest['id'], get_current_user_id());
        return [];
    }

    private function limit(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->mine($request);
        $list = ShowInput::line($request['list'] ?? '', 60);
        $most = $request['most'];
        if ($show === null || $list === '') {
            return self::notFound();
        }
        if ($most !== null && (!is_int($most) || $most < 0 || $most > 100_000)) {
            return self::invalid(['most' => __('This needs a number; empty for no limit.', 'parterre')]);
        }
        $guests = $this->plugin->get(Guests::class);
        $tooFew = $this->plugin->get(Db::class)->transaction(function () use ($guests, $show, $list, $most): bool {
            $guests->lockList($show['id'], $list);
            if ($most !== null && $guests->places($show['id'], $list) > $most) {
                return true;
            }
            $guests->limit($show['id'], $list, $most);
            return false;
        });
        if ($tooFew) {
            return self::invalid(['most' => __('More places than that are given away already.', 'parterre')]);
        }
        $this->plugin
            ->get(Events::class)
            ->audit('guest.limit', $show['id'], ['list' => $list, 'most' => $most], get_current_user_id());
        return $this->listGuests($request);
    }

    private function listDoors(): array {
        return [
            'shows' => array_map(
                static fn(array $show): array => [
                    'id' => $show['id'],
                    'title' => $show['title'],
                    'startsAt' => Instant::toText($show['starts_at']),
                    'timeZone' => $show['time_zone'],
                    'tickets' => $show['tickets'],
                    'arrived' => $show['arrived'],
                ],
                $this->plugin->get(Door::class)->shows(Roles::onlyOwner()),
            ),
        ];
    }

    /** What a device takes along: codes as hashes, initials instead of names unless one may see them, no address. */
    private function doorList(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->mine($request);
        if ($show === null) {
            return self::notFound();
        }
        $codes = $this->plugin->get(TicketCode::class);
        $marks = $this->plugin->get(Door::class)->marks($show['id']);
        $named = current_user_can(Roles::VIEW_PERSONAL);
        if ($named) {
            $this->plugin->get(Events::class)->audit('door.names_read', $show['id'], [], get_current_user_id());
        }
        return [
            'show' => [
                'id' => $show['id'],
                'title' => $show['title'],
                'startsAt' => Instant::toText($show['starts_at']),
                'timeZone' => $show['time_zone'],
            ],
            'tickets' => array_map(function (array $ticket) use ($codes, $marks, $named): array {
                $name = (string) ($ticket['guest_name'] ?? ($ticket['fan_name'] ?? ''));
                return [
                    'id' => $ticket['id'],
                    'code' => $codes->hash($ticket),
                    'serial' => $ticket['serial'],
                    'reference' => (string) ($ticket['reference'] ?? ''),
                    'name' => $named ? $name : self::initials($name),
                    'category' => $ticket['category'],
                    'source' => $ticket['source'],
                    'valid' => $ticket['state'] === 'valid',
                    'checkedAt' => Instant::toTextOrNull($ticket['checked_at']),
                    'device' => $marks[$ticket['id']]['device'] ?? '',
                    'mark' => $ticket['checkin_id'],
                ];
            }, $this->plugin->get(Door::class)->tickets($show['id'])),
            'serverTime' => Instant::toText($this->plugin->get(Clock::class)->nowMs()),
        ];
    }

    /**
     * Takes the marks a device made, in any order and any number of times, and answers the list as it now stands.
     */
    private function mark(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->mine($request);
        if ($show === null) {
            return self::notFound();
        }
        $marks = [];
        foreach (is_array($request['marks']) ? $request['marks'] : [] as $mark) {
            $at = is_array($mark) && is_string($mark['at'] ?? null) ? Instant::parse($mark['at']) : null;
            $id = is_array($mark) ? self::word($mark['id'] ?? null) : null;
            $ticket = is_array($mark) ? self::word($mark['ticket'] ?? null) : null;
            if ($at === null || $id === null || $ticket === null || !is_bool($mark['in'] ?? null)) {
                return self::invalid(['marks' => __('A mark of this device could not be read.', 'parterre')]);
            }
            $marks[] = ['id' => $id, 'ticket' => $ticket, 'at' => $at, 'in' => $mark['in']];
        }
        if (count($marks) > self::MOST_MARKS) {
            return self::invalid(['marks' => __('A mark of this device could not be read.', 'parterre')]);
        }
        $device = ShowInput::line($request['device'] ?? '', 40);
        $door = $this->plugin->get(Door::class);
        // By ticket: two devices that send at once lock rows in the same order.
        usort($marks, static fn(array $a, array $b): int => strcmp($a['ticket'], $b['ticket']));
        $this->plugin->get(Db::class)->transaction(function () use ($door, $show, $marks, $device): void {
            foreach ($marks as $mark) {
                $door->add($show['id'], $mark, $device, get_current_user_id());
            }
        });
        return $this->doorList($request);
    }

    /**
     * @param array<string, mixed> $given
     * @return array{0: array{list: string, name: string, email: string, quantity: int, kind: string, note: string}, 1: array<string, string>}
     */
    private function checked(array $given): array {
        $guest = [
            'list' => ShowInput::line($given['list'] ?? '', 60),
            'name' => ShowInput::line($given['name'] ?? '', 120),
            'email' => trim((string) ($given['email'] ?? '')),
            'quantity' => is_int($given['quantity'] ?? null) ? $given['quantity'] : 0,
            'kind' => (string) ($given['kind'] ?? ''),
            'note' => ShowInput::line($given['note'] ?? '', 300),
        ];
        $problems = [];
        foreach (['list', 'name'] as $field) {
            if ($guest[$field] === '') {
                $problems[$field] = __('This is needed.', 'parterre');
            }
        }
        if ($guest['email'] === '' ? $guest['kind'] !== 'hall' : !is_email($guest['email'])) {
            $problems['email'] = __(
                'This needs an e-mail address; only guests in the hall can do without.',
                'parterre',
            );
        }
        if ($guest['quantity'] < 1 || $guest['quantity'] > GuestLists::MOST_EACH) {
            $problems['quantity'] = sprintf(
                /* translators: %d: the largest number of places */
                __('This needs a number between 1 and %d.', 'parterre'),
                GuestLists::MOST_EACH,
            );
        }
        if (!in_array($guest['kind'], GuestLists::KINDS, true)) {
            $problems['kind'] = __('This is none of the choices.', 'parterre');
        }
        return [$guest, $problems];
    }

    /** @return array<string, string>|null what stood in the way */
    private function add(array $show, array $guest, bool $many): ?array {
        try {
            $id = $this->plugin->get(GuestLists::class)->invite($show, $guest, get_current_user_id(), $many);
        } catch (\DomainException) {
            return ['email' => __('This address is invited already.', 'parterre')];
        }
        return $id === null ? ['quantity' => __('The list is full.', 'parterre')] : null;
    }

    /** @return array<string, mixed>|null a guest of this show */
    private function guest(\WP_REST_Request $request): ?array {
        $show = $this->mine($request);
        $guest = $this->plugin->get(Guests::class)->find((string) self::word($request['guest']));
        return $show === null || $guest === null || $guest['show_id'] !== $show['id'] ? null : $guest;
    }

    /** @return array<string, mixed>|null the show of a request, if this person may see it */
    private function mine(\WP_REST_Request $request): ?array {
        $show = $this->plugin->get(Shows::class)->find((string) $request['show']);
        $owner = Roles::onlyOwner();
        return $show === null || ($owner !== null && $show['owner_id'] !== $owner) ? null : $show;
    }

    /** `A. M.`: enough to tell two guests apart at the door. */
    private static function initials(string $name): string {
        $words = array_filter(preg_split('/\s+/u', trim($name)) ?: []);
        return implode(
            ' ',
            array_map(static fn(string $word): string => mb_substr($word, 0, 1, 'UTF-8') . '.', $words),
        );
    }
}
