<?php
declare(strict_types=1);

require_once __DIR__ . '/IntegrationCase.php';

use Parterre\Admin\Roles;
use Parterre\Embed\CurrentShow;
use Parterre\Store\Shows;

/** The back office's API: who may, what is refused, what a save does. */
final class AdminTest extends IntegrationCase {
    /** @return array<string, mixed> a show as the editor sends it */
    private function draft(array $more = []): array {
        return $more + [
            'title' => 'Première',
            'artists' => ['Lou', ''],
            'summary' => '',
            'description' => "One\n\nTwo <3",
            'poster' => null,
            'place' => null,
            'startsAt' => '2027-10-31T19:30:00.000Z',
            'timeZone' => 'Europe/Paris',
            'status' => 'confirmed',
            'access' => 'ticket',
            'published' => false,
            'cameras' => [
                [
                    'label' => 'Stage',
                    'provider' => 'plain',
                    'liveStream' => 'https://cdn.example/live.m3u8',
                    'replayStream' => '',
                ],
            ],
            'pools' => [['id' => 'pool_x', 'name' => 'Places', 'capacity' => 10]],
            'offers' => [
                [
                    'id' => 'offr_x',
                    'name' => 'Live',
                    'priceMinor' => 900,
                    'parts' => [['kind' => 'live', 'pool' => 'pool_x']],
                ],
            ],
            'crew' => [['email' => 'mod@example.org', 'role' => 'moderator']],
        ];
    }

    public function testPublishingMakesAPage(): void {
        wp_set_current_user(1);
        $made = $this->desk('POST', '/shows', $this->draft(['published' => true]));
        $this->assertSame(200, $made->get_status(), (string) wp_json_encode($made->get_data()));
        $show = $made->get_data();
        $this->assertSame('premiere', $show['slug']);
        $this->assertSame(['Lou'], $show['artists']);
        $this->assertSame('One' . "\n\n" . 'Two <3', $show['description']);
        $this->assertSame('2027-10-31T19:00:00.000Z', $show['doorsAt']);
        $this->assertSame($show['id'], get_post_meta($show['page'], CurrentShow::META, true));
        $this->assertSame(get_permalink($show['page']), $show['url']);
        $again = $this->desk('PUT', "/shows/{$show['id']}", ['title' => 'Second'] + $show)->get_data();
        $this->assertSame($show['page'], $again['page']);
        $this->assertSame('Second', $again['title']);
    }

    public function testEveryFieldThatIsWrongIsNamed(): void {
        wp_set_current_user(1);
        $answer = $this->desk(
            'POST',
            '/shows',
            $this->draft([
                'title' => ' ',
                'startsAt' => 'tomorrow',
                'timeZone' => 'UTC+1',
                'access' => 'everybody',
                'cameras' => [['label' => '', 'provider' => 'plain', 'liveStream' => 'javascript:alert(1)']],
                'pools' => [['id' => 'pool_x', 'name' => '', 'capacity' => -1]],
                'offers' => [['name' => '', 'priceMinor' => 9.5, 'parts' => []]],
                'crew' => [['email' => 'nobody']],
            ]),
        );
        $this->assertSame(422, $answer->get_status());
        $problems = array_keys($answer->get_data()['data']['problems']);
        foreach (
            [
                'title',
                'startsAt',
                'timeZone',
                'access',
                'cameras.0.label',
                'cameras.0.liveStream',
                'pools.0.name',
                'pools.0.capacity',
                'offers.0.name',
                'offers.0.priceMinor',
                'offers.0.parts',
                'crew.0.email',
            ]
            as $path
        ) {
            $this->assertContains($path, $problems);
        }
        $this->assertSame([], $this->service(Shows::class)->all());
    }

    public function testAPromoterSeesAndEditsOnlyTheirOwnShows(): void {
        ['show' => $foreign] = $this->show();
        $this->become('parterre_promoter');
        $own = $this->desk('POST', '/shows', $this->draft())->get_data();
        $this->assertSame([$own['id']], array_column($this->desk('GET', '/shows')->get_data()['shows'], 'id'));
        $this->assertSame(404, $this->desk('GET', "/shows/$foreign")->get_status());
        $this->assertSame(404, $this->desk('PUT', "/shows/$foreign", $this->draft())->get_status());
        $this->assertSame(404, $this->desk('POST', "/shows/$foreign/stage", ['action' => 'end'])->get_status());
        $this->assertNull($this->service(Shows::class)->find($foreign)['ended_at']);
    }

    public function testAPromoterCannotReachAnotherShowThroughItsPoolOfferOrTicket(): void {
        ['show' => $foreign, 'offer' => $offer, 'pool' => $pool] = $this->show();
        $this->become('parterre_promoter');
        $attempts = [
            'pools.0.name' => ['pools' => [['id' => $pool, 'name' => 'Mine', 'capacity' => 0]]],
            'offers.0.name' => [
                'offers' => [['id' => $offer, 'name' => 'Mine', 'priceMinor' => 0, 'parts' => [['kind' => 'live']]]],
            ],
            'offers.0.parts' => [
                'offers' => [
                    ['name' => 'Mine', 'priceMinor' => 0, 'parts' => [['kind' => 'live', 'show' => $foreign]]],
                ],
            ],
        ];
        foreach ($attempts as $path => $more) {
            $answer = $this->desk('POST', '/shows', $this->draft($more));
            $this->assertSame(422, $answer->get_status(), $path);
            $this->assertArrayHasKey($path, $answer->get_data()['data']['problems']);
        }
        $this->assertCount(1, $this->service(Shows::class)->all());
    }

    public function testTheStageRoleEditsNothing(): void {
        ['show' => $show] = $this->show(fields: ['live_at' => null]);
        $this->become('parterre_stage');
        $this->assertSame(200, $this->desk('POST', "/desk/$show", ['act' => 'live'])->get_status());
        $this->assertSame(403, $this->desk('PUT', "/shows/$show", $this->draft())->get_status());
        $this->assertSame(403, $this->desk('GET', '/settings')->get_status());
    }

    public function testWhoeverEditsAShowTakesItThroughItsPhases(): void {
        ['show' => $show] = $this->show(fields: ['live_at' => null]);
        wp_set_current_user(1);
        foreach (
            [
                ...['live' => 'live', 'pause' => 'paused', 'resume' => 'live', 'end' => 'ended'],
                ...['replay' => 'replay', 'reset' => 'doors'],
            ]
            as $action => $phase
        ) {
            $answer = $this->desk('POST', "/shows/$show/stage", ['action' => $action]);
            $this->assertSame($phase, $answer->get_data()['phase'], $action);
        }
        $this->assertSame(409, $this->desk('POST', "/shows/$show/stage", ['action' => 'pause'])->get_status());
        $this->assertSame(400, $this->desk('POST', "/shows/$show/stage", ['action' => 'explode'])->get_status());
    }

    public function testWhoeverSavesSecondIsToldWhatHappened(): void {
        wp_set_current_user(1);
        $first = $this->desk('POST', '/shows', $this->draft())->get_data();
        $this->desk('PUT', "/shows/{$first['id']}", ['title' => 'By Ada'] + $first);
        $this->desk('POST', "/shows/{$first['id']}/stage", ['action' => 'live']);
        $late = $this->desk('PUT', "/shows/{$first['id']}", ['title' => 'By Bob'] + $first);
        $this->assertSame(409, $late->get_status());
        $this->assertSame('By Ada', $this->service(Shows::class)->find($first['id'])['title']);
    }

    public function testGoingLiveMeanwhileIsNoConflict(): void {
        wp_set_current_user(1);
        $first = $this->desk('POST', '/shows', $this->draft())->get_data();
        $this->desk('POST', "/shows/{$first['id']}/stage", ['action' => 'live']);
        $saved = $this->desk('PUT', "/shows/{$first['id']}", ['title' => 'Corrected'] + $first);
        $this->assertSame(200, $saved->get_status());
        $this->assertSame('live', $saved->get_data()['phase']);
    }

    public function testSavingAShowKeepsWhatTheEditorDoesNotSpeakOf(): void {
        wp_set_current_user(1);
        $show = $this->desk('POST', '/shows', $this->draft())->get_data();
        $catalogue = $this->service(Parterre\Store\Catalogue::class);
        $offer = $catalogue->offers($show['id'])[0];
        $quota = $catalogue->createPool($show['id'], 'Wave', 3);
        $catalogue->saveOffer(
            [
                'pricing' => 'choose',
                'max_minor' => 9000,
                'suggestions' => [500, 900],
                'hidden' => true,
                'max_per_person' => 2,
            ] + $offer,
            $offer['parts'],
            [['pool_id' => $quota, 'units' => 1]],
        );
        $before = $catalogue->offers($show['id'])[0];
        $now = $this->desk('GET', "/shows/{$show['id']}")->get_data();
        // As a client sends it that knows less than ours.
        foreach (['pricing', 'maxMinor', 'suggestions', 'opensAfter', 'hidden', 'maxPerPerson', 'quotas'] as $field) {
            unset($now['offers'][0][$field]);
        }
        $this->assertSame(200, $this->desk('PUT', "/shows/{$show['id']}", ['title' => 'Other'] + $now)->get_status());
        $after = $catalogue->offers($show['id'])[0];
        foreach (['pricing', 'max_minor', 'suggestions', 'hidden', 'max_per_person', 'quotas'] as $field) {
            $this->assertSame($before[$field], $after[$field], $field);
        }
    }

    public function testOrdersHideAddressesAndALookIsWrittenDown(): void {
        global $wpdb;
        $this->service(Parterre\Store\Db::class)->insert('orders', [
            'id' => 'ordr_a',
            'reference' => 'A1',
            'state' => 'paid',
            'gateway' => 'test',
            'test' => 1,
            'email' => 'lea@example.org',
            'email_hash' => 'x',
            'locale' => 'fr',
            'currency' => 'EUR',
            'total_minor' => 900,
            'discounts' => '[]',
            'key_hash' => 'k',
            'request_hash' => 'r',
            'page' => '',
            'consents' => '{}',
            'created_at' => 1,
        ]);
        $this->become('parterre_accountant');
        $this->assertSame('l…@example.org', $this->desk('GET', '/orders')->get_data()['items'][0]['email']);
        $this->assertSame(403, $this->desk('POST', '/orders/ordr_a/address')->get_status());
        $this->assertSame('l…@example.org', $this->desk('GET', '/orders/ordr_a')->get_data()['email']);
        foreach (
            ['search=a1' => 1, 'search=B2' => 0, 'state=paid,pending' => 1, 'state=refunded' => 0, 'test=false' => 0]
            as $query => $count
        ) {
            parse_str($query, $parameters);
            $answer = $this->desk('GET', '/orders', $parameters)->get_data();
            $this->assertSame([$count, $count], [$answer['total'], count($answer['items'])], $query);
        }
        $this->become('parterre_promoter');
        $this->assertSame(0, $this->desk('GET', '/orders')->get_data()['total']);
        $this->assertSame(404, $this->desk('GET', '/orders/ordr_a')->get_status());
        $clerk = $this->become('parterre_box_office');
        $this->assertSame('lea@example.org', $this->desk('POST', '/orders/ordr_a/address')->get_data()['email']);
        $this->assertSame(
            (string) $clerk,
            $wpdb->get_var("SELECT user_id FROM {$wpdb->prefix}parterre_audit WHERE action = 'order.address_revealed'"),
        );
    }

    public function testTheSecretIsNeverShownAndStaysWhenUntouched(): void {
        wp_set_current_user(1);
        $this->desk('PUT', '/settings', ['settings' => ['seller' => '<b>POPUP</b>']]);
        $this->desk('PUT', '/streaming/nginx', ['values' => ['secret' => 'hush']]);
        $this->assertStringNotContainsString(
            'hush',
            (string) wp_json_encode(array_column($this->desk('GET', '/streaming')->get_data()['providers'], 'fields')),
        );
        $shown = $this->desk('GET', '/settings')->get_data()['settings'];
        $this->assertStringNotContainsString('hush', (string) wp_json_encode($shown));
        $this->desk('PUT', '/settings', ['settings' => $shown]);
        $this->desk('PUT', '/streaming/nginx', ['values' => ['base' => 'https://stream.example/']]);
        $this->fresh();
        $this->assertSame('https://stream.example', $this->service(Parterre\Settings::class)->get('stream_base'));
        $this->assertSame('hush', $this->service(Parterre\Settings::class)->get('stream_secret'));
        $wrong = $this->desk('PUT', '/settings', [
            'settings' => ['currency' => 'euros', 'allowed_origins' => ['not an address']],
        ]);
        $this->assertSame(['currency', 'allowed_origins'], array_keys($wrong->get_data()['data']['problems']));
    }

    public function testAnAdministratorHasEveryCapabilityAndRolesOnlyTheirs(): void {
        foreach (Roles::ALL as $capability) {
            $this->assertTrue(get_role('administrator')->has_cap($capability), $capability);
            $this->assertFalse(get_role('editor')->has_cap($capability), $capability);
        }
        $this->assertSame(
            [Roles::RUN_STAGE, 'read'],
            array_values(
                array_intersect(
                    [...Roles::ALL, 'read', 'edit_posts'],
                    array_keys(array_filter(get_role('parterre_stage')->capabilities)),
                ),
            ),
        );
    }
}
