<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Law\Exports;
use Parterre\Law\Paper;
use Parterre\Law\Statement;
use Parterre\Law\StatementPage;
use Parterre\Plugin;
use Parterre\Store\Events;
use Parterre\Store\LawBook;
use Parterre\Store\Shows;

/**
 * Lists and statements that leave the site. Each is written into the audit with whoever took it. They are downloaded by a link, with the
 * nonce as `_wpnonce`.
 *
 * - `GET /exports` → `{names}`: `orders`, `journal` (sales by day, country and rate), `documents`, `refunds`, `tickets`, `ledger`,
 *   `payouts` (what the provider paid out, movement by movement).
 * - `GET /exports/{name}?from=2026-11-01&to=2026-11-30` streams CSV; both days count, in the venue's zone. Addresses are masked
 *   for whoever may not see them.
 * - `GET /shows/{show}/statement` → `{show: {id, title, startsAt}, viewers: {live, replay}, currencies: {EUR: {orders, gross, refunded,
 *   disputed, net, vat: [{country, rate, gross, tax}], vatTotal, fees, counter, rightsBase, rest, split: {artist, crew, venue}, byKind}},
 *   shares: {artist, crew, venue}, usual: bool}`, amounts in minor units, shares in hundredths of a percent, `usual` where they are the
 *   venue's. `show` may be `none`: what belongs to no show.
 * - `PUT /shows/{show}/statement/split` `{artist, crew, venue}` shares this show another way, `{}` as usual again → the statement.
 * - `GET /shows/{show}/statement/print` the same as a page to print; `GET /shows/{show}/statement/csv` as CSV.
 */
final class ExportsRoutes extends Routes {
    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $export = self::can(Roles::EXPORT);
        $this->route('/exports', 'GET', $export, static fn(): array => ['names' => Exports::NAMES]);
        $this->route('/exports/(?P<name>[a-z]{1,20})', 'GET', $export, $this->download(...));
        $one = '/shows/(?P<show>' . self::ID . ')/statement';
        $this->route($one, 'GET', $export, $this->statement(...));
        $this->route("$one/split", 'PUT', $export, $this->split(...));
        $this->route("$one/print", 'GET', $export, $this->printed(...));
        $this->route("$one/csv", 'GET', $export, $this->statementCsv(...));
    }

    private function download(\WP_REST_Request $request): array|\WP_Error {
        $name = (string) $request['name'];
        $from = self::midnight((string) $request['from'], 0);
        $to = self::midnight((string) $request['to'], 1);
        if (!in_array($name, Exports::NAMES, true)) {
            return self::notFound();
        }
        if ($from === null || $to === null || $from >= $to) {
            return self::invalid(['from' => __('This needs a first and a last day.', 'parterre')]);
        }
        $addresses = current_user_can(Roles::VIEW_PERSONAL);
        $this->audit("export.$name", null, [
            'from' => (string) $request['from'],
            'to' => (string) $request['to'],
            'addresses' => $addresses,
        ]);
        $french = str_starts_with(determine_locale(), 'fr');
        $lines = $this->plugin->get(Exports::class)->lines($name, $from, $to, $french, $addresses);
        Download::csv("parterre-$name-{$request['from']}-{$request['to']}.csv", $lines);
    }

    private function statement(\WP_REST_Request $request): array|\WP_Error {
        [$id, $show] = $this->asked($request);
        if ($id !== null && $show === null) {
            return self::notFound();
        }
        $statement = $this->plugin->get(Statement::class);
        return [
            'show' =>
                $show === null
                    ? null
                    : [
                        'id' => $show['id'],
                        'title' => $show['title'],
                        'startsAt' => Instant::toText($show['starts_at']),
                    ],
            'viewers' => $id === null ? null : $statement->viewers($id),
            'currencies' => (object) $statement->of($id),
            'shares' => $statement->shares($id),
            'usual' => $id === null || $this->plugin->get(LawBook::class)->split($id) === null,
        ];
    }

    private function split(\WP_REST_Request $request): array|\WP_Error {
        [, $show] = $this->asked($request);
        if ($show === null) {
            return self::notFound();
        }
        $given = array_intersect_key((array) $request->get_json_params(), array_flip(Statement::PARTIES));
        $shares = array_filter($given, static fn(mixed $share): bool => is_int($share) && $share >= 0);
        if ($given !== [] && (count($shares) !== count(Statement::PARTIES) || array_sum($shares) !== 10_000)) {
            return self::invalid(['venue' => __('The three shares have to make 100 percent.', 'parterre')]);
        }
        $this->plugin
            ->get(LawBook::class)
            ->keepSplit(
                $show['id'],
                $given === [] ? null : $shares,
                get_current_user_id(),
                $this->plugin->get(Clock::class)->nowMs(),
            );
        $this->audit('statement.split', $show['id'], $shares);
        return $this->statement($request);
    }

    private function printed(\WP_REST_Request $request): array|\WP_Error {
        [$id, $show] = $this->asked($request);
        if ($id !== null && $show === null) {
            return self::notFound();
        }
        $this->audit('export.statement', $id, []);
        $page = $this->plugin->get(StatementPage::class);
        Paper::send($page->title($show), substr(determine_locale(), 0, 2), [$page->sheet($show)]);
    }

    private function statementCsv(\WP_REST_Request $request): array|\WP_Error {
        [$id, $show] = $this->asked($request);
        if ($id !== null && $show === null) {
            return self::notFound();
        }
        $this->audit('export.statement', $id, []);
        $french = str_starts_with(determine_locale(), 'fr');
        Download::csv(
            'parterre-statement-' . ($show['slug'] ?? 'none') . '.csv',
            $this->plugin->get(StatementPage::class)->lines($show, $french),
        );
    }

    /** @return array{0: string|null, 1: array<string, mixed>|null} id and row of the show asked for; two nulls for `none` */
    private function asked(\WP_REST_Request $request): array {
        $id = (string) $request['show'];
        return $id === 'none' ? [null, null] : [$id, $this->plugin->get(Shows::class)->find($id)];
    }

    private function audit(string $act, ?string $subject, array $detail): void {
        $this->plugin->get(Events::class)->audit($act, $subject, $detail, get_current_user_id());
    }

    /** Midnight of a day in the venue's zone, some days on, in milliseconds. */
    private static function midnight(string $day, int $daysOn): ?int {
        if (!preg_match('/^\d{4}-\d\d-\d\d$/D', $day)) {
            return null;
        }
        $date = date_create_immutable($day, wp_timezone());
        return $date === false ? null : $date->modify("+$daysOn day")->getTimestamp() * 1000;
    }
}
