<?php
declare(strict_types=1);

namespace Parterre\Demo;

use Parterre\Campaigns\CampaignPages;
use Parterre\Domain\Clock;
use Parterre\Domain\Secrets;
use Parterre\Settings;
use Parterre\Store\Campaigns;
use Parterre\Store\Catalogue;
use Parterre\Store\Pledges;

/** The demo venue's campaign, beside its live show: some have pledged already, and anybody may with a test card. */
final class CampaignDemo {
    public const ID = 'camp_demo_season';

    private const DAY_MS = 86_400_000;
    /** Who supports, with which reward (its place in the list) and how much on top. */
    private const SUPPORTERS = [
        ['Nour', 0, 0],
        ['Les voisins du 14', 1, 1000],
        [null, 2, 0],
        ['Margaux & Élie', 1, 0],
        ['Tonton Serge', 0, 500],
        [null, 0, 0],
        ['L’équipe du bar', 2, 5000],
        ['Inès', 1, 0],
    ];

    public function __construct(
        private readonly Campaigns $campaigns,
        private readonly Catalogue $catalogue,
        private readonly Pledges $pledges,
        private readonly CampaignPages $pages,
        private readonly Media $media,
        private readonly Settings $settings,
        private readonly Secrets $secrets,
        private readonly Clock $clock,
    ) {}

    /** Adds the campaign where it is missing; answers its page. */
    public function run(): int {
        if ($this->campaigns->find(self::ID) === null) {
            $this->add(self::texts(get_locale()));
        }
        $this->keepCurrent();
        $page = $this->pages->ensure(self::ID);
        // Marks it as a part of the demo, so that it goes when the demo does.
        update_post_meta($page, '_parterre_demo', 'campaign');
        return $page;
    }

    /** The deadline of a campaign that nobody decided yet stays some weeks away. */
    public function keepCurrent(): void {
        $campaign = $this->campaigns->find(self::ID);
        $now = $this->clock->nowMs();
        if ($campaign !== null && $campaign['decided_at'] === null && $campaign['deadline'] < $now + 7 * self::DAY_MS) {
            $this->campaigns->update(self::ID, ['deadline' => $now + 24 * self::DAY_MS]);
        }
    }

    /** @param array<string, mixed> $texts */
    private function add(array $texts): void {
        $now = $this->clock->nowMs();
        $this->campaigns->create([
            'id' => self::ID,
            'slug' => $texts['slug'],
            'title' => $texts['title'],
            'summary' => $texts['summary'],
            'description' => $texts['description'],
            'picture' => $this->media->image('moonlight', $texts['alt']),
            'show_id' => Seeder::SHOWS['ember'],
            'mode' => 'allOrNothing',
            'goal_kind' => 'amount',
            'goal_target' => 1_000_000,
            'currency' => $this->settings->get('currency'),
            'minimum_percent' => 80,
            'opens_at' => $now - 3 * self::DAY_MS,
            'deadline' => $now + 24 * self::DAY_MS,
            'minimum_minor' => 500,
            'stretch' => [['target' => 1_500_000, 'title' => $texts['stretch']]],
            'thresholds' => ['peak' => 150, 'conversionPercent' => 10, 'goalPercent' => 100, 'capturedPercent' => 90],
            'published' => true,
        ]);
        $rewards = [];
        foreach (
            [[1500, null, 'live'], [4000, 40, 'live'], [15_000, 10, 'hall']]
            as $place => [$price, $limit, $kind]
        ) {
            [$name, $about] = $texts['rewards'][$place];
            $parts = [self::part($kind, Seeder::SHOWS['current'], $name)];
            if ($place === 1) {
                $parts[] = self::part('merch', null, $texts['poster']);
            }
            $rewards[] = [
                'id' => "rwrd_demo_$place",
                'name' => $name,
                'description' => $about,
                'price_minor' => $price,
                'pool_id' =>
                    $limit === null
                        ? null
                        : $this->catalogue->createPool(null, $name, $limit, "pool_demo_reward_$place"),
                'parts' => $parts,
            ];
        }
        $this->campaigns->setRewards(self::ID, $rewards);
        foreach (self::SUPPORTERS as $number => [$name, $place, $extra]) {
            $email = "supporter-$number@parterre.example";
            $at = $now - (count(self::SUPPORTERS) - $number) * 7_200_000;
            $this->pledges->create([
                'id' => "pldg_demo_$number",
                'campaign_id' => self::ID,
                'state' => 'promised',
                'gateway' => 'test',
                'test' => 1,
                'email' => $email,
                'email_hash' => $this->secrets->hashEmail($email),
                'locale' => 'fr',
                'page' => home_url('/'),
                'reward_id' => "rwrd_demo_$place",
                'extra_minor' => $extra,
                'total_minor' => $rewards[$place]['price_minor'] + $extra,
                'currency' => $this->settings->get('currency'),
                'public_name' => $name,
                'mandate' => $texts['mandate'],
                'mandate_at' => $at,
                'terms_version' => '',
                'key_hash' => $this->secrets->hashToken("demo-pledge-$number"),
                'request_hash' => $this->secrets->hashToken("demo-pledge-$number"),
                'method_ref' => 'test:good',
                'created_at' => $at,
                'promised_at' => $at,
            ]);
        }
    }

    /** @return array<string, mixed> */
    private static function part(string $kind, ?string $show, string $title): array {
        return [
            'kind' => $kind,
            'show_id' => $show,
            'title' => $title,
            'pool_id' => null,
            'units' => 1,
            'valid_from' => null,
            'valid_until' => null,
            'capabilities' => [],
        ];
    }

    /** @return array<string, mixed> the campaign's words in the language of the site */
    private static function texts(string $locale): array {
        return str_starts_with($locale, 'fr')
            ? [
                'slug' => 'soutenir',
                'title' => 'Une saison de concerts en direct',
                'summary' =>
                    'Ce soir n’est que le début. Avec vous, le direct devient une saison : six concerts, trois caméras.',
                'description' =>
                    "Si nous réunissons 10 000 €, nous équipons la salle pour de bon : caméras, encodeur, quelqu’un à la régie.\n\nSi l’objectif n’est pas atteint, personne ne paie rien.",
                'alt' => 'La salle vue de la régie, éclairée par la lune',
                'stretch' => 'Une quatrième caméra, et un concert de plus',
                'poster' => 'L’affiche signée',
                'mandate' => 'J’autorise Le Parterre à débiter ma carte si l’objectif est atteint.',
                'rewards' => [
                    ['Le direct de la première', 'Votre place en direct pour le premier concert de la saison.'],
                    ['Le direct et l’affiche signée', 'Votre place en direct, et l’affiche signée à retirer au bar.'],
                    ['Une soirée à la régie', 'Vous passez la première avec nous, à la régie.'],
                ],
            ]
            : [
                'slug' => 'support',
                'title' => 'A season of live concerts',
                'summary' =>
                    'Tonight is only the beginning. With you it becomes a season: six concerts, three cameras.',
                'description' =>
                    "If we raise 10,000 €, we equip the hall for good: cameras, an encoder, somebody at the controls.\n\nIf the goal is not reached, nobody pays anything.",
                'alt' => 'The hall seen from the controls, in moonlight',
                'stretch' => 'A fourth camera, and one more concert',
                'poster' => 'The signed poster',
                'mandate' => 'I allow Le Parterre to charge my card if the goal is reached.',
                'rewards' => [
                    ['The first concert, live', 'Your place at the first concert of the season, live.'],
                    ['Live, and the signed poster', 'Your place live, and the signed poster to pick up at the bar.'],
                    ['An evening at the controls', 'You spend the first evening with us, at the controls.'],
                ],
            ];
    }
}
