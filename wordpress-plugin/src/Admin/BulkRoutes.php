<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Domain\Refusal;
use Parterre\Domain\Secrets;
use Parterre\Law\BulkActs;
use Parterre\Plugin;
use Parterre\Store\Amends;
use Parterre\Store\BulkActs as Records;
use Parterre\Store\Events;
use Parterre\Store\Shows;

/**
 * Cancelling or moving a show for everybody at once. Whoever may refund may do it.
 *
 * - `GET /shows/{show}/bulk/preview` → `{orders, currencies: {EUR: minor units}}`: whom it concerns, and what would go back.
 * - `POST /shows/{show}/cancel` `{message, chooseUntil}` refunds every order, or, with a day, asks first: until then a buyer may leave the
 *   money to the venue, then the rest goes back → the act. 409 when the show is cancelled already.
 * - `POST /shows/{show}/postpone` `{message, startsAt, doorsAt, endsAt, chooseUntil}` moves it; the three dates are instants or all null
 *   (not known yet), `chooseUntil` is an instant or null (no money back) → the act.
 * - `GET /shows/{show}/bulk` → `{acts}`, newest first.
 * - `GET /bulk/{act}` → `{id, show, kind, message, oldStartsAt, newStartsAt, chooseUntil, state: running|done, createdAt, endedAt,
 *   choices, progress: {orders, waiting, asked, done, failed, refunds, keeps, donations, codes, replays, nothing, unreachable, refundedMinor},
 *   amends}`; amends is null, or what is made good (`AmendsRoutes`): `{what, from, until, percent, amountMinor, validUntil, given: {EUR: minor units}}`.
 * - `GET /bulk/{act}/items?page&perPage&state` → `{items: [{id, order (its id, or null), reference, email, state, choice, amountMinor, totalMinor,
 *   currency, error, mayChoose}], total}`, addresses masked. `POST /bulk/{act}/choose` `{order, choice}`: what a buyer said on the phone → the act.
 * - `POST /bulk/{act}/work` goes on for a few seconds → the act. A screen that watches calls it until nothing waits, so that it gets on
 *   without cron too.
 * - `POST /bulk/{act}/retry` lets failed orders wait again → the act.
 */
final class BulkRoutes extends Routes {
    private const SECONDS = 5;

    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $refund = self::can(Roles::REFUND);
        $show = '/shows/(?P<show>' . self::ID . ')';
        $act = '/bulk/(?P<act>' . self::ID . ')';
        $this->route("$show/cancel", 'POST', $refund, $this->cancel(...));
        $this->route("$show/postpone", 'POST', $refund, $this->postpone(...));
        $this->route("$show/bulk", 'GET', $refund, $this->acts(...));
        $this->route("$show/bulk/preview", 'GET', $refund, $this->preview(...));
        $this->route("$act/items", 'GET', $refund, $this->items(...));
        $this->route("$act/choose", 'POST', $refund, $this->choose(...));
        $this->route($act, 'GET', $refund, $this->one(...));
        $this->route("$act/work", 'POST', $refund, $this->work(...));
        $this->route("$act/retry", 'POST', $refund, $this->retry(...));
    }

    private function cancel(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->show($request);
        if ($show === null) {
            return self::notFound();
        }
        if ($show['status'] === 'cancelled') {
            return self::conflict(__('This show is cancelled already.', 'parterre'));
        }
        $until = $this->until($request);
        if ($until === false) {
            return self::invalid(['chooseUntil' => __('This needs a day in the future.', 'parterre')]);
        }
        $message = ShowInput::lines($request['message'] ?? '', 180);
        $id = $this->plugin
            ->get(BulkActs::class)
            ->begin($show, 'cancel', null, $until, $message, get_current_user_id());
        return $this->view($id);
    }

    private function postpone(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->show($request);
        if ($show === null) {
            return self::notFound();
        }
        $now = $this->plugin->get(Clock::class)->nowMs();
        $given = array_filter([$request['startsAt'], $request['doorsAt'], $request['endsAt']]);
        $dates = null;
        $problems = [];
        if ($given !== []) {
            $dates = [
                'starts_at' => Instant::parse((string) $request['startsAt']),
                'doors_at' => Instant::parse((string) $request['doorsAt']),
                'ends_at' => Instant::parse((string) $request['endsAt']),
            ];
            if (
                in_array(null, $dates, true) ||
                $dates['doors_at'] > $dates['starts_at'] ||
                $dates['starts_at'] >= $dates['ends_at']
            ) {
                $problems['startsAt'] = __('Doors, start and end are needed, in this order.', 'parterre');
            } elseif ($dates['starts_at'] <= $now) {
                $problems['startsAt'] = __('The new date is in the past.', 'parterre');
            }
        }
        $until = $this->until($request);
        if ($until === false) {
            $problems['chooseUntil'] = __('This needs a day in the future.', 'parterre');
        }
        if ($problems !== []) {
            return self::invalid($problems);
        }
        $message = ShowInput::lines($request['message'] ?? '', 180);
        $id = $this->plugin
            ->get(BulkActs::class)
            ->begin($show, 'postpone', $dates, $until ?: null, $message, get_current_user_id());
        return $this->view($id);
    }

    private function preview(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->show($request);
        if ($show === null) {
            return self::notFound();
        }
        $preview = $this->plugin->get(BulkActs::class)->preview($show['id']);
        return ['currencies' => (object) $preview['currencies']] + $preview;
    }

    private function items(\WP_REST_Request $request): array|\WP_Error {
        $act = $this->act($request);
        if ($act === null) {
            return self::notFound();
        }
        [$limit, $offset] = self::slice($request);
        $page = $this->plugin->get(Records::class)->items($act['id'], self::words($request['state']), $limit, $offset);
        $acts = $this->plugin->get(BulkActs::class);
        return [
            'items' => array_map(
                static fn(array $item): array => [
                    'id' => $item['order_id'],
                    'order' => $item['order'],
                    'reference' => $item['reference'],
                    'email' => $item['email'] === '' ? '' : Secrets::emailHint($item['email']),
                    'state' => $item['state'],
                    'choice' => $item['choice'],
                    'amountMinor' => $item['amount_minor'],
                    'totalMinor' => $item['total_minor'],
                    'currency' => $item['currency'],
                    'error' => $item['error'],
                    'mayChoose' => $acts->mayChoose($act, $item),
                ],
                $page['items'],
            ),
            'total' => $page['total'],
        ];
    }

    private function choose(\WP_REST_Request $request): array|\WP_Error {
        $act = $this->act($request);
        $order = self::word($request['order']);
        $choice = (string) $request['choice'];
        if ($act === null || $order === null) {
            return self::notFound();
        }
        try {
            $this->plugin->get(BulkActs::class)->choose($act['id'], $order, $choice);
        } catch (Refusal $refusal) {
            return $refusal->errorCode === 'not_found'
                ? self::notFound()
                : self::conflict(__('This can no longer be chosen.', 'parterre'));
        }
        $this->plugin
            ->get(Events::class)
            ->audit('bulk.chosen', $order, ['act' => $act['id'], 'choice' => $choice], get_current_user_id());
        return $this->view($act['id']);
    }

    private function acts(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->show($request);
        if ($show === null) {
            return self::notFound();
        }
        $acts = $this->plugin->get(Records::class)->ofShow($show['id']);
        return ['acts' => array_map(fn(array $act): array => $this->view($act['id']), $acts)];
    }

    private function one(\WP_REST_Request $request): array|\WP_Error {
        return $this->act($request) === null ? self::notFound() : $this->view((string) $request['act']);
    }

    private function work(\WP_REST_Request $request): array|\WP_Error {
        $act = $this->act($request);
        if ($act === null) {
            return self::notFound();
        }
        $this->plugin->get(BulkActs::class)->work($act['id'], self::SECONDS);
        return $this->view($act['id']);
    }

    private function retry(\WP_REST_Request $request): array|\WP_Error {
        $act = $this->act($request);
        if ($act === null) {
            return self::notFound();
        }
        $this->plugin->get(Records::class)->retry($act['id']);
        return $this->view($act['id']);
    }

    /** @return array<string, mixed> an act, as it is told */
    public function view(string $id): array {
        $records = $this->plugin->get(Records::class);
        $act = $records->find($id) ?? throw new \LogicException('An act vanished.');
        $amends = $this->plugin->get(Amends::class);
        $its = $amends->find($id);
        return [
            'id' => $act['id'],
            'show' => $act['show_id'],
            'kind' => $act['kind'],
            'message' => $act['message'],
            'oldStartsAt' => Instant::toText($act['old_starts_at']),
            'newStartsAt' => Instant::toTextOrNull($act['new_starts_at']),
            'chooseUntil' => Instant::toTextOrNull($act['choose_until']),
            'state' => $act['state'],
            'choices' => $act['choose_until'] === null ? [] : BulkActs::choices($act),
            'createdAt' => Instant::toText($act['created_at']),
            'endedAt' => Instant::toTextOrNull($act['ended_at']),
            'progress' => $records->progress($id),
            'amends' =>
                $its === null
                    ? null
                    : [
                        'what' => $its['what'],
                        'from' => Instant::toText($its['from_at']),
                        'until' => Instant::toText($its['until_at']),
                        'percent' => $its['percent'],
                        'amountMinor' => $its['amount_minor'],
                        'validUntil' => Instant::toTextOrNull($its['valid_until']),
                        'given' => (object) $amends->given($id),
                    ],
        ];
    }

    /** @return array<string, mixed>|null a show the person may have to do with */
    private function show(\WP_REST_Request $request): ?array {
        $show = $this->plugin->get(Shows::class)->find((string) $request['show']);
        $owner = Roles::onlyOwner();
        return $show !== null && ($owner === null || $show['owner_id'] === $owner) ? $show : null;
    }

    /** @return array<string, mixed>|null */
    private function act(\WP_REST_Request $request): ?array {
        $act = $this->plugin->get(Records::class)->find((string) $request['act']);
        $show = $act === null ? null : $this->plugin->get(Shows::class)->find($act['show_id']);
        $owner = Roles::onlyOwner();
        return $owner === null || ($show !== null && $show['owner_id'] === $owner) ? $act : null;
    }

    /** Until when buyers may choose; null for not at all, false for a day that has gone or is none. */
    private function until(\WP_REST_Request $request): int|false|null {
        if ($request['chooseUntil'] === null) {
            return null;
        }
        $until = Instant::parse((string) $request['chooseUntil']);
        return $until === null || $until <= $this->plugin->get(Clock::class)->nowMs() ? false : $until;
    }
}
