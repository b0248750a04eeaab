<?php
declare(strict_types=1);

use Parterre\Streaming\Doctor\Codecs;
use Parterre\Streaming\Doctor\Container;
use Parterre\Streaming\Doctor\Finding;
use Parterre\Streaming\Doctor\KnownPages;
use Parterre\Streaming\Doctor\Reading;
use Parterre\Streaming\Doctor\SignedStream;
use Parterre\Streaming\Doctor\Tampering;
use Parterre\Streaming\Hls\Playlist;
use PHPUnit\Framework\TestCase;

/** What the doctor knows without asking anybody. */
final class StreamDoctorTest extends TestCase {
    private const NOW = 1_790_000_000_000;

    /**
     * A live playlist whose last picture was there two seconds ago.
     *
     * @param list<float> $lengths
     */
    private static function live(
        array $lengths,
        string $more = '',
        int $behindMs = 2000,
        ?int $target = null,
    ): Playlist {
        $start = self::NOW - $behindMs - (int) (1000 * array_sum($lengths));
        $date = gmdate('Y-m-d\TH:i:s', intdiv($start, 1000)) . sprintf('.%03dZ', $start % 1000);
        $target ??= (int) round(max($lengths));
        $text = "#EXTM3U\n#EXT-X-TARGETDURATION:$target\n#EXT-X-MEDIA-SEQUENCE:7\n$more#EXT-X-PROGRAM-DATE-TIME:$date\n";
        foreach ($lengths as $index => $seconds) {
            $text .= "#EXTINF:$seconds,\n$index.ts\n";
        }
        return Playlist::parse($text);
    }

    /** @param list<Finding> $findings @return array<string, Finding> by code */
    private static function byCode(array $findings): array {
        return array_combine(array_column($findings, 'code'), $findings);
    }

    /** @return array<string, Finding> by code */
    private static function read(Playlist $playlist, bool $live = true, int $cameras = 1): array {
        return self::byCode(Reading::media($playlist, $live, self::NOW, $cameras));
    }

    /** @param array<string, Finding> $found @return array<string, string> the level by code */
    private static function faults(array $found): array {
        return array_filter(
            array_map(static fn(Finding $one): string => $one->level, $found),
            static fn(string $level): bool => $level !== Finding::GOOD,
        );
    }

    public function testAGoodLivePlaylistHasNoFaults(): void {
        $found = self::read(self::live(array_fill(0, 15, 2.0)));
        self::assertSame([], self::faults($found));
        self::assertSame(30, $found['window']->facts['seconds']);
        // Three segments behind an edge that is two seconds old.
        self::assertSame(8, $found['latency']->facts['seconds']);
    }

    public function testSegmentsThatAreTooLongOrUnevenAreSaidWithTheirNumbers(): void {
        $long = self::read(self::live(array_fill(0, 6, 10.0)));
        self::assertSame(['long_segments' => 'warning', 'latency' => 'warning'], self::faults($long));
        self::assertSame(32, $long['latency']->facts['seconds']);
        self::assertSame('note', self::read(self::live(array_fill(0, 6, 5.0)))['long_segments']->level);
        $uneven = self::read(self::live([2.0, 2.0, 4.5, 2.0, 2.0]));
        self::assertSame(['from' => 2.0, 'to' => 4.5], $uneven['uneven']->facts);
        $over = self::read(self::live([2.0, 2.0, 3.0, 2.0], target: 2));
        self::assertSame(['seconds' => 3.0, 'target' => 2], $over['over_target']->facts);
    }

    public function testAWindowOfLessThanThreeSegmentsIsTooShort(): void {
        self::assertSame(['seconds' => 4, 'count' => 2], self::read(self::live([2.0, 2.0]))['short_window']->facts);
        self::assertArrayHasKey('window', self::read(self::live([2.0, 2.0, 2.0])));
        self::assertArrayHasKey('whole_show', self::read(self::live([2.0, 2.0, 2.0], "#EXT-X-PLAYLIST-TYPE:EVENT\n")));
    }

    public function testDatesThatAreOffAreToldFromTheStreamsDelay(): void {
        foreach (
            [
                'a usual delay' => [8000, 'dates', 'good'],
                'a long delay' => [59_000, 'dates', 'good'],
                'minutes behind' => [180_000, 'date_off', 'warning'],
                'a day behind' => [86_400_000, 'date_day_off', 'bad'],
                'half a minute ahead' => [-30_000, 'date_off', 'warning'],
                'a day ahead' => [-86_400_000, 'date_day_off', 'bad'],
            ]
            as $what => [$behindMs, $code, $level]
        ) {
            $found = self::read(self::live([2.0, 2.0, 2.0, 2.0], behindMs: $behindMs));
            self::assertSame($level, ($found[$code] ?? null)?->level, $what);
        }
        $undated = Playlist::parse("#EXTM3U\n#EXT-X-TARGETDURATION:2\n" . str_repeat("#EXTINF:2,\na.ts\n", 5));
        self::assertSame(3, self::read($undated, cameras: 3)['no_dates']->facts['cameras']);
        // A recording may be as old as it likes.
        $old = Playlist::parse(
            "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-PROGRAM-DATE-TIME:2020-01-01T00:00:00Z\n#EXTINF:2,\na.ts\n#EXT-X-ENDLIST\n",
        );
        self::assertSame([], self::faults(self::read($old, false)));
    }

    public function testARecordingAndALiveStreamAreNotTakenForEachOther(): void {
        self::assertSame('bad', self::read(self::live([2.0, 2.0, 2.0], "#EXT-X-ENDLIST\n"))['is_recording']->level);
        self::assertSame('warning', self::read(self::live([2.0, 2.0, 2.0]), false)['replay_grows']->level);
        self::assertSame(
            'warning',
            self::read(self::live([2.0, 2.0, 2.0], "#EXT-X-PLAYLIST-TYPE:VOD\n"), false)['cut_recording']->level,
        );
    }

    public function testLowLatencyCountsFromItsParts(): void {
        $more = "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.0\n#EXT-X-PART-INF:PART-TARGET=0.33\n";
        $found = self::read(self::live([2.0, 2.0, 2.0, 2.0], $more, 500));
        self::assertSame(2, $found['latency']->facts['seconds']);
        self::assertArrayHasKey('low_latency', $found);
        $idle = self::read(self::live([2.0, 2.0, 2.0, 2.0], "#EXT-X-PART-INF:PART-TARGET=0.33\n", 500));
        self::assertSame('note', $idle['low_latency_idle']->level);
    }

    public function testProtectionIsToldFromALicenceThatNobodyHas(): void {
        self::assertArrayHasKey(
            'encrypted',
            self::read(self::live([2.0, 2.0, 2.0], "#EXT-X-KEY:METHOD=AES-128,URI=\"k\"\n")),
        );
        foreach (
            ['METHOD=SAMPLE-AES,URI="skd://k"', 'METHOD=AES-128,URI="k",KEYFORMAT="com.apple.streamingkeydelivery"']
            as $key
        ) {
            self::assertSame(
                'bad',
                self::read(self::live([2.0, 2.0, 2.0], "#EXT-X-KEY:$key\n"))['licence']->level,
                $key,
            );
        }
    }

    public function testInterruptionsGapsAndJumpsAreCounted(): void {
        $text =
            "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-PROGRAM-DATE-TIME:2026-09-21T13:33:00Z\n#EXTINF:2,\na.ts\n#EXT-X-DISCONTINUITY\n#EXTINF:2,\nb.ts\n";
        self::assertSame(1, self::read(Playlist::parse($text))['breaks']->facts['count']);
        self::assertSame('warning', self::read(Playlist::parse("$text#EXT-X-GAP\n#EXTINF:2,\nc.ts\n"))['gaps']->level);
        $jump = Playlist::parse("$text#EXT-X-PROGRAM-DATE-TIME:2026-09-21T13:33:09Z\n#EXTINF:2,\nc.ts\n");
        self::assertSame(5.0, self::read($jump)['dates_jump']->facts['seconds']);
    }

    public function testWhetherALiveStreamGoesOnIsSeenFromTwoLooks(): void {
        $first = self::live([2.0, 2.0, 2.0]);
        $mark = Reading::mark($first);
        $say = static fn(Playlist $after, float $seconds): string => Reading::progress($mark, $after, $seconds)[0]
            ->code;
        self::assertSame(4.0, Reading::patienceSeconds($first));
        self::assertSame('too_early', $say($first, 2.0));
        self::assertSame('frozen', $say($first, 4.0));
        self::assertSame('advances', $say(self::live([2.0, 2.0, 2.0, 2.0]), 2.0));
        self::assertSame('went_back', $say(self::live([2.0, 2.0]), 4.0));
        self::assertSame('ended_meanwhile', $say(self::live([2.0, 2.0, 2.0], "#EXT-X-ENDLIST\n"), 4.0));
    }

    public function testQualitiesAreMeasuredByTheSmallest(): void {
        $master = static fn(string $variants, bool $full = false): array => self::byCode(
            Reading::master(Playlist::parse("#EXTM3U\n$variants"), $full, false),
        );
        $one = static fn(
            int $rate,
            string $more = ',CODECS="avc1.64001f,mp4a.40.2"',
        ): string => "#EXT-X-STREAM-INF:BANDWIDTH=$rate$more\n$rate.m3u8\n";
        self::assertSame(['no_captions' => 'note'], self::faults($master($one(3_000_000) . $one(800_000))));
        self::assertSame(
            ['heavy_for_phones' => 'warning', 'no_captions' => 'note'],
            self::faults($master($one(3_000_000) . $one(2_000_000))),
        );
        self::assertSame(['one_quality' => 'note', 'no_captions' => 'note'], self::faults($master($one(900_000))));
        self::assertArrayHasKey('huge', $master($one(900_000) . $one(12_000_000)));
        self::assertArrayHasKey('no_bandwidth', $master("#EXT-X-STREAM-INF:CODECS=\"avc1.64001f\"\na.m3u8\n"));
        self::assertSame('note', $master($one(900_000, ''))['no_codecs']->level);
        self::assertSame('warning', $master($one(900_000, ',CODECS="avc1.64001f"'))['no_sound']->level);
        $apart = "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"x\",URI=\"a.m3u8\"\n" . $one(900_000);
        self::assertSame('bad', $master($apart)['sound_apart']->level);
        self::assertArrayNotHasKey('sound_apart', $master($apart, true));
        $words = "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"Français\",URI=\"s.m3u8\"\n" . $one(900_000);
        self::assertSame(['Français'], $master($words)['captions_unread']->facts['names']);
        self::assertSame('good', $master($words, true)['captions']->level);
    }

    public function testCodecsAreCalledByTheirNames(): void {
        foreach (
            [
                'avc1.64001f' => ['H.264', 'everywhere'],
                'avc1.6e001f' => ['H.264 4:2:2 / 10 bit', 'nowhere'],
                'hvc1.1.6.L93.B0' => ['HEVC (H.265)', 'some'],
                'mp4a.40.2' => ['AAC', 'everywhere'],
                'mp4a.40.34' => ['MP3', 'everywhere'],
                'mp4a.a6' => ['Dolby Digital Plus (E-AC-3)', 'some'],
                'ec-3' => ['Dolby Digital Plus (E-AC-3)', 'some'],
                'fLaC' => ['FLAC', 'some'],
                'xyz1.2' => ['xyz1.2', 'some'],
            ]
            as $codec => [$name, $plays]
        ) {
            self::assertSame([$name, $plays], [Codecs::of($codec)['name'], Codecs::of($codec)['plays']], $codec);
        }
        self::assertSame(['codec_nowhere', 'codec_some'], array_column(Reading::codecs(['mp2v', 'ac-3']), 'code'));
        self::assertSame([], Reading::codecs([]));
    }

    public function testASegmentShowsHowItIsPacked(): void {
        // PAT and PMT of a programme with H.264 and AAC, as ffmpeg writes them.
        $pat = str_pad(
            "\x47\x40\x00\x10\x00" . "\x00\xb0\x0d\x00\x01\xc1\x00\x00\x00\x01\xf0\x00" . "\x2a\xb1\x04\xb2",
            188,
            "\xff",
        );
        $pmt = str_pad(
            "\x47\x50\x00\x10\x00" .
                "\x02\xb0\x17\x00\x01\xc1\x00\x00\xe1\x00\xf0\x00" .
                "\x1b\xe1\x00\xf0\x00" .
                "\x0f\xe1\x01\xf0\x00" .
                "\x2f\x44\xb9\x9b",
            188,
            "\xff",
        );
        $ts = Container::of($pat . $pmt . str_pad("\x47\x01\x00\x10", 188, "\0"));
        self::assertSame([Container::TS, ['avc1', 'mp4a.40.2'], false], [$ts->kind, $ts->codecs, $ts->encrypted]);
        $entry = static fn(string $name): string => "\0\0\0\x40stsd\0\0\0\0\0\0\0\x01\0\0\0\x30$name";
        $head = "\0\0\0\x18ftypiso5" . str_repeat("\0", 12);
        $mp4 = Container::of($head . $entry('avc1') . "avcC\x01\x64\x00\x1f" . $entry('mp4a'));
        self::assertSame([Container::FMP4, ['avc1.64001f', 'mp4a.40.2']], [$mp4->kind, $mp4->codecs]);
        self::assertTrue(Container::of($head . $entry('encv'))->encrypted);
        self::assertSame(Container::SOUND, Container::of("\xff\xf1\x50\x80")->kind);
        self::assertSame(Container::TEXT, Container::of("WEBVTT\n")->kind);
        self::assertSame(Container::PAGE, Container::of("\n<!DOCTYPE html>")->kind);
        self::assertSame(Container::UNKNOWN, Container::of('')->kind);
        self::assertSame([], Container::of("\x47\x40")->codecs, 'cut short');
    }

    public function testPagesWithPlayersAreKnownByTheirAddresses(): void {
        foreach (
            [
                'https://www.youtube.com/watch?v=abc' => 'youtube',
                'https://youtu.be/abc' => 'youtube',
                'https://vimeo.com/event/123' => 'vimeo',
                'https://player.mux.com/abc' => 'mux',
                'https://stream.mux.com/abc.m3u8' => null,
                'https://customer-abc.cloudflarestream.com/uid/iframe' => 'cloudflare',
                'https://customer-abc.cloudflarestream.com/uid/manifest/video.m3u8' => null,
                'https://iframe.dacast.com/live/abc' => 'dacast',
                'https://iframe.mediadelivery.net/embed/1/abc' => 'bunny',
                'https://vz-abc.b-cdn.net/uid/playlist.m3u8' => null,
                'rtmp://live.example/app/key' => 'encoder',
                'srt://live.example:9000' => 'encoder',
                'https://notyoutube.com.example/live' => null,
                'stage' => null,
            ]
            as $address => $service
        ) {
            self::assertSame($service, KnownPages::serviceOf($address), $address);
        }
    }

    public function testASignedAddressIsTriedAsSomebodyWithoutATicketWould(): void {
        $path = 'https://s.example/MrAAJf0y8DLm6bbb9Jl4vw/1790000300/stage/master.m3u8';
        self::assertSame('https://s.example/stage/master.m3u8', Tampering::bare($path, 'stage'));
        $altered = (string) Tampering::altered($path);
        self::assertSame([strlen($path), 1], [strlen($altered), levenshtein($path, $altered)]);
        self::assertStringEndsWith('/1790000300/stage/master.m3u8', $altered);
        $query =
            'https://s.example/live/a-rather-long-name-of-a-concert.m3u8?token=abcdefghijklmnopqrstuvwxyz&expires=1790000300';
        self::assertSame(
            'https://s.example/live/a-rather-long-name-of-a-concert.m3u8',
            Tampering::bare($query, 'stage'),
        );
        self::assertStringStartsWith(
            'https://s.example/live/a-rather-long-name-of-a-concert.m3u8?',
            (string) Tampering::altered($query),
        );
        self::assertNull(Tampering::altered('https://s.example/a-rather-long-name-of-a-concert.m3u8'));
        $plain = 'https://s.example/live/stage.m3u8';
        self::assertNull(Tampering::bare($plain, 'stage'));
        self::assertNull(Tampering::altered($plain));
        foreach (
            [
                'https://s.example/sig/1/other/a.m3u8' => 'https://s.example/sig/1/stage/a.m3u8',
                'https://s.example/other.m3u8?token=x' => 'https://s.example/stage.m3u8?token=x',
                // What the token says stays: it is the address that somebody would change.
                'https://s.example/bcdn_token=x&token_path=%2Fother%2F/other/a.m3u8' =>
                    'https://s.example/bcdn_token=x&token_path=%2Fother%2F/stage/a.m3u8',
                'https://s.example/live/other/a.m3u8?hdnts=acl=/live/other/*' =>
                    'https://s.example/live/stage/a.m3u8?hdnts=acl=/live/other/*',
            ]
            as $signed => $swapped
        ) {
            self::assertSame($swapped, Tampering::swapped($signed, 'other', 'stage'));
        }
        self::assertNull(Tampering::swapped('https://s.example/x.m3u8', 'other', 'stage'));
    }

    public function testWhatAPlaylistNamesCarriesTheQueryWhereThePlayerSeesToThat(): void {
        $master = 'https://s.example/live/master.m3u8?hdnts=exp=1~hmac=2';
        $spread = new SignedStream($master, true);
        self::assertSame('https://s.example/live/720.m3u8?hdnts=exp=1~hmac=2', $spread->child($master, '720.m3u8'));
        self::assertSame(
            'https://s.example/live/a.ts?v=3&hdnts=exp=1~hmac=2',
            $spread->child($master, 'a.ts?v=3&hdnts=old'),
        );
        self::assertSame('https://other.example/a.ts', $spread->child($master, 'https://other.example/a.ts'));
        self::assertSame(
            'https://s.example/live/720.m3u8',
            (new SignedStream($master, false))->child($master, '720.m3u8'),
        );
    }
}
