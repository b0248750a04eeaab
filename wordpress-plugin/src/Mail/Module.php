<?php
declare(strict_types=1);

namespace Parterre\Mail;

use Parterre\Domain\Secrets;
use Parterre\Jobs\Runner;
use Parterre\Plugin;

/** Does the jobs that are mails. */
final class Module implements \Parterre\Module {
    public function __construct(private readonly Runner $jobs, private readonly Plugin $plugin) {}

    public function register(): void {
        $this->jobs->on('mail.purchase', function (array $job): void {
            $this->plugin->get(Letters::class)->purchase((string) $job['order'], (bool) ($job['late'] ?? false));
            $this->plugin->get(GiftLetters::class)->plan((string) $job['order']);
        });
        $this->jobs->on(
            'mail.processing',
            fn(array $job) => $this->plugin->get(MoneyLetters::class)->processing((string) $job['order']),
        );
        $this->jobs->on(
            'mail.refund',
            fn(array $job) => $this->plugin->get(MoneyLetters::class)->refund((string) $job['refund']),
        );
        $this->jobs->on(
            'mail.postponed',
            fn(array $job) => $this->plugin
                ->get(LawLetters::class)
                ->postponed((string) $job['act'], (string) $job['order']),
        );
        $this->jobs->on(
            'mail.cancelled',
            fn(array $job) => $this->plugin
                ->get(LawLetters::class)
                ->cancelled((string) $job['act'], (string) $job['order']),
        );
        $this->jobs->on(
            'mail.amends',
            fn(array $job) => $this->plugin
                ->get(AmendsLetters::class)
                ->given((string) $job['act'], (string) $job['item']),
        );
        $this->jobs->on(
            'mail.sent',
            fn(array $job) => $this->plugin->get(LawLetters::class)->sent((string) $job['delivery']),
        );
        $this->jobs->on(
            'mail.withdrawal',
            fn(array $job) => $this->plugin->get(LawLetters::class)->withdrawal((string) $job['withdrawal']),
        );
        $this->jobs->on(
            'mail.gift',
            fn(array $job) => $this->plugin->get(GiftLetters::class)->send((string) $job['order']),
        );
        $this->jobs->on(
            'mail.pass_link',
            fn(array $job) => $this->plugin
                ->get(Letters::class)
                ->passLink(
                    (string) $job['email'],
                    (string) $job['page'],
                    (string) $job['locale'],
                    $this->plugin->get(Secrets::class)->hashEmail((string) $job['email']),
                ),
        );
        $doors = fn(): DoorLetters => $this->plugin->get(DoorLetters::class);
        $this->jobs->on(
            'mail.doors',
            fn(array $job) => $doors()->doors((string) $job['show'], (string) $job['holder']),
        );
        $this->jobs->on('mail.shared', fn(array $job) => $doors()->shared((string) $job['address']));
        $this->jobs->on(
            'mail.unshared',
            fn(array $job) => $doors()->unshared(
                (string) $job['ticket'],
                (string) $job['email'],
                (string) $job['locale'],
            ),
        );
        $transfers = fn(): TransferLetters => $this->plugin->get(TransferLetters::class);
        $this->jobs->on('mail.transfer', fn(array $job) => $transfers()->asked((string) $job['transfer']));
        $this->jobs->on('mail.transferred', fn(array $job) => $transfers()->done((string) $job['transfer']));
        $this->jobs->on('mail.taken_back', fn(array $job) => $transfers()->takenBack((string) $job['ticket']));
        $this->jobs->on('mail.honour', fn(array $job) => $doors()->honour((string) $job['honour']));
        if (!has_action(Runner::TICK, [self::class, 'plan'])) {
            add_action(Runner::TICK, [self::class, 'plan']);
        }
    }

    /** Plans the mails before doors, at every tick. */
    public static function plan(): void {
        Plugin::instance()->get(DoorLetters::class)->plan();
    }
}
