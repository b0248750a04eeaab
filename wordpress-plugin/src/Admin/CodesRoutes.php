<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Instant;
use Parterre\Hall\Attendance;
use Parterre\Law\Csv;
use Parterre\Law\Paper;
use Parterre\Mail\Texts;
use Parterre\Plugin;
use Parterre\Settings;
use Parterre\Store\Catalogue;
use Parterre\Store\Codes;
use Parterre\Store\Db;
use Parterre\Store\DbError;
use Parterre\Store\Events;
use Parterre\Store\Shows;

/**
 * Promo codes and codes that are printed. Knowing a code is having it: only whoever may give something away sees them. Somebody
 * with shows of their own alone has no part in this.
 *
 * A code: `{id, code, type: percent|amount|price|unlock, value, offers, shows, opensAt, closesAt, maxUses, maxPerPerson, pieces, uses,
 * takenMinor, batch, label, state: on|planned|over|used|off, createdAt}`; `value` in hundredths of a percent or in minor units.
 *
 * - `GET /codes?page&perPage&search&state&type&batch` → `{items, total}`; without a search or a batch, those that were made one by one.
 * - `GET /codes/choices` → `{shows: [{id, title, startsAt, replayUntil, offers: [{id, name, priceMinor, hidden, kinds}]}]}`, what codes can be for.
 * - `POST /codes` a code → it. 409 when one reads the same. `POST /codes/{code}` changes label, dates, limits and `disabled` → it.
 *   `POST /codes/{code}/remove` takes one away that nobody ever used; 409 for another.
 * - `GET /codes/batches` → `{batches: [{batch, label, type, value, codes, used, off, createdAt}]}`. `POST /codes/batches` `{count, …}` makes
 *   codes for one use each → `{batch, codes}`. `POST /codes/batches/{batch}` `{disabled}` switches all of them.
 * - `GET /codes/batches/{batch}/print` cards to cut out; `GET /codes/batches/{batch}/csv`. Both are written into the audit.
 */
final class CodesRoutes extends Routes {
    private const MOST_SHOWS = 100;

    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $may = static fn(): bool => self::mayGive();
        $one = '/codes/(?P<code>' . self::ID . ')';
        $batch = '/codes/batches/(?P<batch>' . self::ID . ')';
        $this->route('/codes', 'GET', $may, $this->list(...));
        $this->route('/codes', 'POST', $may, $this->create(...));
        $this->route('/codes/choices', 'GET', $may, $this->choices(...));
        $this->route('/codes/batches', 'GET', $may, $this->batches(...));
        $this->route('/codes/batches', 'POST', $may, $this->createBatch(...));
        $this->route($batch, 'POST', $may, $this->switchBatch(...));
        $this->route("$batch/print", 'GET', $may, $this->printed(...));
        $this->route("$batch/csv", 'GET', $may, $this->csv(...));
        // After the words that could be an id.
        $this->route($one, 'POST', $may, $this->change(...));
        $this->route("$one/remove", 'POST', $may, $this->remove(...));
    }

    /** Whether somebody may give something of the whole venue away. */
    public static function mayGive(): bool {
        return current_user_can(Roles::SERVE_ORDERS) && Roles::onlyOwner() === null;
    }

    private function list(\WP_REST_Request $request): array {
        [$limit, $offset] = self::slice($request);
        $page = $this->plugin->get(Codes::class)->page(
            [
                'search' => mb_substr(trim((string) ($request['search'] ?? '')), 0, 60),
                'states' => self::words($request['state']),
                'types' => self::words($request['type']),
                'batch' => self::word($request['batch']),
            ],
            $limit,
            $offset,
        );
        return ['items' => $this->views($page['items']), 'total' => $page['total']];
    }

    private function choices(): array {
        $all = $this->plugin->get(Shows::class)->all(self::MOST_SHOWS);
        usort($all, static fn(array $a, array $b): int => $b['starts_at'] <=> $a['starts_at']);
        $offers = $this->plugin->get(Catalogue::class)->offersOf(array_column($all, 'id'));
        return [
            'shows' => array_map(
                static fn(array $show): array => [
                    'id' => $show['id'],
                    'title' => $show['title'],
                    'startsAt' => Instant::toText($show['starts_at']),
                    'replayUntil' => Instant::toTextOrNull($show['replay_until']),
                    'timeZone' => $show['time_zone'],
                    'offers' => array_map(
                        static fn(array $offer): array => [
                            'id' => $offer['id'],
                            'name' => $offer['name'],
                            'priceMinor' => $offer['price_minor'],
                            'pricing' => $offer['pricing'],
                            'hidden' => (bool) $offer['hidden'],
                            'kinds' => array_values(array_unique(array_column($offer['parts'], 'kind'))),
                        ],
                        $offers[$show['id']] ?? [],
                    ),
                ],
                $all,
            ),
        ];
    }

    private function create(\WP_REST_Request $request): array|\WP_Error {
        $given = (array) $request->get_json_params();
        $input = $this->plugin->get(CodeInput::class);
        [$fields, $problems] = $input->effect($given);
        $code = CodeInput::code($given['code'] ?? '');
        if ($code === null) {
            $problems['code'] = __('This needs at least three letters or digits.', 'parterre');
        }
        if ($input->isPast($fields['closes_at'])) {
            $problems['closesAt'] = __('This needs a day in the future.', 'parterre');
        }
        if ($problems !== []) {
            return self::invalid($problems);
        }
        try {
            $id = $this->plugin->get(Codes::class)->create(['code' => $code] + $fields);
        } catch (DbError $error) {
            if (!Db::isDuplicate($error)) {
                throw $error;
            }
            return self::conflict(__('There is a code that reads the same.', 'parterre'));
        }
        $this->audit('code.created', $id, ['type' => $fields['type'], 'value' => $fields['value']]);
        return $this->one($id);
    }

    private function change(\WP_REST_Request $request): array|\WP_Error {
        $codes = $this->plugin->get(Codes::class);
        $code = $codes->find((string) $request['code']);
        if ($code === null) {
            return self::notFound();
        }
        $given = (array) $request->get_json_params();
        // What a code takes off stays: fans have it on paper.
        [$fields, $problems] = $this->plugin->get(CodeInput::class)->effect(
            array_intersect_key($given, array_flip(['opensAt', 'closesAt', 'maxUses', 'maxPerPerson', 'label'])) + [
                'type' => $code['type'],
                'value' => $code['value'],
                'offers' => $code['offers'],
                'shows' => $code['shows'],
                'opensAt' => Instant::toTextOrNull($code['opens_at']),
                'closesAt' => Instant::toTextOrNull($code['closes_at']),
                'maxUses' => $code['max_uses'],
                'maxPerPerson' => $code['max_per_person'],
                'label' => $code['label'],
            ],
        );
        // An offer that was deleted since is no reason to keep a code from being switched off.
        unset($problems['offers']);
        if ($problems !== []) {
            return self::invalid($problems);
        }
        $fields = array_intersect_key(
            $fields,
            array_flip(['opens_at', 'closes_at', 'max_uses', 'max_per_person', 'label']),
        );
        if (is_bool($given['disabled'] ?? null)) {
            $fields['disabled'] = (int) $given['disabled'];
        }
        $codes->update($code['id'], $fields);
        $this->audit('code.changed', $code['id'], array_diff_key($fields, ['label' => 1]));
        return $this->one($code['id']);
    }

    private function remove(\WP_REST_Request $request): array|\WP_Error {
        $codes = $this->plugin->get(Codes::class);
        $code = $codes->find((string) $request['code']);
        if ($code === null) {
            return self::notFound();
        }
        if (!$codes->delete($code['id'])) {
            return self::conflict(__('This code was used: it can be switched off, not removed.', 'parterre'));
        }
        $this->audit('code.removed', $code['id'], []);
        return [];
    }

    private function batches(): array {
        return [
            'batches' => array_map(
                static fn(array $batch): array => ['createdAt' => Instant::toText($batch['created_at'])] +
                    array_diff_key($batch, ['created_at' => 1]),
                $this->plugin->get(Codes::class)->batches(100),
            ),
        ];
    }

    private function createBatch(\WP_REST_Request $request): array|\WP_Error {
        $given = (array) $request->get_json_params();
        $input = $this->plugin->get(CodeInput::class);
        [$fields, $problems] = $input->effect($given);
        $count = $given['count'] ?? null;
        if (!is_int($count) || $count < 1 || $count > Attendance::MOST_PRINTED) {
            $problems['count'] = sprintf(
                /* translators: %d: the largest number of codes */
                __('This needs a number between 1 and %d.', 'parterre'),
                Attendance::MOST_PRINTED,
            );
        }
        if ($input->isPast($fields['closes_at'])) {
            $problems['closesAt'] = __('This needs a day in the future.', 'parterre');
        }
        if ($problems !== []) {
            return self::invalid($problems);
        }
        // One use each is what makes them worth printing.
        $made = $this->plugin
            ->get(Codes::class)
            ->createBatch((int) $count, ['max_uses' => 1, 'max_per_person' => null] + $fields);
        $this->audit('code.batch_created', $made['batch'], [
            'codes' => $count,
            'type' => $fields['type'],
            'value' => $fields['value'],
        ]);
        return $made;
    }

    private function switchBatch(\WP_REST_Request $request): array|\WP_Error {
        $off = $request['disabled'];
        $codes = $this->plugin->get(Codes::class);
        if (!is_bool($off) || $codes->all((string) $request['batch'], 1) === []) {
            return self::notFound();
        }
        $codes->switchBatch((string) $request['batch'], $off);
        $this->audit('code.batch_switched', (string) $request['batch'], ['disabled' => $off]);
        return $this->batches();
    }

    private function printed(\WP_REST_Request $request): array|\WP_Error {
        $codes = $this->ofBatch($request);
        if ($codes === []) {
            return self::notFound();
        }
        $this->audit('code.batch_printed', (string) $request['batch'], ['codes' => count($codes)]);
        $language = substr(determine_locale(), 0, 2);
        Paper::send(
            __('Codes', 'parterre'),
            $language,
            array_map(
                fn(array $some): string => $this->cards($some, new Texts($language)),
                // Twelve cards are an A4 page.
                array_chunk($codes, 12),
            ),
        );
    }

    private function csv(\WP_REST_Request $request): array|\WP_Error {
        $codes = $this->ofBatch($request);
        if ($codes === []) {
            return self::notFound();
        }
        $this->audit('code.batch_exported', (string) $request['batch'], ['codes' => count($codes)]);
        $csv = new Csv(str_starts_with(determine_locale(), 'fr'));
        Download::csv('parterre-codes.csv', self::csvLines($csv, $this->views($codes)));
    }

    /** @param list<array<string, mixed>> $codes @return \Generator<string> */
    public static function csvLines(Csv $csv, array $codes): \Generator {
        yield Csv::MARK . $csv->line([__('Code', 'parterre'), __('State', 'parterre'), __('Used', 'parterre')]);
        foreach ($codes as $code) {
            yield $csv->line([$code['code'], $code['state'], $code['uses']]);
        }
    }

    /**
     * Cards with one code each.
     *
     * @param list<array<string, mixed>> $codes rows
     * @return string HTML
     */
    public function cards(array $codes, Texts $texts): string {
        $offer =
            $this->plugin->get(Catalogue::class)->offersById($codes[0]['offers'])[$codes[0]['offers'][0] ?? ''] ?? null;
        $show = $this->plugin->get(Shows::class)->find((string) ($offer['show_id'] ?? ($codes[0]['shows'][0] ?? '')));
        $page = $show === null ? home_url('/') : strtok(\Parterre\Rest\Views::showUrl($show), '#');
        $lines = array_filter([
            in_array('replay', array_column($offer['parts'] ?? [], 'kind'), true)
                ? $texts->say('card.title')
                : $this->plugin->get(Settings::class)->venueName(),
            $offer === null
                ? ''
                : $offer['name'] .
                    ($codes[0]['type'] === 'price'
                        ? ' · ' . $texts->money($codes[0]['value'], $offer['currency'])
                        : ''),
        ]);
        $until = $codes[0]['closes_at'];
        $cards = '';
        foreach ($codes as $code) {
            $cards .=
                '<article><p class="fine">' .
                esc_html(implode(' · ', $lines)) .
                '</p><p><strong>' .
                esc_html($show['title'] ?? $code['label']) .
                '</strong></p><p class="code">' .
                esc_html($code['code']) .
                '</p><p class="fine">' .
                esc_html(preg_replace('~^https?://|/$~', '', (string) $page)) .
                '</p><p class="fine">' .
                esc_html(
                    $texts->say('card.once') .
                        ($until === null
                            ? ''
                            : ' · ' .
                                $texts->say('card.until', [
                                    'date' => $texts->day($until, $show['time_zone'] ?? wp_timezone_string()),
                                ])),
                ) .
                '</p></article>';
        }
        return "<div class=\"cards\">$cards</div>";
    }

    /** @return list<array<string, mixed>> all codes of a batch, in the order they were made */
    private function ofBatch(\WP_REST_Request $request): array {
        return $this->plugin->get(Codes::class)->all((string) $request['batch'], Attendance::MOST_PRINTED);
    }

    /** @return array<string, mixed> */
    private function one(string $id): array {
        $code = $this->plugin->get(Codes::class)->find($id) ?? throw new \LogicException('A code vanished.');
        return $this->views([$code])[0];
    }

    /**
     * @param list<array<string, mixed>> $codes rows
     * @return list<array<string, mixed>>
     */
    private function views(array $codes): array {
        $offers = $this->plugin
            ->get(Catalogue::class)
            ->offersById(array_values(array_unique(array_merge(...array_column($codes, 'offers')))));
        $shows = $this->plugin
            ->get(Shows::class)
            ->findMany([...array_merge(...array_column($codes, 'shows')), ...array_column($offers, 'show_id')]);
        $records = $this->plugin->get(Codes::class);
        return array_map(
            static fn(array $code): array => [
                'id' => $code['id'],
                'code' => $code['code'],
                'type' => $code['type'],
                'value' => $code['value'],
                'for' => [
                    ...array_map(
                        static fn(string $id): string => isset($offers[$id])
                            ? ($shows[$offers[$id]['show_id']]['title'] ?? '') . ' · ' . $offers[$id]['name']
                            : $id,
                        $code['offers'],
                    ),
                    ...array_map(static fn(string $id): string => $shows[$id]['title'] ?? $id, $code['shows']),
                ],
                'opensAt' => Instant::toTextOrNull($code['opens_at']),
                'closesAt' => Instant::toTextOrNull($code['closes_at']),
                'maxUses' => $code['max_uses'],
                'maxPerPerson' => $code['max_per_person'],
                'pieces' => $code['pieces'],
                'uses' => $code['uses'],
                'takenMinor' => $code['taken_minor'] ?? 0,
                'batch' => $code['batch'],
                'label' => $code['label'],
                'state' => $records->stateOf($code),
                'createdAt' => Instant::toText($code['created_at']),
            ],
            $codes,
        );
    }

    private function audit(string $act, string $subject, array $detail): void {
        $this->plugin->get(Events::class)->audit($act, $subject, $detail, get_current_user_id());
    }
}
