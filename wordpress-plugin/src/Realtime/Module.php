<?php
declare(strict_types=1);

namespace Parterre\Realtime;

use Parterre\Domain\Clock;
use Parterre\Domain\Phase;
use Parterre\Jobs\Runner;
use Parterre\Store\Feeds;
use Parterre\Store\Shows;

/** The feed's housekeeping: finishes what a killed writer left, takes files away when nobody needs them any more. */
final class Module implements \Parterre\Module {
    public function __construct(
        private readonly Feeds $feeds,
        private readonly Writer $writer,
        private readonly Shows $shows,
        private readonly Clock $clock,
    ) {}

    public function register(): void {
        add_action(Runner::TICK, [$this, 'tidy']);
    }

    /** The record stays; files of a show whose replay is over go. */
    public function tidy(): void {
        foreach ($this->feeds->all() as $lane) {
            $show = $this->shows->find($lane['show_id']);
            $directory = Directory::of($lane['dir']);
            if ($show === null || Phase::at($show, $this->clock->nowMs()) === 'archived') {
                $directory->delete();
            } elseif ($directory->exists()) {
                $this->writer->heal($lane);
            }
        }
    }
}
