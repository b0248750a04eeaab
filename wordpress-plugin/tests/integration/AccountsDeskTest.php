<?php
declare(strict_types=1);

use Parterre\Payments\Settle;
use Parterre\Store\Catalogue;
use Parterre\Store\Orders;

require_once __DIR__ . '/IntegrationCase.php';
require_once __DIR__ . '/RealMoney.php';

/** Documents, refunds that are owed, parcels and statements, as the desk finds them. */
final class AccountsDeskTest extends IntegrationCase {
    private RealMoney $bank;
    private array $sold;

    protected function setUp(): void {
        parent::setUp();
        $this->bank = RealMoney::begin();
        $this->fresh();
        $this->sold = $this->show(10, 1200);
    }

    protected function tearDown(): void {
        RealMoney::end();
        parent::tearDown();
    }

    private function buy(string $offer, int $total, int $quantity = 1): string {
        $made = $this->call('POST', '/orders', $this->orderRequest($offer, $total, quantity: $quantity));
        $order = $made['json']['order']['id'];
        $this->bank->paid[$order] = true;
        $this->service(Settle::class)->settle($order);
        return $order;
    }

    private function giveBackAll(string $order, string $key): WP_REST_Response {
        $line = $this->service(Orders::class)->find($order)['lines'][0];
        return $this->desk('POST', "/orders/$order/refunds", [
            'key' => $key,
            'reason' => '',
            'lines' => [['line' => $line['id'], 'quantity' => $line['quantity']]],
            'expectedMinor' => $line['total_minor'],
        ]);
    }

    public function testDocumentsAreFoundByNumberAndOrderAndNameNobody(): void {
        $order = $this->buy($this->sold['offer'], 1200);
        $this->become('parterre_box_office');
        self::assertSame(200, $this->giveBackAll($order, 'all')->get_status());
        $all = $this->desk('GET', '/documents')->get_data();
        self::assertSame(2, $all['total']);
        self::assertEqualsCanonicalizing(['creditNote', 'invoice'], array_column($all['items'], 'kind'));
        self::assertStringNotContainsString('bea@', (string) wp_json_encode($all));
        $reference = $all['items'][0]['reference'];
        foreach (
            [
                [['search' => $reference], 2],
                [['search' => strtolower($all['items'][1]['label'])], 1],
                [['kind' => 'invoice'], 1],
                [['search' => 'F0000-00000'], 0],
            ]
            as [$query, $count]
        ) {
            self::assertSame($count, $this->desk('GET', '/documents', $query)->get_data()['total']);
        }
        // A document holds the buyer's address: finding it and opening it are two rights.
        foreach (['parterre_accountant', 'parterre_front_desk'] as $role) {
            $this->become($role);
            self::assertSame(2, $this->desk('GET', '/documents')->get_data()['total']);
            self::assertSame(403, $this->desk('GET', "/documents/{$all['items'][0]['id']}/print")->get_status());
        }
        $this->become('parterre_promoter');
        self::assertSame(0, $this->desk('GET', '/documents')->get_data()['total']);
    }

    public function testARefundThatTheBankRefusedIsOwedUntilItIsTriedAgain(): void {
        $order = $this->buy($this->sold['offer'], 1200);
        $this->become('parterre_box_office');
        $this->bank->refuses = true;
        $this->giveBackAll($order, 'all');
        $owed = $this->desk('GET', '/refunds', ['state' => 'failed'])->get_data();
        self::assertSame([1, 1200], [$owed['total'], $owed['items'][0]['amountMinor']]);
        self::assertNotSame('', $owed['items'][0]['error']);
        self::assertSame('paid', $this->service(Orders::class)->find($order)['state']);
        $this->become('parterre_front_desk');
        self::assertSame(403, $this->desk('POST', "/refunds/{$owed['items'][0]['id']}/retry")->get_status());
        $this->become('parterre_box_office');
        $this->bank->refuses = false;
        $again = $this->desk('POST', "/refunds/{$owed['items'][0]['id']}/retry");
        self::assertSame(['succeeded', 200], [$again->get_data()['state'], $again->get_status()]);
        self::assertSame('refunded', $this->service(Orders::class)->find($order)['state']);
        self::assertSame(0, $this->desk('GET', '/refunds', ['state' => 'failed'])->get_data()['total']);
        self::assertSame(1, $this->desk('GET', '/refunds')->get_data()['total'], 'the one that took its place');
        self::assertSame(409, $this->desk('POST', "/refunds/{$owed['items'][0]['id']}/retry")->get_status());
        self::assertSame(404, $this->desk('POST', '/refunds/rfnd_nobody/retry')->get_status());
    }

    public function testParcelsGoFromWaitingToSentAndTheirAddressIsForWhoMaySeeIt(): void {
        $this->service(Catalogue::class)->saveProduct(
            ['name' => 'Vinyle', 'published' => true],
            [['label' => '', 'price_minor' => 2500, 'currency' => 'EUR']],
        );
        $variant = $this->service(Catalogue::class)->products()[0]['variants'][0]['id'];
        $request = ['lines' => [['type' => 'variant', 'variant' => $variant, 'quantity' => 1]]];
        $made = $this->call('POST', '/orders', $request + $this->orderRequest('', 2500));
        $order = $made['json']['order']['id'];
        $this->bank->paid[$order] = true;
        $this->service(Settle::class)->settle($order);
        $this->become('parterre_box_office');
        $list = $this->desk('GET', '/deliveries')->get_data();
        self::assertSame([1, 'waiting'], [$list['total'], $list['items'][0]['state']]);
        $id = $list['items'][0]['id'];
        self::assertSame(409, $this->desk('POST', "/deliveries/$id", ['state' => 'sent'])->get_status(), 'not posted');
        self::assertSame(
            'prepared',
            $this->desk('POST', "/deliveries/$id", ['state' => 'prepared'])->get_data()['state'],
        );
        self::assertSame(0, $this->desk('GET', '/deliveries', ['state' => 'waiting'])->get_data()['total']);
        self::assertSame(
            1,
            $this->desk('GET', '/deliveries', ['search' => strtolower($list['items'][0]['code'])])->get_data()['total'],
        );
        self::assertSame('done', $this->desk('POST', "/deliveries/$id", ['state' => 'done'])->get_data()['state']);
        $this->become('parterre_front_desk');
        self::assertSame(403, $this->desk('GET', '/deliveries/slips', ['ids' => $id])->get_status());
        // A promoter sees the goods of their own shows' orders alone, and the list works for them too.
        $this->become('parterre_promoter');
        self::assertSame(0, $this->desk('GET', '/deliveries')->get_data()['total']);
    }

    public function testAShowMayBeSharedInItsOwnWay(): void {
        $this->buy($this->sold['offer'], 1200);
        $this->become('parterre_accountant');
        $path = "/shows/{$this->sold['show']}/statement";
        $usual = $this->desk('GET', $path)->get_data();
        self::assertSame([true, 5000], [$usual['usual'], $usual['shares']['artist']]);
        $rest = ((array) $usual['currencies'])['EUR']['rest'];
        $own = ['artist' => 6650, 'crew' => 1000, 'venue' => 2350];
        $after = $this->desk('PUT', "$path/split", $own)->get_data();
        self::assertSame([false, $own], [$after['usual'], $after['shares']]);
        $split = ((array) $after['currencies'])['EUR']['split'];
        self::assertSame($rest, array_sum($split), 'no cent is lost');
        self::assertSame((int) round($rest * 0.665), $split['artist']);
        foreach (
            [
                ['artist' => 5000, 'crew' => 0, 'venue' => 4999],
                ['artist' => 10_000],
                ['artist' => -1, 'crew' => 0, 'venue' => 10_001],
            ]
            as $wrong
        ) {
            self::assertSame(422, $this->desk('PUT', "$path/split", $wrong)->get_status());
        }
        self::assertSame($own, $this->desk('GET', $path)->get_data()['shares']);
        self::assertTrue($this->desk('PUT', "$path/split")->get_data()['usual']);
        self::assertSame(404, $this->desk('PUT', '/shows/none/statement/split', $own)->get_status());
        $this->become('parterre_front_desk');
        self::assertSame(403, $this->desk('PUT', "$path/split", $own)->get_status());
    }
}
