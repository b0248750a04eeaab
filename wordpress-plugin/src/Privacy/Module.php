<?php
declare(strict_types=1);

namespace Parterre\Privacy;

use Parterre\Jobs\Runner;
use Parterre\Module as Part;
use Parterre\Plugin;
use Parterre\Realtime\Announcer;
use Parterre\Realtime\Room;
use Parterre\Store\Db;
use Parterre\Store\Feeds;
use Parterre\Store\Messages;
use Parterre\Store\PersonalData;
use Parterre\Store\Shows;

/** Answers WordPress's own tools for data requests, and lets data go when its time is over. */
final class Module implements Part {
    private const PER_PAGE = 100;
    private const LAST_EXPIRY = 'parterre_last_expiry';

    public function __construct(private readonly Plugin $plugin) {}

    public function register(): void {
        add_filter('wp_privacy_personal_data_exporters', function (array $exporters): array {
            $exporters['parterre'] = ['exporter_friendly_name' => 'Parterre', 'callback' => [$this, 'export']];
            return $exporters;
        });
        add_filter('wp_privacy_personal_data_erasers', function (array $erasers): array {
            $erasers['parterre'] = ['eraser_friendly_name' => 'Parterre', 'callback' => [$this, 'erase']];
            return $erasers;
        });
        add_action('admin_init', [$this, 'suggestPolicy']);
        add_action(Runner::TICK, [$this, 'expireOncePerDay']);
    }

    /**
     * One page of a person's copy.
     *
     * @return array{data: list<array<string, mixed>>, done: bool}
     */
    public function export(string $email, int $page = 1): array {
        $rows = $this->plugin->get(PersonalData::class)->export($email, self::PER_PAGE, ($page - 1) * self::PER_PAGE);
        $data = array_map(
            fn(array $row): array => [
                'group_id' => "parterre-{$row['table']}",
                'group_label' => self::groupLabel($row['table']),
                'item_id' => "parterre-{$row['table']}-{$row['id']}",
                'data' => array_map(
                    static fn(string $name, string $value): array => [
                        'name' => self::columnLabel($name),
                        'value' => self::readable($name, $value),
                    ],
                    array_keys($row['values']),
                    $row['values'],
                ),
            ],
            $rows,
        );
        return ['data' => $data, 'done' => count($rows) < self::PER_PAGE];
    }

    /**
     * Erases one person. Messages leave the rooms first, a hundred at a time: what is still there is found again by the
     * next call, so no page can be skipped. The rest goes in one transaction at the end.
     *
     * @return array{items_removed: int, items_retained: bool, messages: list<string>, done: bool}
     */
    public function erase(string $email, int $page = 1): array {
        $personal = $this->plugin->get(PersonalData::class);
        $messages = $personal->messages($email, self::PER_PAGE);
        if ($messages !== []) {
            $this->takeOut($messages);
            return [
                'items_removed' => array_sum(array_map('count', $messages)),
                'items_retained' => false,
                'messages' => [],
                'done' => false,
            ];
        }
        $result = $personal->erase($email);
        return [
            'items_removed' => $result['removed'],
            'items_retained' => $result['kept'] !== [],
            'messages' =>
                $result['kept'] === []
                    ? []
                    : [
                        __(
                            'Paid orders are kept for ten years, because receipts have to be. Everything else is gone.',
                            'parterre',
                        ),
                    ],
            'done' => true,
        ];
    }

    public function expireOncePerDay(): void {
        if (time() - (int) get_option(self::LAST_EXPIRY, 0) < DAY_IN_SECONDS) {
            return;
        }
        update_option(self::LAST_EXPIRY, time(), false);
        $this->plugin->get(PersonalData::class)->expire();
    }

    /** A text for the site's privacy policy, offered under Settings → Privacy. */
    public function suggestPolicy(): void {
        wp_add_privacy_policy_content(
            'Parterre',
            wp_kses_post(
                wpautop(
                    __(
                        'When you buy a ticket or merch we keep your e-mail address, what you bought and when, to let you in and to give you a receipt. Receipts are kept for ten years because the law asks for it.

Your browser keeps a key to your tickets in its local storage; no cookie is set. While you watch, your device tells us every minute that it is still there, which camera it shows and how well the picture plays; this is kept for 90 days.

What you write in the chat is shown to everybody in the room under the name you chose, kept for three years, and deleted when you ask.

Your player fetches the picture from our streaming provider, who sees your IP address. Where the page of a show says so, a small random code is drawn over the picture, another one on each device. If a film of the show is passed on without our leave, the code tells us from which ticket it came; we look it up for nothing else, each look-up is written down, and the code is deleted after 90 days.',
                        'parterre',
                    ),
                ),
            ),
        );
    }

    /** @param array<string, list<string>> $messages ids by show */
    private function takeOut(array $messages): void {
        $room = $this->plugin->get(Room::class);
        $feeds = $this->plugin->get(Feeds::class);
        foreach ($messages as $show => $ids) {
            $row = $this->plugin->get(Shows::class)->find($show);
            if ($row === null) {
                // No room is left to take them out of.
                array_map([$this->plugin->get(Messages::class), 'remove'], $ids);
                continue;
            }
            $lane = $feeds->lane($show, 'room');
            $this->plugin->get(Db::class)->transaction(function () use ($room, $row, $lane, $ids): void {
                $room->remove($row, $lane, $ids, null);
                $this->plugin->get(Announcer::class)->publishLater($lane['id']);
            });
        }
    }

    private static function groupLabel(string $table): string {
        return match ($table) {
            'fans' => __('Your profile', 'parterre'),
            'orders' => __('Orders', 'parterre'),
            'order_lines' => __('What you bought', 'parterre'),
            'deliveries' => __('Merch to pick up', 'parterre'),
            'sessions' => __('Devices', 'parterre'),
            'leases' => __('What you watched', 'parterre'),
            'messages' => __('What you wrote', 'parterre'),
            'waiting' => __('Waiting lists', 'parterre'),
            'guests' => __('Invitations', 'parterre'),
            'attendees' => __('Codes for who was in the hall', 'parterre'),
            'crew' => __('Shows you work at', 'parterre'),
            'mails' => __('Mails we sent', 'parterre'),
            default => $table,
        };
    }

    private static function columnLabel(string $column): string {
        return match ($column) {
            'email', 'recipient' => __('E-mail address', 'parterre'),
            'email_hint' => __('E-mail address, shortened', 'parterre'),
            'display_name', 'author_name' => __('Name in the chat', 'parterre'),
            'locale' => __('Language', 'parterre'),
            'proved_at' => __('Address proved', 'parterre'),
            'page' => __('Page of purchase', 'parterre'),
            'consents' => __('Consents', 'parterre'),
            'attribution' => __('Where you came from', 'parterre'),
            'name' => __('Name', 'parterre'),
            'code' => __('Pick-up code', 'parterre'),
            'device_label' => __('Device', 'parterre'),
            'created_at', 'at' => __('Date', 'parterre'),
            'checked_at' => __('Came in', 'parterre'),
            'note' => __('Note', 'parterre'),
            'joined_at' => __('Waiting since', 'parterre'),
            'last_seen_at' => __('Last seen', 'parterre'),
            'watched_ms' => __('Watched', 'parterre'),
            'mark' => __('Code in the picture', 'parterre'),
            'text' => __('Text', 'parterre'),
            'subject' => __('Subject', 'parterre'),
            'reference' => __('Order', 'parterre'),
            'state' => __('State', 'parterre'),
            'total_minor', 'unit_minor' => __('Amount in cents', 'parterre'),
            'currency' => __('Currency', 'parterre'),
            'quantity' => __('Quantity', 'parterre'),
            'show_id' => __('Show', 'parterre'),
            default => $column,
        };
    }

    /** Moments as dates, durations in minutes; the rest as it is. */
    private static function readable(string $column, string $value): string {
        if (str_ends_with($column, '_at') || $column === 'at') {
            return gmdate('Y-m-d H:i:s', intdiv((int) $value, 1000)) . ' UTC';
        }
        return $column === 'watched_ms' ? round((int) $value / 60_000) . ' min' : $value;
    }
}
