<?php
declare(strict_types=1);

use Parterre\Jobs\Runner;
use Parterre\Law\DocumentPage;
use Parterre\Law\StatementPage;
use Parterre\Law\Statement;
use Parterre\Law\Exports;
use Parterre\Law\Csv;
use Parterre\Law\Withdrawals;
use Parterre\Mail\Texts;
use Parterre\Payments\Refunds;
use Parterre\Payments\Settle;
use Parterre\Settings;
use Parterre\Store\Catalogue;
use Parterre\Store\Db;
use Parterre\Store\Documents;
use Parterre\Store\Orders;
use Parterre\Store\Reports;
use Parterre\Store\Shows;
use Parterre\Store\Tickets;

require_once __DIR__ . '/RealMoney.php';

/** What a sale needs on paper, and which rights remain after it. */
final class LawTest extends IntegrationCase {
    private RealMoney $bank;

    protected function setUp(): void {
        parent::setUp();
        $this->bank = RealMoney::begin();
        $this->fresh();
        $this->service(Settings::class)->set(['seller' => 'La Salle SARL', 'seller_siret' => '732 829 320 00074']);
    }

    protected function tearDown(): void {
        RealMoney::end();
        parent::tearDown();
    }

    public function testAPaidOrderHasOneInvoiceAndARefundItsCreditNote(): void {
        $order = $this->buy($this->bundle());
        $documents = $this->service(Documents::class);
        $this->service(Settle::class)->settle($order);
        $found = $documents->ofOrders([$order]);
        $year = wp_date('Y');
        self::assertSame([["F$year-00001", 3000]], self::labels($found), 'settling twice makes one invoice');
        self::assertSame(
            [
                ['country' => 'FR', 'rate' => 550, 'gross' => 2000, 'tax' => 104],
                ['country' => 'FR', 'rate' => 2000, 'gross' => 1000, 'tax' => 167],
            ],
            $found[0]['content']['taxes'],
        );
        $refunds = $this->service(Refunds::class);
        $first = $refunds->request($order, null, 1000, 'Kulanz', 'admin', 1, 'one');
        $refunds->send($first['id']);
        $refunds->send($first['id']);
        $rest = $refunds->request($order, null, null, '', 'admin', 1, 'two');
        $refunds->send($rest['id']);
        $found = $documents->ofOrders([$order]);
        self::assertSame(
            [["F$year-00001", 3000], ["A$year-00001", 1000], ["A$year-00002", 2000]],
            self::labels($found),
        );
        // To the cent, rate by rate, what was credited is what was invoiced.
        self::assertSame(
            $found[0]['tax_minor'],
            $found[1]['tax_minor'] + $found[2]['tax_minor'],
            'the VAT of the credit notes',
        );
    }

    public function testARefundThatComesBackIsInvoicedAgain(): void {
        $order = $this->buy($this->bundle());
        $refunds = $this->service(Refunds::class);
        $row = $refunds->request($order, null, 1000, '', 'admin', 1, 'one');
        $refunds->send($row['id']);
        $this->bank->refunds[$order][0]['state'] = 'failed';
        $this->service(Settle::class)->settle($order);
        $this->service(Settle::class)->settle($order);
        $found = $this->service(Documents::class)->ofOrders([$order]);
        self::assertSame(
            [['invoice', 3000], ['creditNote', 1000], ['invoice', 1000]],
            array_map(static fn(array $one): array => [$one['kind'], $one['total_minor']], $found),
        );
    }

    public function testTestOrdersAndFreeOrdersTouchNoSeries(): void {
        $free = $this->show(5, 0);
        $made = $this->call('POST', '/orders', $this->orderRequest($free['offer'], 0));
        self::assertSame('paid', $made['json']['order']['state']);
        RealMoney::end();
        $this->fresh();
        $paid = $this->show();
        $made = $this->call('POST', '/orders', $this->orderRequest($paid['offer'], 1200));
        $this->call(
            'POST',
            '/orders/' . $made['json']['order']['id'] . '/test-payment',
            ['outcome' => 'approve'],
            $made['json']['session']['token'],
        );
        self::assertSame('0', $this->service(Db::class)->value('SELECT COUNT(*) FROM {documents}'));
        self::assertSame('0', $this->service(Db::class)->value('SELECT COUNT(*) FROM {document_series}'));
    }

    public function testASeriesThatWasTamperedWithNamesThePlace(): void {
        foreach ([1, 2, 3] as $_) {
            $this->buy($this->bundle());
        }
        $documents = $this->service(Documents::class);
        $db = $this->service(Db::class);
        self::assertSame([null], array_column($documents->verify(), 'broken'));
        $db->change('UPDATE {documents} SET total_minor = total_minor - 1 WHERE number = 2');
        self::assertSame(['number' => 2, 'why' => 'it was changed'], $documents->verify()[0]['broken']);
        $db->change('UPDATE {documents} SET total_minor = total_minor + 1 WHERE number = 2');
        $db->change('DELETE FROM {documents} WHERE number = 2');
        self::assertSame(['number' => 2, 'why' => 'a number is missing'], $documents->verify()[0]['broken']);
        $db->change('DELETE FROM {documents} WHERE number = 3');
        self::assertSame('documents are missing at the end', $documents->verify()[0]['broken']['why']);
    }

    public function testANumberThatWasRolledBackIsUsedByTheNext(): void {
        $order = $this->order($this->bundle());
        $this->bank->paid[$order] = true;
        $db = $this->service(Db::class);
        try {
            $db->transaction(function () use ($order): void {
                $this->service(Settle::class)->settle($order);
                throw new RuntimeException('the worker dies here');
            });
        } catch (RuntimeException) {
            // As a killed worker leaves it.
        }
        self::assertSame('0', $db->value('SELECT COUNT(*) FROM {documents}'));
        $this->service(Settle::class)->settle($order);
        self::assertSame([1], array_column($this->service(Documents::class)->ofOrders([$order]), 'number'));
    }

    public function testWhatIsOnAnInvoiceNeverChanges(): void {
        $order = $this->buy($this->bundle());
        $this->service(Settings::class)->set(['seller' => 'Autre SARL', 'vat_franchise' => true]);
        $document = $this->service(Documents::class)->ofOrders([$order])[0];
        $page = DocumentPage::sheet($document, new Texts('fr'));
        foreach (['La Salle SARL', '732 829 320 00074', $document['label'], '5,5', '104', 'bea@example.org'] as $text) {
            self::assertStringContainsString(str_replace('104', '1,04', $text), $page);
        }
        self::assertStringNotContainsString('Autre', $page);
        self::assertStringNotContainsString('293 B', $page);
        self::assertStringContainsString('VAT rate', DocumentPage::sheet($document, new Texts('en')));
        self::assertStringNotContainsString(
            '<script',
            DocumentPage::sheet(
                ['content' => ['reference' => '<script>'] + $document['content']] + $document,
                new Texts('fr'),
            ),
        );
    }

    public function testTheAddressOfADocumentIsItsKey(): void {
        $order = $this->buy($this->bundle());
        $one = $this->call('GET', "/orders/$order", null, $this->token);
        $told = $one['json']['documents'][0];
        self::assertSame(['invoice', 3000], [$told['kind'], $told['total']['amountMinor']]);
        parse_str((string) wp_parse_url($told['url'], PHP_URL_QUERY), $query);
        self::assertSame($told['id'], $query['parterre-document']);
        self::assertSame(43, strlen($query['key']));
    }

    public function testTheCardDecidesWhereTheFanLivesOnlyWithASecondWitness(): void {
        $offer = $this->show(50)['offer'];
        $settled = function (?string $declared, ?string $card, ?string $network) use ($offer): array {
            $_SERVER['HTTP_CF_IPCOUNTRY'] = $network ?? 'XX';
            $this->service(Settings::class)->set(['country_header' => 'CF-IPCountry']);
            $this->bank->cardCountry = $card;
            $order = $this->buy($offer, 1200, $declared === null ? [] : ['country' => $declared]);
            unset($_SERVER['HTTP_CF_IPCOUNTRY']);
            $row = $this->service(Orders::class)->find($order);
            return [
                $row['tax_country'],
                $row['evidence']['flagged'],
                $row['lines'][0]['taxes'][0]['tax'],
                $row['total_minor'],
            ];
        };
        self::assertSame(['FR', false, 200, 1200], $settled(null, null, null), 'nothing but the default');
        self::assertSame(['DE', false, 192, 1200], $settled('DE', 'DE', 'FR'), 'two agree');
        self::assertSame(['DE', false, 192, 1200], $settled('FR', 'DE', 'DE'), 'card and network against the word');
        self::assertSame(['FR', false, 200, 1200], $settled('FR', 'DE', 'FR'), 'word and network against the card');
        self::assertSame(['FR', true, 200, 1200], $settled('FR', 'DE', 'IT'), 'three that disagree');
        self::assertSame(['FR', true, 200, 1200], $settled('FR', 'DE', null), 'two that disagree');
    }

    public function testGoodsWithTheFanComeBackBeforeTheirMoney(): void {
        $variant = $this->shirt();
        $order = $this->buy(null, 2500, ['lines' => [['type' => 'variant', 'variant' => $variant, 'quantity' => 1]]]);
        $tickets = $this->service(Tickets::class);
        $tickets->moveDelivery($tickets->deliveries([$order])[0]['id'], 'done');
        $this->mails = [];
        $asked = $this->call('POST', "/orders/$order/withdrawal", ['confirm' => true], $this->token);
        self::assertTrue($asked['json']['withdrawal']['returnFirst']);
        self::assertSame(0, $asked['json']['order']['refunded']['amountMinor'], 'nothing left yet');
        self::assertSame([], $asked['json']['order']['withdrawable']);
        $again = $this->call('POST', "/orders/$order/withdrawal", ['confirm' => true], $this->token);
        self::assertSame('not_withdrawable', $again['json']['error']['code']);
        $this->service(Runner::class)->runPending();
        $mails = implode(array_column($this->mails, 'message'));
        self::assertStringContainsString('rétracté', $mails);
        self::assertStringContainsString('14 jours', $mails);
        $id = (string) $this->service(Db::class)->value('SELECT id FROM {withdrawals}');
        $this->service(Withdrawals::class)->goodsAreBack($id, 1);
        $this->service(Withdrawals::class)->goodsAreBack($id, 1);
        self::assertSame('refunded', $this->service(Orders::class)->find($order)['state']);
        self::assertCount(1, $this->bank->refunds[$order]);
    }

    public function testTermsAreKeptAsTheyReadAndGoWithTheMail(): void {
        $page = wp_insert_post([
            'post_type' => 'page',
            'post_status' => 'publish',
            'post_title' => 'CGV',
            'post_content' => '<p>Vendu sous <strong>conditions</strong>.</p>',
        ]);
        $this->service(Settings::class)->set(['terms_url' => (string) get_permalink($page)]);
        $offer = $this->show()['offer'];
        $refused = $this->call('POST', '/orders', $this->orderRequest($offer, 1200));
        self::assertSame('terms_required', $refused['json']['error']['code']);
        $order = $this->buy($offer, 1200, ['consents' => ['terms' => true]]);
        $version = $this->service(Orders::class)->find($order)['consents']['termsVersion'];
        wp_update_post(['ID' => $page, 'post_content' => '<p>Tout autre chose.</p>']);
        $this->service(Runner::class)->runPending();
        self::assertStringContainsString($version, implode(array_column($this->mails, 'message')));
        $kept = $this->service(Parterre\Law\Terms::class)->ofVersion($version);
        self::assertSame('Vendu sous conditions.', $kept['text']);
        self::assertNotSame($version, $this->service(Parterre\Law\Terms::class)->current()['version']);
        wp_delete_post($page, true);
    }

    public function testTheStatementsOfAllShowsTogetherAreTheLedgerToTheCent(): void {
        $first = $this->show(50, 1300);
        $second = $this->show(50, 900);
        $pass = $this->service(Catalogue::class)->saveOffer(
            ['show_id' => $first['show'], 'name' => 'Pass', 'price_minor' => 1999, 'currency' => 'EUR'],
            [
                ['kind' => 'live', 'show_id' => $first['show'], 'share_minor' => 1300],
                ['kind' => 'live', 'show_id' => $second['show'], 'share_minor' => 900],
            ],
        );
        $this->service(Settings::class)->set([
            'postage_zones' => [['name' => 'France', 'countries' => ['FR'], 'priceMinor' => 601, 'extraMinor' => 0]],
            'split_artist' => 60,
            'split_crew' => 15,
            'split_venue' => 25,
        ]);
        $this->buy($first['offer'], 1300, ['country' => 'DE']);
        $this->buy($second['offer'], 900);
        $passes = $this->buy($pass, 1999);
        $goods = $this->buy(null, 3101, [
            'lines' => [['type' => 'variant', 'variant' => $this->shirt(), 'quantity' => 1]],
            'delivery' => [
                'method' => 'post',
                'country' => 'FR',
                'address' => ['name' => 'B', 'line1' => '1, rue', 'postcode' => '75011', 'city' => 'Paris'],
            ],
        ]);
        $refunds = $this->service(Refunds::class);
        $refunds->send($refunds->request($passes, null, 777, '', 'admin', 1, 'a')['id']);
        $refunds->send($refunds->request($goods, null, 1001, '', 'admin', 1, 'b')['id']);
        $statement = $this->service(Statement::class);
        $all = [
            $statement->of($first['show'])['EUR'],
            $statement->of($second['show'])['EUR'],
            $statement->of(null)['EUR'],
        ];
        self::assertSame(
            $this->service(Reports::class)->ledgerSums()['EUR'],
            array_sum(array_column($all, 'net')),
            'net of all statements',
        );
        self::assertSame(4 * 30, array_sum(array_column($all, 'fees')), 'fees');
        $documents = $this->service(Documents::class)->ofOrders(
            array_column($this->service(Db::class)->all('SELECT id FROM {orders}'), 'id'),
        );
        $vat = 0;
        foreach ($documents as $document) {
            $vat += $document['kind'] === 'creditNote' ? -$document['tax_minor'] : $document['tax_minor'];
        }
        self::assertSame($vat, array_sum(array_column($all, 'vatTotal')), 'VAT of all statements');
        foreach ($all as $one) {
            self::assertSame($one['net'], $one['vatTotal'] + $one['fees'] + array_sum($one['split']));
        }
        self::assertSame([1300, 1], [$all[0]['gross'] - intdiv(1999 * 1300 + 1100, 2200), count($all[0]['vat']) - 1]);
        $sheet = $this->service(StatementPage::class)->sheet($this->service(Shows::class)->find($first['show']));
        self::assertStringContainsString('Nuit Blanche', $sheet);
    }

    public function testTheJournalSumsWhatWasInvoicedAndCredited(): void {
        $this->buy($this->show(50)['offer'], 1200, ['country' => 'DE']);
        $this->buy($this->show(50)['offer'], 1200);
        $order = $this->buy($this->bundle());
        $refunds = $this->service(Refunds::class);
        $refunds->send($refunds->request($order, null, null, '', 'admin', 1, 'a')['id']);
        $now = (int) (microtime(true) * 1000);
        $lines = iterator_to_array(
            $this->service(Exports::class)->lines('journal', $now - 3_600_000, $now + 3_600_000, true, false),
            false,
        );
        self::assertSame(Csv::MARK, $lines[0]);
        $day = wp_date('Y-m-d');
        self::assertSame(
            [
                "\"$day\";\"EUR\";\"DE\";\"19,00\";\"10,08\";\"1,92\";\"12,00\"\r\n",
                "\"$day\";\"EUR\";\"FR\";\"5,50\";\"0,00\";\"0,00\";\"0,00\"\r\n",
                "\"$day\";\"EUR\";\"FR\";\"20,00\";\"10,00\";\"2,00\";\"12,00\"\r\n",
            ],
            array_slice($lines, 2),
        );
    }

    public function testEveryListIsALineAndNoFormula(): void {
        $show = $this->show(50, 1200, ['title' => '=HYPERLINK("https://evil.example")']);
        $this->buy($show['offer'], 1200);
        $now = (int) (microtime(true) * 1000);
        foreach (Exports::NAMES as $name) {
            $file = implode(
                iterator_to_array(
                    $this->service(Exports::class)->lines($name, $now - 3_600_000, $now + 3_600_000, false, false),
                    false,
                ),
            );
            self::assertSame(in_array($name, ['refunds', 'payouts'], true) ? 1 : 2, substr_count($file, "\r\n"), $name);
            self::assertDoesNotMatchRegularExpression('/(^|[",;])=/', $file, $name);
            self::assertStringNotContainsString('bea@example.org', $file, $name);
        }
        $csv = new Csv(true);
        self::assertSame(
            "\"-12,50\";\"'=1+1\";\"'@x\";\"'-1+1\";\"'\t=1\";\"a\"\"b\";\"\"\r\n",
            $csv->line(['-12,50', '=1+1', '@x', '-1+1', "\t=1", 'a"b', null]),
        );
    }

    public function testALongLedgerIsReadWithLittleMemory(): void {
        $db = $this->service(Db::class);
        $rows = 4000;
        for ($number = 1; $number <= $rows; $number += 500) {
            $values = [];
            for ($one = $number; $one < $number + 500; $one++) {
                array_push(
                    $values,
                    'live',
                    $one,
                    1000 + $one,
                    1000 + $one,
                    'charge',
                    'ordr_x',
                    'bank',
                    "c$one",
                    100,
                    'EUR',
                    1,
                    0,
                    'p',
                    'h',
                );
            }
            $marks = implode(', ', array_fill(0, 500, '(' . implode(', ', array_fill(0, 14, '?')) . ')'));
            $db->change(
                "INSERT INTO {ledger} (chain, number, at, happened_at, kind, order_id, gateway, provider_id, amount_minor, currency, livemode, test, previous_hash, hash) VALUES $marks",
                $values,
            );
        }
        $before = memory_get_usage();
        $count = 0;
        $most = 0;
        foreach ($this->service(Exports::class)->lines('ledger', 0, PHP_INT_MAX, true, false) as $_) {
            $count++;
            $most = max($most, memory_get_usage() - $before);
        }
        self::assertSame($rows + 2, $count);
        self::assertLessThan(6_000_000, $most, 'bytes while reading');
    }

    private string $token = '';

    /** A show with a hall seat and its stream for 30 €, of which the seat is 20 €. @return string the offer */
    private function bundle(): string {
        $show = $this->show(50);
        return $this->service(Catalogue::class)->saveOffer(
            ['show_id' => $show['show'], 'name' => 'Salle et direct', 'price_minor' => 3000, 'currency' => 'EUR'],
            [
                ['kind' => 'hall', 'pool_id' => $show['pool'], 'share_minor' => 2000],
                ['kind' => 'live', 'share_minor' => 1000],
            ],
        );
    }

    private function shirt(): string {
        $this->service(Catalogue::class)->saveProduct(
            ['name' => 'T-shirt'],
            [['id' => 'vrnt_shirt', 'label' => 'M', 'price_minor' => 2500, 'currency' => 'EUR']],
        );
        return 'vrnt_shirt';
    }

    /** @param array<string, mixed> $more fields of the request */
    private function order(?string $offer, int $totalMinor = 3000, array $more = []): string {
        $made = $this->call('POST', '/orders', $more + $this->orderRequest((string) $offer, $totalMinor));
        self::assertSame(200, $made['status'], (string) wp_json_encode($made['json']));
        $this->token = $made['json']['session']['token'];
        return $made['json']['order']['id'];
    }

    /** @param array<string, mixed> $more fields of the request */
    private function buy(?string $offer, int $totalMinor = 3000, array $more = []): string {
        $order = $this->order($offer, $totalMinor, $more);
        $this->bank->paid[$order] = true;
        self::assertSame('paid', $this->service(Settle::class)->settle($order)['state']);
        return $order;
    }

    /** @return list<array{0: string, 1: int}> */
    private static function labels(array $documents): array {
        return array_map(static fn(array $one): array => [$one['label'], $one['total_minor']], $documents);
    }
}
