<?php
declare(strict_types=1);

namespace Parterre\Streaming\Providers;

use Parterre\Streaming\Provider;

/** What most providers have in common. */
abstract class Adapter implements Provider {
    /** @var array<string, string>|null what it was told, by field; read once a request */
    private ?array $told = null;
    private int $toldAt = 0;

    public function __construct(private readonly Options $options) {}

    public function lifetimeSeconds(int $grantSeconds): ?int {
        return $grantSeconds;
    }

    public function features(): array {
        return [];
    }

    public function isReady(): bool {
        foreach ($this->fields() as $field) {
            if (
                ($field->required && $this->told($field->name) === '') ||
                $this->options->problem($this->name(), $field) !== null
            ) {
                return false;
            }
        }
        return true;
    }

    /**
     * The countries that may watch; an empty list is all of them.
     *
     * @return list<string>
     * @throws \RuntimeException
     */
    protected function countries(): array {
        $countries = $this->exactly('countries');
        return $countries === '' ? [] : explode(',', $countries);
    }

    /** @throws \LogicException when there is no such field */
    protected function told(string $field): string {
        if ($this->told === null || $this->toldAt !== $this->options->changes()) {
            $this->told = [];
            $this->toldAt = $this->options->changes();
            foreach ($this->fields() as $one) {
                $this->told[$one->name] = $this->options->value($this->name(), $one);
            }
        }
        return $this->told[$field] ?? throw new \LogicException("{$this->name()} has no field $field.");
    }

    /**
     * What a field was told where being told wrongly is not the same as not at all: a list of countries that cannot be read must not
     * open the picture to all of them.
     *
     * @throws \RuntimeException says what is wrong; nothing of what was entered
     */
    protected function exactly(string $field): string {
        $told = $this->told($field);
        foreach ($this->fields() as $one) {
            $problem = $one->name === $field ? $this->options->problem($this->name(), $one) : null;
            if ($problem !== null) {
                throw new \RuntimeException("{$one->label}: $problem");
            }
        }
        return $told;
    }

    /** The base address of the server. @throws \RuntimeException when nobody has entered it */
    protected function base(): string {
        return $this->exactly('base') ?:
            throw new \RuntimeException(__('The address of the stream server is missing.', 'parterre'));
    }

    protected static function baseField(string $placeholder, string $help, string $setting = ''): Field {
        return new Field('base', __('Address', 'parterre'), $help, Field::ADDRESS, true, $placeholder, $setting);
    }

    protected static function countriesField(): Field {
        return new Field(
            'countries',
            __('Countries that may watch', 'parterre'),
            __(
                'Two letters each, with commas; empty: all. The provider looks where a viewer’s connection is.',
                'parterre',
            ),
            Field::COUNTRIES,
            false,
            'FR, BE, CH',
        );
    }

    protected static function noCountries(): string {
        return __('A list of countries is not available with this provider.', 'parterre');
    }

    protected static function noDomains(): string {
        return __('A lock to your own pages is not available with this provider.', 'parterre');
    }

    /** @param string $pattern of the whole stream */
    protected static function named(string $stream, string $pattern, string $sentence): ?string {
        return preg_match($pattern, $stream) === 1 && !str_contains($stream, '..') ? null : $sentence;
    }

    /** The name under which OBS publishes. */
    protected static function nameProblem(string $stream): ?string {
        return self::named(
            $stream,
            '/^[A-Za-z0-9][A-Za-z0-9._-]{0,100}$/D',
            __('This needs the name of a stream: letters, digits, dots and dashes.', 'parterre'),
        );
    }

    /** What stands before a playlist's name in its path, with a final slash; empty where nothing does. */
    protected static function folderOf(string $path): string {
        return substr($path, 0, (int) strrpos("/$path", '/'));
    }

    /** A path below the base address: folders and the playlist. */
    protected static function pathProblem(string $stream): ?string {
        return self::named(
            $stream,
            '#^[A-Za-z0-9][A-Za-z0-9._/-]{0,200}\.m3u8$#D',
            __(
                'This needs the path of a playlist below the server’s address, such as live/stage/master.m3u8.',
                'parterre',
            ),
        );
    }
}
