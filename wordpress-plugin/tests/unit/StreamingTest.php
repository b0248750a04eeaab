<?php
declare(strict_types=1);

use Parterre\Streaming\Providers\Akamai;
use Parterre\Streaming\Providers\AwsIvs;
use Parterre\Streaming\Providers\Bunny;
use Parterre\Streaming\Providers\PathToken;
use Parterre\Streaming\Providers\Pem;
use PHPUnit\Framework\TestCase;

/** Signatures of streaming providers, on what the providers published. JWTs are checked by others: tests/wordpress/signing.test.ts. */
final class StreamingTest extends TestCase {
    public function testBunnysTokensAreThoseOfItsOwnCases(): void {
        $bunny = self::vectors()['bunny'];
        self::assertCount(15, $bunny['cases']);
        foreach ($bunny['cases'] as $case) {
            self::assertSame(
                $case['token'],
                Bunny::token($bunny['key'], $case['path'], $bunny['expires'], $case['parameters'], $case['address']),
                $case['why'],
            );
        }
    }

    public function testATokenOfBunnysIsForItsFolderItsEndAndItsCountriesAlone(): void {
        $good = Bunny::token('SecurityKey', '/stage/', 1598024587, [
            'token_path' => '/stage/',
            'token_countries' => 'FR',
        ]);
        foreach (
            [
                'another folder' => [
                    'SecurityKey',
                    '/bar/',
                    1598024587,
                    ['token_path' => '/bar/', 'token_countries' => 'FR'],
                ],
                'a later end' => [
                    'SecurityKey',
                    '/stage/',
                    1598024588,
                    ['token_path' => '/stage/', 'token_countries' => 'FR'],
                ],
                'another country' => [
                    'SecurityKey',
                    '/stage/',
                    1598024587,
                    ['token_path' => '/stage/', 'token_countries' => 'US'],
                ],
                'no country' => ['SecurityKey', '/stage/', 1598024587, ['token_path' => '/stage/']],
                'another key' => [
                    'securityKey',
                    '/stage/',
                    1598024587,
                    ['token_path' => '/stage/', 'token_countries' => 'FR'],
                ],
            ]
            as $why => $altered
        ) {
            self::assertNotSame($good, Bunny::token(...$altered), $why);
        }
    }

    public function testAkamaisTokenIsTheWorkedOne(): void {
        foreach (self::vectors()['akamai'] as $case) {
            self::assertSame(
                "{$case['fields']}~hmac={$case['hmac']}",
                Akamai::token($case['key'], $case['fields']),
                $case['why'],
            );
        }
    }

    public function testNginxsTokenIsTheWorkedOne(): void {
        foreach (self::vectors()['nginx'] as $case) {
            self::assertSame(
                "/{$case['signature']}/{$case['expires']}/{$case['stream']}/",
                PathToken::path($case['stream'], $case['expires'], $case['secret']),
                $case['why'],
            );
        }
    }

    public function testAChannelOfIvsIsNamedByItsPlaybackAddress(): void {
        $address =
            'https://fcc3ddae59ed.us-west-2.playback.live-video.net/api/video/v1/us-west-2.893648527354.channel.DmumNckWFTqz.m3u8';
        self::assertSame('arn:aws:ivs:us-west-2:893648527354:channel/DmumNckWFTqz', AwsIvs::arn($address));
        foreach (
            [
                '',
                "$address?token=x",
                str_replace('https', 'http', $address),
                str_replace('live-video.net', 'live-video.net.evil.example', $address),
                str_replace('893648527354', '8936', $address),
                "$address\n",
            ]
            as $other
        ) {
            self::assertNull(AwsIvs::arn($other), $other);
        }
    }

    public function testAKeyIsTheSameKeyHoweverItWasPasted(): void {
        $key = openssl_pkey_new(['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'secp384r1']);
        self::assertNotFalse($key);
        openssl_pkey_export($key, $pem);
        foreach (
            [
                'as it is' => $pem,
                'on one line' => str_replace("\n", ' ', $pem),
                'without any break' => str_replace("\n", '', $pem),
                'with \n written out' => str_replace("\n", '\n', $pem),
                'in quotes' => '"' . str_replace("\n", '\n', $pem) . '"',
                'with the breaks of Windows' => str_replace("\n", "\r\n", $pem),
                'in base64' => base64_encode($pem),
                'in base64 with breaks' => chunk_split(base64_encode($pem), 40, "\n"),
            ]
            as $how => $pasted
        ) {
            $clean = Pem::clean($pasted);
            self::assertNotNull(Pem::open($clean), $how);
            self::assertNull(Pem::problem($clean, OPENSSL_KEYTYPE_EC), $how);
        }
        self::assertNull(Pem::open(Pem::clean(substr($pem, 0, 80))), 'half of it');
    }

    /** @return array<string, mixed> */
    private static function vectors(): array {
        $folder = getenv('PARTERRE_VECTORS') ?: dirname(__DIR__, 3) . '/tests/vectors';
        return json_decode((string) file_get_contents("$folder/streaming.json"), true, 64, JSON_THROW_ON_ERROR);
    }
}
