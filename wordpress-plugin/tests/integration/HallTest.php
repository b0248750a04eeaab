<?php
declare(strict_types=1);

require_once __DIR__ . '/IntegrationCase.php';

use Parterre\Admin\Roles;
use Parterre\Domain\Instant;
use Parterre\Hall\TicketCode;
use Parterre\Jobs\Runner;
use Parterre\Privacy\Module;
use Parterre\Store\Catalogue;
use Parterre\Store\Db;
use Parterre\Store\Guests;
use Parterre\Store\Tickets;

/** The hall at the desk and at the door: numbers without gaps, guests with one source, two devices and one ticket. */
final class HallTest extends IntegrationCase {
    /** @var list<int> */
    protected array $users = [];

    protected function fresh(): void {
        parent::fresh();
        $this->service(Parterre\Hall\Module::class)->register();
    }

    protected function tearDown(): void {
        wp_set_current_user(1);
        array_map('wp_delete_user', $this->users);
        $this->users = [];
        wp_set_current_user(0);
        remove_all_actions('parterre_stock_moved');
        parent::tearDown();
    }

    protected function become(string $role): int {
        $this->service(Roles::class)->add();
        $user = wp_insert_user([
            'user_login' => uniqid($role),
            'user_pass' => wp_generate_password(),
            'user_email' => uniqid() . '@example.org',
            'role' => $role,
            'display_name' => 'Sam',
        ]);
        $this->users[] = $user;
        wp_set_current_user($user);
        return $user;
    }

    /** @return array{show: string, offer: string, pool: string} a show to come whose offer is for the hall */
    private function hall(int $places = 10): array {
        $in = (int) (microtime(true) * 1000) + 3 * 86_400_000;
        $made = $this->show($places, 2000, [
            'doors_at' => $in - 3_600_000,
            'starts_at' => $in,
            'ends_at' => $in + 7_200_000,
            'live_at' => null,
        ]);
        $this->service(Catalogue::class)->saveOffer(
            [
                'id' => $made['offer'],
                'show_id' => $made['show'],
                'name' => 'Parquet',
                'price_minor' => 2000,
                'currency' => 'EUR',
            ],
            [['kind' => 'hall', 'pool_id' => $made['pool']]],
        );
        return $made;
    }

    private function buy(array $hall, int $quantity = 1, string $email = 'bea@example.org'): array {
        $made = $this->call(
            'POST',
            '/orders',
            $this->orderRequest($hall['offer'], 2000 * $quantity, $email, $quantity),
        )['json'];
        $paid = $this->call(
            'POST',
            "/orders/{$made['order']['id']}/test-payment",
            ['outcome' => 'approve'],
            $made['session']['token'],
        );
        $this->assertSame('paid', $paid['json']['state']);
        return $paid['json'] + ['token' => $made['session']['token']];
    }

    /** @param array<string, mixed> $body */
    private function ask(string $method, string $path, array $body = []): WP_REST_Response {
        $request = new WP_REST_Request($method, "/parterre-admin/v1$path");
        $request->set_header('Content-Type', 'application/json');
        $request->set_body((string) wp_json_encode($body));
        return rest_do_request($request);
    }

    /** @return array<string, mixed> */
    private function guest(array $more = []): array {
        return $more + [
            'list' => 'Press',
            'name' => 'Ana Moreau',
            'email' => 'ana@example.org',
            'quantity' => 2,
            'kind' => 'hall',
            'note' => 'Radio',
        ];
    }

    private function mark(string $ticket, string $at, bool $in = true, string $id = ''): array {
        return ['id' => $id ?: uniqid('mark_'), 'ticket' => $ticket, 'at' => $at, 'in' => $in];
    }

    private static function ago(int $secondsAgo): string {
        return Instant::toText((int) (microtime(true) * 1000) - $secondsAgo * 1000);
    }

    public function testTicketsOfAHallAreNumberedWithoutGapsAndSayWhatTheyCost(): void {
        $hall = $this->hall();
        $this->buy($hall, 2);
        // A payment that is rolled back takes no number.
        try {
            $this->service(Db::class)->transaction(function () use ($hall): void {
                $this->service(Tickets::class)->issue([
                    'show_id' => $hall['show'],
                    'kind' => 'hall',
                    'source' => 'grant',
                    'granted_by' => 1,
                    'test' => 0,
                    'email_hash' => '',
                ]);
                throw new DomainException('never mind');
            });
        } catch (DomainException) {
        }
        $this->buy($hall, 1, 'otto@example.org');
        $tickets = $this->service(Tickets::class)->ofShow($hall['show']);
        $serials = array_column($tickets, 'serial');
        sort($serials);
        $this->assertSame([1, 2, 3], $serials);
        $this->assertSame(['Parquet'], array_values(array_unique(array_column($tickets, 'category'))));
        $this->assertSame([2000], array_values(array_unique(array_column($tickets, 'price_minor'))));
    }

    public function testAGuestGetsTicketsWithOneSourceAndAMailThatLetsThemIn(): void {
        $hall = $this->hall();
        $user = $this->become('parterre_box_office');
        $answer = $this->ask('POST', "/shows/{$hall['show']}/guests", $this->guest());
        $this->assertSame(200, $answer->get_status(), (string) wp_json_encode($answer->get_data()));
        $tickets = $this->service(Tickets::class)->ofShow($hall['show']);
        $this->assertCount(2, $tickets);
        foreach ($tickets as $ticket) {
            $this->assertSame(
                ['grant', $user, null, null],
                [$ticket['source'], $ticket['granted_by'], $ticket['order_id'], $ticket['line_id']],
            );
        }
        $this->service(Runner::class)->run();
        $mail = end($this->mails);
        $this->assertStringContainsString('Nuit Blanche', $mail['subject']);
        $this->assertStringContainsString(
            $this->service(TicketCode::class)->of(['transfers' => 0] + $tickets[0]),
            $mail['message'],
        );
        preg_match('/#parterre=([A-Za-z0-9_-]+)/', $mail['message'], $secret);
        $fan = $this->call('POST', '/pass-links/redeem', [
            'type' => 'link',
            'secret' => $secret[1],
            'device' => 'Test',
        ])['json'];
        $this->assertSame(['grant', 'grant'], array_column($fan['session']['tickets'], 'source'));
    }

    public function testWithdrawingVoidsTheTicketsOfThatGuestAndIsWrittenDown(): void {
        $hall = $this->hall();
        $this->buy($hall);
        $user = $this->become('parterre_box_office');
        $list = $this->ask('POST', "/shows/{$hall['show']}/guests", $this->guest())->get_data();
        $this->ask('POST', "/shows/{$hall['show']}/guests/withdraw", ['guest' => $list['items'][0]['id']]);
        $states = array_count_values(array_column($this->service(Tickets::class)->ofShow($hall['show']), 'state'));
        $this->assertSame(['valid' => 1, 'void' => 2], $states);
        $actions = array_column(
            $this->service(Db::class)->all('SELECT action FROM {audit} WHERE user_id = ? ORDER BY id', [$user]),
            'action',
        );
        $this->assertSame(['guest.invited', 'guest.withdrawn'], $actions);
    }

    public function testAListTakesNoMoreThanItsLimitAndAnAddressOnce(): void {
        $hall = $this->hall();
        $this->become('parterre_box_office');
        $path = "/shows/{$hall['show']}/guests";
        $this->assertSame(200, $this->ask('POST', "$path/limit", ['list' => 'Press', 'most' => 3])->get_status());
        $this->assertSame(200, $this->ask('POST', $path, $this->guest())->get_status());
        $again = $this->ask('POST', $path, $this->guest(['email' => 'ANA@example.org', 'quantity' => 1]));
        $this->assertArrayHasKey('email', $again->get_data()['data']['problems']);
        $more = $this->ask('POST', $path, $this->guest(['email' => 'ben@example.org']));
        $this->assertArrayHasKey('quantity', $more->get_data()['data']['problems']);
        $this->assertSame(422, $this->ask('POST', "$path/limit", ['list' => 'Press', 'most' => 1])->get_status());
        $this->assertCount(2, $this->service(Tickets::class)->ofShow($hall['show']));
    }

    public function testAPastedListIsInvitedLineByLineAndNamesWhatIsWrong(): void {
        $hall = $this->hall();
        $this->become('parterre_box_office');
        $text =
            "Name;E-mail;Places;Note\nZoé Martin;zoe@example.org;2;Le Monde\nNobody;nowhere;1\n\nMax;max@example.org;99";
        $answer = $this->ask('POST', "/shows/{$hall['show']}/guests/import", [
            'list' => 'Press',
            'kind' => 'live',
            'text' => $text,
        ])->get_data();
        $this->assertSame(1, $answer['invited']);
        $this->assertSame([3, 5], array_column($answer['refused'], 'line'));
        $guest = $this->service(Guests::class)->page($hall['show'], '', 10, 0)['items'][0];
        $this->assertSame(
            ['Zoé Martin', 2, 'Le Monde', 'live'],
            [$guest['name'], $guest['quantity'], $guest['note'], $guest['kind']],
        );
    }

    public function testTheSheetOfAFanHoldsTheirHallTicketsWithNumberPriceAndCodeAndNobodyElses(): void {
        $hall = $this->hall();
        $order = $this->buy($hall, 2);
        $this->buy($hall, 1, 'otto@example.org');
        $page = $this->service(Parterre\Hall\TicketPage::class);
        $session = $this->service(Parterre\Store\Sessions::class)->byToken($order['token']);
        $held = $this->service(Parterre\Access\Gate::class)->tickets($session);
        $sheet = $page->document($held, 'fr', $hall['show']);
        $this->assertSame(2, substr_count($sheet, '<article>'));
        foreach ($order['tickets'] as $ticket) {
            $code = $this->service(TicketCode::class)->of(['transfers' => 0] + $ticket);
            $this->assertStringContainsString($code, $sheet);
            $this->assertStringContainsString(Parterre\Hall\QrCode::path($code), $sheet);
        }
        foreach (['N° 1', 'N° 2', 'Parquet', $order['reference']] as $expected) {
            $this->assertStringContainsString($expected, $sheet);
        }
        $this->assertStringNotContainsString('N° 3', $sheet);
        $this->assertStringNotContainsString('<article>', $page->document(null, 'fr', ''));
    }

    public function testTheDoorGetsHashesAndInitialsAndNamesOnlyForWhoMaySeeThem(): void {
        $hall = $this->hall();
        $this->become('parterre_box_office');
        $this->ask('POST', "/shows/{$hall['show']}/guests", $this->guest());
        $named = $this->ask('GET', "/shows/{$hall['show']}/door")->get_data();
        $this->assertSame('Ana Moreau', $named['tickets'][0]['name']);
        $this->become('parterre_front_desk');
        $list = $this->ask('GET', "/shows/{$hall['show']}/door")->get_data();
        $this->assertSame('A. M.', $list['tickets'][0]['name']);
        $text = (string) wp_json_encode($list);
        $this->assertStringNotContainsString('@', $text);
        $code = $this->service(TicketCode::class)->of(['transfers' => 0] + $list['tickets'][0]);
        $this->assertStringNotContainsString($code, $text);
        $this->assertSame(hash('sha256', str_replace('-', '', $code)), $list['tickets'][0]['code']);
    }

    public function testTwoDevicesWithOneTicketTheFirstByItsOwnClockCounts(): void {
        $hall = $this->hall();
        $order = $this->buy($hall);
        $ticket = $order['tickets'][0]['id'];
        $this->become('parterre_front_desk');
        $door = "/shows/{$hall['show']}/door";
        $this->ask('POST', $door, ['device' => 'A', 'marks' => [$this->mark($ticket, self::ago(60))]]);
        $early = self::ago(120);
        $late = $this->ask('POST', $door, ['device' => 'B', 'marks' => [$this->mark($ticket, $early)]])->get_data();
        $this->assertSame(['B', $early], [$late['tickets'][0]['device'], $late['tickets'][0]['checkedAt']]);
    }

    public function testAMarkThatIsSentAgainChangesNothingAndTakingBackIsKept(): void {
        $hall = $this->hall();
        $ticket = $this->buy($hall)['tickets'][0]['id'];
        $this->become('parterre_front_desk');
        $door = "/shows/{$hall['show']}/door";
        $in = $this->mark($ticket, self::ago(60), true, 'mark_one');
        $out = $this->mark($ticket, self::ago(30), false, 'mark_two');
        $this->ask('POST', $door, ['device' => 'A', 'marks' => [$in, $out]]);
        $again = $this->ask('POST', $door, ['device' => 'A', 'marks' => [$in, $out, $in]])->get_data();
        $this->assertNull($again['tickets'][0]['checkedAt']);
        $this->assertSame('2', $this->service(Db::class)->value('SELECT COUNT(*) FROM {checkins}'));
        $later = $this->ask('POST', $door, [
            'device' => 'A',
            'marks' => [$this->mark($ticket, self::ago(0))],
        ])->get_data();
        $this->assertNotNull($later['tickets'][0]['checkedAt']);
    }

    public function testAMarkForAnotherShowOrWithoutTheRightIsRefused(): void {
        $hall = $this->hall();
        $other = $this->hall();
        $ticket = $this->buy($other)['tickets'][0]['id'];
        $this->become('parterre_front_desk');
        $this->ask('POST', "/shows/{$hall['show']}/door", [
            'device' => 'A',
            'marks' => [$this->mark($ticket, self::ago(1))],
        ]);
        $this->assertNull($this->service(Tickets::class)->find($ticket)['checked_at']);
        $bad = $this->ask('POST', "/shows/{$hall['show']}/door", ['marks' => [['ticket' => $ticket, 'in' => 'yes']]]);
        $this->assertSame(422, $bad->get_status());
        $this->become('parterre_accountant');
        $this->assertSame(403, $this->ask('GET', "/shows/{$hall['show']}/door")->get_status());
        $this->assertSame(403, $this->ask('POST', "/shows/{$hall['show']}/guests", $this->guest())->get_status());
        $this->become('parterre_promoter');
        $this->assertSame(404, $this->ask('GET', "/shows/{$hall['show']}/door")->get_status());
    }

    public function testAGuestsCopyNamesTheInvitationAndErasingTakesNameAndAddress(): void {
        $hall = $this->hall();
        $this->become('parterre_box_office');
        $this->ask('POST', "/shows/{$hall['show']}/guests", $this->guest());
        $text = (string) wp_json_encode($this->service(Module::class)->export('ana@example.org')['data']);
        $this->assertStringContainsString('Ana Moreau', $text);
        $this->service(Module::class)->erase('ana@example.org');
        $left = (string) wp_json_encode($this->service(Db::class)->all('SELECT * FROM {guests}'));
        $this->assertStringNotContainsString('Moreau', $left);
        $this->assertStringNotContainsString('ana@', $left);
    }
}
