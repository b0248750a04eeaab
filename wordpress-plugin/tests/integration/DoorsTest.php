<?php
declare(strict_types=1);

require_once __DIR__ . '/IntegrationCase.php';

use Parterre\Access\DoorFile;
use Parterre\Access\Gate;
use Parterre\Access\Honouring;
use Parterre\Access\Keys;
use Parterre\Access\Verifier;
use Parterre\Domain\Clock;
use Parterre\Jobs\Runner;
use Parterre\Mail\DoorLetters;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\Honours;
use Parterre\Store\JobQueue;
use Parterre\Store\Orders;
use Parterre\Store\Sessions;
use Parterre\Store\Shows;
use Parterre\Store\Tickets;
use Parterre\Domain\Secrets;
use Parterre\Streaming\Playback;

/** Getting in: what was signed, what is honoured, who shares, which mail leaves when. */
final class DoorsTest extends IntegrationCase {
    private int $offset = 0;

    protected function setUp(): void {
        parent::setUp();
        $this->offset = 0;
        $this->service(Settings::class)->set(['stream_base' => 'https://stream.example', 'stream_secret' => 'secret']);
        add_filter('parterre_clock_offset_ms', fn(): int => $this->offset);
    }

    protected function tearDown(): void {
        foreach ((array) glob(DoorFile::folder() . '/{doors,journal}-*.php*', GLOB_BRACE) as $file) {
            unlink((string) $file);
        }
        array_map('unlink', (array) glob(DoorFile::folder() . '/places/*.json'));
        parent::tearDown();
    }

    /** @return array{show: string, token: string, ticket: string, signed: string, order: string} */
    private function holder(string $email = 'bea@example.org', array $fields = [], ?array $show = null): array {
        $show ??= $this->show(capacity: 50, fields: $fields);
        $made = $this->call('POST', '/orders', $this->orderRequest($show['offer'], 1200, $email))['json'];
        $token = $made['session']['token'];
        $order = $made['order']['id'];
        $paid = $this->call('POST', "/orders/$order/test-payment", ['outcome' => 'approve'], $token)['json'];
        // The receipt leaves after the answer, which nobody here waits for.
        $this->service(Runner::class)->run();
        $session = $this->call('GET', '/session', null, $token)['json'];
        return [
            'show' => $show['show'],
            'token' => $token,
            'order' => $order,
            'ticket' => $paid['tickets'][0]['id'],
            'signed' => $session['signed'][0]['assertion'] ?? '',
        ];
    }

    private function verifier(int $laterMs = 0): Verifier {
        $this->service(DoorFile::class)->write();
        if (!defined('PARTERRE_VERIFIER')) {
            define('PARTERRE_VERIFIER', true);
        }
        $files = (array) glob(DoorFile::folder() . '/doors-*.php');
        $this->assertCount(1, $files);
        $doors = require $files[0];
        return new Verifier($doors, DoorFile::folder(), $this->service(Clock::class)->nowMs() + $laterMs);
    }

    private function knock(array $holder, string $device = 'device_1', int $laterMs = 0): array {
        return $this->verifier($laterMs)->enter([
            'show' => $holder['show'],
            'device' => $device,
            'assertion' => $holder['signed'],
        ]);
    }

    private function code(array $answer): string {
        return $answer['body']['error']['code'] ?? "status {$answer['status']}";
    }

    public function testTheFunctionThatSignsChecksTheTicketItself(): void {
        $bea = $this->holder();
        $shows = $this->service(Shows::class);
        $sign = function (string $token, string $show) use ($shows): ?array {
            // Nobody has asked at the door before.
            $row = (array) $shows->find($show);
            $session = (array) $this->service(Sessions::class)->byToken($token);
            $viewer = $this->service(Gate::class)->viewer($session, $row);
            return $this->service(Playback::class)->grant($viewer, $row, 'lease_1');
        };
        self::assertStringStartsWith(
            'https://stream.example/',
            $sign($bea['token'], $bea['show'])['cameras'][0]['url'],
        );
        $max = $this->holder('max@example.org');
        self::assertNull($sign($max['token'], $bea['show']), 'a ticket for another show');
        $device = $this->service(Sessions::class)->open('device', 'Browser', ['show_id' => $bea['show']]);
        self::assertNull($sign($device['token'], $bea['show']), 'none');
        $shows->update($bea['show'], ['status' => 'cancelled']);
        self::assertNull($sign($bea['token'], $bea['show']), 'a show that is called off');
        $shows->update($bea['show'], ['status' => 'confirmed']);
        $this->service(Tickets::class)->void($bea['ticket'], 'refund');
        self::assertNull($sign($bea['token'], $bea['show']), 'one that was taken back');
    }

    public function testASignedTicketOpensTheDoorWithoutTheDatabase(): void {
        $holder = $this->holder();
        $answer = $this->knock($holder);
        $this->assertSame(200, $answer['status']);
        $entry = $answer['body'];
        $this->assertSame('enter', $entry['keep']);
        $this->assertSame($holder['ticket'], $entry['ticket']);
        $this->assertMatchesRegularExpression(
            '#^https://stream\.example/[\w-]{22}/\d{10}/stage/master\.m3u8$#',
            $entry['grant']['cameras'][0]['url'],
        );
        // The same address as WordPress would have signed: the stream server cannot tell them apart.
        $same = $this->call('POST', '/enter', ['show' => $holder['show'], 'device' => 'device_1'], $holder['token']);
        $this->assertSame(array_keys($same['json']['grant']['cameras'][0]), array_keys($entry['grant']['cameras'][0]));
        $this->assertStringNotContainsString(
            'bea@',
            (string) file_get_contents((string) glob(DoorFile::folder() . '/doors-*.php')[0]),
        );
    }

    public function testTheVerifierHasNoCodeToDrawAndSignsNothingForAServerThatNobodyHasNamed(): void {
        $holder = $this->holder(fields: ['mark' => 'on']);
        $grant = $this->knock($holder)['body']['grant'];
        $this->assertSame([null, true], [$grant['mark'], isset($grant['cameras'][0]['url'])]);
        $this->service(Settings::class)->set(['stream_base' => '']);
        $this->fresh();
        $answer = $this->knock($holder);
        $this->assertSame([200, null], [$answer['status'], $answer['body']['grant']]);
    }

    public function testWhatWasChangedForgedOrMadeForAnotherShowOpensNothing(): void {
        $holder = $this->holder();
        [$body, $signature] = explode('.', $holder['signed']);
        $claims = json_decode((string) base64_decode(strtr($body, '-_', '+/')), true);
        $richer = Secrets::base64url((string) json_encode(['capabilities' => ['camera:backstage']] + $claims));
        $pair = sodium_crypto_sign_keypair();
        $stranger =
            $body . '.' . Secrets::base64url(sodium_crypto_sign_detached($body, sodium_crypto_sign_secretkey($pair)));
        foreach (["$richer.$signature", $stranger, "$body.", $body, "$body.$signature.x", ''] as $forged) {
            $this->assertContains($this->code($this->knock(['signed' => $forged] + $holder)), [
                'assertion_invalid',
                'session_required',
            ]);
        }
        $other = $this->holder('otto@example.org');
        $this->assertSame('assertion_invalid', $this->code($this->knock(['show' => $other['show']] + $holder)));
        $enter = fn(string $assertion): array => $this->call(
            'POST',
            '/enter',
            ['show' => $holder['show'], 'device' => 'd1', 'assertion' => $assertion],
            $holder['token'],
        );
        $this->assertSame(200, $enter($holder['signed'])['status']);
        $this->assertSame('assertion_invalid', $enter("$richer.$signature")['json']['error']['code']);
        $this->assertSame('assertion_invalid', $enter($stranger)['json']['error']['code']);
    }

    public function testAnAssertionLivesADayAndEndsWithItsEpoch(): void {
        $holder = $this->holder(fields: ['replay_until' => (int) (microtime(true) * 1000) + 9 * 86_400_000]);
        $this->assertSame(200, $this->knock($holder, laterMs: 23 * 3_600_000)['status']);
        $this->assertSame('assertion_stale', $this->code($this->knock($holder, laterMs: 25 * 3_600_000)));
        $this->service(Shows::class)->update($holder['show'], ['epoch' => 2]);
        $this->assertSame('assertion_stale', $this->code($this->knock($holder)));
        $enter = ['show' => $holder['show'], 'device' => 'd1', 'assertion' => $holder['signed']];
        $this->assertSame(
            'assertion_stale',
            $this->call('POST', '/enter', $enter, $holder['token'])['json']['error']['code'],
        );
        $fresh = $this->call('GET', '/session', null, $holder['token'])['json']['signed'][0]['assertion'];
        $this->assertSame(200, $this->knock(['signed' => $fresh] + $holder)['status']);
    }

    public function testATicketThatWasTakenBackIsDeniedAtOnce(): void {
        $holder = $this->holder();
        $this->assertSame(200, $this->knock($holder)['status']);
        $this->service(Tickets::class)->void($holder['ticket'], 'refund');
        $this->assertSame('ticket_void', $this->code($this->knock($holder)));
        $this->assertNull($this->verifier()->claims($holder['signed']));
        $enter = ['show' => $holder['show'], 'device' => 'd1', 'assertion' => $holder['signed']];
        $this->assertSame(
            'ticket_void',
            $this->call('POST', '/enter', $enter, $holder['token'])['json']['error']['code'],
        );
    }

    public function testANewKeySignsAndTheOldOneIsBelievedForItsLastDay(): void {
        $holder = $this->holder();
        $this->service(Keys::class)->rotate();
        $this->assertSame(200, $this->knock($holder)['status']);
        $fresh = $this->call('GET', '/session', null, $holder['token'])['json']['signed'][0]['assertion'];
        $this->assertNotSame(strtok($holder['signed'], '.'), strtok($fresh, '.'));
        $this->offset = 25 * 3_600_000;
        $this->fresh();
        $this->assertCount(1, $this->service(Keys::class)->public());
    }

    public function testTheVerifierCountsTheDevicesOfATicketByItself(): void {
        $holder = $this->holder();
        foreach (['first', 'second', 'third'] as $device) {
            $this->assertSame(200, $this->knock($holder, $device)['status'], $device);
        }
        $this->assertSame('lease_lost', $this->code($this->knock($holder, 'first')));
        $this->assertSame(200, $this->knock($holder, 'second')['status']);
        // The others have gone home: their places are free again.
        $this->assertSame(200, $this->knock($holder, 'first', 20 * 60_000)['status']);
    }

    public function testAShowBeginsByTheClockWhereNobodyCanSaySo(): void {
        $now = (int) (microtime(true) * 1000);
        $holder = $this->holder(
            fields: ['doors_at' => $now - 60_000, 'starts_at' => $now + 600_000, 'live_at' => null],
        );
        $this->assertNull($this->knock($holder)['body']['grant']);
        $this->assertSame('live', $this->knock($holder, laterMs: 700_000)['body']['grant']['mode']);
        $this->service(Shows::class)->update($holder['show'], ['doors_at' => $now + 300_000]);
        $this->assertSame('not_open_yet', $this->code($this->knock($holder)));
        $this->service(Shows::class)->update($holder['show'], ['status' => 'cancelled']);
        $this->assertSame('show_cancelled', $this->code($this->knock($holder, laterMs: 700_000)));
    }

    public function testTheFileOfTheDoorsShowsNothingToWhoOpensItsAddress(): void {
        $this->holder();
        $this->service(DoorFile::class)->write();
        $file = (string) glob(DoorFile::folder() . '/doors-*.php')[0];
        $said = shell_exec(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg($file));
        $this->assertSame('', trim((string) $said));
        $this->assertMatchesRegularExpression('/doors-[0-9a-f]{32}\.php$/', $file);
        $this->assertTrue($this->service(DoorFile::class)->isRight());
    }

    public function testHonouringSignedTicketsNeedsNoSessionCountsNoDevicesAndEndsWithTheShow(): void {
        $holder = $this->holder();
        $knock = fn(string $device): array => $this->call('POST', '/honour', [
            'show' => $holder['show'],
            'device' => $device,
            'proof' => ['type' => 'signed', 'assertion' => $holder['signed']],
        ]);
        $this->assertSame('not_honoured', $knock('d1')['json']['error']['code']);
        $this->service(Honouring::class)->set($holder['show'], 'signed', 0);
        foreach (['d1', 'd2', 'd3', 'd4'] as $device) {
            $answer = $knock($device);
            $this->assertSame(200, $answer['status']);
            $this->assertSame(['enter', null], [$answer['json']['entry']['keep'], $answer['json']['session']]);
        }
        $rows = $this->service(Honours::class)->ofShow($holder['show']);
        $this->assertSame(
            [['signed', 'matched', 4]],
            array_map(static fn(array $row): array => [$row['proof'], $row['state'], $row['entries']], $rows),
        );
        $typed = $this->call('POST', '/honour', [
            'show' => $holder['show'],
            'device' => 'd9',
            'proof' => ['type' => 'address', 'email' => 'nobody@example.org', 'locale' => 'en'],
        ]);
        $this->assertSame('not_honoured', $typed['json']['error']['code']);
        $this->offset = 6 * 3_600_000;
        $this->fresh();
        $this->assertSame('not_honoured', $knock('d5')['json']['error']['code']);
    }

    public function testWhoTypesAnAddressComesInOnceWrittenDownAndIsMatchedOrAsked(): void {
        $paid = $this->holder('paid@example.org');
        $this->service(Honouring::class)->set($paid['show'], 'everybody', 0);
        $come = fn(string $email, string $device): array => $this->call('POST', '/honour', [
            'show' => $paid['show'],
            'device' => $device,
            'proof' => ['type' => 'address', 'email' => $email, 'locale' => 'fr'],
        ]);
        $first = $come('guest@example.org', 'd1');
        $this->assertSame(200, $first['status']);
        $this->assertSame('live', $first['json']['entry']['grant']['mode']);
        $this->assertSame('device', $first['json']['session']['session']['kind']);
        $again = $come('Guest@example.org', 'd2');
        $this->assertSame($first['json']['entry']['ticket'], $again['json']['entry']['ticket']);
        $come('paid@example.org', 'd3');
        $tickets = array_filter(
            $this->service(Tickets::class)->ofShow($paid['show']),
            static fn(array $ticket): bool => $ticket['source'] === 'honour',
        );
        $this->assertCount(2, $tickets);
        // Typing somebody's address shows nothing of theirs.
        $passes = $this->call('GET', '/passes', null, $first['json']['session']['token'])['json'];
        $this->assertSame([[], 1], [$passes['orders'], count($passes['tickets'])]);
        $honouring = $this->service(Honouring::class);
        $this->assertSame(
            ['open' => 1, 'matched' => 1, 'asked' => 0, 'waived' => 0],
            $honouring->reconcile($paid['show']),
        );
        $open = $this->service(Honours::class)->ofShow($paid['show'])[0];
        $this->assertSame('guest@example.org', $open['email']);
        $this->assertTrue($honouring->ask($open['id'], 1));
        $this->assertFalse($honouring->ask($open['id'], 1));
        $this->mails = [];
        $this->service(Runner::class)->run();
        $this->assertSame(['guest@example.org'], array_column($this->mails, 'to'));
        $this->assertStringContainsString('Vous étiez notre invité', $this->mails[0]['subject']);
    }

    public function testWhatTheVerifierWroteDownIsReadOnceAndCountsOnce(): void {
        $holder = $this->holder();
        $this->service(Honouring::class)->set($holder['show'], 'everybody', 0);
        $verifier = $this->verifier();
        $typed = static fn(string $email): array => [
            'show' => $holder['show'],
            'device' => 'd1',
            'proof' => ['type' => 'address', 'email' => $email, 'locale' => 'en'],
        ];
        $this->assertSame(200, $verifier->enter($typed('a@example.org'))['status']);
        $this->assertSame(200, $verifier->enter($typed('a@example.org'))['status']);
        $this->assertSame(400, $verifier->enter($typed('no address'))['status']);
        $this->assertSame(200, $this->knock($holder, 'd2')['status']);
        $this->assertSame(3, $this->service(Honouring::class)->import());
        $this->assertSame(0, $this->service(Honouring::class)->import());
        $rows = array_map(
            static fn(array $row): array => [$row['proof'], $row['via'], $row['entries'], $row['state']],
            $this->service(Honours::class)->ofShow($holder['show']),
        );
        $this->assertSame([['address', 'verifier', 2, 'open'], ['signed', 'verifier', 1, 'matched']], $rows);
    }

    public function testATicketIsSharedByItsOwnerAloneAndBothHearOfIt(): void {
        $holder = $this->holder();
        $fan = $this->fan('bea@example.org');
        $share = fn(string $email, string $token): array => $this->call(
            'POST',
            "/tickets/{$holder['ticket']}/addresses",
            ['email' => $email, 'page' => home_url('/concert/'), 'locale' => 'en'],
            $token,
        );
        $this->assertSame('forbidden', $share('kim@example.org', $holder['token'])['json']['error']['code']);
        $this->mails = [];
        $answer = $share('kim@example.org', $fan);
        $this->service(Runner::class)->run();
        $this->assertSame('k…@example.org', $answer['json']['addresses'][0]['emailHint']);
        $to = array_column($this->mails, 'to');
        sort($to);
        $this->assertSame(['bea@example.org', 'kim@example.org'], $to);
        preg_match('/#parterre=([\w-]{43})/', $this->mails[0]['message'] . $this->mails[1]['message'], $secret);
        $kim = $this->call('POST', '/pass-links/redeem', ['type' => 'link', 'secret' => $secret[1], 'device' => 'Kim'])[
            'json'
        ]['token'];
        $entry = $this->call('POST', '/enter', ['show' => $holder['show'], 'device' => 'kims'], $kim);
        $this->assertSame($holder['ticket'], $entry['json']['ticket']);
        // What is shared with Kim is not Kim's to share, and Kim sees no address of the others.
        $this->assertSame('not_found', $share('more@example.org', $kim)['json']['error']['code']);
        $this->assertSame([], $this->call('GET', '/passes', null, $kim)['json']['addresses']);
        $id = $answer['json']['addresses'][0]['id'];
        $share('two@example.org', $fan);
        $share('three@example.org', $fan);
        $this->assertSame('address_limit', $share('four@example.org', $fan)['json']['error']['code']);
        $this->assertSame(200, $share('kim@example.org', $fan)['status']);
        $gone = $this->call('DELETE', "/tickets/{$holder['ticket']}/addresses/$id", null, $fan);
        $this->assertCount(2, $gone['json']['addresses']);
        $this->assertSame(
            'no_ticket',
            $this->call('POST', '/enter', ['show' => $holder['show'], 'device' => 'kims'], $kim)['json']['error'][
                'code'
            ],
        );
    }

    public function testAScreenIsLetInOnceByWhoHoldsATicketAndHoldsNothingElse(): void {
        $holder = $this->holder();
        $start = fn(): array => $this->call('POST', '/pairings', [
            'show' => $holder['show'],
            'page' => home_url('/concert/'),
            'device' => 'Firefox, Linux',
        ])['json'];
        $screen = $start();
        $this->assertMatchesRegularExpression('/^[A-HJKMNP-Z]{6}$/', $screen['code']);
        $claim = fn(): array => $this->call('POST', '/pairings/claim', ['secret' => $screen['secret']]);
        $this->assertNull($claim()['json']['session']);
        $other = $this->holder('otto@example.org');
        $confirm = fn(string $token): array => $this->call(
            'POST',
            '/pairings/confirm',
            ['code' => $screen['code']],
            $token,
        );
        $this->assertSame('no_ticket', $confirm($other['token'])['json']['error']['code']);
        $found = $this->call('POST', '/pairings/find', ['code' => $screen['code']], $holder['token'])['json'];
        $this->assertSame(['Firefox, Linux', true], [$found['device'], $found['sameNetwork']]);
        $this->assertSame(200, $confirm($holder['token'])['status']);
        $this->assertSame('pairing_not_found', $confirm($holder['token'])['json']['error']['code']);
        $grant = $claim()['json']['session'];
        $this->assertSame('pairing_expired', $claim()['json']['error']['code']);
        $passes = $this->call('GET', '/passes', null, $grant['token'])['json'];
        $this->assertSame([[$holder['ticket']], []], [array_column($passes['tickets'], 'id'), $passes['orders']]);
        $this->assertSame(
            200,
            $this->call('POST', '/enter', ['show' => $holder['show'], 'device' => 'tv'], $grant['token'])['status'],
        );
        $late = $start();
        $this->offset = 6 * 60_000;
        $this->fresh();
        $this->assertSame(
            'pairing_not_found',
            $this->call('POST', '/pairings/confirm', ['code' => $late['code']], $holder['token'])['json']['error'][
                'code'
            ],
        );
    }

    public function testLettersCannotBeGuessedByTheDozen(): void {
        remove_filter('parterre_rate_limits', [$this, 'unlimited']);
        $holder = $this->holder();
        $codes = [];
        for ($try = 0; $try < 12; $try++) {
            $answer = $this->call(
                'POST',
                '/pairings/find',
                ['code' => 'AAAAA' . 'ABCDEFGHJKMN'[$try]],
                $holder['token'],
            );
            $codes[] = $answer['json']['error']['code'];
        }
        $this->assertSame(['pairing_not_found', 'rate_limited'], array_values(array_unique($codes)));
    }

    public function testTheTestClipTriesTheTicketBeforeDoorsThroughTheSameDoor(): void {
        $now = (int) (microtime(true) * 1000);
        $holder = $this->holder(
            fields: [
                'doors_at' => $now + 7_200_000,
                'starts_at' => $now + 9_000_000,
                'ends_at' => $now + 16_000_000,
                'live_at' => null,
            ],
        );
        $try = fn(): array => $this->call(
            'POST',
            '/enter',
            ['show' => $holder['show'], 'device' => 'd1', 'mode' => 'test'],
            $holder['token'],
        );
        $this->assertSame('no_test_clip', $try()['json']['error']['code']);
        $this->service(Settings::class)->set(['test_stream' => 'test']);
        $answer = $try()['json'];
        $this->assertSame('test', $answer['grant']['mode']);
        $this->assertMatchesRegularExpression('#/\d{10}/test/master\.m3u8$#', $answer['grant']['cameras'][0]['url']);
        $show = $this->call('POST', '/enter', ['show' => $holder['show'], 'device' => 'd1'], $holder['token']);
        $this->assertSame('not_open_yet', $show['json']['error']['code']);
        $this->service(Tickets::class)->void($holder['ticket'], 'refund');
        $this->assertSame('ticket_void', $try()['json']['error']['code']);
    }

    public function testTheMailBeforeDoorsLeavesOnceForWhoStillHoldsATicket(): void {
        $now = (int) (microtime(true) * 1000);
        $fields = [
            'doors_at' => $now + 4 * 3_600_000,
            'starts_at' => $now + 5 * 3_600_000,
            'ends_at' => $now + 7 * 3_600_000,
            'live_at' => null,
        ];
        $show = $this->show(capacity: 50, fields: $fields);
        $this->holder('stays@example.org', show: $show);
        $this->holder('twice@example.org', show: $show);
        $this->holder('twice@example.org', show: $show);
        $gone = $this->holder('gone@example.org', show: $show);
        $this->service(Settings::class)->set(['test_stream' => 'test']);
        $letters = $this->service(DoorLetters::class);
        $this->assertSame(0, $letters->plan(), 'Four hours before, it is too early.');
        $this->later(61);
        $this->assertSame(3, $this->service(DoorLetters::class)->plan());
        $this->assertSame(0, $this->service(DoorLetters::class)->plan(), 'Planned twice is planned once.');
        $this->service(Tickets::class)->void($gone['ticket'], 'refund');
        $this->mails = [];
        $this->later(62);
        $this->service(Runner::class)->run();
        $to = array_column($this->mails, 'to');
        sort($to);
        $this->assertSame(['stays@example.org', 'twice@example.org'], $to);
        $text = $this->mails[0]['message'];
        $this->assertMatchesRegularExpression('/#parterre=[\w-]{43}/', $text);
        $this->assertMatchesRegularExpression('/code : \d{6}/', wp_strip_all_tags($text));
        $this->assertStringContainsString('parterre-try', $text);
        // A quarter of an hour later is the same evening; a week later is another, and has its own mail.
        $this->service(Shows::class)->update($show['show'], ['doors_at' => $fields['doors_at'] + 900_000]);
        $this->later(80);
        $this->assertSame(0, $this->service(DoorLetters::class)->plan());
        $week = 7 * 86_400_000;
        $this->service(Shows::class)->update($show['show'], [
            'doors_at' => $fields['doors_at'] + $week,
            'starts_at' => $fields['starts_at'] + $week,
            'ends_at' => $fields['ends_at'] + $week,
        ]);
        $this->assertSame(0, $this->service(DoorLetters::class)->plan());
        $this->later(61 + 7 * 24 * 60);
        $this->assertSame(2, $this->service(DoorLetters::class)->plan());
    }

    public function testMailsToManyKeepToTheHostsLimitAndLetOthersPass(): void {
        $this->service(Settings::class)->set(['mails_per_minute' => 3]);
        $sent = [];
        $jobs = $this->service(Runner::class);
        $jobs->on('mail.many', static function (array $job) use (&$sent): void {
            $sent[] = "many {$job['n']}";
        });
        $jobs->on('mail.one', static function (array $job) use (&$sent): void {
            $sent[] = 'by hand';
        });
        for ($n = 1; $n <= 5; $n++) {
            $jobs->later('mail.many', "many:$n", ['n' => $n]);
        }
        $this->service(JobQueue::class)->add('mail.one', 'one', []);
        // The allowance is the venue's own here, not the tests'.
        $jobs->run();
        $this->assertSame(['by hand', 'many 1', 'many 2'], $sent);
        $jobs->run();
        $this->assertCount(3, $sent);
        $this->assertSame(3, $this->service(JobQueue::class)->counts()['waiting']);
    }

    public function testTheHourOfDoorsIsToldInBothZonesWhereTheyDiffer(): void {
        $winter = 1_795_716_000_000;
        $this->assertNull(DoorLetters::zoneOf('FR', 'Europe/Paris', $winter));
        $this->assertNull(DoorLetters::zoneOf('DE', 'Europe/Paris', $winter));
        $this->assertSame('Asia/Tokyo', DoorLetters::zoneOf('JP', 'Europe/Paris', $winter));
        $this->assertSame('UTC', DoorLetters::zoneOf('US', 'Europe/Paris', $winter));
        $this->assertSame('UTC', DoorLetters::zoneOf(null, 'Europe/Paris', $winter));
        $this->assertNull(DoorLetters::zoneOf(null, 'Europe/London', $winter));
    }

    /** Moves the clock to so many minutes from the start of the test. */
    private function later(int $minutes): void {
        $this->offset = $minutes * 60_000;
        $this->fresh();
    }

    private function fan(string $email): string {
        $this->mails = [];
        $this->call('POST', '/pass-links', ['email' => $email, 'page' => home_url('/concert/'), 'locale' => 'en']);
        $this->service(Runner::class)->run();
        preg_match('/#parterre=([\w-]{43})/', end($this->mails)['message'], $secret);
        return $this->call('POST', '/pass-links/redeem', [
            'type' => 'link',
            'secret' => $secret[1],
            'device' => 'Laptop',
        ])['json']['token'];
    }
}
