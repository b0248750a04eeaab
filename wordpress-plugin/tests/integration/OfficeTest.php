<?php
declare(strict_types=1);

use Parterre\Store\Db;

/** What people of the box office do, each with no more than their rights. */
final class OfficeTest extends IntegrationCase {
    /** An order of three pieces for 10.00 in all, paid. @return array{order: string, line: string} */
    private function threePieces(): array {
        $show = $this->show(10, 334);
        $made = $this->call('POST', '/orders', $this->orderRequest($show['offer'], 1002, quantity: 3))['json'];
        $this->call(
            'POST',
            "/orders/{$made['order']['id']}/test-payment",
            ['outcome' => 'approve'],
            $made['session']['token'],
        );
        $line = (string) $this->service(Db::class)->value('SELECT id FROM {order_lines} WHERE order_id = ?', [
            $made['order']['id'],
        ]);
        return ['order' => $made['order']['id'], 'line' => $line];
    }

    private function giveBack(array $bought, int $quantity, int $expected, string $key = 'once'): WP_REST_Response {
        return $this->desk('POST', "/orders/{$bought['order']}/refunds", [
            'key' => $key,
            'reason' => 'Ill',
            'lines' => [['line' => $bought['line'], 'quantity' => $quantity]],
            'expectedMinor' => $expected,
        ]);
    }

    public function testTheBoxOfficeGivesTwoOfThreeBackAndOnlyThoseTicketsStop(): void {
        $bought = $this->threePieces();
        $this->become('parterre_box_office');
        $answer = $this->giveBack($bought, 2, 668);
        self::assertSame(200, $answer->get_status());
        $order = $answer->get_data();
        self::assertSame(['paid', 668], [$order['state'], $order['refundedMinor']]);
        self::assertSame(['valid', 'void', 'void'], array_column($order['tickets'], 'state'));
        self::assertSame(
            [[668, 'succeeded', 'Ill']],
            array_map(
                static fn(array $refund): array => [$refund['amountMinor'], $refund['state'], $refund['reason']],
                $order['refunds'],
            ),
        );
        self::assertContains('order.refund', array_column($order['history'], 'what'));
    }

    public function testPressedTwiceItGoesBackOnce(): void {
        $bought = $this->threePieces();
        $this->become('parterre_box_office');
        $this->giveBack($bought, 1, 334);
        $again = $this->giveBack($bought, 1, 334);
        self::assertSame(200, $again->get_status());
        self::assertSame(334, $again->get_data()['refundedMinor']);
    }

    public function testAnAmountThatIsNoLongerRightIsNotGivenBack(): void {
        $bought = $this->threePieces();
        $this->become('parterre_box_office');
        foreach ([[1, 333], [4, 1336], [0, 0]] as [$quantity, $expected]) {
            self::assertContains($this->giveBack($bought, $quantity, $expected)->get_status(), [409, 422], "$quantity");
        }
        self::assertSame(0, $this->desk('GET', "/orders/{$bought['order']}")->get_data()['refundedMinor']);
    }

    public function testWhoMayNotRefundIsRefusedAndSeesNoAddress(): void {
        $bought = $this->threePieces();
        foreach (['parterre_front_desk', 'parterre_accountant', 'parterre_promoter'] as $role) {
            $this->become($role);
            self::assertSame(403, $this->giveBack($bought, 1, 334)->get_status(), $role);
            $seen = (string) wp_json_encode([
                $this->desk('GET', '/orders')->get_data(),
                $this->desk('GET', "/orders/{$bought['order']}")->get_data(),
                $this->desk('GET', '/tickets')->get_data(),
            ]);
            self::assertStringNotContainsString('bea@', $seen, $role);
        }
    }

    public function testTicketsAreFoundByKindStateAndReference(): void {
        $bought = $this->threePieces();
        $this->become('parterre_box_office');
        $this->giveBack($bought, 1, 334);
        $reference = $this->desk('GET', "/orders/{$bought['order']}")->get_data()['reference'];
        foreach (
            [
                'state=valid' => 2,
                'state=void' => 1,
                'kind=replay' => 0,
                'source=paid' => 3,
                "search=$reference" => 3,
                'search=bea@example.org' => 3,
                'search=other@example.org' => 0,
            ]
            as $query => $count
        ) {
            parse_str((string) $query, $parameters);
            self::assertSame($count, $this->desk('GET', '/tickets', $parameters)->get_data()['total'], (string) $query);
        }
    }
}
