<?php
declare(strict_types=1);

namespace Parterre\Embed;

/** The tags that can stand in a page: what each may be told and what it stands for while its script is not there. */
final class Tags {
    /**
     * By kind. `show`: whether it is about one show. `attributes`: what an author may set beside `show` and `lang`, with
     * the pattern a value must match.
     */
    public const KINDS = [
        'ticket' => ['show' => true, 'attributes' => []],
        'player' => ['show' => true, 'attributes' => []],
        'chat' => ['show' => true, 'attributes' => []],
        'merch' => ['show' => true, 'attributes' => []],
        'countdown' => ['show' => true, 'attributes' => []],
        'shows' => [
            'show' => false,
            'attributes' => ['which' => '/^(coming|replays|all)$/D', 'heading' => '/^.{1,120}$/Du'],
        ],
        'campaign' => [
            'show' => false,
            'attributes' => ['campaign' => '/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/D', 'compact' => '/^(compact|1|true)$/D'],
        ],
        'passes' => ['show' => false, 'attributes' => []],
    ];

    /** What the link in the fallback says: what a visitor can do on the plain page. */
    public static function invitation(string $kind, string $title): string {
        return match ($kind) {
            /* translators: %s: title of a show */
            'ticket' => sprintf(__('Buy a ticket for %s', 'parterre'), $title),
            /* translators: %s: title of a show */
            'player' => sprintf(__('Watch %s', 'parterre'), $title),
            /* translators: %s: title of a show */
            'merch' => sprintf(__('See the merch of %s', 'parterre'), $title),
            /* translators: %s: title of a show */
            'countdown' => sprintf(__('When does %s start?', 'parterre'), $title),
            'shows' => __('See the shows', 'parterre'),
            'campaign' => __('Support this campaign', 'parterre'),
            'passes' => __('My tickets', 'parterre'),
            default => $title,
        };
    }

    /** What an editor calls it. */
    public static function label(string $kind): string {
        return match ($kind) {
            'ticket' => __('Tickets', 'parterre'),
            'player' => __('Player', 'parterre'),
            'chat' => __('Chat', 'parterre'),
            'merch' => __('Merch', 'parterre'),
            'countdown' => __('Countdown', 'parterre'),
            'shows' => __('List of shows', 'parterre'),
            'campaign' => __('Campaign', 'parterre'),
            'passes' => __('My tickets', 'parterre'),
            default => $kind,
        };
    }
}
