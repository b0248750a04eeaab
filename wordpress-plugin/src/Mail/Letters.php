<?php
declare(strict_types=1);

namespace Parterre\Mail;

use Parterre\Domain\Clock;
use Parterre\Law\DocumentPage;
use Parterre\Law\Terms;
use Parterre\Hall\TicketCode;
use Parterre\Hall\TicketPage;
use Parterre\Rest\Views;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\Documents;
use Parterre\Store\Events;
use Parterre\Store\Gifts;
use Parterre\Store\Orders;
use Parterre\Store\Sessions;
use Parterre\Store\Shows;
use Parterre\Store\Tickets;

/** Writes the two mails that let somebody in: after a purchase, and when a pass link is asked for. */
final class Letters {
    /** A link that was asked for by hand, and its code. */
    private const REQUEST_LIFE_MS = 15 * 60_000;
    /** How long a purchase's link works where no show says until when its replay stands. */
    private const AFTER_SHOW_MS = 30 * 86_400_000;

    public function __construct(
        private readonly Db $db,
        private readonly Orders $orders,
        private readonly Tickets $tickets,
        private readonly Gifts $gifts,
        private readonly Shows $shows,
        private readonly Sessions $sessions,
        private readonly Events $events,
        private readonly Documents $documents,
        private readonly DocumentPage $documentPage,
        private readonly Terms $terms,
        private readonly TicketCode $codes,
        private readonly TicketPage $ticketPage,
        private readonly Postman $postman,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /**
     * Receipt, pass link, pick-up code and calendar file of a paid order. Does nothing for an order that is no longer paid.
     *
     * @param bool $late whether the payment came after the reservation was over, and the places could be had again
     */
    public function purchase(string $orderId, bool $late = false): void {
        $order = $this->orders->find($orderId);
        if ($order === null || $order['state'] !== 'paid' || $order['email'] === '') {
            return;
        }
        $texts = new Texts($order['locale']);
        $tickets = $this->tickets->ofOrders([$orderId]);
        $shows = $this->shows->findMany(array_column($tickets, 'show_id'));
        $link = $this->db->transaction(function () use ($order, $tickets, $shows): array {
            $link = $this->sessions->createLink(
                'purchase',
                $order['email'],
                $order['locale'],
                $this->linkEnd($tickets, $shows),
                false,
                $order['id'],
            );
            $this->events->append('pass_link.sent', ['purpose' => 'purchase'], ['order' => $order['id']]);
            return $link;
        });
        $venue = $this->settings->venueName();
        $first = reset($shows);
        $subject =
            $first === false
                ? $texts->say('purchase.subjectGoods', ['venue' => $venue])
                : $texts->say('purchase.subject', ['title' => $first['title']]);
        $letter = new Letter($subject, $texts->language(), $venue);
        if ($order['test']) {
            $letter->banner($texts->say('test'));
        }
        $letter->paragraph($texts->say('purchase.hello', ['reference' => $order['reference']]));
        if ($late) {
            $letter->paragraph($texts->say('purchase.late'));
        }
        $letter
            ->button($texts->say('purchase.enter'), self::link($order['page'], $link['secret']))
            ->paragraph($this->whoseTickets($texts, $order));
        $this->shows($letter, $texts, $shows, $tickets);
        if ($this->gifts->holder($order) === $order['email_hash']) {
            // What was handed on is another's now, with another code.
            $this->hallCodes(
                $letter,
                $texts,
                array_filter(
                    $tickets,
                    static fn(array $ticket): bool => $ticket['email_hash'] === $order['email_hash'],
                ),
            );
        }
        foreach ($this->tickets->deliveries([$orderId]) as $delivery) {
            $posted = $delivery['method'] === 'post';
            $letter
                ->heading($texts->say($posted ? 'post.heading' : 'purchase.pickup', ['place' => $delivery['place']]))
                ->table(
                    array_map(
                        static fn(array $line): array => [$line['name'], '× ' . $line['quantity']],
                        $delivery['lines'],
                    ),
                )
                ->paragraph($texts->say($posted ? 'post.next' : 'purchase.pickupCode', ['code' => $delivery['code']]));
        }
        $this->receipt($letter, $texts, $order);
        $this->calendar($letter, $shows);
        $this->postman->send('purchase', $order['email'], $letter, $orderId);
    }

    /**
     * What tickets are for: shows, dates, kinds.
     *
     * @param array<string, array<string, mixed>> $shows
     * @param list<array<string, mixed>> $tickets
     */
    public function shows(Letter $letter, Texts $texts, array $shows, array $tickets): void {
        foreach ($shows as $show) {
            $kinds = array_unique(
                array_map(
                    static fn(array $ticket): string => $texts->say('kind.' . $ticket['kind']),
                    array_filter($tickets, static fn(array $ticket): bool => $ticket['show_id'] === $show['id']),
                ),
            );
            $when = $texts->say('when', [
                'date' => $texts->date($show['starts_at'], $show['time_zone']),
                'zone' => $show['time_zone'],
            ]);
            $letter->heading($show['title'])->paragraph($when)->paragraph(implode(', ', $kinds));
        }
    }

    /**
     * Numbers and codes of seats in the hall, for whoever they belong to.
     *
     * @param array<array<string, mixed>> $tickets
     */
    public function hallCodes(Letter $letter, Texts $texts, array $tickets): void {
        $hall = array_filter(
            $tickets,
            static fn(array $ticket): bool => $ticket['kind'] === 'hall' && $ticket['state'] === 'valid',
        );
        if ($hall !== []) {
            $letter
                ->paragraph($texts->say('guest.codes'))
                ->table(
                    array_map(
                        fn(array $ticket): array => [
                            $texts->say('ticket.number', ['number' => (string) $ticket['serial']]),
                            $this->codes->of($ticket),
                        ],
                        array_values($hall),
                    ),
                );
            // A picture in a mail is what clients block first; the page draws the codes on any device, and prints.
            $print = $this->ticketPage->link($hall, $texts->language());
            if ($print !== null) {
                $letter->button($texts->say('guest.print'), $print);
            }
        }
    }

    /** What the link does: lets in, or only shows an order whose tickets were given away. */
    private function whoseTickets(Texts $texts, array $order): string {
        $gift = $this->gifts->ofOrders([$order['id']])[$order['id']] ?? null;
        return $gift === null
            ? $texts->say('purchase.enterWhy')
            : $texts->say('gift.given', [
                'name' => $gift['name'],
                'date' => $texts->date($gift['send_at'], wp_timezone_string()),
            ]);
    }

    /** Link and code for a mailbox that asked. An address nobody knows gets no mail: it would be spam. */
    public function passLink(string $email, string $page, string $locale, string $emailHash): void {
        if (!$this->sessions->isKnown($emailHash)) {
            return;
        }
        $link = $this->db->transaction(function () use ($email, $locale): array {
            $link = $this->sessions->createLink(
                'request',
                $email,
                $locale,
                $this->clock->nowMs() + self::REQUEST_LIFE_MS,
                true,
            );
            $this->events->append('pass_link.sent', ['purpose' => 'request']);
            return $link;
        });
        $texts = new Texts($locale);
        $venue = $this->settings->venueName();
        $letter = new Letter(
            $texts->say('pass.subject', ['code' => (string) $link['code'], 'venue' => $venue]),
            $texts->language(),
            $venue,
            // The code opens a fan's account for a quarter of an hour: it is stored hashed, so not in the log either.
            $texts->say('pass.subject', ['code' => '······', 'venue' => $venue]),
        );
        $letter
            ->paragraph($texts->say('pass.hello'))
            ->button($texts->say('pass.enter'), self::link($page, $link['secret']))
            ->paragraph($texts->say('pass.code', ['code' => (string) $link['code']]))
            ->paragraph($texts->say('pass.expires'));
        $this->postman->send('pass_link', $email, $letter);
    }

    /** The secret goes into the fragment, which no server, log or cache sees. */
    public static function link(string $page, string $secret): string {
        return strtok($page, '#') . '#parterre=' . $secret;
    }

    /** Until the last replay of the order ends. */
    public function linkEnd(array $tickets, array $shows): int {
        $now = $this->clock->nowMs();
        $ends = [];
        foreach ($tickets as $ticket) {
            $show = $shows[$ticket['show_id']] ?? null;
            if ($show !== null) {
                $ends[] = $ticket['valid_until'] ?? ($show['replay_until'] ?? $show['ends_at'] + self::AFTER_SHOW_MS);
            }
        }
        // Goods alone have no show that ends; and whoever buys in the last minute shall still find the link working.
        return $ends === [] ? $now + self::AFTER_SHOW_MS : max($now + self::REQUEST_LIFE_MS, ...$ends);
    }

    private function receipt(Letter $letter, Texts $texts, array $order): void {
        $rows = array_map(
            static fn(array $line): array => [
                "{$line['quantity']} × {$line['name']}",
                $texts->money($line['total_minor'] + $line['discount_minor'], $order['currency']),
            ],
            $order['lines'],
        );
        foreach ($order['discounts'] as $discount) {
            $rows[] = [
                $texts->say('purchase.discount', ['code' => $discount['label']]),
                '−' . $texts->money($discount['amount']['amountMinor'], $order['currency']),
            ];
        }
        $rows[] = [$texts->say('purchase.total'), $texts->money($order['total_minor'], $order['currency'])];
        $letter->heading($texts->say('purchase.receipt') . ' ' . $order['reference'])->table($rows);
        $letter->paragraph(
            $texts->say('purchase.paidOn', ['date' => $texts->date((int) $order['paid_at'], wp_timezone_string())]),
        );
        $letter->paragraph($texts->say('purchase.seller', ['seller' => $this->settings->seller()]));
        foreach ($this->documents->ofOrders([$order['id']]) as $document) {
            if ($document['kind'] === 'invoice') {
                $letter->button(
                    $texts->say('document.mail', ['number' => $document['label']]),
                    $this->documentPage->url($document['id']),
                );
            }
        }
        $this->terms($letter, $texts, $order);
    }

    /** What was agreed to: as it read, where it is a page of this site. */
    private function terms(Letter $letter, Texts $texts, array $order): void {
        $version = $order['consents']['termsVersion'] ?? null;
        $terms = $version === null ? null : $this->terms->ofVersion($version);
        if ($terms === null) {
            return;
        }
        $letter->paragraph($texts->say('document.termsLink', ['url' => $terms['url']]));
        if ($terms['text'] !== '') {
            $letter->paragraph($texts->say('document.terms', ['version' => $version]));
            $letter->attach('terms.txt', 'text/plain; charset=utf-8', $terms['text']);
        }
    }

    /** @param array<string, array<string, mixed>> $shows */
    public function calendar(Letter $letter, array $shows): void {
        if ($shows === []) {
            return;
        }
        $events = array_map(
            static fn(array $show): array => [
                'uid' => $show['id'] . '@' . wp_parse_url(home_url(), PHP_URL_HOST),
                'title' => $show['title'],
                'url' => Views::showUrl($show),
                'place' => implode(
                    ', ',
                    array_filter([
                        $show['place']['name'] ?? '',
                        $show['place']['address'] ?? '',
                        $show['place']['city'] ?? '',
                    ]),
                ),
                'startMs' => $show['starts_at'],
                'endMs' => $show['ends_at'],
            ],
            array_values($shows),
        );
        $letter->attach(
            'concert.ics',
            'text/calendar; charset=utf-8; method=PUBLISH',
            Calendar::file($events, $this->clock->nowMs()),
        );
    }
}
