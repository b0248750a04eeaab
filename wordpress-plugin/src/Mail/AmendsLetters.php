<?php
declare(strict_types=1);

namespace Parterre\Mail;

use Parterre\Law\Amends;
use Parterre\Rest\Views;
use Parterre\Settings;
use Parterre\Store\Amends as Records;
use Parterre\Store\BulkActs as Acts;
use Parterre\Store\Codes;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Holders;
use Parterre\Store\Orders;
use Parterre\Store\Sessions;
use Parterre\Store\Shows;

/** Writes to those for whom a venue makes good after a picture that failed. Of money the mail about a refund tells (`MoneyLetters`). */
final class AmendsLetters {
    public function __construct(
        private readonly Db $db,
        private readonly Records $records,
        private readonly Acts $acts,
        private readonly Shows $shows,
        private readonly Orders $orders,
        private readonly Codes $codes,
        private readonly Holders $holders,
        private readonly Sessions $sessions,
        private readonly Events $events,
        private readonly Letters $letters,
        private readonly Postman $postman,
        private readonly Settings $settings,
    ) {}

    /** What somebody was given by an act. Does nothing once their tickets or their address are gone, or the code is switched off. */
    public function given(string $actId, string $item): void {
        $act = $this->acts->find($actId);
        $its = $this->records->find($actId);
        $show = $act === null ? null : $this->shows->find($act['show_id']);
        $choice = $this->acts->item($actId, $item)['choice'] ?? '';
        $tickets = $this->records->tickets($actId, $item);
        if ($act === null || $its === null || $show === null || $tickets === []) {
            return;
        }
        // A free order is its buyer's business; everything else goes to who holds the ticket.
        $order = $this->orders->find($item);
        $to = $order !== null && $order['email'] !== '' ? $order : $this->holders->ofTicket($tickets[0]);
        $code = $choice === 'code' ? $this->codes->find(Amends::codeOf($actId, $item)) : null;
        if (
            $to === null ||
            !in_array($choice, ['replay', 'code', 'nothing'], true) ||
            ($choice === 'code' && ($code === null || $this->codes->stateOf($code) !== 'on'))
        ) {
            return;
        }
        $texts = new Texts($to['locale']);
        $words = $this->facts($actId, $texts) + ['venue' => $this->settings->venueName()];
        $letter = new Letter(
            $texts->say("amends.subject.$choice", $words),
            $texts->language(),
            $this->settings->venueName(),
        );
        if ($tickets[0]['test']) {
            $letter->banner($texts->say('test'));
        }
        // The replay is for everybody, whether they were there or not.
        $letter->paragraph($texts->say($choice === 'replay' ? 'amends.hello' : 'amends.inside', $words));
        if ($act['message'] !== '') {
            $letter->paragraph($act['message']);
        }
        match (true) {
            $code !== null => $this->code($letter, $texts, $code, $show),
            $choice === 'replay' => $this->replay($letter, $texts, $its, $show, $tickets, $to),
            default => $letter->paragraph($texts->say('amends.nothing')),
        };
        $letter->paragraph($texts->say('amends.why', $words));
        $this->postman->send('amends', $to['email'], $letter, $order['id'] ?? null);
    }

    /**
     * When which picture failed, in words, by the show's own clocks.
     *
     * @return array<string, string> title, day, from, to; empty for an act that makes nothing good
     */
    public function facts(string $actId, Texts $texts): array {
        $its = $this->records->find($actId);
        $show = $its === null ? null : $this->shows->find($its['show_id']);
        if ($its === null || $show === null) {
            return [];
        }
        $zone = timezone_open($show['time_zone']) ?: new \DateTimeZone('UTC');
        $clock = static fn(int $ms, string $format): string => (new \DateTimeImmutable('@' . intdiv($ms, 1000)))
            ->setTimezone($zone)
            ->format($format);
        $same = $clock($its['from_at'], 'H:i') === $clock($its['until_at'], 'H:i');
        return [
            'title' => $show['title'],
            'day' => $texts->day($its['from_at'], $show['time_zone']),
            'from' => $clock($its['from_at'], $same ? 'H:i:s' : 'H:i'),
            'to' => $clock($its['until_at'], $same ? 'H:i:s' : 'H:i'),
        ];
    }

    private function code(Letter $letter, Texts $texts, array $code, array $show): void {
        $worth =
            $code['type'] === 'percent'
                ? $texts->say('amends.percent', ['percent' => $texts->rate($code['value'])])
                : $texts->say('amends.amount', [
                    'amount' => $texts->money($code['value'], $this->settings->get('currency')),
                ]);
        $letter
            ->paragraph($worth)
            ->heading($code['code'])
            ->paragraph(
                $code['pieces'] === 1
                    ? $texts->say('amends.once')
                    : $texts->say('amends.pieces', ['pieces' => (string) $code['pieces']]),
            );
        if ($code['closes_at'] !== null) {
            $until = $texts->date($code['closes_at'], $show['time_zone']);
            $letter->paragraph($texts->say('amends.until', ['until' => $until]));
        }
        $letter->button($texts->say('amends.programme'), home_url('/'));
    }

    /** @param array{email: string, locale: string} $to */
    private function replay(Letter $letter, Texts $texts, array $its, array $show, array $tickets, array $to): void {
        $until = $this->letters->linkEnd($tickets, [$show['id'] => $show]);
        $link = $this->db->transaction(function () use ($to, $until): array {
            $this->events->append('pass_link.sent', ['purpose' => 'purchase']);
            return $this->sessions->createLink('purchase', $to['email'], $to['locale'], $until, false);
        });
        // Some tickets play even longer than what was promised.
        $ends = array_filter([$show['replay_until'], max(array_column($tickets, 'valid_until') ?: [null])]);
        $last = max($its['valid_until'], $ends === [] ? 0 : min($ends));
        $letter
            ->paragraph($texts->say('amends.replay', ['until' => $texts->date($last, $show['time_zone'])]))
            ->button($texts->say('amends.enter'), Letters::link(Views::showUrl($show), $link['secret']))
            ->paragraph($texts->say('amends.enterWhy'));
    }
}
