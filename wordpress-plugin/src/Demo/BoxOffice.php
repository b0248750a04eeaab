<?php
declare(strict_types=1);

namespace Parterre\Demo;

use Parterre\Domain\Clock;
use Parterre\Hall\GuestLists;
use Parterre\Store\Codes;
use Parterre\Store\Guests;
use Parterre\Store\Shows;
use Parterre\Store\Waiting;

/** What the demo venue's box office has at hand: codes, the press list, the artist's guests, and who waits for the full hall. */
final class BoxOffice {
    /** Who waits for the hall, and for how many places. */
    private const WAITING = [['camille', 2], ['yassine', 1], ['claire', 3]];

    public function __construct(
        private readonly Codes $codes,
        private readonly GuestLists $lists,
        private readonly Guests $guests,
        private readonly Waiting $waiting,
        private readonly Shows $shows,
        private readonly Clock $clock,
    ) {}

    /**
     * Adds what is missing.
     *
     * @param array<string, mixed> $texts
     */
    public function open(array $texts): void {
        $shows = Seeder::SHOWS;
        foreach (
            [
                // For everybody who lives around the corner.
                'neighbours' => [
                    'type' => 'percent',
                    'value' => 2000,
                    'shows' => [$shows['current'], $shows['velvet']],
                    'max_per_person' => 1,
                ],
                // Opens the offer that nobody sees without it.
                'friends' => ['type' => 'unlock', 'offers' => ['offr_demo_current_friends'], 'max_uses' => 40],
                // Who was in the hall sees the concert again for the price of a coffee.
                'was_there' => [
                    'type' => 'price',
                    'value' => 200,
                    'offers' => ['offr_demo_halo_replay'],
                    'max_per_person' => 1,
                    'pieces' => 1,
                ],
            ]
            as $name => $code
        ) {
            if ($this->codes->find("code_demo_$name") === null) {
                [$text, $label] = $texts['codes'][$name];
                $this->codes->create(['id' => "code_demo_$name", 'code' => $text, 'label' => $label] + $code);
            }
        }
        if ($this->guests->lists($shows['velvet']) === []) {
            $this->invite($texts);
        }
        if ($this->waiting->counts($shows['velvet']) === []) {
            $this->queue();
        }
    }

    /** @param array<string, mixed> $texts */
    private function invite(array $texts): void {
        $show = (array) $this->shows->find(Seeder::SHOWS['velvet']);
        foreach ($texts['guests'] as $list => ['most' => $most, 'guests' => $guests]) {
            $this->guests->lockList($show['id'], $list);
            $this->guests->limit($show['id'], $list, $most);
            foreach ($guests as [$name, $quantity, $note]) {
                // They give their name at the door: the demo writes to nobody.
                $guest = ['email' => '', 'quantity' => $quantity, 'kind' => 'hall', 'note' => $note];
                $this->lists->invite($show, ['list' => $list, 'name' => $name] + $guest, get_current_user_id());
            }
        }
    }

    private function queue(): void {
        $now = $this->clock->nowMs();
        foreach (self::WAITING as $place => [$name, $quantity]) {
            [$entry] = $this->waiting->claim(Seeder::SHOWS['velvet'], [
                'email' => "$name@parterre.example",
                'locale' => str_replace('_', '-', get_locale()),
                'page' => home_url('/'),
                'quantity' => $quantity,
                'kind' => 'hall',
            ]);
            $this->waiting->update($entry['id'], [
                'joined_at' => $now - (count(self::WAITING) - $place) * 5_400_000,
                'told_stream_at' => $now,
            ]);
        }
    }
}
