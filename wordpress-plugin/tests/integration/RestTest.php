<?php
declare(strict_types=1);

use Parterre\Domain\Schema;
use Parterre\Jobs\Runner;
use Parterre\Realtime\Directory;
use Parterre\Rest\Registrar;
use Parterre\Settings;
use Parterre\Store\Feeds;

require_once __DIR__ . '/IntegrationCase.php';

/** The frame around all operations, and the whole way from a price to a picture. */
final class RestTest extends IntegrationCase {
    public function testTheRoutesAreTheOperationsAndTheFeedAndNothingElse(): void {
        $expected = [];
        foreach (Registrar::operations() as $operation) {
            $expected[] = $operation['method'] . ' ' . preg_replace('/\{(\w+)\}/', '(?P<$1>[^/]+)', $operation['path']);
        }
        $expected[] = 'GET /feed';
        $expected[] = 'GET /film';
        // No part of the contract: let in by its signature alone.
        $expected[] = 'POST /stripe/webhook';
        foreach (['bunny', 'cloudflare', 'ivs', 'mediamtx', 'mux', 'nginx'] as $provider) {
            $expected[] = "GET,POST /hooks/stream/$provider";
        }
        $found = [];
        foreach (rest_get_server()->get_routes('parterre/v1') as $route => $endpoints) {
            foreach ($endpoints as $endpoint) {
                $path = substr($route, strlen('/parterre/v1'));
                if ($path !== '') {
                    $found[] =
                        implode(',', array_keys($endpoint['methods'])) .
                        ' ' .
                        (preg_match('#^/(feed|film)/#', $path, $files) === 1 ? "/$files[1]" : $path);
                }
            }
        }
        self::assertEqualsCanonicalizing($expected, $found);
    }

    public function testOnlyDeclaredOperationsAnswerWithoutASession(): void {
        foreach (Registrar::operations() as $name => $operation) {
            if ($operation['auth'] !== 'session') {
                continue;
            }
            $examples = json_decode((string) file_get_contents(PARTERRE_DIR . '/protocol/inputs.json'), true)[$name];
            $path = (string) preg_replace_callback(
                '/\{(\w+)\}/',
                static fn(array $match): string => $examples[0][$match[1]],
                $operation['path'],
            );
            $isRead = $operation['method'] === 'GET';
            $answer = $this->call(
                $operation['method'],
                $path,
                $isRead ? null : $examples[0],
                query: $isRead ? $examples[0] : [],
            );
            self::assertSame([401, 'session_required'], [$answer['status'], $answer['json']['error']['code']], $name);
        }
    }

    public function testEveryPublicAnswerHasThePromisedShape(): void {
        $show = $this->show();
        $schemas = json_decode((string) file_get_contents(PARTERRE_DIR . '/protocol/outputs.json'), true);
        foreach (
            ['getVenue' => '/venue', 'getShow' => "/shows/{$show['show']}", 'listProducts' => '/products']
            as $operation => $path
        ) {
            $answer = $this->call('GET', $path);
            self::assertSame(200, $answer['status'], $operation);
            self::assertNotNull(Schema::check($answer['json'], $schemas[$operation]), $operation);
            self::assertStringContainsString('max-age', $answer['headers']['Cache-Control']);
        }
    }

    public function testFromAPriceToAPictureWithoutCronOrLoopback(): void {
        $this->service(Settings::class)->set(['stream_base' => 'https://stream.example', 'stream_secret' => 's3cret']);
        $show = $this->show();
        $started = microtime(true);
        $made = $this->call('POST', '/orders', $this->orderRequest($show['offer'], 1200))['json'];
        $token = $made['session']['token'];
        $paid = $this->call('POST', "/orders/{$made['order']['id']}/test-payment", ['outcome' => 'approve'], $token)[
            'json'
        ];
        self::assertSame('paid', $paid['state']);
        $entry = $this->call('POST', '/enter', ['show' => $show['show'], 'device' => 'phone'], $token)['json'];
        self::assertLessThan(10, microtime(true) - $started);
        self::assertMatchesRegularExpression(
            '~^https://stream\.example/[A-Za-z0-9_-]{22}/\d{10}/stage/master\.m3u8$~',
            $entry['grant']['cameras'][0]['url'],
        );
        // The mail waits in the request's own list, not for a cron that this host may not have.
        self::assertTrue($this->service(Runner::class)->hasPending());
        $this->service(Runner::class)->runPending();
        self::assertCount(1, $this->mails);
        self::assertMatchesRegularExpression('~#parterre=[A-Za-z0-9_-]{43}~', $this->mails[0]['message']);
        self::assertStringContainsString('TEST', $this->mails[0]['message']);
    }

    public function testMailsCarryTextsAsText(): void {
        $show = $this->show(5, 0, ['title' => 'Rock & <script>alert(1)</script>']);
        $this->call('POST', '/orders', $this->orderRequest($show['offer'], 0));
        $this->service(Runner::class)->runPending();
        self::assertCount(1, $this->mails);
        self::assertStringNotContainsString('<script>', $this->mails[0]['message']);
        self::assertStringContainsString('Rock &amp; &lt;script&gt;', $this->mails[0]['message']);
    }

    public function testALargeBodyMalformedJsonAndUnknownRoutesAreRefusedInOurWords(): void {
        self::assertSame('too_large', $this->call('POST', '/quotes', str_repeat('x', 70_000))['json']['error']['code']);
        self::assertSame('bad_request', $this->call('POST', '/quotes', '{"lines":')['json']['error']['code']);
        self::assertSame('not_found', $this->call('GET', '/nothing-here')['json']['error']['code']);
    }

    public function testAnotherOriginIsSentToTheRouteInsideWordPress(): void {
        $show = $this->show();
        $own = $this->call('GET', "/shows/{$show['show']}")['json']['feedUrl'];
        self::assertStringStartsWith(Directory::rootUrl(), $own);
        $foreign = $this->call('GET', "/shows/{$show['show']}", null, null, ['origin' => 'https://artist.example'])[
            'json'
        ]['feedUrl'];
        self::assertStringContainsString('parterre/v1/feed/', $foreign);
        $dir = $this->service(Feeds::class)->lane($show['show'], 'public')['dir'];
        $head = $this->call('GET', "/feed/$dir/head.json");
        self::assertSame(200, $head['status']);
        self::assertSame(512, strlen($head['json']));
        $again = $this->call('GET', "/feed/$dir/head.json", null, null, ['if-none-match' => $head['headers']['ETag']]);
        self::assertSame(304, $again['status']);
        self::assertSame(404, $this->call('GET', '/feed/' . str_repeat('0', 32) . '/head.json')['status']);
        self::assertSame(404, $this->call('GET', "/feed/$dir/.lock")['status']);
    }

    public function testAFeatureThatIsOffIsNotSupported(): void {
        $this->service(Settings::class)->set(['features' => ['tickets']]);
        self::assertSame(
            [501, 'not_supported'],
            [$this->call('GET', '/products')['status'], $this->call('GET', '/products')['json']['error']['code']],
        );
    }
}
