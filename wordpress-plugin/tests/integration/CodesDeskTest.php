<?php
declare(strict_types=1);

use Parterre\Hall\Attendance;
use Parterre\Jobs\Runner;
use Parterre\Law\Csv;
use Parterre\Admin\CodesRoutes;
use Parterre\Mail\Texts;
use Parterre\Store\Catalogue;
use Parterre\Store\Codes;
use Parterre\Store\Db;

/** Codes at the desk: made one by one, on paper, and for who was in the hall. */
final class CodesDeskTest extends IntegrationCase {
    private array $sold;

    protected function setUp(): void {
        parent::setUp();
        $this->service(Parterre\Hall\Module::class)->register();
        $this->sold = $this->show(50, 2000);
        $this->become('parterre_box_office');
    }

    private function replay(): string {
        return $this->service(Catalogue::class)->saveOffer(
            ['show_id' => $this->sold['show'], 'name' => 'Replay', 'price_minor' => 900, 'currency' => 'EUR'],
            [['kind' => 'replay']],
        );
    }

    private function buyWith(string $offer, string $code, int $total, string $email = 'bea@example.org'): array {
        return $this->call('POST', '/orders', ['codes' => [$code]] + $this->orderRequest($offer, $total, $email));
    }

    public function testACodeThatTheDeskMadeTakesOffWhatItSays(): void {
        $made = $this->desk('POST', '/codes', [
            'code' => 'Été-2026',
            'type' => 'percent',
            'value' => 1500,
            'maxUses' => 1,
            'label' => 'Newsletter',
        ]);
        self::assertSame(200, $made->get_status());
        self::assertSame('on', $made->get_data()['state']);
        wp_set_current_user(0);
        self::assertSame(200, $this->buyWith($this->sold['offer'], 'ete 2026', 1700)['status']);
        $this->become('parterre_box_office');
        $seen = $this->desk('GET', '/codes', ['search' => 'ÉTÉ2026'])->get_data()['items'][0];
        self::assertSame([1, 300, 'used'], [$seen['uses'], $seen['takenMinor'], $seen['state']]);
        self::assertSame(1, $this->desk('GET', '/codes', ['state' => 'used,off'])->get_data()['total']);
        self::assertSame(0, $this->desk('GET', '/codes', ['state' => 'on'])->get_data()['total']);
    }

    public function testWhatIsWrongWithACodeIsSaidFieldByField(): void {
        $wrong = [
            'code' => [['code' => '--', 'type' => 'percent', 'value' => 1000], 422],
            'value' => [['code' => 'LATE', 'type' => 'percent', 'value' => 10_001], 422],
            'offers' => [['code' => 'FIVE', 'type' => 'price', 'value' => 500], 422],
            'maxUses' => [['code' => 'NONE', 'type' => 'percent', 'value' => 1000, 'maxUses' => 0], 422],
            'closesAt' => [
                ['code' => 'PAST', 'type' => 'percent', 'value' => 1000, 'closesAt' => '2020-01-01T00:00:00Z'],
                422,
            ],
            'type' => [['code' => 'WHAT', 'type' => 'gift', 'value' => 1], 422],
        ];
        foreach ($wrong as $field => [$body, $status]) {
            $answer = $this->desk('POST', '/codes', $body);
            self::assertSame($status, $answer->get_status(), $field);
            self::assertArrayHasKey($field, $answer->get_data()['data']['problems'], $field);
        }
        self::assertSame(0, $this->desk('GET', '/codes')->get_data()['total']);
    }

    public function testTwoCodesThatReadTheSameCannotBe(): void {
        $body = ['type' => 'percent', 'value' => 1000];
        self::assertSame(200, $this->desk('POST', '/codes', ['code' => 'HALO'] + $body)->get_status());
        self::assertSame(409, $this->desk('POST', '/codes', ['code' => 'h a l 0'] + $body)->get_status());
    }

    public function testSwitchedOffACodeDoesNothingAndOneThatWasUsedIsNotRemoved(): void {
        $made = $this->desk('POST', '/codes', ['code' => 'AMI', 'type' => 'amount', 'value' => 500])->get_data();
        wp_set_current_user(0);
        self::assertSame(200, $this->buyWith($this->sold['offer'], 'AMI', 1500)['status']);
        $this->become('parterre_box_office');
        self::assertSame(409, $this->desk('POST', "/codes/{$made['id']}/remove")->get_status());
        $off = $this->desk('POST', "/codes/{$made['id']}", ['disabled' => true])->get_data();
        self::assertSame(['off', 500], [$off['state'], $off['value']]);
        self::assertSame('promo_invalid', $this->buyWith($this->sold['offer'], 'AMI', 1500)['json']['error']['code']);
        // What it takes off cannot be changed: fans have it on paper.
        $this->desk('POST', "/codes/{$made['id']}", ['value' => 2000, 'type' => 'percent', 'disabled' => false]);
        $row = $this->service(Codes::class)->find($made['id']);
        self::assertSame(['amount', 500, 0], [$row['type'], $row['value'], $row['disabled']]);
    }

    public function testPrintedCodesWorkOnceEachAndAllOfThemStandOnPaperAndInTheFile(): void {
        $replay = $this->replay();
        $made = $this->desk('POST', '/codes/batches', [
            'count' => 13,
            'type' => 'price',
            'value' => 400,
            'offers' => [$replay],
            'label' => 'Salle',
        ])->get_data();
        self::assertCount(13, array_unique($made['codes']));
        $rows = $this->service(Codes::class)->all($made['batch']);
        $paper = $this->service(CodesRoutes::class)->cards($rows, new Texts('fr'));
        $file = implode(
            '',
            iterator_to_array(
                CodesRoutes::csvLines(
                    new Csv(true),
                    array_map(static fn(array $row): array => ['state' => 'on'] + $row, $rows),
                ),
            ),
        );
        foreach ($made['codes'] as $code) {
            self::assertStringContainsString($code, $paper);
            self::assertStringContainsString($code, $file);
        }
        self::assertStringContainsString('4,00', $paper);
        wp_set_current_user(0);
        self::assertSame(200, $this->buyWith($replay, $made['codes'][0], 400)['status']);
        self::assertSame(
            'promo_used_up',
            $this->buyWith($replay, $made['codes'][0], 400, 'other@example.org')['json']['error']['code'],
        );
        $this->become('parterre_box_office');
        $batch = $this->desk('GET', '/codes/batches')->get_data()['batches'][0];
        self::assertSame([13, 1, 0, 'Salle'], [$batch['codes'], $batch['used'], $batch['off'], $batch['label']]);
        $this->desk('POST', "/codes/batches/{$made['batch']}", ['disabled' => true]);
        self::assertSame('promo_invalid', $this->buyWith($replay, $made['codes'][1], 400)['json']['error']['code']);
        // A list of codes one by one is not flooded by them.
        self::assertSame(0, $this->desk('GET', '/codes')->get_data()['total']);
        self::assertSame(13, $this->desk('GET', '/codes', ['batch' => $made['batch']])->get_data()['total']);
    }

    public function testOfAListEveryLineIsEitherGivenACodeOrNamed(): void {
        $list = implode("\n", [
            'Nom;E-mail;Places',
            'Ana Moreau;ana@example.org;2',
            '"Béa" <bea@example.org>',
            'ANA@Example.org',
            'Chloé Martin, téléphone seulement',
            'deux@example.org, adresses@example.org',
            '',
            "dan@example.org\tpress",
            'eve@',
        ]);
        $preview = $this->desk('POST', "/shows/{$this->sold['show']}/attendees/preview", ['text' => $list])->get_data();
        self::assertSame([3, 1, 0], [$preview['good'], $preview['twice'], $preview['known']]);
        self::assertSame([5, 6, 9], array_column($preview['wrong'], 'line'));
        self::assertSame(
            0,
            (int) $this->service(Db::class)->value('SELECT COUNT(*) FROM {codes}'),
            'a look gives nothing',
        );
        self::assertSame([], $this->mails);
    }

    public function testEachOfThemGetsOneMailWithACodeThatOpensTheReplayOnceAtTheVenuesPrice(): void {
        $replay = $this->replay();
        $path = "/shows/{$this->sold['show']}/attendees";
        $wish = ['type' => 'price', 'value' => 300, 'offer' => $replay];
        $given = $this->desk('POST', $path, ['text' => "ana@example.org\nbea@example.org\nnobody"] + $wish)->get_data();
        self::assertSame([2, 1], [$given['given'], count($given['wrong'])]);
        // The same list once more, and one more address: only that one is new.
        $again = $this->desk(
            'POST',
            $path,
            ['text' => "bea@example.org\nana@example.org\ndan@example.org"] + $wish,
        )->get_data();
        self::assertSame([1, 2], [$again['given'], $again['known']]);
        $this->service(Runner::class)->run(10);
        self::assertSame(
            ['ana@example.org', 'bea@example.org', 'dan@example.org'],
            $this->sorted(array_column($this->mails, 'to')),
        );
        self::assertSame(['people' => 3, 'mailed' => 3], $this->desk('GET', $path)->get_data());
        self::assertSame(1, preg_match('/#code=([0-9A-Z]{5}-[0-9A-Z]{5})/', $this->mails[0]['message'], $found));
        self::assertStringContainsString('€3.00', $this->mails[0]['message']);
        wp_set_current_user(0);
        self::assertSame(200, $this->buyWith($replay, $found[1], 300, 'ana@example.org')['status']);
        self::assertSame('promo_used_up', $this->buyWith($replay, $found[1], 300)['json']['error']['code']);
    }

    public function testWhoLostTheirCodeGetsTheSameOneAgain(): void {
        $wish = ['type' => 'price', 'value' => 0, 'offer' => $this->replay()];
        $path = "/shows/{$this->sold['show']}/attendees";
        $this->desk('POST', $path, ['text' => 'ana@example.org'] + $wish);
        $this->service(Runner::class)->run(10);
        self::assertSame(422, $this->desk('POST', "$path/again", ['email' => 'stranger@example.org'])->get_status());
        self::assertSame(200, $this->desk('POST', "$path/again", ['email' => 'ANA@example.org'])->get_status());
        $this->service(Runner::class)->runPending();
        self::assertCount(2, $this->mails);
        preg_match('/#code=([0-9A-Z-]{11})/', $this->mails[0]['message'], $first);
        preg_match('/#code=([0-9A-Z-]{11})/', $this->mails[1]['message'], $second);
        self::assertSame($first[1], $second[1]);
    }

    public function testTheirCodesAreForTheShowTheyWereAt(): void {
        $elsewhere = $this->show();
        $answer = $this->desk('POST', "/shows/{$this->sold['show']}/attendees", [
            'text' => 'ana@example.org',
            'type' => 'price',
            'value' => 0,
            'offer' => $elsewhere['offer'],
        ]);
        self::assertSame(422, $answer->get_status());
        self::assertArrayHasKey('offer', $answer->get_data()['data']['problems']);
    }

    public function testAnErasedPersonLeavesNoAddressAmongThem(): void {
        $wish = ['type' => 'price', 'value' => 0, 'offer' => $this->replay()];
        $this->desk(
            'POST',
            "/shows/{$this->sold['show']}/attendees",
            ['text' => "ana@example.org\nbea@example.org"] + $wish,
        );
        $personal = $this->service(Parterre\Store\PersonalData::class);
        self::assertContains('attendees', array_column($personal->export('ana@example.org', 100, 0), 'table'));
        $personal->erase('ana@example.org');
        self::assertSame(
            ['bea@example.org'],
            array_column($this->service(Db::class)->all('SELECT email FROM {attendees}'), 'email'),
        );
    }

    public function testWhoMayGiveNothingAwaySeesNoCode(): void {
        $this->desk('POST', '/codes', ['code' => 'SECRET', 'type' => 'percent', 'value' => 10_000]);
        foreach (['parterre_accountant', 'parterre_promoter', 'parterre_moderator', 'parterre_data_officer'] as $role) {
            $this->become($role);
            foreach (
                [
                    ['GET', '/codes'],
                    ['POST', '/codes'],
                    ['GET', '/codes/choices'],
                    ['GET', '/codes/batches'],
                    ['POST', '/codes/batches'],
                    ['POST', "/shows/{$this->sold['show']}/attendees"],
                ]
                as [$method, $path]
            ) {
                self::assertSame(403, $this->desk($method, $path)->get_status(), "$role $method $path");
            }
        }
        self::assertStringNotContainsString(
            'SECRET',
            (string) wp_json_encode($this->service(Db::class)->all('SELECT * FROM {audit}')),
            'knowing a code is having it',
        );
    }

    /** @param list<string> $texts @return list<string> */
    private function sorted(array $texts): array {
        sort($texts);
        return $texts;
    }
}
