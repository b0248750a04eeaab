<?php
declare(strict_types=1);

use Parterre\Streaming\Hls\Address;
use Parterre\Streaming\Hls\Fetch;
use Parterre\Streaming\Hls\Fetched;
use Parterre\Streaming\Hls\NotAPlaylist;
use Parterre\Streaming\Hls\Playlist;
use Parterre\Streaming\Hls\Reach;
use Parterre\Streaming\Hls\Segment;
use PHPUnit\Framework\TestCase;

/** Reading playlists and addresses: what players read, whatever encoders and hosts write. */
final class HlsTest extends TestCase {
    private const MASTER = <<<'M3U8'
    #EXTM3U
    #EXT-X-VERSION:7
    #EXT-X-INDEPENDENT-SEGMENTS
    #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Français",LANGUAGE="fr",DEFAULT=YES,AUTOSELECT=YES,URI="audio/fr.m3u8"
    #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="words",NAME="Paroles, en français",LANGUAGE="fr",FORCED=NO,URI="fr.m3u8"
    #EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="cc",NAME="English",INSTREAM-ID="CC1"
    #EXT-X-STREAM-INF:BANDWIDTH=2800000,AVERAGE-BANDWIDTH=2100000,RESOLUTION=1280x720,FRAME-RATE=25.000,CODECS="avc1.64001f, mp4a.40.2",AUDIO="sound",SUBTITLES="words",CLOSED-CAPTIONS="cc"
    720/live.m3u8?token=abc
    #EXT-X-STREAM-INF:BANDWIDTH=800000,CLOSED-CAPTIONS=NONE
    https://other.example/360.m3u8
    #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=90000,URI="iframes.m3u8"
    M3U8;

    public function testAMasterPlaylistTellsItsQualitiesAndWhatIsBesideThem(): void {
        $playlist = Playlist::parse(self::MASTER);
        self::assertTrue($playlist->isMaster());
        self::assertFalse($playlist->isLive());
        self::assertTrue($playlist->independent);
        self::assertSame(7, $playlist->version);
        [$high, $low] = $playlist->variants;
        self::assertCount(2, $playlist->variants);
        self::assertSame('720/live.m3u8?token=abc', $high->uri);
        self::assertSame([2_800_000, 2_100_000], [$high->bandwidth, $high->average]);
        self::assertSame([1280, 720, 25.0], [$high->width, $high->height, $high->frameRate]);
        self::assertSame(['avc1.64001f', 'mp4a.40.2'], $high->codecs);
        self::assertSame(['sound', 'words', 'cc'], [$high->audio, $high->subtitles, $high->captions]);
        self::assertSame(
            [null, null, [], null, null],
            [$low->average, $low->height, $low->codecs, $low->audio, $low->captions],
        );
        self::assertSame(['AUDIO', 'SUBTITLES', 'CLOSED-CAPTIONS'], array_column($playlist->renditions, 'type'));
        self::assertSame('Paroles, en français', $playlist->renditions[1]->name);
        self::assertSame(['audio/fr.m3u8', 'fr.m3u8', null], array_column($playlist->renditions, 'uri'));
        self::assertSame([true, false, false], array_column($playlist->renditions, 'default'));
    }

    public function testAMediaPlaylistTellsItsSegments(): void {
        $playlist = Playlist::parse(
            <<<'M3U8'
            #EXTM3U
            #EXT-X-VERSION:6
            #EXT-X-TARGETDURATION:6
            #EXT-X-MEDIA-SEQUENCE:41
            #EXT-X-DISCONTINUITY-SEQUENCE:3
            #EXT-X-PLAYLIST-TYPE:EVENT
            #EXT-X-MAP:URI="init.mp4",BYTERANGE="720@0"
            #EXT-X-PROGRAM-DATE-TIME:2026-11-21T20:00:00.000+01:00
            #EXTINF:6.006,First
            a.m4s
            #EXTINF:5.5
            b.m4s
            #EXT-X-DISCONTINUITY
            #EXT-X-KEY:METHOD=AES-128,URI="key.bin",IV=0x01
            #EXT-X-PROGRAM-DATE-TIME:2026-11-21T19:05:00.250Z
            #EXTINF:4.000,
            #EXT-X-GAP
            c.m4s
            #EXT-X-KEY:METHOD=NONE
            #EXTINF:4.000,
            #EXT-X-BITRATE:900
            d.m4s
            M3U8
            ,
        );
        self::assertContainsOnlyInstancesOf(Segment::class, $playlist->segments);
        [$a, $b, $c, $d] = $playlist->segments;
        self::assertSame(
            [6, 'EVENT', false, true],
            [$playlist->targetSeconds, $playlist->type, $playlist->ended, $playlist->isLive()],
        );
        self::assertSame([41, 42, 43, 44], array_column($playlist->segments, 'sequence'));
        self::assertSame([3, 3, 4, 4], array_column($playlist->segments, 'discontinuitySequence'));
        self::assertSame([false, false, true, false], array_column($playlist->segments, 'discontinuity'));
        self::assertSame([6.006, 'First', true], [$a->seconds, $a->title, $a->dated]);
        self::assertSame(gmmktime(19, 0, 0, 11, 21, 2026) * 1000, $a->startsAtMs);
        self::assertSame([$a->startsAtMs + 6006, false], [$b->startsAtMs, $b->dated]);
        self::assertSame(gmmktime(19, 5, 0, 11, 21, 2026) * 1000 + 250, $c->startsAtMs);
        self::assertSame($c->startsAtMs + 4000, $d->startsAtMs);
        self::assertSame($d->startsAtMs + 4000, $playlist->endsAtMs());
        self::assertSame(['uri' => 'init.mp4', 'byteRange' => ['length' => 720, 'offset' => 0]], $a->map);
        self::assertSame([null, 'AES-128', null], [$b->key, $c->key['METHOD'] ?? null, $d->key]);
        self::assertSame([false, false, true, false], array_column($playlist->segments, 'gap'));
        self::assertEqualsWithDelta(19.506, $playlist->seconds(), 0.0001);
    }

    public function testDatesAreCountedBackwardsBeforeTheFirstOneThatIsTold(): void {
        $playlist = Playlist::parse(
            "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.ts\n#EXTINF:2,\nb.ts\n" .
                "#EXT-X-PROGRAM-DATE-TIME:2026-11-21T20:00:04.000+0000\n#EXTINF:2,\nc.ts\n",
        );
        $third = gmmktime(20, 0, 4, 11, 21, 2026) * 1000;
        self::assertSame([$third - 4000, $third - 2000, $third], array_column($playlist->segments, 'startsAtMs'));
        self::assertSame([false, false, true], array_column($playlist->segments, 'dated'));
    }

    public function testDatesAreReadInEveryFormThatEncodersWrite(): void {
        $read = static fn(string $date): ?int => Playlist::parse(
            "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-PROGRAM-DATE-TIME:$date\n#EXTINF:2,\na.ts\n",
        )->segments[0]->startsAtMs;
        $moment = gmmktime(20, 0, 0, 11, 21, 2026) * 1000;
        self::assertSame($moment + 123, $read('2026-11-21T20:00:00.123456Z'));
        self::assertSame($moment, $read('2026-11-21T21:00:00+01:00'));
        self::assertSame($moment + 500, $read('2026-11-21T15:00:00.5-0500'));
        self::assertSame($moment, $read('2026-11-21T20:00:00'), 'without a zone');
        self::assertNull($read('yesterday'));
        self::assertNull($read('2026-11-21T20:00:00Z next year'));
        self::assertNull($read(''));
    }

    public function testPiecesOfOneFileFollowEachOther(): void {
        $playlist = Playlist::parse(
            "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n#EXT-X-BYTERANGE:100@50\na.ts\n#EXTINF:2,\n#EXT-X-BYTERANGE:30\na.ts\n" .
                "#EXTINF:2,\n#EXT-X-BYTERANGE:7\nb.ts\n#EXTINF:2,\nc.ts\n#EXT-X-ENDLIST\n",
        );
        self::assertSame(
            [
                ['length' => 100, 'offset' => 50],
                ['length' => 30, 'offset' => 150],
                ['length' => 7, 'offset' => 0],
                null,
            ],
            array_column($playlist->segments, 'byteRange'),
        );
        self::assertTrue($playlist->ended);
    }

    public function testLowLatencyPartsAreCountedToTheEdge(): void {
        $playlist = Playlist::parse(
            <<<'M3U8'
            #EXTM3U
            #EXT-X-TARGETDURATION:4
            #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.002,CAN-SKIP-UNTIL=24
            #EXT-X-PART-INF:PART-TARGET=0.334
            #EXT-X-PROGRAM-DATE-TIME:2026-11-21T20:00:00Z
            #EXT-X-PART:DURATION=2,URI="a.1.m4s",INDEPENDENT=YES
            #EXT-X-PART:DURATION=2,URI="a.2.m4s"
            #EXTINF:4,
            a.m4s
            #EXT-X-PART:DURATION=0.334,URI="b.1.m4s",INDEPENDENT=YES
            #EXT-X-PART:DURATION=0.334,URI="b.2.m4s"
            #EXT-X-PRELOAD-HINT:TYPE=PART,URI="b.3.m4s"
            M3U8
            ,
        );
        self::assertSame(
            ['CAN-BLOCK-RELOAD' => 'YES', 'PART-HOLD-BACK' => '1.002', 'CAN-SKIP-UNTIL' => '24'],
            $playlist->serverControl,
        );
        self::assertSame(0.334, $playlist->partSeconds);
        self::assertSame(2, $playlist->segments[0]->parts);
        self::assertEqualsWithDelta(0.668, $playlist->openSeconds, 0.0001);
        self::assertSame(gmmktime(20, 0, 4, 11, 21, 2026) * 1000 + 668, $playlist->endsAtMs());
        self::assertContains('EXT-X-PRELOAD-HINT', $playlist->tags);
    }

    public function testLineEndsMarksBlankLinesAndUnknownTagsDoNoHarm(): void {
        $plain = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.ts\n#EXT-X-ENDLIST\n";
        foreach (
            [
                'CRLF' => str_replace("\n", "\r\n", $plain),
                'CR alone' => str_replace("\n", "\r", $plain),
                'a byte order mark' => "\xEF\xBB\xBF$plain",
                'blank lines' => "\n" . str_replace("\n", "\n\n  \n", $plain),
                'comments and tags nobody knows' => str_replace(
                    '#EXTINF',
                    "# made by hand\n#EXT-X-CUE-OUT:30\n#EXTINF",
                    $plain,
                ),
                'no line end' => trim($plain),
                'an address that nothing announces' => str_replace(
                    '#EXT-X-ENDLIST',
                    "stray.ts\n#EXT-X-ENDLIST",
                    $plain,
                ),
            ]
            as $how => $text
        ) {
            $playlist = Playlist::parse($text);
            self::assertSame(['a.ts'], array_column($playlist->segments, 'uri'), $how);
            self::assertTrue($playlist->ended, $how);
        }
    }

    public function testAPlaylistWithoutSegmentsIsOneAndHasNone(): void {
        $playlist = Playlist::parse("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:0\n");
        self::assertSame(
            [[], 0.0, null, false],
            [$playlist->segments, $playlist->seconds(), $playlist->endsAtMs(), $playlist->isMaster()],
        );
    }

    public function testWhatIsNoPlaylistIsCalledByItsName(): void {
        foreach (
            [
                'nothing' => ['', NotAPlaylist::EMPTY],
                'blanks' => [" \r\n", NotAPlaylist::EMPTY],
                'a page' => ["\n<!DOCTYPE html>\n<html>", NotAPlaylist::WEB_PAGE],
                'an old page' => ['<HTML><BODY>', NotAPlaylist::WEB_PAGE],
                'a page with a note before it' => ["Warning: something\n<html lang='fr'>", NotAPlaylist::WEB_PAGE],
                'XHTML' => ['<?xml version="1.0"?><html xmlns="x">', NotAPlaylist::WEB_PAGE],
                'DASH' => ['<?xml version="1.0"?><MPD>', NotAPlaylist::XML],
                'JSON' => ['{"error":"no"}', NotAPlaylist::JSON],
                'a list in JSON' => ['[]', NotAPlaylist::JSON],
                'a film' => ["\0\0\0\x18ftypmp42\0\0\0\0", NotAPlaylist::MEDIA],
                'a segment of fMP4' => ["\0\0\0\x18stypmsdh", NotAPlaylist::MEDIA],
                'a segment of MPEG-TS' => [str_pad('G', 188, 'x') . 'G', NotAPlaylist::MEDIA],
                'a picture' => ["\x89PNG\r\n\x1a\n\0\0", NotAPlaylist::MEDIA],
                'words' => ['Not found', NotAPlaylist::OTHER],
                'the beginning of one' => ['#EXT', NotAPlaylist::CUT],
                'a segment without its address' => [
                    "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.ts\n#EXTINF:2,",
                    NotAPlaylist::CUT,
                ],
                'a quality without its address' => ["#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n", NotAPlaylist::CUT],
                'a quality without its address before another' => [
                    "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n#EXT-X-STREAM-INF:BANDWIDTH=2\na.m3u8\n",
                    NotAPlaylist::BROKEN,
                ],
                'both kinds at once' => [
                    "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n#EXTINF:2,\na.ts\n",
                    NotAPlaylist::BROKEN,
                ],
                'no target duration' => ["#EXTM3U\n#EXTINF:2,\na.ts\n", NotAPlaylist::BROKEN],
            ]
            as $what => [$text, $reason]
        ) {
            try {
                Playlist::parse($text);
                self::fail("$what is a playlist");
            } catch (NotAPlaylist $refused) {
                self::assertSame($reason, $refused->reason, $what);
            }
        }
    }

    public function testAddressesAreResolvedAsInTheRfc(): void {
        // RFC 3986 §5.4
        $base = 'http://a/b/c/d;p?q';
        foreach (
            [
                'g' => 'http://a/b/c/g',
                './g' => 'http://a/b/c/g',
                'g/' => 'http://a/b/c/g/',
                '/g' => 'http://a/g',
                '//g' => 'http://g',
                '?y' => 'http://a/b/c/d;p?y',
                'g?y' => 'http://a/b/c/g?y',
                '' => 'http://a/b/c/d;p?q',
                '.' => 'http://a/b/c/',
                '..' => 'http://a/b/',
                '../g' => 'http://a/b/g',
                '../../g' => 'http://a/g',
                '../../../g' => 'http://a/g',
                'g;x=1/../y' => 'http://a/b/c/y',
                'g?y/../x' => 'http://a/b/c/g?y/../x',
                'https://x.example/y' => 'https://x.example/y',
            ]
            as $uri => $wanted
        ) {
            self::assertSame($wanted, Address::resolve($base, (string) $uri), (string) $uri);
        }
        self::assertSame('https://h.example/seg.ts', Address::resolve('https://h.example', 'seg.ts'));
    }

    public function testAnAddressIsShownWithoutWhatLetsSomebodyIn(): void {
        foreach (
            [
                'https://stream.example/live/stage.m3u8' => 'https://stream.example/live/stage.m3u8',
                'https://stream.example:8443/MrAAJf0y8DLm6bbb9Jl4vw/1790000300/stage/master.m3u8' =>
                    'https://stream.example:8443/…/…/stage/master.m3u8',
                'https://ann:pass@cdn.example/a.m3u8?token=abc&expires=1#x' => 'https://cdn.example/a.m3u8?…',
                'https://cdn.example/bcdn_token=HS256-x&expires=1&token_path=%2F/dir/a.m3u8' =>
                    'https://cdn.example/…/dir/a.m3u8',
                'https://customer.example/eyJhbGciOiJSUzI1NiIsImtpZCI6ImFiYyJ9.eyJz.c2ln/manifest/video.m3u8' =>
                    'https://customer.example/…/manifest/video.m3u8',
                'no address' => '…',
            ]
            as $url => $shown
        ) {
            self::assertSame($shown, Address::shown($url));
        }
    }

    public function testAnOriginIsSchemeHostAndUnusualPort(): void {
        self::assertSame('https://a.example', Address::origin('HTTPS://A.example:443/x'));
        self::assertSame('http://a.example:8080', Address::origin('http://u:p@a.example:8080'));
        self::assertSame('http://[::1]:81', Address::origin('http://[::1]:81/'));
        foreach (
            ['ftp://a.example/', 'a.example', 'https://', 'http://a.example\\@b.example/', 'https://a b/']
            as $none
        ) {
            self::assertSame('', Address::origin($none), $none);
        }
    }

    public function testMachinesOfTheHostsOwnNetworkAreNotPublic(): void {
        foreach (
            [
                ...[
                    '127.0.0.1',
                    '127.255.0.1',
                    '10.1.2.3',
                    '172.16.0.1',
                    '172.31.255.255',
                    '192.168.1.1',
                    '169.254.169.254',
                ],
                ...['100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1'],
                ...[
                    '::1',
                    '::',
                    'fe80::1',
                    'fc00::1',
                    'fd12::1',
                    '::ffff:10.0.0.1',
                    '64:ff9b::7f00:1',
                    '2002:7f00:1::',
                    'ff02::1',
                ],
                ...['2001:db8::1', 'words'],
            ]
            as $inside
        ) {
            self::assertFalse(Reach::isPublic($inside), $inside);
        }
        foreach (
            ['93.184.216.34', '172.32.0.1', '100.128.0.1', '9.255.255.255', '2606:2800:220:1::1', '::ffff:8.8.8.8']
            as $public
        ) {
            self::assertTrue(Reach::isPublic($public), $public);
        }
    }

    public function testAnErrorOfTheNetworkIsCalledByItsKind(): void {
        foreach (
            [
                'cURL error 6: Could not resolve host: x.example' => Fetched::UNKNOWN_HOST,
                'cURL error 7: Failed to connect to x.example port 443' => Fetched::REFUSED,
                'cURL error 28: Operation timed out after 8001 milliseconds' => Fetched::TIMEOUT,
                'cURL error 60: SSL certificate problem: certificate has expired' => Fetched::CERTIFICATE,
                'cURL error 18: transfer closed with 10 bytes remaining to read' => Fetched::BROKEN_OFF,
                'php_network_getaddresses: getaddrinfo failed' => Fetched::UNKNOWN_HOST,
                'Connection refused' => Fetched::REFUSED,
                'fsocket timed out' => Fetched::TIMEOUT,
                'something else' => Fetched::NETWORK,
            ]
            as $message => $kind
        ) {
            self::assertSame($kind, Fetch::classify($message), $message);
        }
    }

    public function testABrowserMayReadWhatNamesItsOriginOrEverybody(): void {
        $answer = static fn(array $headers, array $path = ['https://cdn.example/a']): Fetched => new Fetched(
            end($path),
            null,
            200,
            $headers,
            '',
            true,
            1,
            0,
            $path,
        );
        self::assertTrue($answer(['access-control-allow-origin' => '*'])->isOpenTo('https://venue.example'));
        self::assertTrue(
            $answer(['access-control-allow-origin' => 'https://venue.example'])->isOpenTo('https://venue.example'),
        );
        self::assertFalse(
            $answer(['access-control-allow-origin' => 'https://venue.example/'])->isOpenTo('https://venue.example'),
        );
        self::assertFalse($answer([])->isOpenTo('https://venue.example'));
        self::assertTrue(
            $answer([], ['https://venue.example/a'])->isOpenTo('https://venue.example'),
            'of the page’s own origin',
        );
    }

    public function testTheClockOfAnAnswerCountsUnlessItComesOutOfACache(): void {
        $at = gmmktime(20, 0, 0, 11, 21, 2026) * 1000;
        $answer = static fn(array $headers): ?int => (new Fetched(
            'https://a.example/',
            null,
            200,
            $headers,
            '',
            true,
            1,
            $at,
            [],
        ))->clockAheadMs();
        self::assertSame(86_400_000, $answer(['date' => 'Sun, 22 Nov 2026 20:00:00 GMT']));
        self::assertSame(-2000, $answer(['date' => 'Sat, 21 Nov 2026 19:59:58 GMT']));
        self::assertNull($answer(['date' => 'Sun, 22 Nov 2026 20:00:00 GMT', 'age' => '30']));
        self::assertNull($answer([]));
    }
}
