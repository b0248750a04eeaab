<?php
declare(strict_types=1);

namespace Parterre\Embed;

use Parterre\Domain\Instant;
use Parterre\Store\Catalogue;
use Parterre\Store\Shows;
use Parterre\Streaming\Marks;

/**
 * Draws what is said about a show in plain HTML: its head and its details. It says nothing that ages while a page cache
 * keeps the page: no phase, no stock, no price.
 */
final class ShowSheet {
    public function __construct(
        private readonly Assets $assets,
        private readonly CurrentShow $currentShow,
        private readonly Shows $shows,
        private readonly Catalogue $catalogue,
        private readonly Marks $marks,
    ) {}

    /** @param array<string, mixed> $attributes of a block */
    public function block(string $kind, array $attributes, ?int $post): string {
        $show = $this->currentShow->find((string) (Renderer::clean($attributes)['show'] ?? ''), $post);
        if ($show === null) {
            return '';
        }
        $this->assets->useStyles();
        return $kind === 'header'
            ? $this->header($show, ($attributes['layout'] ?? 'text') === 'poster', $post)
            : $this->details($show);
    }

    /**
     * @param array<string, mixed> $show       a row of `shows`
     * @param bool                 $withPoster whether the poster fills the back, as on a home page; above a player, which
     *                                         shows the poster itself, text is enough
     */
    public function header(array $show, bool $withPoster, ?int $post): string {
        $poster = $show['poster'];
        $picture =
            $withPoster && is_array($poster)
                ? sprintf(
                    '<figure class="parterre-head-poster"><img src="%s" alt="%s"%s fetchpriority="high" decoding="async"></figure>',
                    esc_url($poster['url']),
                    esc_attr($poster['alt'] ?? ''),
                    isset($poster['width'], $poster['height'])
                        ? sprintf(' width="%d" height="%d"', $poster['width'], $poster['height'])
                        : '',
                )
                : '';
        $status = match ($show['status']) {
            'postponed' => __('Postponed', 'parterre'),
            'cancelled' => __('Cancelled', 'parterre'),
            default => '',
        };
        return sprintf(
            '<header class="parterre-head%s">%s<div class="parterre-head-text">%s<p class="parterre-head-date"><time datetime="%s">%s</time></p><h1 class="parterre-head-title">%s</h1>%s%s%s</div></header>%s',
            $picture === '' ? '' : ' has-poster',
            $picture,
            $status === '' ? '' : '<p class="parterre-head-status">' . esc_html($status) . '</p>',
            esc_attr(Instant::toText($show['starts_at'])),
            esc_html(
                self::day($show['starts_at'], $show['time_zone']) .
                    ' · ' .
                    self::time($show['starts_at'], $show['time_zone']),
            ),
            esc_html($show['title']),
            // A show that is called what its artist is called need not say it twice.
            $show['artists'] === [] || $show['artists'] === [$show['title']]
                ? ''
                : '<p class="parterre-head-artists">' . esc_html(implode(' · ', $show['artists'])) . '</p>',
            $show['summary'] === '' ? '' : '<p class="parterre-head-summary">' . esc_html($show['summary']) . '</p>',
            // Away from the show's own page the head leads there.
            ($post ?? get_queried_object_id()) === $show['page_id']
                ? ''
                : sprintf(
                    '<p class="parterre-head-action"><a class="wp-element-button" href="%s">%s</a></p>',
                    esc_url(CurrentShow::url($show)),
                    esc_html__('Go to the show', 'parterre'),
                ),
            $this->structuredData($show),
        );
    }

    /** @param array<string, mixed> $show a row of `shows` */
    public function details(array $show): string {
        $zone = $show['time_zone'];
        $facts = [
            __('Date', 'parterre') => esc_html(self::day($show['starts_at'], $zone)),
            __('Doors', 'parterre') => esc_html(self::time($show['doors_at'], $zone)),
            /* translators: 1: a time of day, 2: a city */
            __('Start', 'parterre') => esc_html(
                sprintf(__('%1$s (%2$s time)', 'parterre'), self::time($show['starts_at'], $zone), self::city($zone)),
            ),
        ];
        $place = $show['place'];
        if (is_array($place)) {
            $facts[__('Place', 'parterre')] = esc_html(
                implode(', ', array_filter([$place['name'] ?? '', $place['address'] ?? '', $place['city'] ?? ''])),
            );
        }
        if ($show['replay_until'] !== null && $show['replay_until'] > $show['ends_at']) {
            /* translators: %s: a date */
            $facts[__('Replay', 'parterre')] = esc_html(
                sprintf(__('until %s', 'parterre'), self::day($show['replay_until'], $zone)),
            );
        }
        if ($this->marks->isWanted($show)) {
            $facts[__('Picture', 'parterre')] = esc_html__(
                'It carries a small code, which leads to the ticket if a film of it is passed on',
                'parterre',
            );
        }
        $cameras = array_column($this->shows->cameras($show['id']), 'label');
        if (count($cameras) > 1) {
            $facts[__('Cameras', 'parterre')] = esc_html(implode(' · ', $cameras));
        }
        $rows = '';
        foreach ($facts as $name => $value) {
            $rows .= sprintf('<div><dt>%s</dt><dd>%s</dd></div>', esc_html($name), $value);
        }
        $text = trim((string) $show['description']);
        return sprintf(
            '<div class="parterre-details">%s<dl class="parterre-facts">%s</dl></div>',
            $text === '' ? '' : '<div class="parterre-description">' . wpautop(esc_html($text)) . '</div>',
            $rows,
        );
    }

    /** `samedi 21 novembre 2026`, in the show's own zone whatever the site's. */
    public static function day(int $ms, string $zone): string {
        /* translators: a date with its weekday, see php.net/date */
        return (string) wp_date(
            _x('l, F j, Y', 'date of a show', 'parterre'),
            intdiv($ms, 1000),
            new \DateTimeZone($zone),
        );
    }

    public static function time(int $ms, string $zone): string {
        /* translators: a time of day, see php.net/date */
        return (string) wp_date(_x('g:i a', 'time of a show', 'parterre'), intdiv($ms, 1000), new \DateTimeZone($zone));
    }

    /** The city in `Europe/Paris`, which says more to people than its offset. */
    private static function city(string $zone): string {
        return str_replace('_', ' ', (string) substr(strrchr("/$zone", '/') ?: '', 1));
    }

    /**
     * What search engines read (schema.org MusicEvent).
     *
     * @param array<string, mixed> $show
     */
    private function structuredData(array $show): string {
        $status =
            ['postponed' => 'EventPostponed', 'cancelled' => 'EventCancelled'][$show['status']] ?? 'EventScheduled';
        $url = CurrentShow::url($show);
        $online = ['@type' => 'VirtualLocation', 'url' => $url];
        $place = $show['place'];
        $hall = is_array($place)
            ? [
                '@type' => 'Place',
                'name' => $place['name'] ?? '',
                'address' => [
                    '@type' => 'PostalAddress',
                    'streetAddress' => $place['address'] ?? '',
                    'addressLocality' => $place['city'] ?? '',
                    'addressCountry' => $place['country'] ?? '',
                ],
            ]
            : null;
        $kinds = array_column(array_merge(...array_column($this->catalogue->offers($show['id']), 'parts')), 'kind');
        $mixed = $hall !== null && in_array('hall', $kinds, true);
        $data = [
            '@context' => 'https://schema.org',
            '@type' => 'MusicEvent',
            'name' => $show['title'],
            'startDate' => Instant::toText($show['starts_at']),
            'endDate' => Instant::toText($show['ends_at']),
            'doorTime' => Instant::toText($show['doors_at']),
            'eventStatus' => "https://schema.org/$status",
            'eventAttendanceMode' =>
                'https://schema.org/' . ($mixed ? 'MixedEventAttendanceMode' : 'OnlineEventAttendanceMode'),
            'location' => $mixed ? [$hall, $online] : $online,
            'url' => $url,
            'performer' => array_map(
                static fn(string $artist): array => ['@type' => 'MusicGroup', 'name' => $artist],
                $show['artists'],
            ),
            ...$show['summary'] === '' ? [] : ['description' => $show['summary']],
            ...is_array($show['poster']) ? ['image' => $show['poster']['url']] : [],
        ];
        return '<script type="application/ld+json">' .
            wp_json_encode($data, JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE) .
            '</script>';
    }
}
