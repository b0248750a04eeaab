<?php
declare(strict_types=1);

require_once __DIR__ . '/IntegrationCase.php';

use Parterre\Domain\Mark;
use Parterre\Embed\ShowSheet;
use Parterre\Privacy\Module as Privacy;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\PersonalData;
use Parterre\Store\Shows;

/** The code over a picture: who has which, and who may find out. */
final class MarkTest extends IntegrationCase {
    private const BEA = 'bea@example.org';

    protected function setUp(): void {
        parent::setUp();
        $this->service(Settings::class)->set(['stream_base' => 'https://stream.example', 'stream_secret' => 'marks']);
    }

    /** Buys a ticket and pays it. @return string the token of the session */
    private function buy(string $offer, string $email = self::BEA): string {
        $made = $this->call('POST', '/orders', $this->orderRequest($offer, 1200, $email))['json'];
        $token = $made['session']['token'];
        $this->call('POST', "/orders/{$made['order']['id']}/test-payment", ['outcome' => 'approve'], $token);
        return $token;
    }

    /** @return array<string, mixed> the entry */
    private function enter(string $show, string $token, string $device = 'device-of-bea-0001'): array {
        $entry = $this->call('POST', '/enter', ['show' => $show, 'device' => $device], $token);
        self::assertSame(200, $entry['status']);
        return $entry['json'];
    }

    private function look(string $code): WP_REST_Response {
        return $this->desk('POST', '/marks', ['code' => $code]);
    }

    /** @return list<array<string, mixed>> what the audit says of look-ups, oldest first */
    private function audited(): array {
        return $this->service(Db::class)->all("SELECT * FROM {audit} WHERE action = 'mark.looked_up' ORDER BY id");
    }

    public function testAShowSaysWhetherThereIsACodeElseTheVenue(): void {
        ['show' => $show, 'offer' => $offer] = $this->show();
        $token = $this->buy($offer);
        $shows = $this->service(Shows::class);
        $has = fn(): bool => $this->enter($show, $token)['grant']['mark'] !== null;
        self::assertFalse($has(), 'nobody has asked for one');
        $this->service(Settings::class)->set(['mark' => true]);
        self::assertTrue($has(), 'the venue wants one');
        $shows->update($show, ['mark' => 'off']);
        self::assertFalse($has(), 'this show has none');
        $this->service(Settings::class)->set(['mark' => false]);
        $shows->update($show, ['mark' => 'on']);
        self::assertTrue($has(), 'this show has one');
    }

    public function testAllThatAFanCanSeeSaysThatThereIsOne(): void {
        ['show' => $show] = $this->show();
        $details = fn(): string => $this->service(ShowSheet::class)->details(
            (array) $this->service(Shows::class)->find($show),
        );
        self::assertStringNotContainsString('small code', $details());
        $this->service(Shows::class)->update($show, ['mark' => 'on']);
        self::assertStringContainsString('small code', $details());
    }

    public function testTheBoxOfficeFindsTheTicketByIt(): void {
        ['show' => $show, 'offer' => $offer] = $this->show(fields: ['mark' => 'on']);
        $this->enter($show, $this->buy($offer, 'otto@example.org'));
        $code = $this->enter($show, $this->buy($offer))['grant']['mark'];
        $this->become('parterre_box_office');
        // As somebody reads it off a film.
        $answer = $this->look(' ' . strtolower(substr($code, 0, 4)) . '-' . substr($code, 4));
        self::assertSame(200, $answer->get_status());
        self::assertCount(1, $answer->get_data()['found']);
        [$found] = $answer->get_data()['found'];
        $order = $this->service(Db::class)->one("SELECT * FROM {orders} WHERE email = 'bea@example.org'");
        self::assertSame(
            [$code, 'Nuit Blanche', 'live', 'valid', $order['id'], false],
            [
                ...[$found['code'], $found['show']['title'], $found['ticket']['kind'], $found['ticket']['state']],
                ...[$found['order']['id'], $found['handedOn']],
            ],
        );
        self::assertNotSame('', $found['holder']);
        self::assertStringNotContainsString(self::BEA, (string) wp_json_encode($answer->get_data()));
        // Two letters nobody can read.
        $blurred = $this->look('??' . substr($code, 2))->get_data()['found'];
        self::assertContains($code, array_column($blurred, 'code'));
        // What the order's history shows.
        $subjects = array_column($this->audited(), 'subject');
        self::assertSame([$order['id'], $order['id']], $subjects);
        self::assertStringNotContainsString($code, (string) wp_json_encode($this->audited()));
    }

    public function testALookThatFindsNothingIsWrittenDownToo(): void {
        $user = $this->become('parterre_data_officer');
        self::assertSame([], $this->look('AC7K 3WXP')->get_data()['found']);
        self::assertSame(
            [[(string) $user, null]],
            array_map(static fn(array $row): array => [$row['user_id'], $row['subject']], $this->audited()),
        );
    }

    public function testWhatIsNoCodeIsSaidSo(): void {
        $this->become('parterre_box_office');
        foreach (['', 'AC7K', 'AC7K 3WXP9', 'AC7K 3W!P', '???K 3WXP', '%%%%%%%%', 'AC7K_3WXP%'] as $typed) {
            $answer = $this->look($typed);
            self::assertSame(422, $answer->get_status(), $typed);
            self::assertArrayHasKey('code', $answer->get_data()['data']['problems']);
        }
        self::assertSame([], $this->audited());
    }

    public function testNobodyElseMayLook(): void {
        foreach (
            ['parterre_front_desk', 'parterre_promoter', 'parterre_accountant', 'parterre_stage', 'parterre_moderator']
            as $role
        ) {
            $this->become($role);
            self::assertSame(403, $this->look('AC7K 3WXP')->get_status(), $role);
        }
        wp_set_current_user(0);
        self::assertSame(401, $this->look('AC7K 3WXP')->get_status());
        self::assertSame([], $this->audited());
    }

    public function testItGoesWithTheLeaseAndWithThePerson(): void {
        ['show' => $show, 'offer' => $offer] = $this->show(fields: ['mark' => 'on']);
        $hers = $this->enter($show, $this->buy($offer))['grant']['mark'];
        $other = $this->enter($show, $this->buy($offer, 'otto@example.org'))['grant']['mark'];
        $copy = (string) wp_json_encode($this->service(Privacy::class)->export(self::BEA));
        self::assertStringContainsString($hers, $copy);
        self::assertStringNotContainsString($other, $copy);
        $this->service(Privacy::class)->erase(self::BEA);
        $left = fn(): array => array_column($this->service(Db::class)->all('SELECT mark FROM {leases}'), 'mark');
        self::assertSame([$other], $left());
        $later = 91 * 86_400_000;
        add_filter('parterre_clock_offset_ms', static fn(): int => $later);
        $this->fresh();
        $this->service(PersonalData::class)->expire();
        self::assertSame([], $left());
    }

    public function testACodeCannotBeGuessedAndHasNoLettersThatAFilmMakesAlike(): void {
        $codes = array_map(static fn(): string => Mark::draw(), range(1, 2000));
        self::assertCount(2000, array_unique($codes));
        foreach ($codes as $code) {
            self::assertMatchesRegularExpression('/^[ACDEFHJKMNPRTVWXY3479]{8}$/D', $code);
        }
        // Every letter in every place: nothing of it is always the same.
        foreach (range(0, 7) as $place) {
            self::assertCount(21, array_unique(array_map(static fn(string $one): string => $one[$place], $codes)));
        }
        // Whoever takes a letter for its like finds the code all the same.
        self::assertSame('DDDVC347', Mark::read('o0q ug-347'));
    }
}
