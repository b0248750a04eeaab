<?php
declare(strict_types=1);

use Parterre\Payments\Stripe\Amounts;
use Parterre\Payments\Stripe\Client;
use Parterre\Payments\Stripe\SessionRequest;
use Parterre\Payments\Stripe\Signature;
use Parterre\Payments\Stripe\Snapshot;
use Parterre\Payments\Stripe\StripeError;
use Parterre\Payments\Stripe\Version;
use PHPUnit\Framework\TestCase;

/** What can be said about Stripe without WordPress or a network: signatures, amounts, requests, and what objects mean. */
final class StripeTest extends TestCase {
    private const SECRET = 'whsec_test_5f3c';
    private const TIME = 1_790_000_000;
    private const BODY = '{"id":"evt_1","type":"checkout.session.completed"}';
    private const V1 = '894707749bd9d7f4e151b5e41e42ba93311c1329145a89837e77642f40734714';

    public function testTheTrainIsTheSecondWordOfTheVersion(): void {
        self::assertSame(Version::API, explode('.', Version::API)[0] . '.' . Version::train());
    }

    public function testASignatureIsWhatStripesOwnLibraryAccepts(): void {
        self::assertSame(0, $this->signer('t=' . self::TIME . ',v1=' . self::V1));
    }

    public function testWhileASecretIsExchangedAnyOfTheSignaturesCounts(): void {
        $header = 't=' . self::TIME . ',v1=' . str_repeat('0', 64) . ',v1=' . self::V1 . ',v0=' . str_repeat('1', 64);
        self::assertSame(0, $this->signer($header));
        self::assertSame(1, $this->signer($header, secrets: ['whsec_another', self::SECRET]));
    }

    public function testASignatureThatIsOldEarlyWrongOrMissingProvesNothing(): void {
        $good = 't=' . self::TIME . ',v1=' . self::V1;
        self::assertSame(0, $this->signer($good, now: self::TIME + 300));
        self::assertSame(0, $this->signer($good, now: self::TIME - 300));
        foreach (
            [
                'stale' => [$good, self::TIME + 301],
                'from the future' => [$good, self::TIME - 301],
                'of an older scheme only' => ['t=' . self::TIME . ',v0=' . self::V1, self::TIME],
                'wrongly signed' => ['t=' . self::TIME . ',v1=' . strrev(self::V1), self::TIME],
                'without a time' => ['v1=' . self::V1, self::TIME],
                'with a time that is none' => ['t=1e9,v1=' . self::V1, self::TIME],
                'unsigned' => ['', self::TIME],
            ]
            as $how => [$header, $now]
        ) {
            self::assertNull($this->signer($header, now: $now), $how);
        }
        self::assertNull(
            Signature::signer(self::BODY . ' ', $good, [self::SECRET], self::TIME),
            'written again with another space',
        );
    }

    public function testWithoutASecretNothingIsBelieved(): void {
        $empty = hash_hmac('sha256', self::TIME . '.' . self::BODY, '');
        self::assertNull($this->signer('t=' . self::TIME . ",v1=$empty", secrets: ['']));
        self::assertNull($this->signer('t=' . self::TIME . ',v1=' . self::V1, secrets: []));
    }

    public function testAmountsAreWrittenAsStripeWritesThem(): void {
        foreach (
            [
                ['EUR', 1999, 1999],
                ['JPY', 500, 500],
                ['KRW', 12_000, 12_000],
                // No smaller unit in life, two decimals at Stripe.
                ['ISK', 500, 50_000],
                ['UGX', 3000, 300_000],
                // Two decimals in the standard, none at Stripe.
                ['MGA', 120_000, 1200],
                ['KWD', 1990, 1990],
                ['HUF', 250_000, 250_000],
            ]
            as [$currency, $ours, $theirs]
        ) {
            self::assertSame($theirs, Amounts::toStripe($ours, $currency), $currency);
            self::assertSame($ours, Amounts::fromStripe($theirs, $currency), $currency);
        }
        self::assertNull(Amounts::toStripe(1999, 'KWD'), 'the third decimal is 0');
        self::assertNull(Amounts::toStripe(150, 'MGA'));
        self::assertNull(Amounts::fromStripe(50_050, 'ISK'));
    }

    public function testAnAmountTooSmallForACardIsKnownBefore(): void {
        self::assertFalse(Amounts::canBeCharged(49, 'EUR'));
        self::assertTrue(Amounts::canBeCharged(50, 'EUR'));
        self::assertFalse(Amounts::canBeCharged(29, 'GBP'));
        self::assertFalse(Amounts::canBeCharged(49, 'JPY'));
        self::assertFalse(Amounts::canBeCharged(10_001, 'KWD'));
    }

    public function testParametersAreNestedInBrackets(): void {
        self::assertSame(
            'a=1&b%5Bc%5D=true&d%5B0%5D%5Be%5D=x%20y%26z&f%5B0%5D=%C3%A9',
            Client::encode(['a' => 1, 'b' => ['c' => true], 'd' => [['e' => 'x y&z']], 'f' => ['é'], 'g' => null]),
        );
    }

    public function testASessionAsksForExactlyTheOrdersTotal(): void {
        $order = $this->order([
            ['name' => 'Live', 'quantity' => 2, 'unit_minor' => 1200, 'total_minor' => 2400],
            // 3 × 10.00 less 1.00: the total does not divide by three.
            ['name' => 'Replay', 'quantity' => 3, 'unit_minor' => 1000, 'total_minor' => 2900],
        ]);
        $request = SessionRequest::of($order, 'elements', 1_900_000_000);
        self::assertSame(5300, self::total($request));
        self::assertSame([2, 1], array_column($request['line_items'], 'quantity'));
        self::assertSame('3 × Replay', $request['line_items'][1]['price_data']['product_data']['name']);
        self::assertSame(['elements', 'https://venue.example/show'], [$request['ui_mode'], $request['return_url']]);
        self::assertArrayNotHasKey('payment_method_types', $request, 'the next train refuses it');
        self::assertEquals($request, SessionRequest::of($order, 'elements', 1_900_000_000), 'the same each time');
        $hosted = SessionRequest::of($order, 'hosted', 1_900_000_000);
        self::assertSame('hosted_page', $hosted['ui_mode']);
        self::assertArrayNotHasKey('return_url', $hosted);
        $this->expectException(LogicException::class);
        SessionRequest::of(['total_minor' => 5299] + $order, 'elements', 1_900_000_000);
    }

    public function testNineteenNinetyNineIsNeverNineteenNinetyEight(): void {
        $order = $this->order([['name' => 'Live', 'quantity' => 1, 'unit_minor' => 1999, 'total_minor' => 1999]]);
        self::assertSame(1999, self::total(SessionRequest::of($order, 'hosted', 1_900_000_000)));
    }

    public function testWhatOneOfStripesObjectsSaysOtherwiseIsSaidToSettle(): void {
        $order = $this->order([['name' => 'Live', 'quantity' => 1, 'unit_minor' => 1200, 'total_minor' => 1200]]);
        $session = self::session();
        $payment = Snapshot::payment($order, $session, [], []);
        self::assertSame(
            ['paid', 1200, 'EUR', false, 'ordr_1', 42, 'DE', 'card'],
            [
                $payment->state,
                $payment->amountMinor,
                $payment->currency,
                $payment->livemode,
                $payment->order,
                $payment->feeMinor,
                $payment->cardCountry,
                $payment->method,
            ],
        );
        foreach (
            [
                ['amountMinor', 1, ['amount_total' => 1] + $session],
                ['currency', 'USD', ['currency' => 'usd'] + $session],
                ['livemode', true, ['livemode' => true] + $session],
                ['order', 'ordr_2', ['client_reference_id' => 'ordr_2'] + $session],
                ['amountMinor', 1, self::session(['amount_received' => 1])],
                ['order', '', self::session(['metadata' => []])],
            ]
            as [$field, $value, $bent]
        ) {
            self::assertSame($value, Snapshot::payment($order, $bent, [], [])->{$field});
        }
    }

    public function testCompleteIsNotPaid(): void {
        $order = $this->order([['name' => 'Live', 'quantity' => 1, 'unit_minor' => 1200, 'total_minor' => 1200]]);
        $state = static fn(string $status, string $paid, string $intent): string => Snapshot::payment(
            $order,
            ['status' => $status, 'payment_status' => $paid] + self::session(['status' => $intent]),
            [],
            [],
        )->state;
        self::assertSame('processing', $state('complete', 'unpaid', 'processing'));
        self::assertSame('failed', $state('complete', 'unpaid', 'requires_payment_method'));
        self::assertSame('pending', $state('open', 'unpaid', 'requires_payment_method'));
        self::assertSame('pending', $state('open', 'unpaid', 'processing'));
        self::assertSame('pending', $state('complete', 'unpaid', 'succeeded'));
        self::assertSame('expired', $state('expired', 'unpaid', 'canceled'));
    }

    public function testAnInquiryTakesNoMoney(): void {
        $order = $this->order([['name' => 'Live', 'quantity' => 1, 'unit_minor' => 1200, 'total_minor' => 1200]]);
        $disputes = array_map(
            static fn(string $status): array => [
                'id' => "dp_$status",
                'amount' => 1200,
                'status' => $status,
                'created' => 1,
            ],
            ['warning_needs_response', 'warning_closed', 'needs_response', 'won', 'lost', 'prevented'],
        );
        self::assertSame(
            ['open', 'won', 'lost'],
            array_column(Snapshot::payment($order, self::session(), [], $disputes)->disputes, 'state'),
        );
    }

    public function testNoErrorNamesAKey(): void {
        $error = new StripeError(401, 'invalid_request_error', '', 'Invalid API Key provided: sk_live_51ABCdefGHI');
        self::assertStringNotContainsString('51ABC', $error->getMessage());
    }

    /** @param list<string> $secrets */
    private function signer(string $header, int $now = self::TIME, array $secrets = [self::SECRET]): ?int {
        return Signature::signer(self::BODY, $header, $secrets, $now);
    }

    /** @return array<string, mixed> */
    private function order(array $lines): array {
        return [
            'id' => 'ordr_1',
            'reference' => 'ABCD2345',
            'email' => 'bea@example.org',
            'locale' => 'fr-FR',
            'page' => 'https://venue.example/show#secret',
            'currency' => 'EUR',
            'test' => 1,
            'total_minor' => array_sum(array_column($lines, 'total_minor')),
            'lines' => $lines,
        ];
    }

    private static function total(array $request): int {
        return array_sum(
            array_map(
                static fn(array $item): int => $item['quantity'] * $item['price_data']['unit_amount'],
                $request['line_items'],
            ),
        );
    }

    /** @return array<string, mixed> */
    private static function session(array $intent = []): array {
        return [
            'id' => 'cs_test_1',
            'status' => 'complete',
            'payment_status' => 'paid',
            'currency' => 'eur',
            'amount_total' => 1200,
            'livemode' => false,
            'client_reference_id' => 'ordr_1',
            'metadata' => ['order' => 'ordr_1'],
            'payment_intent' => $intent + [
                'id' => 'pi_1',
                'status' => 'succeeded',
                'amount' => 1200,
                'amount_received' => 1200,
                'currency' => 'eur',
                'livemode' => false,
                'metadata' => ['order' => 'ordr_1'],
                'latest_charge' => [
                    'id' => 'ch_1',
                    'amount_captured' => 1200,
                    'currency' => 'eur',
                    'livemode' => false,
                    'created' => 1_790_000_000,
                    'disputed' => false,
                    'payment_method_details' => ['type' => 'card', 'card' => ['country' => 'DE']],
                    'balance_transaction' => ['currency' => 'eur', 'fee' => 42],
                ],
            ],
        ];
    }
}
