<?php
declare(strict_types=1);

use Parterre\Access\DoorFile;
use Parterre\Access\Gate;
use Parterre\Domain\Instant;
use Parterre\Health\Checks;
use Parterre\Settings;
use Parterre\Store\Sessions;
use Parterre\Store\Shows;
use Parterre\Streaming\Doctor\Doctor;
use Parterre\Streaming\Doctor\Subject;
use Parterre\Streaming\Doctor\Words;
use Parterre\Streaming\Playback;
use Parterre\Streaming\Providers\Options;
use Parterre\Streaming\Providers\Providers;
use Parterre\Streaming\Setup\Recipes;
use Parterre\Streaming\Trouble;

require_once __DIR__ . '/IntegrationCase.php';

/** The streaming providers in the settings: what is wrong with what somebody entered, what comes back, and what grants say then. */
final class StreamingSettingsTest extends IntegrationCase {
    private static string $rsa = '';
    private static string $ec = '';

    public static function setUpBeforeClass(): void {
        self::$rsa = self::key(['private_key_type' => OPENSSL_KEYTYPE_RSA, 'private_key_bits' => 2048]);
        self::$ec = self::key(['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'secp384r1']);
    }

    protected function setUp(): void {
        parent::setUp();
        wp_set_current_user(1);
        set_error_handler(static fn(): bool => true, E_USER_WARNING);
        delete_option(Options::OPTION);
        delete_option(Trouble::OPTION);
    }

    protected function tearDown(): void {
        restore_error_handler();
        delete_option(Options::OPTION);
        parent::tearDown();
    }

    public function testWhatIsWrongWithAValueIsSaidInASentence(): void {
        $public = (string) openssl_pkey_get_details(openssl_pkey_get_private(self::$rsa))['key'];
        $short = self::key(['private_key_type' => OPENSSL_KEYTYPE_RSA, 'private_key_bits' => 1024]);
        $curve = self::key(['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1']);
        $locked = '';
        openssl_pkey_export(openssl_pkey_get_private(self::$rsa), $locked, 'password');
        foreach (
            [
                ['mux', 'private_key', $public, 'public half'],
                ['mux', 'private_key', $locked, 'locked'],
                ['mux', 'private_key', $short, 'too short'],
                ['mux', 'private_key', self::$ec, 'RSA key'],
                ['mux', 'private_key', substr(self::$rsa, 0, 300), 'no whole private key'],
                ['mux', 'webhook_secret', "abc\ndef", 'line break'],
                ['mux', 'hours', '0', 'from 1 to 48'],
                ['ivs', 'private_key', self::$rsa, 'elliptic'],
                ['ivs', 'private_key', $curve, 'P-384'],
                ['akamai', 'key', 'not hexadecimal', 'line break or a space'],
                ['akamai', 'key', 'zz00ccddeeff00112233445566778899', 'digits 0 to 9'],
                ['akamai', 'base', 'stream.example', 'no web address'],
                ['akamai', 'base', 'javascript:alert(1)', 'no web address'],
                ['akamai', 'base', 'https://me:secret@stream.example', 'Leave name and password'],
                ['akamai', 'base', 'https://stream.example/live/master.m3u8', 'one stream'],
                ['akamai', 'base', 'https://stream.example/watch.html', 'web page'],
                ['akamai', 'base', 'https://stream.example/?a=b', 'question mark'],
                ['cloudflare', 'countries', 'France', 'two letters'],
            ]
            as [$provider, $field, $value, $sentence]
        ) {
            $answer = $this->desk('PUT', "/streaming/$provider", ['values' => [$field => $value]]);
            self::assertSame(422, $answer->get_status(), "$provider $field");
            self::assertStringContainsString($sentence, $answer->get_data()['data']['problems'][$field] ?? '');
        }
        self::assertSame([], (array) get_option(Options::OPTION, []), 'nothing of it is kept');
        self::assertSame(404, $this->desk('PUT', '/streaming/nobody', ['values' => []])->get_status());
    }

    public function testSecretsGoInAndNeverComeBack(): void {
        $values = [
            'key_id' => 'key1',
            'private_key' => base64_encode(self::$rsa),
            'webhook_secret' => 'hush-hush-hush',
        ];
        $answer = $this->desk('PUT', '/streaming/mux', ['values' => $values]);
        self::assertSame(200, $answer->get_status());
        $text = (string) wp_json_encode([$answer->get_data(), $this->desk('GET', '/streaming')->get_data()]);
        self::assertStringNotContainsString('hush-hush-hush', $text);
        self::assertStringNotContainsString('PRIVATE KEY-----\nMII', $text);
        $mux = array_column($answer->get_data()['providers'], null, 'name')['mux'];
        self::assertTrue($mux['ready']);
        self::assertSame([true, ''], [$mux['fields'][1]['isSet'], $mux['fields'][1]['value']]);
        $this->desk('PUT', '/streaming/mux', ['values' => ['hours' => '6']]);
        self::assertTrue($this->service(Providers::class)->find('mux')->isReady(), 'what is left out stays');
        $this->desk('PUT', '/streaming/mux', ['values' => ['private_key' => '']]);
        self::assertFalse($this->service(Providers::class)->find('mux')->isReady(), 'what is empty is taken away');
        foreach (['parterre_promoter', 'parterre_stage', 'parterre_box_office'] as $role) {
            $this->become($role);
            self::assertSame(403, $this->desk('GET', '/streaming')->get_status(), $role);
            self::assertSame(
                403,
                $this->desk('GET', '/streaming/publishing', ['provider' => 'nginx', 'stream' => 'stage'])->get_status(),
            );
        }
        $this->become('parterre_promoter');
        self::assertSame(200, $this->desk('GET', '/streaming/words')->get_status());
    }

    public function testEveryProviderSaysWhatItIsAndWhatToDo(): void {
        $providers = array_column($this->desk('GET', '/streaming')->get_data()['providers'], null, 'name');
        self::assertSame(
            ['nginx', 'mediamtx', 'mux', 'cloudflare', 'bunny', 'ivs', 'cloudfront', 'akamai', 'plain'],
            array_keys($providers),
        );
        foreach ($providers as $name => $one) {
            self::assertNotSame('', $one['strength'], $name);
            self::assertNotEmpty($one['steps'], $name);
        }
        $copies = static fn(string $name): string => (string) wp_json_encode(
            $providers[$name]['steps'],
            JSON_UNESCAPED_SLASHES,
        );
        foreach (['mux', 'cloudflare', 'bunny', 'ivs'] as $name) {
            self::assertStringContainsString("/parterre/v1/hooks/stream/$name", $copies($name), $name);
        }
        $texts = $this->service(Recipes::class)->of('nginx') + $this->service(Recipes::class)->of('mediamtx');
        self::assertCount(4, $texts);
        foreach ($texts as $place => $text) {
            self::assertStringNotContainsString('{{', $text, $place);
        }
        $obs = $this->desk('GET', '/streaming/publishing', ['provider' => 'nginx', 'stream' => 'stage'])->get_data();
        self::assertStringStartsWith('stage?key=', $obs['key']);
        self::assertSame(
            422,
            $this->desk('GET', '/streaming/publishing', ['provider' => 'nginx', 'stream' => '../x'])->get_status(),
        );
        self::assertSame(
            404,
            $this->desk('GET', '/streaming/publishing', [
                'provider' => 'mux',
                'stream' => 'qxb01i6T202018GFS02',
            ])->get_status(),
        );
        $this->desk('POST', '/streaming/nginx/keys');
        self::assertNotSame(
            $obs['key'],
            $this->desk('GET', '/streaming/publishing', ['provider' => 'nginx', 'stream' => 'stage'])->get_data()[
                'key'
            ],
        );
    }

    public function testAGrantLivesAsLongAsTheFirstOfItsAddressesAndACameraSetUpWrongDarkensNoOther(): void {
        $seeded = $this->show();
        $settings = $this->service(Settings::class);
        $settings->set(['stream_base' => 'https://stream.example', 'grant_seconds' => 900]);
        $ivs = 'https://abc.eu-west-1.playback.live-video.net/api/video/v1/eu-west-1.123456789012.channel.AbCdEf.m3u8';
        $this->desk('PUT', '/streaming/ivs', ['values' => ['private_key' => self::$ec]]);
        $this->desk('PUT', '/streaming/cloudfront', [
            'values' => ['base' => 'https://d1.cloudfront.net', 'key_id' => 'K2', 'private_key' => self::$rsa],
        ]);
        $this->service(Shows::class)->setCameras($seeded['show'], [
            ['id' => 'stage', 'label' => 'Stage', 'provider' => 'nginx', 'live_stream' => 'stage'],
            ['id' => 'bar', 'label' => 'Bar', 'provider' => 'ivs', 'live_stream' => $ivs],
            ['id' => 'hall', 'label' => 'Hall', 'provider' => 'cloudfront', 'live_stream' => 'live/hall/master.m3u8'],
            ['id' => 'roof', 'label' => 'Roof', 'provider' => 'bunny', 'live_stream' => 'roof'],
        ]);
        $this->service(Shows::class)->update($seeded['show'], ['access' => 'open']);
        $show = $this->service(Shows::class)->find($seeded['show']);
        $session = $this->service(Sessions::class)->open('device', 'Browser', ['show_id' => $seeded['show']])[
            'session'
        ];
        $viewer = $this->service(Gate::class)->viewer($session, $show);
        $grant = $this->service(Playback::class)->grant($viewer, $show, 'lease_1');
        $urls = array_column($grant['cameras'], 'url', 'camera');
        self::assertStringStartsWith('https://stream.example/', $urls['stage']);
        self::assertStringStartsWith("$ivs?token=", $urls['bar']);
        self::assertStringContainsString('/live/hall/master.m3u8?Policy=', $urls['hall']);
        self::assertNull($urls['roof'], 'nobody has set Bunny up');
        self::assertNotNull($this->service(Trouble::class)->last('bunny', 'signing'));
        self::assertSame(['path', ['query']], [$grant['renew'], $grant['features']]);
        self::assertSame(
            600,
            intdiv(Instant::parse($grant['expiresAt']) - Instant::parse($grant['issuedAt']), 1000),
            'IVS lets a token live ten minutes',
        );
    }

    public function testAServerThatWasToldWronglyOrNotAtAllSignsNothingAndSaysWhy(): void {
        $seeded = $this->show(fields: ['access' => 'open']);
        $session = $this->service(Sessions::class)->open('device', 'Browser', ['show_id' => $seeded['show']])[
            'session'
        ];
        foreach (
            [
                'no address' => [['stream_base' => '', 'stream_secret' => 'hush'], 'address', 'Address'],
                'no web address' => [
                    ['stream_base' => 'stream.example', 'stream_secret' => 'hush'],
                    'no web',
                    'no web',
                ],
                'a key with a line break' => [
                    ['stream_base' => 'https://stream.example', 'stream_secret' => "hush\nhush"],
                    'line break',
                    'line break',
                ],
            ]
            as $why => [$values, $noted, $said]
        ) {
            $this->service(Settings::class)->set($values + ['test_stream' => 'clip']);
            $this->fresh();
            delete_option(Trouble::OPTION);
            $show = $this->service(Shows::class)->find($seeded['show']);
            $viewer = $this->service(Gate::class)->viewer($session, $show);
            self::assertNull($this->service(Playback::class)->grant($viewer, $show, 'lease_1'), $why);
            self::assertNull($this->service(Playback::class)->testGrant('lease_1'), $why);
            self::assertStringContainsString(
                $noted,
                $this->service(Trouble::class)->last('nginx', 'signing')['why'] ?? '',
                $why,
            );
            // The settings, which still open; the doctor; Site Health; the door that has no WordPress.
            $nginx = array_column($this->desk('GET', '/streaming')->get_data()['providers'], null, 'name')['nginx'];
            self::assertFalse($nginx['ready'], $why);
            $problems = implode(' ', array_filter(array_column($nginx['fields'], 'problem')));
            self::assertSame($values['stream_base'] !== '', str_contains($problems, $noted), $why);
            $subject = new Subject('nginx', 'stage', true);
            $found = $this->service(Doctor::class)->look($subject)['findings'];
            self::assertStringContainsString($said, Words::of($found[0])['sentence'], $why);
            $health = $this->service(Checks::class)->result('streams');
            self::assertSame('critical', $health['status'], $why);
            self::assertStringContainsString('Nuit Blanche, Stage: ', $health['description'], $why);
            self::assertStringContainsString($said, $health['description'], $why);
            $doors = new ReflectionMethod(DoorFile::class, 'doors');
            $doors->setAccessible(true);
            $file = $doors->invoke($this->service(DoorFile::class));
            self::assertSame(['', ''], [$file['stream_base'], $file['stream_secret']], $why);
            self::assertStringNotContainsString(
                'hush',
                (string) wp_json_encode([$nginx['fields'], $nginx['troubles'], $health]),
                $why,
            );
        }
        $this->service(Settings::class)->set(['stream_base' => 'https://stream.example', 'stream_secret' => 'hush']);
        $this->fresh();
        self::assertSame('good', $this->service(Checks::class)->result('streams')['status']);
    }

    public function testAListOfCountriesThatCannotBeReadOpensThePictureToNobody(): void {
        update_option(Options::OPTION, [
            'bunny' => ['base' => 'https://vz-abc.b-cdn.net', 'key' => 'abcdef123456', 'countries' => 'France'],
        ]);
        $this->fresh();
        $bunny = $this->service(Providers::class)->find('bunny');
        self::assertFalse($bunny->isReady());
        $this->expectException(RuntimeException::class);
        $this->expectExceptionMessage('two letters');
        $bunny->signPlayback('concert', 'lease_1', 600, 0);
    }

    /** @param array<string, mixed> $kind */
    private static function key(array $kind): string {
        $pem = '';
        openssl_pkey_export(openssl_pkey_new($kind), $pem);
        return $pem;
    }
}
