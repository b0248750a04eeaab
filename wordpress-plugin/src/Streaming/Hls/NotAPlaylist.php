<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hls;

/** What was read is no HLS playlist, and what it is instead. The message is for the log; people get a sentence by `reason`. */
final class NotAPlaylist extends \RuntimeException {
    public const EMPTY = 'empty';
    public const WEB_PAGE = 'web_page';
    public const JSON = 'json';
    /** A film, a picture or a segment: bytes that are no text. */
    public const MEDIA = 'media';
    /** MPEG-DASH or another XML. */
    public const XML = 'xml';
    /** A playlist that ends in the middle. */
    public const CUT = 'cut';
    /** Begins as a playlist, and breaks the format where no player can guess. */
    public const BROKEN = 'broken';
    public const OTHER = 'other';

    private const SENTENCES = [
        self::EMPTY => 'The answer is empty.',
        self::WEB_PAGE => 'The answer is a web page, not a playlist.',
        self::JSON => 'The answer is JSON, not a playlist.',
        self::MEDIA => 'The answer is a media file, not a playlist.',
        self::XML => 'The answer is XML, not a playlist.',
        self::CUT => 'The playlist ends in the middle.',
        self::BROKEN => 'The playlist breaks the format.',
        self::OTHER => 'The answer does not begin with #EXTM3U.',
    ];

    /** @param string $reason one of the constants above */
    public function __construct(public readonly string $reason, string $detail = '') {
        parent::__construct(self::SENTENCES[$reason] . ($detail === '' ? '' : " $detail"));
    }
}
