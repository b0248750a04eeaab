<?php
declare(strict_types=1);

namespace Parterre\Access;

use Parterre\Jobs\Runner;
use Parterre\Log;
use Parterre\Plugin;
use Parterre\Settings;
use Parterre\Store\Denials;
use Parterre\Store\Shows;

/** Keeps the verifier's file in step with what changes, and reads what it wrote down. */
final class Module implements \Parterre\Module {
    private bool $stale = false;

    public function __construct(private readonly Plugin $plugin) {}

    public function register(): void {
        foreach ([Denials::CHANGED, Shows::CHANGED, 'update_option_' . Settings::OPTION] as $change) {
            add_action($change, [$this, 'remember']);
        }
        add_action('parterre_activated', function (): void {
            $this->plugin->get(Keys::class)->ensure();
            $this->remember();
        });
        // Once for all changes of a request, when its answer is made.
        add_action('shutdown', [$this, 'write'], 500);
        add_action(Runner::TICK, function (): void {
            $this->remember();
            $this->plugin->get(DoorFile::class)->sweep();
            $this->plugin->get(Honouring::class)->import();
        });
    }

    public function remember(): void {
        $this->stale = true;
    }

    public function write(): void {
        if (!$this->stale) {
            return;
        }
        $this->stale = false;
        try {
            $this->plugin->get(DoorFile::class)->write();
        } catch (\Throwable $problem) {
            // The doors that ask the database stand as they are; the next tick tries again.
            Log::problem('writing the file of the doors', $problem);
        }
    }
}
