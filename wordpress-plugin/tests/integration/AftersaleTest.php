<?php
declare(strict_types=1);

use Parterre\Hall\TicketCode;
use Parterre\Jobs\Runner;
use Parterre\Store\Catalogue;
use Parterre\Store\Db;
use Parterre\Store\Door;
use Parterre\Store\Sessions;
use Parterre\Store\Tickets;

/** What happens after the sale: mails again, tickets handed on, orders at another address; by the fan and at the box office. */
final class AftersaleTest extends IntegrationCase {
    private const BEA = 'bea@example.org';
    private const KIM = 'kim@example.org';

    /** A paid order of two seats in the hall. @return array{order: array<string, mixed>, token: string, show: string, tickets: list<string>} */
    private function bought(int $quantity = 2): array {
        $show = $this->show();
        $offer = $this->service(Catalogue::class)->saveOffer(
            ['show_id' => $show['show'], 'name' => 'Hall', 'price_minor' => 1000, 'currency' => 'EUR'],
            [['kind' => 'hall', 'pool_id' => $show['pool']]],
        );
        $this->service(Parterre\Store\Shows::class)->update($show['show'], [
            'live_at' => null,
            'doors_at' => (int) (microtime(true) * 1000) + 3_600_000,
            'starts_at' => (int) (microtime(true) * 1000) + 7_200_000,
            'ends_at' => (int) (microtime(true) * 1000) + 14_400_000,
        ]);
        $request = ['locale' => 'en'] + $this->orderRequest($offer, 1000 * $quantity, quantity: $quantity);
        $made = $this->call('POST', '/orders', $request)['json'];
        $token = $made['session']['token'];
        $this->call('POST', "/orders/{$made['order']['id']}/test-payment", ['outcome' => 'approve'], $token);
        $order = $this->call('GET', "/orders/{$made['order']['id']}", null, $token)['json'];
        $this->letMailsGo();
        return [
            'order' => $order,
            'token' => $token,
            'show' => $show['show'],
            'tickets' => array_column($order['tickets'], 'id'),
        ];
    }

    private function letMailsGo(): void {
        $this->service(Runner::class)->run();
    }

    /** Mails to an address whose subject begins like this, newest last. @return list<array<string, mixed>> */
    private function mails(string $to, string $subject): array {
        return array_values(
            array_filter(
                $this->mails,
                static fn(array $mail): bool => in_array($to, (array) $mail['to'], true) &&
                    str_starts_with($mail['subject'], $subject),
            ),
        );
    }

    private function fan(string $email): string {
        $link = $this->service(Sessions::class)->createLink(
            'request',
            $email,
            'en',
            (int) (microtime(true) * 1000) + 900_000,
            true,
        );
        return $this->redeem($link['secret'])['json']['token'];
    }

    private function redeem(string $secret): array {
        return $this->call('POST', '/pass-links/redeem', [
            'type' => 'link',
            'secret' => $secret,
            'device' => 'A phone',
        ]);
    }

    private function handOn(string $ticket, string $token, string $email = self::KIM): array {
        return $this->call(
            'POST',
            "/tickets/$ticket/transfer",
            ['email' => $email, 'page' => home_url('/'), 'locale' => 'en'],
            $token,
        );
    }

    private function secretIn(array $mail): string {
        preg_match('/#parterre=([A-Za-z0-9_-]+)/', $mail['message'], $found);
        return $found[1] ?? '';
    }

    public function testASeatThatIsHandedOnHasAnotherCodeAndItsNumberStays(): void {
        $bought = $this->bought();
        [$ticket] = $bought['tickets'];
        $tickets = $this->service(Tickets::class);
        $before = $tickets->find($ticket);
        $codes = $this->service(TicketCode::class);
        $old = $codes->of($before);
        $this->assertSame(200, $this->handOn($ticket, $this->fan(self::BEA))['status']);
        $this->letMailsGo();
        $asked = $this->mails(self::KIM, 'Yours to accept');
        $this->assertCount(1, $asked);
        $this->assertStringNotContainsString(self::BEA, $asked[0]['message']);
        $this->assertStringContainsString('b…@example.org', $asked[0]['message']);
        $this->assertStringContainsString(self::KIM, $this->mails(self::BEA, 'You are handing on')[0]['message']);
        $this->assertSame($old, $codes->of($tickets->find($ticket)), 'nothing moves before it is accepted');
        $this->assertSame(200, $this->redeem($this->secretIn($asked[0]))['status']);
        $this->letMailsGo();
        $after = $tickets->find($ticket);
        $this->assertNotSame($old, $codes->of($after));
        $this->assertSame($before['serial'], $after['serial']);
        $mail = $this->mails(self::KIM, 'It is yours')[0]['message'];
        $this->assertStringContainsString($codes->of($after), $mail);
        $this->assertStringNotContainsString($old, $mail);
        $this->assertStringContainsString('k…@example.org', $this->mails(self::BEA, 'Handed on')[0]['message']);
        // The buyer's confirmation, sent again, has the code of the seat that stayed and no other.
        $this->call('POST', "/orders/{$bought['order']['id']}/mail", [], $bought['token']);
        $this->letMailsGo();
        $again = $this->mails(self::BEA, 'You are in');
        $text = end($again)['message'];
        $this->assertStringContainsString($codes->of($tickets->find($bought['tickets'][1])), $text);
        $this->assertStringNotContainsString($codes->of($after), $text);
        $this->assertStringNotContainsString($old, $text);
    }

    public function testTheMailLeadsToTheTicketsOnPaperUntilTheyHaveAnotherHolder(): void {
        $bought = $this->bought();
        $page = $this->service(Parterre\Hall\TicketPage::class);
        $mail = $this->mails(self::BEA, 'You are in')[0]['message'];
        preg_match('/parterre-hall-tickets=([\w-]+)(?:&|&amp;|&#038;)key=([0-9a-f]{32})/', $mail, $found);
        [, $id, $key] = $found;
        $this->assertCount(2, $page->byKey($id, $key) ?? []);
        $this->assertSame(2, substr_count($page->document($page->byKey($id, $key), 'en', ''), '<article>'));
        $this->assertNull($page->byKey($id, strrev($key)));
        $this->assertNull($page->byKey('tick_unknown', $key));
        $other = $id === $bought['tickets'][0] ? $bought['tickets'][1] : $bought['tickets'][0];
        $this->assertNull($page->byKey($other, $key));
        $this->become('parterre_front_desk');
        $this->desk('POST', "/orders/{$bought['order']['id']}/tickets/$id/holder", ['email' => self::KIM]);
        $this->letMailsGo();
        $this->assertNull($page->byKey($id, $key), 'what the former holder has opens nothing');
        $hers = $this->mails(self::KIM, 'It is yours')[0]['message'];
        preg_match('/parterre-hall-tickets=([\w-]+)(?:&|&amp;|&#038;)key=([0-9a-f]{32})/', $hers, $found);
        $this->assertSame([$id], array_column($page->byKey($found[1], $found[2]) ?? [], 'id'));
    }

    public function testWhoHoldsATicketHearsWhenItsBuyerGetsTheMoneyBack(): void {
        $bought = $this->bought();
        [$ticket] = $bought['tickets'];
        $id = $bought['order']['id'];
        $this->become('parterre_box_office');
        $this->desk('POST', "/orders/$id/tickets/$ticket/holder", ['email' => self::KIM]);
        $this->letMailsGo();
        $line = (string) $this->service(Db::class)->value('SELECT id FROM {order_lines} WHERE order_id = ?', [$id]);
        $answer = $this->desk('POST', "/orders/$id/refunds", [
            'key' => 'all',
            'reason' => '',
            'lines' => [['line' => $line, 'quantity' => 2]],
            'expectedMinor' => 2000,
        ]);
        $this->assertSame(200, $answer->get_status());
        $this->letMailsGo();
        $this->assertCount(1, $this->mails(self::KIM, 'No longer valid'));
        $this->assertSame([], $this->mails(self::BEA, 'No longer valid'), 'the buyer has the mail of the refund');
        $this->assertSame('void', $this->service(Tickets::class)->find($ticket)['state']);
    }

    public function testWhoHasComeInAtTheDoorCannotHandTheTicketOnNorCanTheBoxOffice(): void {
        $bought = $this->bought();
        [$ticket] = $bought['tickets'];
        $this->service(Db::class)->transaction(
            fn(): bool => $this->service(Door::class)->add(
                $bought['show'],
                ['id' => 'chck_1', 'ticket' => $ticket, 'at' => (int) (microtime(true) * 1000), 'in' => true],
                'phone',
                1,
            ),
        );
        $this->assertSame('ticket_used', $this->handOn($ticket, $this->fan(self::BEA))['json']['error']['code']);
        $this->become('parterre_box_office');
        $path = "/orders/{$bought['order']['id']}/tickets/$ticket/holder";
        $this->assertSame(409, $this->desk('POST', $path, ['email' => self::KIM])->get_status());
        $this->assertSame(0, $this->service(Tickets::class)->find($ticket)['transfers']);
    }

    public function testInvitationsAreHandedOnOnlyWhereTheVenueSaysSo(): void {
        $show = $this->show();
        $ticket = $this->service(Tickets::class)->issue([
            'show_id' => $show['show'],
            'kind' => 'live',
            'valid_from' => null,
            'valid_until' => null,
            'source' => 'grant',
            'granted_by' => 1,
            'test' => false,
            'email_hash' => $this->service(Parterre\Domain\Secrets::class)->hashEmail(self::BEA),
        ]);
        $token = $this->fan(self::BEA);
        $this->assertSame('not_transferable', $this->handOn($ticket, $token)['json']['error']['code']);
        $this->become('administrator');
        $this->desk('PUT', '/settings', ['settings' => ['transfer_guests' => true]]);
        $this->assertSame(200, $this->handOn($ticket, $token)['status']);
        $this->desk('PUT', '/settings', ['settings' => ['transfers' => false]]);
        $this->assertSame('not_transferable', $this->handOn($ticket, $token)['json']['error']['code']);
    }

    public function testTheBoxOfficeMovesAnOrderAtOnceAndItIsWrittenDown(): void {
        $bought = $this->bought();
        $id = $bought['order']['id'];
        $this->become('parterre_front_desk');
        $this->assertSame(422, $this->desk('POST', "/orders/$id/email", ['email' => 'kim@'])->get_status());
        $this->assertSame(200, $this->desk('POST', "/orders/$id/email", ['email' => self::KIM])->get_status());
        $this->letMailsGo();
        $this->assertCount(1, $this->mails(self::KIM, 'You are in'));
        $this->assertCount(1, $this->mails(self::BEA, 'Handed on'));
        $this->assertSame(404, $this->call('GET', "/orders/$id", null, $bought['token'])['status']);
        $passes = $this->call('GET', '/passes', null, $this->fan(self::KIM))['json'];
        $this->assertSame([[$id], 2], [array_column($passes['orders'], 'id'), count($passes['tickets'])]);
        $this->assertSame([], $this->call('GET', '/passes', null, $this->fan(self::BEA))['json']['orders']);
        $history = $this->desk('GET', "/orders/$id")->get_data()['history'];
        $this->assertNotSame(
            [],
            array_filter(
                $history,
                static fn(array $one): bool => $one['what'] === 'order.readdressed' && $one['by'] !== null,
            ),
        );
        $this->assertStringNotContainsString(self::KIM, (string) wp_json_encode($history));
    }

    public function testTheBoxOfficeHandsATicketOnAtOnce(): void {
        $bought = $this->bought();
        [$ticket, $other] = $bought['tickets'];
        $this->become('parterre_front_desk');
        $path = "/orders/{$bought['order']['id']}/tickets/$ticket/holder";
        $this->assertSame(200, $this->desk('POST', $path, ['email' => self::KIM])->get_status());
        $this->letMailsGo();
        $code = $this->service(TicketCode::class)->of($this->service(Tickets::class)->find($ticket));
        $this->assertStringContainsString($code, $this->mails(self::KIM, 'It is yours')[0]['message']);
        $order = $this->desk('GET', "/orders/{$bought['order']['id']}")->get_data();
        $this->assertSame([$ticket => true, $other => false], array_column($order['tickets'], 'elsewhere', 'id'));
        // A ticket of another order is not found under this one.
        $wrong = "/orders/{$bought['order']['id']}/tickets/tick_unknown/holder";
        $this->assertSame(404, $this->desk('POST', $wrong, ['email' => self::KIM])->get_status());
    }

    public function testWhoMayNotServeOrdersMovesAndSendsNothing(): void {
        $bought = $this->bought();
        $id = $bought['order']['id'];
        foreach (['parterre_accountant', 'parterre_promoter', 'parterre_moderator'] as $role) {
            $this->become($role);
            foreach (
                ["/orders/$id/mail", "/orders/$id/email", "/orders/$id/tickets/{$bought['tickets'][0]}/holder"]
                as $path
            ) {
                $this->assertSame(403, $this->desk('POST', $path, ['email' => self::KIM])->get_status(), "$role $path");
            }
        }
        $this->letMailsGo();
        $this->assertSame([], $this->mails(self::KIM, ''));
    }

    public function testAConfirmationIsSentAgainOnlySoOften(): void {
        $bought = $this->bought();
        remove_filter('parterre_rate_limits', [$this, 'unlimited']);
        $path = "/orders/{$bought['order']['id']}/mail";
        $answers = [];
        for ($time = 0; $time < 6; $time++) {
            $answers[] = $this->call('POST', $path, [], $bought['token'])['status'];
        }
        $this->assertSame([200, 200, 200, 200, 429, 429], $answers);
        $this->letMailsGo();
        $this->assertCount(5, $this->mails(self::BEA, 'You are in'));
    }

    public function testAStrangersMailboxIsNotFilledByHandingOn(): void {
        $bought = $this->bought();
        remove_filter('parterre_rate_limits', [$this, 'unlimited']);
        $token = $this->fan(self::BEA);
        $answers = [];
        for ($time = 0; $time < 6; $time++) {
            $answers[] = $this->handOn($bought['tickets'][0], $token)['status'];
        }
        $this->assertSame([200, 200, 200, 200, 429, 429], $answers);
        // Only the newest wish stands; the mails of the others open nothing.
        $this->letMailsGo();
        $mails = $this->mails(self::KIM, 'Yours to accept');
        $this->assertLessThanOrEqual(4, count($mails));
        $this->assertCount(1, $this->call('GET', '/passes', null, $token)['json']['transfers']);
    }

    public function testErasingAPersonForgetsWhatTheyHandedOn(): void {
        $bought = $this->bought();
        $this->handOn($bought['tickets'][0], $this->fan(self::BEA));
        $db = $this->service(Db::class);
        $this->assertSame('1', (string) $db->value('SELECT COUNT(*) FROM {transfers}'));
        $this->service(Parterre\Store\PersonalData::class)->erase(self::KIM);
        $this->assertSame('0', (string) $db->value('SELECT COUNT(*) FROM {transfers}'));
    }
}
