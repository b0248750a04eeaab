<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Domain\Refusal;
use Parterre\Mail\Texts;
use Parterre\Module;
use Parterre\Store\BulkActs as Records;
use Parterre\Store\Orders;
use Parterre\Store\Shows;

/**
 * The page on which a buyer of a moved show keeps the ticket or has the money back, and one of a cancelled show has the money back or
 * leaves it to the venue. It works without a script; its address, with a
 * key that only this site can make, is in the mail. Looking changes nothing: only the button does, for mail scanners follow links.
 */
final class ChoicePage implements Module {
    private const QUERY = 'parterre-choice';

    public function __construct(
        private readonly BulkActs $acts,
        private readonly Records $records,
        private readonly Orders $orders,
        private readonly Shows $shows,
    ) {}

    public function register(): void {
        add_action('template_redirect', [$this, 'answer'], 0);
    }

    public function url(string $act, string $order): string {
        return add_query_arg(
            [self::QUERY => $act, 'order' => $order, 'key' => $this->acts->key($act, $order)],
            home_url('/'),
        );
    }

    public function answer(): void {
        // phpcs:ignore WordPress.Security.NonceVerification -- the key in the address is the permission
        $read = static fn(string $name): string => isset($_GET[$name])
            ? sanitize_text_field(wp_unslash($_GET[$name]))
            : '';
        $act = $read(self::QUERY);
        if ($act === '') {
            return;
        }
        $order = $read('order');
        if (!hash_equals($this->acts->key($act, $order), $read('key')) || $this->records->item($act, $order) === null) {
            nocache_headers();
            wp_die(esc_html__('This is not here, or it is not yours.', 'parterre'), '', [
                'response' => 404,
                'exit' => true,
            ]);
        }
        // phpcs:ignore WordPress.Security.NonceVerification -- the key in the address is the permission
        $choice = isset($_POST['choice']) ? sanitize_key(wp_unslash($_POST['choice'])) : '';
        $texts = new Texts($this->orders->find($order)['locale'] ?? 'en');
        Paper::send(
            $texts->say('choice.title'),
            $texts->language(),
            [$this->sheet($act, $order, $choice, $texts)],
            true,
        );
    }

    /** What the page says after this choice was made, or none. @return string HTML */
    public function sheet(string $act, string $order, string $choice, Texts $texts): string {
        $trouble = '';
        $item = $this->records->item($act, $order);
        if ($choice !== '') {
            try {
                $this->acts->choose($act, $order, $choice);
            } catch (Refusal) {
                // The button pressed twice is no trouble: what it was for has happened.
                $trouble = ($item['choice'] ?? '') === $choice ? '' : 'choice.closed';
            }
        }
        $facts = $this->records->find($act) ?? throw new \LogicException('An act vanished.');
        $item = $this->records->item($act, $order) ?? throw new \LogicException('An item vanished.');
        $show = $this->shows->find($facts['show_id']);
        $date = static fn(int $ms): string => $texts->date($ms, $show['time_zone'] ?? 'UTC');
        $cancelled = $facts['kind'] === 'cancel';
        $lines = [
            match (true) {
                $cancelled => $texts->say('cancelled.hello', ['old' => $date($facts['old_starts_at'])]),
                $facts['new_starts_at'] === null => $texts->say('postponed.open', [
                    'old' => $date($facts['old_starts_at']),
                ]),
                default => $texts->say('postponed.moved', [
                    'old' => $date($facts['old_starts_at']),
                    'new' => $date($facts['new_starts_at']),
                ]),
            },
            $facts['message'],
            $trouble === '' ? '' : $texts->say($trouble),
            $item['choice'] === '' ? '' : $texts->say("choice.is.{$item['choice']}"),
        ];
        $html = '<h1>' . esc_html($show['title'] ?? '') . '</h1>';
        foreach (array_filter($lines) as $line) {
            $html .= '<p>' . esc_html($line) . '</p>';
        }
        if (!$this->acts->mayChoose($facts, $item)) {
            return $html;
        }
        $button = static fn(string $value): string => '<button name="choice" value="' .
            $value .
            '">' .
            esc_html($texts->say("choice.$value")) .
            '</button>';
        return $html .
            '<p>' .
            esc_html(
                $texts->say($cancelled ? 'choice.untilCancelled' : 'choice.until', [
                    'date' => $date((int) $facts['choose_until']),
                ]),
            ) .
            '</p><form method="post">' .
            implode('', array_map($button, BulkActs::choices($facts))) .
            '</form>';
    }
}
