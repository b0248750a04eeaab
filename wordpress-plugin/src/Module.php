<?php
declare(strict_types=1);

namespace Parterre;

/** A part of the plugin that attaches itself to WordPress. */
interface Module {
    /** Adds this part's actions and filters. Called once per request, on `plugins_loaded`; must do no other work. */
    public function register(): void;
}
