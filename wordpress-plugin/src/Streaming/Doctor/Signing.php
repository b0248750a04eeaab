<?php
declare(strict_types=1);

namespace Parterre\Streaming\Doctor;

use Parterre\Domain\Clock;
use Parterre\Streaming\Playback;
use Parterre\Streaming\Provider;
use Parterre\Streaming\Providers\Options;

/** Signs what is checked, for staff alone, and says what is wrong with the settings before anybody is asked. */
final class Signing {
    /** How long an address works that a check is made with. */
    private const SECONDS = 300;

    public function __construct(
        private readonly Playback $playback,
        private readonly Options $options,
        private readonly Clock $clock,
    ) {}

    /** What is wrong with the words in the settings; null when an address can be made of them. */
    public function wrong(Subject $subject): ?Finding {
        if ($subject->film !== null) {
            return null;
        }
        $provider = $this->playback->provider($subject->provider);
        if ($provider === null) {
            return Finding::bad('provider_gone', ['provider' => $subject->provider]);
        }
        if ($subject->stream === '') {
            return Finding::note('no_stream', ['live' => $subject->live]);
        }
        $service = KnownPages::serviceOf($subject->stream);
        if ($service !== null) {
            return Finding::bad('player_page', ['service' => $service]);
        }
        $problem = $provider->streamProblem($subject->stream);
        return $problem === null
            ? $this->unready($provider)
            : Finding::bad('stream_problem', ['sentence' => $problem, 'help' => $provider->streamWords()['help']]);
    }

    /** @return SignedStream|null null where the provider lacks what it takes */
    public function sign(Subject $subject): ?SignedStream {
        if ($subject->film !== null) {
            return new SignedStream($subject->film, false);
        }
        $provider = $this->playback->provider($subject->provider);
        if ($provider === null || $this->wrong($subject) !== null) {
            return null;
        }
        $life = min(self::SECONDS, $provider->lifetimeSeconds(self::SECONDS) ?? self::SECONDS);
        try {
            $url = $provider->signPlayback($subject->stream, 'doctor', $life, $this->clock->nowMs());
        } catch (\RuntimeException) {
            return null;
        }
        return new SignedStream($url, in_array('query', $provider->features(), true));
    }

    /** What the provider was told wrongly, a key with a line break for one, or was not told at all. */
    private function unready(Provider $provider): ?Finding {
        $missing = [];
        foreach ($provider->fields() as $field) {
            $problem = $this->options->problem($provider->name(), $field);
            if ($problem !== null) {
                return Finding::bad('provider_problem', [
                    'provider' => $provider->label(),
                    'field' => $field->label,
                    'sentence' => $problem,
                ]);
            }
            if ($field->required && $this->options->entered($provider->name(), $field) === '') {
                $missing[] = $field->label;
            }
        }
        return $missing === [] && $provider->isReady()
            ? null
            : Finding::bad('provider_unready', ['provider' => $provider->label(), 'fields' => $missing]);
    }
}
