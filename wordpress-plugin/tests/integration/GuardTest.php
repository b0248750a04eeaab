<?php
declare(strict_types=1);

use Parterre\Jobs\Runner;
use Parterre\Realtime\Addresses;
use Parterre\Realtime\Directory;
use Parterre\Realtime\SelfTest;
use Parterre\Settings;
use Parterre\Store\Catalogue;
use Parterre\Store\Db;

require_once __DIR__ . '/IntegrationCase.php';

/** Allowances, the feed's self-test, and what the owner of a site may rely on. */
final class GuardTest extends IntegrationCase {
    protected function setUp(): void {
        parent::setUp();
        delete_option(SelfTest::OPTION);
    }

    protected function tearDown(): void {
        delete_option(SelfTest::OPTION);
        parent::tearDown();
    }

    public function testAMailboxCannotBeFilledByAskingForLinks(): void {
        remove_filter('parterre_rate_limits', [$this, 'unlimited']);
        $show = $this->show(5, 0);
        $this->call('POST', '/orders', $this->orderRequest($show['offer'], 0));
        $this->service(Runner::class)->runPending();
        $this->mails = [];
        for ($i = 0; $i < 8; $i++) {
            $answer = $this->call('POST', '/pass-links', [
                'email' => 'bea@example.org',
                'page' => home_url('/'),
                'locale' => 'en',
            ]);
            // Who asks learns nothing of the limit either: it would tell that the address is known.
            self::assertSame([200, []], [$answer['status'], $answer['json']]);
        }
        $this->service(Runner::class)->runPending();
        self::assertCount(5, $this->mails);
    }

    public function testOneNetworkCannotGuessLinksForEver(): void {
        remove_filter('parterre_rate_limits', [$this, 'unlimited']);
        $codes = [];
        for ($i = 0; $i < 31; $i++) {
            $answer = $this->call('POST', '/pass-links/redeem', [
                'type' => 'link',
                'secret' => str_repeat('x', 43),
                'device' => 'Phone',
            ]);
            $codes[] = $answer['json']['error']['code'];
        }
        self::assertSame(array_fill(0, 30, 'link_invalid'), array_slice($codes, 0, 30));
        self::assertSame('rate_limited', $codes[30]);
        self::assertGreaterThan(0, $answer['json']['error']['retryAfterMs']);
        self::assertSame(429, $answer['status']);
        self::assertNotSame('', $answer['headers']['Retry-After']);
    }

    public function testOneAddressCannotOrderWithoutEndFromHoweverManyNetworks(): void {
        remove_filter('parterre_rate_limits', [$this, 'unlimited']);
        $show = $this->show(100, 0);
        $codes = [];
        for ($i = 0; $i < 12; $i++) {
            $_SERVER['REMOTE_ADDR'] = "192.0.2.$i";
            // The same mailbox in other letters is the same.
            $email = $i % 2 === 0 ? 'bea@example.org' : 'Bea@Example.org';
            $codes[] = $this->answerTo($this->call('POST', '/orders', $this->orderRequest($show['offer'], 0, $email)));
        }
        self::assertSame([...array_fill(0, 10, 'ok'), 'rate_limited', 'rate_limited'], $codes);
        $_SERVER['REMOTE_ADDR'] = '127.0.0.1';
        $other = $this->call('POST', '/orders', $this->orderRequest($show['offer'], 0, 'max@example.org'));
        self::assertSame('ok', $this->answerTo($other), 'nobody else is held up');
    }

    public function testAHallOnOneNetworkBuysWhileOneSessionCannotTryCardsWithoutEnd(): void {
        remove_filter('parterre_rate_limits', [$this, 'unlimited']);
        $show = $this->show(500, 1200);
        $this->service(Settings::class)->set(['holds_per_network' => 500]);
        $this->fresh();
        for ($i = 0; $i < 120; $i++) {
            $request = $this->orderRequest($show['offer'], 1200, "guest$i@example.org");
            self::assertSame('ok', $this->answerTo($this->call('POST', '/orders', $request)), "guest $i");
        }
        $made = $this->call('POST', '/orders', $this->orderRequest($show['offer'], 1200, 'eve@example.org'))['json'];
        $codes = [];
        for ($i = 0; $i < 41; $i++) {
            $path = "/orders/{$made['order']['id']}/test-payment";
            $answer = $this->call('POST', $path, ['outcome' => 'decline'], $made['session']['token']);
            $codes[] = $this->answerTo($answer);
        }
        self::assertSame([...array_fill(0, 40, 'payment_declined'), 'rate_limited'], $codes);
    }

    public function testChangingACartAndHeartbeatsHaveAllowancesOfTheirOwn(): void {
        remove_filter('parterre_rate_limits', [$this, 'unlimited']);
        $cart = fn(array $body): array => ['lines' => [], 'currency' => 'EUR'] + $body;
        [$one, $two] = [
            $this->call('POST', '/carts', $cart([]))['json']['id'],
            $this->call('POST', '/carts', $cart([]))['json']['id'],
        ];
        $change = fn(): array => $this->call('PUT', "/carts/$one", $cart([]));
        self::assertSame('rate_limited', $this->answerTo($this->refusedAfter(240, $change)));
        self::assertSame('ok', $this->answerTo($this->call('PUT', "/carts/$two", $cart([]))));

        $show = $this->show(5, 0);
        $made = $this->call('POST', '/orders', $this->orderRequest($show['offer'], 0))['json'];
        $token = $made['session']['token'];
        $inside = $this->call('POST', '/enter', ['show' => $show['show'], 'device' => 'phone'], $token)['json'];
        $beat = [
            'lease' => $inside['lease']['id'],
            'playing' => true,
            'camera' => null,
            'mediaAt' => null,
            'watchedMs' => 0,
            'quality' => null,
        ];
        $refused = $this->refusedAfter(120, fn(): array => $this->call('POST', '/heartbeat', $beat, $token));
        $refused = $refused['json']['error'];
        self::assertSame(['rate_limited', true], [$refused['code'], $refused['retryable']], 'which is not a no');
    }

    /**
     * The first answer that is a refusal, after at least so many that are none. An allowance refills meanwhile: on a slow machine it
     * takes some calls more.
     *
     * @param \Closure(): array<string, mixed> $call
     */
    private function refusedAfter(int $calls, \Closure $call): array {
        for ($i = 0; $i < 3 * $calls; $i++) {
            $answer = $call();
            if ($answer['status'] !== 200) {
                break;
            }
        }
        self::assertGreaterThanOrEqual($calls, $i);
        return $answer;
    }

    /** `ok`, or the code of the refusal. */
    private function answerTo(array $answer): string {
        return $answer['status'] === 200 ? 'ok' : (string) $answer['json']['error']['code'];
    }

    public function testAllowancesDoNotKeepWhoTheyAreFor(): void {
        remove_filter('parterre_rate_limits', [$this, 'unlimited']);
        $this->call('POST', '/pass-links', ['email' => 'bea@example.org', 'page' => home_url('/'), 'locale' => 'en']);
        foreach ($this->service(Db::class)->all('SELECT id FROM {rate_limits}') as $row) {
            self::assertMatchesRegularExpression('/^[0-9a-f]{64}$/D', (string) $row['id']);
            self::assertNotSame(hash('sha256', 'link|7f000001'), $row['id']);
        }
    }

    public function testTheSelfTestReplacesAFileAndAFailureSendsFansToTheRoute(): void {
        $test = $this->service(SelfTest::class);
        $first = $test->begin();
        $path = Directory::root() . substr($first['url'], strlen(Directory::rootUrl()));
        self::assertSame($first['text'], file_get_contents($path));
        $second = $test->change();
        clearstatcache();
        self::assertSame($second, file_get_contents($path));
        self::assertNotSame(strlen($first['text']), strlen($second), 'an ETag of second and size must move');
        $show = $this->show()['show'];
        $addresses = $this->service(Addresses::class);
        self::assertStringStartsWith(Directory::rootUrl(), $addresses->of($show, 'public', ''));
        $test->conclude(false, 'The host answers 403 to .json.');
        self::assertStringContainsString('parterre/v1/feed/', $addresses->of($show, 'public', ''));
        $this->service(Settings::class)->set(['feed_mode' => 'files']);
        self::assertStringStartsWith(Directory::rootUrl(), $addresses->of($show, 'public', ''));
    }

    public function testAPoolIsNeverMadeSmallerThanWhatIsSold(): void {
        $show = $this->show(5, 0);
        $this->call('POST', '/orders', $this->orderRequest($show['offer'], 0, 'bea@example.org', 3));
        $catalogue = $this->service(Catalogue::class);
        self::assertFalse($catalogue->setCapacity($show['pool'], 2));
        self::assertTrue($catalogue->setCapacity($show['pool'], 3));
        self::assertTrue($catalogue->setCapacity($show['pool'], null));
        self::assertTrue($catalogue->setCapacity($show['pool'], 3));
        self::assertSame(
            'sold_out',
            $this->call('POST', '/orders', $this->orderRequest($show['offer'], 0, 'eve@example.org'))['json']['error'][
                'code'
            ],
        );
    }

    public function testTheFolderOfTheFeedIsNotListedAndNotCompressed(): void {
        $show = $this->show()['show'];
        $this->service(Addresses::class)->of($show, 'public', '');
        $rules = (string) file_get_contents(Directory::root() . '/.htaccess');
        foreach (['Options -Indexes', 'SetEnv no-gzip 1', 'nosniff'] as $rule) {
            self::assertStringContainsString($rule, $rules);
        }
        self::assertFileExists(Directory::root() . '/index.html');
    }

    public function testASessionOfAnotherShowOpensNothing(): void {
        $mine = $this->show();
        $other = $this->show();
        $made = $this->call('POST', '/orders', $this->orderRequest($mine['offer'], 1200))['json'];
        $token = $made['session']['token'];
        $this->call('POST', "/orders/{$made['order']['id']}/test-payment", ['outcome' => 'approve'], $token);
        self::assertSame(
            'no_ticket',
            $this->call('POST', '/enter', ['show' => $other['show'], 'device' => 'phone'], $token)['json']['error'][
                'code'
            ],
        );
        $message = [
            'show' => $other['show'],
            'text' => 'Hello',
            'idempotencyKey' => str_repeat('k', 20),
            'mediaAt' => null,
        ];
        self::assertSame('forbidden', $this->call('POST', '/messages', $message, $token)['json']['error']['code']);
    }
}
