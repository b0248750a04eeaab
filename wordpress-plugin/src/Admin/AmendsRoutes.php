<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Domain\Money;
use Parterre\Law\Amends;
use Parterre\Law\AmendsRefused;
use Parterre\Plugin;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Failures;
use Parterre\Store\Shows;
use Parterre\Streaming\Watch\Failing;
use Parterre\Streaming\Watch\Figures;

/**
 * "The picture failed from … to …", and what the venue does about it. Whoever runs a stage sees the periods and can say when it was;
 * only who may refund makes good for it, and is told of tickets and money.
 *
 * - `GET /desk/{show}/failures` → `{failures: [{id (of what was said by hand, or null), from, until, source: watch|viewers|hand}], liveAt, endedAt,
 *   replayUntil, timeZone, mayMark, mayAmend}`.
 * - `POST /desk/{show}/failures` `{from, until, instead}` says so by hand; `instead` is the id of what it replaces, or null. `DELETE
 *   /desk/{show}/failures/{failure}` takes it back. Both → the periods.
 * - `GET /shows/{show}/amends?what&from&until&percent&amountMinor&validUntil&withLive` → `{tickets, people, orders, free, currencies: {EUR: minor units},
 *   windows, given, forgotten}`: what it would do. forgotten: who was inside then is not known any more.
 * - `POST /shows/{show}/amends` `{the same, message}` does it → the act (`BulkRoutes`).
 */
final class AmendsRoutes extends Routes {
    /** Who was inside is known for so long (`columns/watching.php`). */
    private const KNOWN_MS = 90 * 86_400_000;

    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $refund = self::can(Roles::REFUND);
        $run = [Roles::RUN_STAGE, Roles::EDIT_SHOWS, Roles::EDIT_ALL_SHOWS];
        $failures = '/desk/(?P<show>' . self::ID . ')/failures';
        $amends = '/shows/(?P<show>' . self::ID . ')/amends';
        $this->route($failures, 'GET', self::can(Roles::REFUND, ...$run), $this->failures(...));
        $this->route($failures, 'POST', self::can(...$run), $this->mark(...));
        $this->route("$failures/(?P<failure>" . self::ID . ')', 'DELETE', self::can(...$run), $this->unmark(...));
        $this->route($amends, 'GET', $refund, $this->preview(...));
        $this->route($amends, 'POST', $refund, $this->begin(...));
    }

    private function failures(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->show($request);
        return $show === null || (!self::mayMark($show) && !self::mayAmend($show))
            ? self::notFound()
            : $this->periods($show);
    }

    private function mark(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->show($request);
        if ($show === null || !self::mayMark($show)) {
            return self::notFound();
        }
        $problems = [];
        $period = $this->period($request, $show, $problems);
        if ($problems !== []) {
            return self::invalid($problems);
        }
        $instead = self::word($request['instead']);
        $known = $this->plugin->get(Failures::class);
        $said = array_filter(
            $known->ofShow($show['id']),
            static fn(array $one): bool => $one['source'] === Failures::HAND && $one['id'] !== $instead,
        );
        if (count($said) >= Failures::MOST) {
            return self::conflict(__('So many periods are noted already: take some back first.', 'parterre'));
        }
        $this->plugin->get(Db::class)->transaction(function () use ($show, $period, $instead, $known): void {
            if ($instead !== null) {
                $known->unmark($show['id'], $instead);
            }
            $known->mark($show['id'], $period['from'], $period['until'], get_current_user_id());
            $this->audit('stage.failed', $show['id'], $period);
        });
        return $this->periods($show);
    }

    private function unmark(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->show($request);
        if ($show === null || !self::mayMark($show)) {
            return self::notFound();
        }
        if (!$this->plugin->get(Failures::class)->unmark($show['id'], (string) $request['failure'])) {
            return self::notFound();
        }
        $this->audit('stage.failedNot', $show['id'], []);
        return $this->periods($show);
    }

    private function preview(\WP_REST_Request $request): array|\WP_Error {
        return $this->wished($request, function (array $show, array $wish): array {
            $preview = $this->plugin->get(Amends::class)->preview($show, $wish);
            return [
                'currencies' => (object) $preview['currencies'],
                'forgotten' => $wish['until'] < $this->plugin->get(Clock::class)->nowMs() - self::KNOWN_MS,
            ] + $preview;
        });
    }

    private function begin(\WP_REST_Request $request): array|\WP_Error {
        return $this->wished($request, function (array $show, array $wish) use ($request): array {
            $message = ShowInput::lines($request['message'] ?? '', 180);
            $act = $this->plugin->get(Amends::class)->begin($show, $wish, $message, get_current_user_id());
            return $this->plugin->get(BulkRoutes::class)->view($act);
        });
    }

    /**
     * Does what is asked for a show, where all of it makes sense.
     *
     * @param \Closure(array<string, mixed> $show, array<string, mixed> $wish): array<string, mixed> $do
     * @return array<string, mixed>|\WP_Error
     */
    private function wished(\WP_REST_Request $request, \Closure $do): array|\WP_Error {
        $show = $this->show($request);
        if ($show === null || !self::mayAmend($show)) {
            return self::notFound();
        }
        $problems = [];
        $wish = $this->wish($request, $show, $problems);
        if ($problems !== []) {
            return self::invalid($problems);
        }
        try {
            return $do($show, $wish);
        } catch (AmendsRefused $refused) {
            return self::conflict(self::sentence($refused->why));
        }
    }

    /** @return array<string, mixed> */
    private function periods(array $show): array {
        $now = $this->plugin->get(Clock::class)->nowMs();
        $end = $show['ended_at'] ?? $now;
        // Who watched so long ago is known no more, nor is what they went through.
        $begin = max((int) $show['live_at'], $now - self::KNOWN_MS);
        $minutes =
            $show['live_at'] === null || $begin >= $end
                ? []
                : $this->plugin
                    ->get(Figures::class)
                    ->minutes(
                        $show['id'],
                        max(intdiv($begin, 60_000), intdiv($end, 60_000) - 12 * 60),
                        intdiv($end, 60_000) + 1,
                    );
        $failures = $this->plugin->get(Failures::class)->ofShow($show['id']);
        return [
            'failures' => array_map(
                static fn(array $period): array => [
                    'id' => $period['id'],
                    'from' => Instant::toText($period['from']),
                    'until' => Instant::toText($period['until']),
                    'source' => $period['source'],
                ],
                Failing::periods($show, $failures, $minutes, $now),
            ),
            'liveAt' => Instant::toTextOrNull($show['live_at']),
            'endedAt' => Instant::toTextOrNull($show['ended_at']),
            'replayUntil' => Instant::toTextOrNull($show['replay_until']),
            'timeZone' => $show['time_zone'],
            'mayMark' => self::mayMark($show),
            'mayAmend' => self::mayAmend($show),
        ];
    }

    /**
     * @param array<string, string> $problems gets a sentence for each field that is wrong
     * @return array{from: int, until: int}
     */
    private function period(\WP_REST_Request $request, array $show, array &$problems): array {
        $from = Instant::parse((string) $request['from']);
        $until = Instant::parse((string) $request['until']);
        $end = $show['ended_at'] ?? $this->plugin->get(Clock::class)->nowMs();
        if ($from === null || $until === null || $from >= $until) {
            $problems['until'] = __('Two moments are needed, the earlier one first.', 'parterre');
        } elseif ($show['live_at'] === null || $from < $show['live_at'] || $until > $end) {
            $problems['from'] = __('The show was not on then.', 'parterre');
        }
        return ['from' => (int) $from, 'until' => (int) $until];
    }

    /**
     * @param array<string, string> $problems gets a sentence for each field that is wrong
     * @return array{what: string, from: int, until: int, percent: ?int, amountMinor: ?int, validUntil: ?int, withLive: bool}
     */
    private function wish(\WP_REST_Request $request, array $show, array &$problems): array {
        $what = (string) $request['what'];
        $wish = ['what' => $what] + $this->period($request, $show, $problems);
        $wish += ['percent' => null, 'amountMinor' => null, 'validUntil' => null, 'withLive' => false];
        if (!in_array($what, Amends::WHAT, true)) {
            $problems['what'] = __('This is none of the choices.', 'parterre');
            return $wish;
        }
        if ($what !== 'replay' && ($what === 'refund' || $request['amountMinor'] === null)) {
            $percent = filter_var($request['percent'], FILTER_VALIDATE_INT);
            if ($percent === false || $percent < 100 || $percent > Amends::MOST_PERCENT) {
                /* translators: %d: a percentage */
                $sentence = __('From 1 to %d percent. To give everything back, refund the orders.', 'parterre');
                $problems['percent'] = sprintf($sentence, intdiv(Amends::MOST_PERCENT, 100));
            }
            $wish['percent'] = (int) $percent;
        } elseif ($what === 'code') {
            $amount = filter_var($request['amountMinor'], FILTER_VALIDATE_INT);
            if ($amount === false || $amount < 1 || $amount > self::mostMinor($this->plugin->get(Settings::class))) {
                $problems['amountMinor'] = __('This is no amount for a code.', 'parterre');
            }
            $wish['amountMinor'] = (int) $amount;
        }
        if ($what !== 'refund') {
            $until = Instant::parse((string) $request['validUntil']);
            if ($until === null || $until <= $this->plugin->get(Clock::class)->nowMs()) {
                $problems['validUntil'] = __('This needs a day in the future.', 'parterre');
            }
            $wish['validUntil'] = (int) $until;
        }
        $wish['withLive'] = $what === 'replay' && filter_var($request['withLive'], FILTER_VALIDATE_BOOLEAN);
        return $wish;
    }

    /** A thousand of the currency: more for a ticket is a slip of the keyboard. */
    private static function mostMinor(Settings $settings): int {
        return 1_000 * 10 ** Money::minorDigits($settings->get('currency'));
    }

    private static function sentence(string $why): string {
        return match ($why) {
            'cancelled' => __('This show was cancelled: everybody has their money back, or is asked.', 'parterre'),
            'not_over' => __('The show is not over yet. When it is, it can be made good for here.', 'parterre'),
            'outside' => __('The show was not on then.', 'parterre'),
            'no_replay' => __(
                'The replay is not published yet: then there is something that can last longer.',
                'parterre',
            ),
            'endless' => __('Every replay plays that long already.', 'parterre'),
            'overlap' => __(
                'This was done for a period that overlaps this one: nobody gets it twice for the same minutes.',
                'parterre',
            ),
            default => __('Nobody is known to have been inside then.', 'parterre'),
        };
    }

    private function audit(string $action, string $show, array $detail): void {
        $this->plugin->get(Events::class)->audit($action, $show, $detail, get_current_user_id());
    }

    /** @return array<string, mixed>|null */
    private function show(\WP_REST_Request $request): ?array {
        $show = $this->plugin->get(Shows::class)->find((string) $request['show']);
        return $show !== null && $show['published'] ? $show : null;
    }

    private static function mayMark(array $show): bool {
        return Roles::mayRun(['owner' => $show['owner_id']] + $show);
    }

    private static function mayAmend(array $show): bool {
        $owner = Roles::onlyOwner();
        return current_user_can(Roles::REFUND) && ($owner === null || $show['owner_id'] === $owner);
    }
}
