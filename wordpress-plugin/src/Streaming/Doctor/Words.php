<?php
declare(strict_types=1);

namespace Parterre\Streaming\Doctor;

/** Findings in sentences that a webmaster understands: what a fan would meet, and what to do about it. */
final class Words {
    /** @return array{code: string, level: string, sentence: string, advice: string} `advice` is empty where nothing has to be done */
    public static function of(Finding $finding): array {
        [$sentence, $advice] = self::find($finding->code, $finding->facts) + [1 => ''];
        return ['code' => $finding->code, 'level' => $finding->level, 'sentence' => $sentence, 'advice' => $advice];
    }

    /** Every finding whose code nobody has words for would be a hole in the report. @return array{0: string, 1?: string} */
    private static function find(string $code, array $facts): array {
        return self::address($code, $facts) ??
            (self::answer($code, $facts) ??
                (self::picture($code, $facts) ??
                    (self::segments($code, $facts) ??
                        (self::time($code, $facts) ??
                            (self::doors($code, $facts) ??
                                throw new \LogicException("There are no words for $code."))))));
    }

    /** What stands in the settings. @return array{0: string, 1?: string}|null */
    private static function address(string $code, array $facts): ?array {
        return match ($code) {
            'no_stream' => [
                $facts['live'] ? __('No live stream is entered.', 'parterre') : __('No replay is entered.', 'parterre'),
                $facts['live']
                    ? __('Enter the address that your streaming provider calls “playback URL” or “.m3u8”.', 'parterre')
                    : __('That is fine until the show is over.', 'parterre'),
            ],
            'provider_gone' => [
                /* translators: %s: name of a streaming provider */
                sprintf(__('The provider “%s” is not there any more.', 'parterre'), $facts['provider']),
                __('Choose another way to protect the stream.', 'parterre'),
            ],
            'provider_problem' => [
                sprintf(
                    /* translators: 1: a streaming provider, 2: a field of its settings, 3: what is wrong with it, in a sentence */
                    __('%1$s, %2$s: %3$s', 'parterre'),
                    $facts['provider'],
                    $facts['field'],
                    $facts['sentence'],
                ),
                __('Enter it again in the settings, or in wp-config.php if it stands there.', 'parterre'),
            ],
            'provider_unready' => [
                $facts['fields'] === []
                    ? /* translators: %s: name of a streaming provider */
                    sprintf(__('%s lacks what it takes to sign addresses.', 'parterre'), $facts['provider'])
                    : sprintf(
                        /* translators: 1: name of a streaming provider, 2: names of fields */
                        __('%1$s has not been told everything in the settings: %2$s.', 'parterre'),
                        $facts['provider'],
                        implode(', ', $facts['fields']),
                    ),
                __('Enter it in the settings.', 'parterre'),
            ],
            'stream_problem' => [$facts['sentence'], $facts['help']],
            'player_page' => self::page((string) $facts['service']),
            'mixed_content' => [
                __(
                    'The stream is at http, and your site at https: browsers refuse to mix them. Fans would see nothing.',
                    'parterre',
                ),
                __(
                    'Enter the same address with https://. If it does not answer then, your provider has to switch it on.',
                    'parterre',
                ),
            ],
            'mixed_inside' => [
                __(
                    'The playlist names addresses at http, and your site is at https: browsers refuse to mix them. Fans would see nothing.',
                    'parterre',
                ),
                __('Have the stream server write relative addresses, or https://, into its playlists.', 'parterre'),
            ],
            default => null,
        };
    }

    /** @return array{0: string, 1: string} */
    private static function page(string $service): array {
        $names = [
            'youtube' => 'YouTube',
            'vimeo' => 'Vimeo',
            'facebook' => 'Facebook',
            'twitch' => 'Twitch',
            'dailymotion' => 'Dailymotion',
            'mux' => 'Mux',
            'bunny' => 'Bunny',
            'dacast' => 'Dacast',
            'cloudflare' => 'Cloudflare',
            'infomaniak' => 'Infomaniak',
            'aws' => 'AWS',
        ];
        return match ($service) {
            'encoder' => [
                __('This is where your encoder sends the picture to, not where fans watch it.', 'parterre'),
                __(
                    'Your provider has a second address, called “playback URL”, that ends with .m3u8: enter that one, and this one in OBS.',
                    'parterre',
                ),
            ],
            'youtube', 'facebook', 'twitch', 'dailymotion' => [
                /* translators: %s: a video service, such as YouTube */
                sprintf(__('This is a page of %s, not a stream.', 'parterre'), $names[$service]),
                sprintf(
                    /* translators: %s: a video service, such as YouTube */
                    __(
                        '%s gives no playlist to other sites, so a ticket could not protect it. Use a provider that gives an .m3u8 address.',
                        'parterre',
                    ),
                    $names[$service],
                ),
            ],
            default => [
                /* translators: %s: a video service, such as Vimeo */
                sprintf(__('This is a page of %s with a player, not the stream itself.', 'parterre'), $names[$service]),
                match ($service) {
                    'mux' => __(
                        'The playlist is at https://stream.mux.com/ and the playback ID, with .m3u8 at its end.',
                        'parterre',
                    ),
                    'cloudflare' => __(
                        'In Cloudflare’s dashboard, open the video and copy its “HLS manifest URL”: it ends with /manifest/video.m3u8.',
                        'parterre',
                    ),
                    'bunny' => __(
                        'In Bunny’s dashboard, copy the “HLS playlist URL” of the video: it ends with /playlist.m3u8.',
                        'parterre',
                    ),
                    'vimeo' => __(
                        'In Vimeo, open the event or video, then “Distribution” or “Video file links”, and copy the HLS link.',
                        'parterre',
                    ),
                    'dacast' => __(
                        'In Dacast, open the stream, then “Setup” or “Sharing”, and copy the “M3U8 link”.',
                        'parterre',
                    ),
                    'aws' => __(
                        'In the IVS console, open the channel and copy its “Playback URL”: it ends with .m3u8.',
                        'parterre',
                    ),
                    default => __(
                        'In its back office, look for “HLS”, “M3U8” or “playback URL”, and copy that address.',
                        'parterre',
                    ),
                },
            ],
        };
    }

    /** What came back. @return array{0: string, 1?: string}|null */
    private static function answer(string $code, array $facts): ?array {
        $address = (string) ($facts['address'] ?? '');
        $status = (int) ($facts['status'] ?? 0);
        $copy = __('Compare the address with what your provider shows, letter by letter.', 'parterre');
        return match ($code) {
            /* translators: %s: a time in milliseconds */
            'reached' => [
                sprintf(__('The stream server answers (%s ms).', 'parterre'), number_format_i18n($facts['ms'])),
            ],
            'slow_answer' => [
                /* translators: %s: a time in seconds */
                sprintf(
                    __('The stream server took %s seconds to answer.', 'parterre'),
                    number_format_i18n($facts['ms'] / 1000, 1),
                ),
                __(
                    'Check again. If it stays slow, ask your provider: fans would wait as long before the first picture.',
                    'parterre',
                ),
            ],
            'unreached_no_web' => [
                __('This is no address of the web: it has to begin with https://.', 'parterre'),
                $copy,
            ],
            'unreached_unknown_host' => [
                /* translators: %s: an address */
                sprintf(__('There is no server of this name: %s', 'parterre'), $address),
                $copy,
            ],
            'unreached_inside' => [
                /* translators: %s: an address */
                sprintf(
                    __('This address lies inside a private network, where fans cannot go: %s', 'parterre'),
                    $address,
                ),
                __(
                    'Enter the public address. A stream server of your own is entered in the settings first.',
                    'parterre',
                ),
            ],
            'unreached_refused' => [
                /* translators: %s: an address */
                sprintf(__('The server takes no connection: %s', 'parterre'), $address),
                __('Is the stream server running, and is the port right?', 'parterre'),
            ],
            'unreached_timeout' => [
                /* translators: %s: an address */
                sprintf(__('The server did not answer in time: %s', 'parterre'), $address),
                __(
                    'Check again. If it stays silent, the server is down, or a firewall lets nobody through.',
                    'parterre',
                ),
            ],
            'unreached_certificate' => [
                /* translators: %s: an address */
                sprintf(__('The server’s certificate is not valid, so browsers refuse it: %s', 'parterre'), $address),
                __(
                    'Have the certificate renewed by whoever runs the stream server. Its name has to be the one in the address.',
                    'parterre',
                ),
            ],
            'unreached_redirects' => [
                /* translators: %s: an address */
                sprintf(__('The address leads on and on and never arrives: %s', 'parterre'), $address),
                $copy,
            ],
            'unreached_blocked' => [
                __('This site may not ask other servers, so the stream could not be looked at from here.', 'parterre'),
                __(
                    'WP_HTTP_BLOCK_EXTERNAL is set in wp-config.php: add the stream’s host to WP_ACCESSIBLE_HOSTS. Fans are not affected.',
                    'parterre',
                ),
            ],
            'unreached_broken_off', 'unreached_network' => [
                /* translators: %s: an address */
                sprintf(__('The connection to the server broke off: %s', 'parterre'), $address),
                __('Check again. If it stays so, tell whoever runs the stream server.', 'parterre'),
            ],
            'forbidden' => [
                /* translators: %s: an HTTP status */
                sprintf(__('The stream server refuses the address (status %s).', 'parterre'), $status),
                __(
                    'Where addresses are signed, the key in the settings is not the server’s, or the clocks differ. Otherwise the provider allows other sites or countries only.',
                    'parterre',
                ),
            ],
            'nothing_live' => [
                /* translators: %s: an HTTP status */
                sprintf(__('There is nothing at this address at the moment (status %s).', 'parterre'), $status),
                __(
                    'If the encoder (OBS) is not sending, that is expected: start it and check again. If it is, the name of the stream is another one.',
                    'parterre',
                ),
            ],
            'nothing_there' => [
                /* translators: %s: an HTTP status */
                sprintf(__('There is nothing at this address (status %s).', 'parterre'), $status),
                __('The recording is not ready yet, was deleted, or has another address.', 'parterre'),
            ],
            'server_ill' => [
                /* translators: %s: an HTTP status */
                sprintf(__('The stream server is in trouble (status %s).', 'parterre'), $status),
                __('Check again in a minute. If it stays so, tell whoever runs it.', 'parterre'),
            ],
            'odd_status' => [
                /* translators: %s: an HTTP status */
                sprintf(__('The stream server answers with status %s and no playlist.', 'parterre'), $status),
                $copy,
            ],
            'redirected' => [
                /* translators: %s: an address */
                sprintf(__('The address leads on to another one: %s', 'parterre'), $address),
                __('It works. Entering the last address spares fans a request.', 'parterre'),
            ],
            'not_hls_web_page' => [
                __('This is a web page, not a stream. Fans would see an error.', 'parterre'),
                __(
                    'The address of the stream ends with .m3u8. Your provider shows it as “playback URL”, “HLS” or “M3U8 link”.',
                    'parterre',
                ),
            ],
            'not_hls_json' => [
                __('This answers data for programs (JSON), not a stream.', 'parterre'),
                __(
                    'It is an address of the provider’s interface. Look for the playback URL that ends with .m3u8.',
                    'parterre',
                ),
            ],
            'not_hls_media' => [
                __('This is a video file, not a stream.', 'parterre'),
                __(
                    'A file has no qualities to choose from and cannot be live. Have your provider make HLS of it: an address that ends with .m3u8.',
                    'parterre',
                ),
            ],
            'not_hls_xml' => [
                __('This is a stream of another kind (DASH) or an error page, not HLS.', 'parterre'),
                __('Choose the address that ends with .m3u8, not .mpd.', 'parterre'),
            ],
            'not_hls_empty' => [
                __('The server answers with nothing at all.', 'parterre'),
                __('Is the encoder (OBS) sending? Start it and check again.', 'parterre'),
            ],
            'not_hls_cut' => [
                __('The playlist ends in the middle.', 'parterre'),
                __(
                    'Check again. If it stays so, the stream server writes its files slower than it gives them out: tell whoever runs it.',
                    'parterre',
                ),
            ],
            'not_hls_broken' => [
                __('The playlist is not as the standard wants it: players would refuse it.', 'parterre'),
                __('Tell whoever runs the stream server; a validator for HLS names the line.', 'parterre'),
            ],
            'not_hls_other' => [__('What comes from this address is no playlist.', 'parterre'), $copy],
            'wrong_type' => [
                sprintf(
                    /* translators: %s: a media type such as text/plain */
                    __(
                        'The server calls the playlist “%s”. iPhones, AirPlay and televisions may refuse it.',
                        'parterre',
                    ),
                    $facts['type'] === '' ? '–' : $facts['type'],
                ),
                __('Have the server send .m3u8 files as application/vnd.apple.mpegurl.', 'parterre'),
            ],
            'no_segments' => [
                __('The playlist is there, but has no picture in it.', 'parterre'),
                $facts['live']
                    ? __('The encoder (OBS) has not begun, or has just begun: check again in ten seconds.', 'parterre')
                    : __('The recording is empty. Make it again, or choose another one.', 'parterre'),
            ],
            'is_recording' => [
                __('This is a recording, or a stream that is over: it does not go on.', 'parterre'),
                __(
                    'Start the encoder (OBS) and check again. If it is sending, this is the address of another stream.',
                    'parterre',
                ),
            ],
            'replay_grows' => [
                __('The replay is not finished: players take it for a live stream.', 'parterre'),
                __(
                    'Wait until the provider has closed the recording, or give it the recording’s own address.',
                    'parterre',
                ),
            ],
            'cut_recording' => [
                __('The recording’s playlist does not say that it ends: it may have been cut off.', 'parterre'),
                __('Compare its length with the show, and make it again if something is missing.', 'parterre'),
            ],
            'recording' => [
                /* translators: %s: a length of time */
                sprintf(__('The recording lasts %s.', 'parterre'), self::length($facts['seconds'])),
            ],
            default => null,
        };
    }

    /** Qualities, codecs, captions. @return array{0: string, 1?: string}|null */
    private static function picture(string $code, array $facts): ?array {
        $names = implode(', ', $facts['names'] ?? []);
        return match ($code) {
            'qualities' => [
                sprintf(
                    /* translators: 1: a number, 2: a list such as “720p (2.8 Mbit/s), 360p (0.8 Mbit/s)” */
                    __('%1$s qualities: %2$s.', 'parterre'),
                    number_format_i18n(count($facts['list'])),
                    implode(', ', array_map(self::quality(...), $facts['list'])),
                ),
            ],
            'one_quality' => [
                /* translators: %s: a quality such as “720p (2.8 Mbit/s)” */
                sprintf(
                    __('There is one quality: %s. Whoever has a slower line sees the picture stop.', 'parterre'),
                    self::quality($facts),
                ),
                __(
                    'Let the provider make several (often called “transcoding” or “adaptive”), the smallest below 1 Mbit/s.',
                    'parterre',
                ),
            ],
            'one_playlist' => [
                __('This is the playlist of one quality: players cannot choose a smaller one.', 'parterre'),
                __('If the provider makes several qualities, enter the address of the master playlist.', 'parterre'),
            ],
            'heavy_for_phones' => [
                /* translators: %s: a rate such as “2.8 Mbit/s” */
                sprintf(
                    __('The smallest quality takes %s: on mobile data the picture will stop.', 'parterre'),
                    self::rate($facts['rate']),
                ),
                __('Add one of 360p or less at about 0.8 Mbit/s.', 'parterre'),
            ],
            'huge' => [
                /* translators: %s: a rate such as “12 Mbit/s” */
                sprintf(
                    __('The best quality takes %s, more than many lines at home give.', 'parterre'),
                    self::rate($facts['rate']),
                ),
                __(
                    'That is fine beside smaller ones. 1080p at 5 Mbit/s looks as good to most, and costs you less traffic.',
                    'parterre',
                ),
            ],
            'no_bandwidth' => [
                __('The playlist does not say how much each quality takes: players cannot choose.', 'parterre'),
                __('Tell whoever runs the stream server: BANDWIDTH is missing in the master playlist.', 'parterre'),
            ],
            'quality_missing' => [
                sprintf(
                    /* translators: 1: a quality such as “720p (2.8 Mbit/s)”, 2: an HTTP status */
                    __(
                        'The playlist offers %1$s, but it is not there (status %2$s): whoever is given it sees the picture stop.',
                        'parterre',
                    ),
                    self::quality($facts),
                    $facts['status'] === 0 ? '–' : $facts['status'],
                ),
                __('Start all qualities in the encoder, or take this one out of the playlist.', 'parterre'),
            ],
            'quality_empty' => [
                /* translators: %s: a quality such as “720p (2.8 Mbit/s)” */
                sprintf(__('The quality %s has no picture in it.', 'parterre'), self::quality($facts)),
                __('Start all qualities in the encoder, or take this one out of the playlist.', 'parterre'),
            ],
            'codecs' => [
                /* translators: %s: names such as “H.264, AAC” */
                sprintf(__('Every browser plays its formats: %s.', 'parterre'), $names),
            ],
            'codec_some' => [
                /* translators: %s: names such as “HEVC (H.265)” */
                sprintf(
                    __('Not every browser plays this format: %s. Some fans would see or hear nothing.', 'parterre'),
                    $names,
                ),
                __('Set the encoder to H.264 and AAC, or offer them as well.', 'parterre'),
            ],
            'codec_nowhere' => [
                /* translators: %s: names such as “MPEG-2” */
                sprintf(__('Browsers do not play this format: %s.', 'parterre'), $names),
                __('Set the encoder to H.264 (8 bit, 4:2:0) and AAC.', 'parterre'),
            ],
            'no_codecs' => [
                __(
                    'The playlist does not name its formats: players find out by trying, iPhones and AirPlay sometimes wrongly.',
                    'parterre',
                ),
                __('Have the stream server write CODECS into the master playlist, if it can.', 'parterre'),
            ],
            'no_sound' => [
                __('There is a picture, but no sound.', 'parterre'),
                __(
                    'Check the sound in the encoder (OBS): the meter has to move, and the track has to be sent.',
                    'parterre',
                ),
            ],
            'sound_apart' => [
                __(
                    'The sound comes in a playlist of its own, and this camera is not set to read it: fans would hear nothing.',
                    'parterre',
                ),
                __('Tick “The stream brings captions or sound tracks of its own” at the camera.', 'parterre'),
            ],
            'captions_unread' => [
                /* translators: %s: names of languages */
                sprintf(
                    __('The stream brings captions (%s), but this camera is not set to show them.', 'parterre'),
                    $names,
                ),
                __('Tick “The stream brings captions or sound tracks of its own” at the camera.', 'parterre'),
            ],
            'captions' => [
                $names === ''
                    ? __('There are captions.', 'parterre')
                    : /* translators: %s: names of languages */
                    sprintf(__('There are captions: %s.', 'parterre'), $names),
            ],
            'no_captions' => [
                __('There are no captions.', 'parterre'),
                __(
                    'Who does not hear well, or listens without sound on a train, would like lyrics or a summary.',
                    'parterre',
                ),
            ],
            'variables' => [
                __('The playlist uses variables, which small players do not read.', 'parterre'),
                __('Have the stream server write addresses in full.', 'parterre'),
            ],
            'encrypted' => [__('The segments are encrypted (AES-128). Browsers and iPhones play that.', 'parterre')],
            'licence' => [
                __(
                    'The stream is protected by DRM, for which this player has no licence: fans would see nothing.',
                    'parterre',
                ),
                __('Switch DRM off at the provider. Signed addresses protect the show.', 'parterre'),
            ],
            default => null,
        };
    }

    /** @return array{0: string, 1?: string}|null */
    private static function segments(string $code, array $facts): ?array {
        return match ($code) {
            'segments' => [
                /* translators: %s: a number of seconds */
                sprintf(
                    __('The segments last %s seconds: a good length.', 'parterre'),
                    number_format_i18n($facts['seconds'], 1),
                ),
            ],
            'long_segments' => [
                sprintf(
                    /* translators: %s: a number of seconds */
                    __(
                        'The segments last %s seconds. Players wait for three of them, so fans see the show that much later.',
                        'parterre',
                    ),
                    number_format_i18n($facts['seconds'], 1),
                ),
                __(
                    'Set the key frame interval in OBS to 2 seconds, and the segments of the server to 2 or 4.',
                    'parterre',
                ),
            ],
            'over_target' => [
                sprintf(
                    /* translators: 1, 2: numbers of seconds */
                    __(
                        'A segment lasts %1$s seconds where the playlist promises %2$s at most: players run dry.',
                        'parterre',
                    ),
                    number_format_i18n($facts['seconds'], 1),
                    number_format_i18n($facts['target']),
                ),
                __('Set the key frame interval in OBS to a fixed 2 seconds, not to “auto” (0).', 'parterre'),
            ],
            'uneven' => [
                sprintf(
                    /* translators: 1, 2: numbers of seconds */
                    __('The segments last between %1$s and %2$s seconds: key frames come unevenly.', 'parterre'),
                    number_format_i18n($facts['from'], 1),
                    number_format_i18n($facts['to'], 1),
                ),
                __('Set the key frame interval in OBS to a fixed 2 seconds, not to “auto” (0).', 'parterre'),
            ],
            'breaks' => [
                sprintf(
                    _n(
                        /* translators: %s: a number */
                        'The picture was interrupted %s time in this window.',
                        'The picture was interrupted %s times in this window.',
                        $facts['count'],
                        'parterre',
                    ),
                    number_format_i18n($facts['count']),
                ),
                __(
                    'If nobody stopped the encoder on purpose, look at its connection: a cable is better than Wi-Fi.',
                    'parterre',
                ),
            ],
            'gaps' => [
                __('The playlist says itself that segments are missing.', 'parterre'),
                __('Look at the encoder’s connection: a cable is better than Wi-Fi.', 'parterre'),
            ],
            'short_window' => [
                sprintf(
                    /* translators: 1: a number of segments, 2: a length of time */
                    __(
                        'The playlist holds only %1$s segments (%2$s): whoever has a short pause in the network falls out.',
                        'parterre',
                    ),
                    number_format_i18n($facts['count']),
                    self::length($facts['seconds']),
                ),
                __(
                    'If the stream has just begun, check again in a minute. Otherwise let the server keep at least 30 seconds, better the whole show.',
                    'parterre',
                ),
            ],
            'window' => [
                /* translators: %s: a length of time */
                sprintf(__('Fans can go back %s.', 'parterre'), self::length($facts['seconds'])),
            ],
            'whole_show' => [
                /* translators: %s: a length of time */
                sprintf(
                    __('Fans can go back to the beginning (%s so far).', 'parterre'),
                    self::length($facts['seconds']),
                ),
            ],
            'segment' => [
                sprintf(
                    /* translators: 1: a size such as “500 KB”, 2: a time in milliseconds, 3: a number of seconds */
                    __('A segment of %3$s seconds (%1$s) came in %2$s ms.', 'parterre'),
                    size_format($facts['bytes']),
                    number_format_i18n($facts['ms']),
                    number_format_i18n($facts['seconds'], 1),
                ),
            ],
            'segment_slow' => [
                sprintf(
                    /* translators: 1: a size such as “500 KB”, 2: a time in milliseconds, 3: a number of seconds */
                    __(
                        'A segment of %3$s seconds (%1$s) took %2$s ms to arrive: too slow to play without pauses.',
                        'parterre',
                    ),
                    size_format($facts['bytes']),
                    number_format_i18n($facts['ms']),
                    number_format_i18n($facts['seconds'], 1),
                ),
                __(
                    'It was measured from your site’s host. If your own browser finds the same, the stream server is too weak or too far: use a CDN.',
                    'parterre',
                ),
            ],
            'segment_missing' => [
                sprintf(
                    /* translators: %s: an HTTP status */
                    __(
                        'The playlist names a segment that does not come (status %s): the picture would not start.',
                        'parterre',
                    ),
                    $facts['status'] === 0 ? '–' : $facts['status'],
                ),
                __(
                    'The server has to keep segments as long as the playlist names them, and to give them to whoever may read the playlist.',
                    'parterre',
                ),
            ],
            'segment_is_page' => [
                __('In place of a segment comes a web page: the picture would not start.', 'parterre'),
                __(
                    'Something before the stream server answers for it: a login, a firewall or a page for errors. Take .ts, .m4s and .mp4 out of its rules.',
                    'parterre',
                ),
            ],
            'segment_unknown' => [
                __('What is in the segments could not be told.', 'parterre'),
                __('Play the stream on this site before you sell tickets.', 'parterre'),
            ],
            'packed' => [
                match ($facts['kind']) {
                    Container::TS => __('The segments are MPEG-TS, which every player reads.', 'parterre'),
                    Container::FMP4 => __(
                        'The segments are fragmented MP4, which every player of today reads.',
                        'parterre',
                    ),
                    Container::SOUND => __('The segments are sound alone.', 'parterre'),
                    default => __('The segments are text.', 'parterre'),
                },
            ],
            'apple' => [__('iPhones and AirPlay can play it natively.', 'parterre')],
            'understated' => [
                sprintf(
                    /* translators: 1, 2: rates such as “2.8 Mbit/s” */
                    __(
                        'The segments take %1$s, and the playlist says %2$s at most: players choose too high a quality.',
                        'parterre',
                    ),
                    self::rate($facts['rate']),
                    self::rate($facts['told']),
                ),
                __('Set the encoder to a constant bitrate (CBR), and BANDWIDTH to what it really sends.', 'parterre'),
            ],
            'key_missing' => [
                /* translators: %s: an HTTP status */
                sprintf(
                    __(
                        'The segments are encrypted and their key does not come (status %s): fans would see nothing.',
                        'parterre',
                    ),
                    $facts['status'],
                ),
                __('The key’s address has to open for the same token as the playlist.', 'parterre'),
            ],
            'frozen' => [
                sprintf(
                    /* translators: %s: a number of seconds */
                    __('The playlist has not moved for %s seconds: the picture stands still.', 'parterre'),
                    number_format_i18n($facts['seconds']),
                ),
                __(
                    'Look at the encoder (OBS): is it sending, does its connection hold? If it is, a cache keeps the playlist too long.',
                    'parterre',
                ),
            ],
            'advances' => [__('The stream moves on.', 'parterre')],
            'too_early' => [__('The second look came too early to tell whether the stream moves on.', 'parterre')],
            'went_back' => [
                __('The playlist went back in time: players stop or repeat themselves.', 'parterre'),
                __(
                    'Either the encoder began anew, or a cache gives out old playlists: have it keep .m3u8 for one second at most.',
                    'parterre',
                ),
            ],
            'ended_meanwhile' => [
                __('The stream ended during the check.', 'parterre'),
                __('Start the encoder (OBS) again.', 'parterre'),
            ],
            'gone_meanwhile' => [
                __('The stream was gone at the second look.', 'parterre'),
                __('Look at the encoder (OBS), and check again.', 'parterre'),
            ],
            default => null,
        };
    }

    /** Dates, clocks, latency. @return array{0: string, 1?: string}|null */
    private static function time(string $code, array $facts): ?array {
        $by = self::length((int) round($facts['seconds'] ?? 0));
        $set = __(
            'Set the clock of the machine that encodes by the network (NTP), and start the stream anew.',
            'parterre',
        );
        return match ($code) {
            'dates' => [
                __(
                    'The stream carries the time of each picture: cameras can be aligned, and chat keeps to the picture.',
                    'parterre',
                ),
            ],
            'no_dates' => [
                $facts['cameras'] > 1
                    ? __(
                        'The stream does not carry the time of its pictures: cameras cannot be aligned, and nobody can tell how late a fan is.',
                        'parterre',
                    )
                    : __(
                        'The stream does not carry the time of its pictures: nobody can tell how late a fan is, and a replay’s chat may run out of step.',
                        'parterre',
                    ),
                __('Switch on “program date time” at the stream server, if it has it.', 'parterre'),
            ],
            'dates_jump' => [
                sprintf(
                    /* translators: %s: a number of seconds */
                    __(
                        'The times in the playlist jump by %s seconds against its lengths: cameras may drift apart.',
                        'parterre',
                    ),
                    number_format_i18n($facts['seconds'], 1),
                ),
                __('That happens when the encoder loses frames. Look at its load.', 'parterre'),
            ],
            'date_off' => [
                $facts['ahead']
                    ? /* translators: %s: a length of time */
                    sprintf(__('The stream’s pictures are dated %s in the future.', 'parterre'), $by)
                    : /* translators: %s: a length of time */
                    sprintf(__('The stream’s pictures are dated %s in the past.', 'parterre'), $by),
                $set,
            ],
            'date_day_off' => [
                $facts['ahead']
                    ? /* translators: %s: a length of time */
                    sprintf(
                        __(
                            'The stream’s pictures are dated %s in the future: its clock is off by a day or more. Chat and cameras would be out of step.',
                            'parterre',
                        ),
                        $by,
                    )
                    : /* translators: %s: a length of time */
                    sprintf(
                        __(
                            'The stream’s pictures are dated %s in the past: its clock is off by a day or more, or this is an old stream. Chat and cameras would be out of step.',
                            'parterre',
                        ),
                        $by,
                    ),
                $set,
            ],
            'clock' => [__('The clocks of this site and of the stream server agree.', 'parterre')],
            'clock_off', 'clock_day_off' => [
                sprintf(
                    $facts['ahead']
                        ? /* translators: %s: a length of time */
                        __(
                            'The stream server’s clock is %s ahead of this site’s: signed addresses end too early or not in time.',
                            'parterre',
                        )
                        : /* translators: %s: a length of time */
                        __(
                            'The stream server’s clock is %s behind this site’s: signed addresses end too early or not in time.',
                            'parterre',
                        ),
                    $by,
                ),
                match ($facts['wrong']) {
                    'host' => __(
                        'Your own clock agrees with the stream server: ask the host of this site to set theirs by the network (NTP).',
                        'parterre',
                    ),
                    'stream' => __(
                        'Your own clock agrees with this site: have the stream server’s set by the network (NTP).',
                        'parterre',
                    ),
                    default => __('One of the two is wrong: have both set by the network (NTP).', 'parterre'),
                },
            ],
            'latency' => [
                sprintf(
                    /* translators: %s: a number of seconds */
                    __('Fans see the show about %s seconds after it happens.', 'parterre'),
                    number_format_i18n($facts['seconds']),
                ),
                $facts['seconds'] > 20 ? __('Shorter segments make it less: 2 seconds are usual.', 'parterre') : '',
            ],
            'low_latency' => [
                /* translators: %s: a number of seconds */
                sprintf(
                    __('It is a low-latency stream, in parts of %s seconds.', 'parterre'),
                    number_format_i18n($facts['seconds'], 2),
                ),
            ],
            'low_latency_idle' => [
                __(
                    'It is a low-latency stream, but the server does not hold requests back: players gain little.',
                    'parterre',
                ),
                __('Switch on “blocking playlist reload” at the stream server.', 'parterre'),
            ],
            default => null,
        };
    }

    /** Who may read it: other origins, and who has no token. @return array{0: string, 1?: string}|null */
    private static function doors(string $code, array $facts): ?array {
        $origin = (string) ($facts['origin'] ?? '');
        /* translators: %s: an origin such as https://venue.example */
        $allow = sprintf(
            __(
                'Have the stream server send “Access-Control-Allow-Origin: %s” (or *) with playlists and segments.',
                'parterre',
            ),
            $origin,
        );
        return match ($code) {
            /* translators: %s: an origin such as https://venue.example */
            'cors' => [sprintf(__('Pages of %s may read the playlists.', 'parterre'), $origin)],
            'cors_segments' => [__('They may read the segments too.', 'parterre')],
            'cors_missing' => [
                __(
                    'The stream server does not allow your pages to read the stream (CORS): browsers block it. Fans would see an error.',
                    'parterre',
                ),
                $allow,
            ],
            'cors_twice' => [
                __(
                    'The stream server sends its permission (CORS) twice, so browsers take none of them. Fans would see an error.',
                    'parterre',
                ),
                __('Two programs add “Access-Control-Allow-Origin”: switch it off in one of them.', 'parterre'),
            ],
            'cors_other' => [
                __(
                    'The stream server allows another site to read the stream, but not yours (CORS): browsers block it. Fans would see an error.',
                    'parterre',
                ),
                $allow,
            ],
            'cors_segments_closed' => [
                __(
                    'Your pages may read the playlists, but not the segments (CORS): the picture would not start.',
                    'parterre',
                ),
                $allow,
            ],
            'cors_other_sites' => [
                sprintf(
                    /* translators: %s: a list of origins */
                    __('Sites that may embed the player may not read the stream (CORS): %s.', 'parterre'),
                    implode(', ', $facts['origins']),
                ),
                __('Have the stream server allow them too, or everybody (*).', 'parterre'),
            ],
            'unprotected' => [
                __('The stream is not protected: whoever copies its address watches without a ticket.', 'parterre'),
                __('Choose a provider that signs addresses, if tickets are sold.', 'parterre'),
            ],
            'unprotected_open' => [
                __(
                    'The stream is not protected. The show is open to everybody, so that is as it should be.',
                    'parterre',
                ),
            ],
            'token_asked' => [
                sprintf(
                    /* translators: %s: a list such as “without a token, with an altered one” */
                    __('The stream server asks for a token. It refused: %s.', 'parterre'),
                    implode(', ', array_map(self::attempt(...), $facts['tries'])),
                ),
            ],
            'token_none' => [
                __(
                    'The stream plays without a token: whoever guesses the address watches without a ticket.',
                    'parterre',
                ),
                __(
                    'Switch the check of tokens on at the stream server. Until then, signing protects nothing.',
                    'parterre',
                ),
            ],
            'token_altered' => [
                __('The stream plays with a forged token: the server does not check it.', 'parterre'),
                __('Enter the same key at the stream server and in the settings, and switch its check on.', 'parterre'),
            ],
            'token_expired' => [
                __(
                    'The stream plays with a token that ran out two days ago: a copied address works for ever.',
                    'parterre',
                ),
                __('Have the stream server check the time in the token, or set its clock.', 'parterre'),
            ],
            'token_other' => [
                __('The stream plays with the token of another stream: one ticket opens every show.', 'parterre'),
                __('Have the stream server include the stream’s name in what it checks.', 'parterre'),
            ],
            'segments_open' => [
                __(
                    'Playlists ask for a token, but segments do not: whoever knows their names can put the film together.',
                    'parterre',
                ),
                __('Have the stream server check tokens for every file of the stream.', 'parterre'),
            ],
            'token_untried' => [
                __('Whether the stream server asks for tokens could not be tried.', 'parterre'),
                __(
                    'Copy the address of a segment out of a browser’s network view, and open it the next day: it has to be refused.',
                    'parterre',
                ),
            ],
            'browser_plays' => [__('Your own browser reads playlists and segments as a fan’s would.', 'parterre')],
            'browser_blocked' => [
                $facts['explained']
                    ? __('Your own browser could not read the stream, for the reason above.', 'parterre')
                    : __('Your own browser could not read the stream, although this site’s server could.', 'parterre'),
                $facts['explained']
                    ? ''
                    : __(
                        'Switch off extensions that block content and try again. If it stays so, a content security policy of your site, or your network, is in the way.',
                        'parterre',
                    ),
            ],
            'browser_segment_blocked' => [
                __('Your own browser reads the playlists, but not the segments.', 'parterre'),
                $facts['explained']
                    ? ''
                    : __(
                        'Their server has to allow your pages too (CORS), and to keep them as long as the playlist names them.',
                        'parterre',
                    ),
            ],
            'browser_status' => [
                /* translators: %s: an HTTP status */
                sprintf(
                    __('Your own browser was refused by the stream server (status %s).', 'parterre'),
                    $facts['status'],
                ),
                __('If this site’s server was not, the provider limits countries, networks or sites.', 'parterre'),
            ],
            'browser_alone' => [
                __(
                    'Your own browser reaches the stream, although this site’s server does not: fans may see it all the same.',
                    'parterre',
                ),
                __(
                    'Play it on this site before you sell tickets: the rest of this check could not be made.',
                    'parterre',
                ),
            ],
            'browser_codecs' => [
                /* translators: %s: names such as “HEVC (H.265)” */
                sprintf(__('Your own browser does not play: %s.', 'parterre'), implode(', ', $facts['names'])),
                __('Set the encoder to H.264 and AAC, or offer them as well.', 'parterre'),
            ],
            'browser_elsewhere' => [
                sprintf(
                    /* translators: 1, 2: origins such as https://venue.example */
                    __(
                        'This back office runs at %1$s and your pages at %2$s: what your browser may read here says little about fans.',
                        'parterre',
                    ),
                    $facts['here'],
                    $facts['there'],
                ),
            ],
            default => null,
        };
    }

    private static function attempt(string $how): string {
        return match ($how) {
            'none' => __('without a token', 'parterre'),
            'altered' => __('with an altered one', 'parterre'),
            'expired' => __('with one that ran out', 'parterre'),
            'other' => __('with another stream’s', 'parterre'),
            default => __('a segment without one', 'parterre'),
        };
    }

    /** @param array{height: int|null, rate: int} $one */
    private static function quality(array $one): string {
        $rate = self::rate($one['rate']);
        return $one['height'] === null ? $rate : "{$one['height']}p ($rate)";
    }

    private static function rate(int $bitsPerSecond): string {
        /* translators: %s: a number */
        return sprintf(__('%s Mbit/s', 'parterre'), number_format_i18n($bitsPerSecond / 1_000_000, 1));
    }

    /** A length of time in one or two words. */
    private static function length(int $seconds): string {
        return match (true) {
            /* translators: %s: a number */
            $seconds < 120 => sprintf(
                _n('%s second', '%s seconds', $seconds, 'parterre'),
                number_format_i18n($seconds),
            ),
            /* translators: %s: a number */
            $seconds < 7200 => sprintf(__('%s minutes', 'parterre'), number_format_i18n((int) round($seconds / 60))),
            /* translators: %s: a number */
            $seconds < 172_800 => sprintf(__('%s hours', 'parterre'), number_format_i18n((int) round($seconds / 3600))),
            /* translators: %s: a number */
            default => sprintf(__('%s days', 'parterre'), number_format_i18n((int) round($seconds / 86_400))),
        };
    }
}
