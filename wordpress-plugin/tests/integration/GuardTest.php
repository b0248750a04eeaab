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
