<?php
declare(strict_types=1);

use Parterre\Streaming\Hls\Playlist;
use Parterre\Streaming\Replay\Film;
use Parterre\Streaming\Replay\Films;
use Parterre\Streaming\Replay\Part;
use Parterre\Streaming\Replay\Reading;
use Parterre\Streaming\Replay\Track;
use Parterre\Streaming\Replay\Unusable;
use PHPUnit\Framework\TestCase;

/** Parts of recordings joined to a film. What comes out is read with the parser that reads what goes in. */
final class FilmTest extends TestCase {
    private const START = 1_790_000_000_000;

    /** A recording with two qualities, subtitles and dates, `$count` segments of two seconds. @return list<Track> */
    private static function recording(
        int $count = 30,
        int $startsAt = self::START,
        string $codec = 'avc1.64001f',
    ): array {
        $master =
            "#EXTM3U\n#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"lyrics\",NAME=\"Français\",LANGUAGE=\"fr\",DEFAULT=NO,AUTOSELECT=YES,URI=\"fr.m3u8\"\n";
        foreach ([['360', 640, 700_000], ['720', 1280, 2_000_000]] as [$name, $width, $bandwidth]) {
            $master .= "#EXT-X-STREAM-INF:BANDWIDTH=$bandwidth,RESOLUTION={$width}x$name,CODECS=\"$codec,mp4a.40.2\",SUBTITLES=\"lyrics\"\n$name.m3u8\n";
        }
        return self::read($master, static function (string $name) use ($count, $startsAt): string {
            $lines = ['#EXTM3U', '#EXT-X-TARGETDURATION:2', '#EXT-X-PLAYLIST-TYPE:VOD', '#EXT-X-INDEPENDENT-SEGMENTS'];
            if ($name !== 'fr') {
                $lines[] = "#EXT-X-MAP:URI=\"$name-init.mp4\"";
            }
            for ($n = 0; $n < $count; $n++) {
                if ($n === 0) {
                    $lines[] = '#EXT-X-PROGRAM-DATE-TIME:' . gmdate('Y-m-d\TH:i:s', intdiv($startsAt, 1000)) . '.000Z';
                }
                array_push($lines, '#EXTINF:2.000,', "$name-$n.m4s");
            }
            return implode("\n", [...$lines, '#EXT-X-ENDLIST', '']);
        });
    }

    /** @param callable(string): string $media text of a playlist by its name without ending @return list<Track> */
    private static function read(string $master, callable $media, bool $bound = true): array {
        $folder = 'https://cdn.example/sig/9/run/';
        return array_map(
            static fn(array $wanted): Track => Reading::track(
                Playlist::parse($media(basename($wanted['url'], '.m3u8'))),
                $wanted['url'],
                $folder,
                $bound,
                $wanted,
            ),
            Reading::wanted(Playlist::parse($master), "{$folder}master.m3u8"),
        );
    }

    public function testAPartIsCutWhereSegmentsMeet(): void {
        $part = new Part('one', self::recording(), 5_000, 20_500);
        self::assertSame([4_000_000, 22_000_000], [$part->fromUs, $part->toUs]);
        // A boundary that is hit is one.
        $exact = new Part('one', self::recording(), 4_000, 20_000);
        self::assertSame([4_000_000, 20_000_000], [$exact->fromUs, $exact->toUs]);
        self::assertTrue((new Part('one', self::recording(), 90_000, 95_000))->isEmpty());
    }

    public function testTwoPartsAreOneFilm(): void {
        $later = self::START + 600_000;
        $film = new Film([
            new Part('one', self::recording(), 10_000, 20_000),
            new Part('two', self::recording(20, $later), 0, 6_000),
        ]);
        self::assertNull($film->problem());
        self::assertSame(16_000, $film->durationMs());

        $master = Playlist::parse($film->master(static fn(string $file): string => $file));
        self::assertTrue($master->independent);
        self::assertSame([720, 360], array_map(static fn($variant): ?int => $variant->height, $master->variants));
        self::assertSame(
            ['v0.m3u8', 'v1.m3u8'],
            array_map(static fn($variant): string => $variant->uri, $master->variants),
        );
        self::assertSame(['avc1.64001f', 'mp4a.40.2'], $master->variants[0]->codecs);
        self::assertSame(
            [['fr', 's0.m3u8']],
            array_map(static fn($one): array => [$one->language, $one->uri], $master->renditions),
        );

        $folders = ['https://a.example/s1/1/run-one/', 'https://b.example/s2/1/run-two/'];
        $media = Playlist::parse((string) $film->media('v0.m3u8', $folders));
        self::assertTrue($media->ended);
        self::assertSame('VOD', $media->type);
        self::assertSame(
            [
                ...array_map(static fn(int $n): string => "https://a.example/s1/1/run-one/720-$n.m4s", range(5, 9)),
                ...array_map(static fn(int $n): string => "https://b.example/s2/1/run-two/720-$n.m4s", range(0, 2)),
            ],
            array_map(static fn($segment): string => $segment->uri, $media->segments),
        );
        self::assertSame(
            [0, 0, 0, 0, 0, 1, 1, 1],
            array_map(static fn($segment): int => $segment->discontinuitySequence, $media->segments),
        );
        self::assertSame(
            ['https://a.example/s1/1/run-one/720-init.mp4', 'https://b.example/s2/1/run-two/720-init.mp4'],
            [$media->segments[4]->map['uri'], $media->segments[5]->map['uri']],
        );
        // Dates are those of the recordings, whatever was cut away before.
        self::assertSame(self::START + 10_000, $media->segments[0]->startsAtMs);
        self::assertSame($later, $media->segments[5]->startsAtMs);
        self::assertSame($later + 4_000, $media->segments[7]->startsAtMs);
        $subtitles = Playlist::parse((string) $film->media('s0.m3u8', $folders));
        self::assertCount(8, $subtitles->segments);
        self::assertNull($subtitles->segments[0]->map);
        self::assertNull($film->media('v2.m3u8', $folders));
        self::assertNull($film->media('../v0.m3u8', $folders));
    }

    public function testAPlaceOfTheFilmHasADateAndFollowsANewCut(): void {
        $one = self::recording();
        $two = self::recording(30, self::START + 600_000);
        $film = new Film([new Part('one', $one, 10_000, 60_000), new Part('two', $two, 0, 40_000)]);
        self::assertSame(self::START + 15_500, $film->dateAt(5_500));
        self::assertSame(self::START + 600_000 + 3_000, $film->dateAt(53_000));
        // The beginning goes, the second recording stays: what was at 0:53 is at 0:33 now.
        $shorter = new Film([new Part('one', $one, 30_000, 60_000), new Part('two', $two, 0, 40_000)]);
        self::assertSame(33_000, $film->moved(53_000, $shorter));
        // What is cut away becomes what comes next.
        self::assertSame(0, $film->moved(5_000, $shorter));
        $without = new Film([new Part('two', $two, 10_000, 40_000)]);
        self::assertSame(0, $film->moved(5_000, $without));
        self::assertSame(0, $film->moved(52_000, $without));
        self::assertSame(5_000, $film->moved(65_000, $without));
        self::assertNull($film->moved(85_000, new Film([new Part('one', $one, 10_000, 60_000)])));
        // The other way round.
        $turned = new Film([new Part('two', $two, 0, 40_000), new Part('one', $one, 10_000, 60_000)]);
        self::assertSame(45_000, $film->moved(5_000, $turned));
        self::assertSame(3_000, $film->moved(53_000, $turned));
    }

    public function testAPartWithFewerQualitiesGivesItsNearest(): void {
        $plain = [
            new Track(
                'video',
                ['bandwidth' => 900_000, 'height' => 480, 'codecs' => ['avc1.4d401e', 'mp4a.40.2']],
                [['uri' => 'i.mp4']],
                [],
                [
                    ['uri' => 'p0.m4s', 'us' => 4_000_000, 'map' => 0],
                    ['uri' => 'p1.m4s', 'us' => 4_000_000, 'map' => 0],
                ],
            ),
        ];
        $film = new Film([
            new Part('plain', $plain, 0, 8_000, self::START - 60_000),
            new Part('one', self::recording(), 0, 4_000),
        ]);
        $master = Playlist::parse($film->master(static fn(string $file): string => $file));
        self::assertSame([720, 360], array_map(static fn($variant): ?int => $variant->height, $master->variants));
        self::assertSame(
            [2_000_000, 900_000],
            array_map(static fn($variant): int => $variant->bandwidth, $master->variants),
        );
        // Subtitles that one part lacks are left out; segments need not be independent where one does not say so.
        self::assertSame([], $master->renditions);
        self::assertFalse($master->independent);
        $media = Playlist::parse((string) $film->media('v1.m3u8', ['https://a.example/', 'https://b.example/']));
        self::assertSame('https://a.example/p0.m4s', $media->segments[0]->uri);
        self::assertSame('https://b.example/360-0.m4s', $media->segments[2]->uri);
        self::assertSame(4, $media->targetSeconds);
        // Where the playlist has no dates, those of the venue count.
        self::assertSame(self::START - 60_000 + 4_000, $media->segments[1]->startsAtMs);
        self::assertSame(self::START, $media->segments[2]->startsAtMs);
    }

    public function testWhatDoesNotFitTogetherIsRefused(): void {
        $hevc = new Film([
            new Part('one', self::recording(), 0, 4_000),
            new Part('two', self::recording(30, self::START, 'hvc1.1.6.L93.B0'), 0, 4_000),
        ]);
        self::assertSame(Film::CODECS, $hevc->problem());
        $ts = [new Track('video', ['bandwidth' => 1, 'codecs' => []], [], [], [['uri' => '0.ts', 'us' => 4_000_000]])];
        self::assertSame(
            Film::CODECS,
            (new Film([new Part('one', self::recording(), 0, 4_000), new Part('ts', $ts, 0, 4_000)]))->problem(),
        );
        $apart = [
            new Track(
                'video',
                ['bandwidth' => 1, 'codecs' => [], 'audio' => 'sound'],
                [['uri' => 'i']],
                [],
                [['uri' => '0.m4s', 'us' => 4_000_000, 'map' => 0]],
            ),
            new Track(
                'audio',
                [
                    'group' => 'sound',
                    'name' => 'Sound',
                    'language' => null,
                    'default' => true,
                    'autoselect' => true,
                    'forced' => false,
                ],
                [],
                [],
                [['uri' => 'a0.m4s', 'us' => 4_000_000]],
            ),
        ];
        self::assertNull((new Film([new Part('apart', $apart, 0, 4_000)]))->problem());
        self::assertSame(
            Film::SOUND,
            (new Film([new Part('one', self::recording(), 0, 4_000), new Part('apart', $apart, 0, 4_000)]))->problem(),
        );
        self::assertSame(Film::NOTHING, (new Film([new Part('one', self::recording(), 90_000, 95_000)]))->problem());
    }

    public function testSoundsThatLieApartStayWithTheirPictures(): void {
        $make = static fn(string $name): array => [
            new Track(
                'video',
                ['bandwidth' => 2, 'codecs' => ['avc1.4d401e', 'mp4a.40.2'], 'audio' => 'hall'],
                [['uri' => "$name/i"]],
                [],
                [
                    ['uri' => "$name/0.m4s", 'us' => 4_000_000, 'map' => 0],
                    ['uri' => "$name/1.m4s", 'us' => 4_000_000, 'map' => 0],
                ],
            ),
            // Its segments end elsewhere: which of them belong is told by their middle.
            new Track(
                'audio',
                [
                    'group' => 'hall',
                    'name' => 'Hall',
                    'language' => null,
                    'default' => true,
                    'autoselect' => true,
                    'forced' => false,
                ],
                [],
                [],
                [
                    ['uri' => "$name/a0.m4s", 'us' => 3_990_000],
                    ['uri' => "$name/a1.m4s", 'us' => 3_990_000],
                    ['uri' => "$name/a2.m4s", 'us' => 20_000],
                ],
            ),
        ];
        $film = new Film([new Part('one', $make('one'), 4_000, 8_000), new Part('two', $make('two'), 0, 4_000)]);
        $master = Playlist::parse($film->master(static fn(string $file): string => $file));
        self::assertSame(['hall'], array_map(static fn($variant): ?string => $variant->audio, $master->variants));
        self::assertSame(['a0.m3u8'], array_map(static fn($sound): ?string => $sound->uri, $master->renditions));
        $sound = Playlist::parse((string) $film->media('a0.m3u8', ['', '']));
        self::assertSame(
            ['one/a1.m4s', 'one/a2.m4s', 'two/a0.m4s'],
            array_map(static fn($segment): string => $segment->uri, $sound->segments),
        );
    }

    public function testKeysKeepTheirVectors(): void {
        $media =
            "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:41\n#EXT-X-TARGETDURATION:4\n#EXT-X-KEY:METHOD=AES-128,URI=\"k1\"\n#EXTINF:4,\n0.ts\n#EXTINF:4,\n1.ts\n#EXT-X-KEY:METHOD=NONE\n#EXTINF:4,\n2.ts\n#EXT-X-ENDLIST\n";
        $tracks = self::read("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nm.m3u8\n", static fn(): string => $media);
        $film = new Film([new Part('one', $tracks, 4_000, 12_000)]);
        $read = Playlist::parse((string) $film->media('v0.m3u8', ['https://a.example/x/']));
        self::assertSame('https://a.example/x/k1', $read->segments[0]->key['URI'] ?? null);
        self::assertSame(sprintf('0x%032X', 42), $read->segments[0]->key['IV'] ?? null);
        self::assertNull($read->segments[1]->key);
    }

    public function testDiscontinuitiesRangesAndGapsStay(): void {
        $media =
            "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-BYTERANGE:100@0\n#EXTINF:4,\nall.ts\n#EXT-X-BYTERANGE:50\n#EXTINF:4,\nall.ts\n#EXT-X-DISCONTINUITY\n#EXT-X-GAP\n#EXTINF:3.9,\nb.ts\n#EXT-X-ENDLIST\n";
        $tracks = self::read("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nm.m3u8\n", static fn(): string => $media);
        $again = array_map(
            static fn(Track $track): Track => Track::unpack($track->kind, $track->features, $track->pack()),
            $tracks,
        );
        self::assertEquals($tracks, $again);
        $read = Playlist::parse(
            (string) (new Film([new Part('one', $again, 0, 12_000)]))->media('v0.m3u8', ['https://a.example/']),
        );
        self::assertSame(['length' => 50, 'offset' => 100], $read->segments[1]->byteRange);
        self::assertTrue($read->segments[2]->gap);
        self::assertSame(1, $read->segments[2]->discontinuitySequence);
        self::assertSame(3.9, $read->segments[2]->seconds);
    }

    public function testAnAddressThatIsOneReadersAloneIsNotPassedOn(): void {
        $media = static fn(
            string $segment,
        ): callable => static fn(): string => "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n$segment\n#EXT-X-ENDLIST\n";
        $master = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nm.m3u8\n";
        foreach (['https://other.example/0.ts', '0.ts?session=abc', '../elsewhere/0.ts'] as $uri) {
            try {
                self::read($master, $media($uri));
                self::fail("$uri was taken.");
            } catch (Unusable $problem) {
                self::assertSame(Unusable::BOUND, $problem->reason, $uri);
            }
        }
        // Without any protection an address is everybody's.
        $open = self::read($master, $media('https://other.example/0.ts'), false);
        self::assertSame('https://other.example/0.ts', $open[0]->pieces[0]['uri']);
        $this->expectException(Unusable::class);
        self::read($master, static fn(): string => "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n0.ts\n");
    }

    public function testThreeHoursTakeLittleRoom(): void {
        $track = self::recording(5_400)[0];
        self::assertLessThan(60_000, strlen($track->pack()));
        self::assertSame(10_800_000_000, $track->us());
    }

    public function testTheFolderOfAnAddressIsWithoutItsQuery(): void {
        self::assertSame('https://a.example/s/1/run/', Films::folderOf('https://a.example/s/1/run/master.m3u8'));
        self::assertSame('https://a.example/', Films::folderOf('https://a.example/p.m3u8?a=/b/'));
    }
}
