<?php
declare(strict_types=1);

namespace Parterre\Embed;

/**
 * Brings the code of the tags that a page really has, and nothing else: one script module per tag, what it imports at
 * once as preloads, and two small style sheets. Reads what the build wrote to `build/elements/manifest.json`.
 */
final class Assets {
    /** @var array{version: string, styles: ?string, entries: array<string, array{file: string, imports: list<string>}>}|null */
    private ?array $manifest = null;

    /** @var array<string, bool> files to fetch early, and whether the page says so already */
    private array $preloads = [];

    /** Enqueues everything one tag needs. Safe to call for each instance. */
    public function useTag(string $tag): void {
        $this->useStyles();
        $entry = $this->manifest()['entries'][$tag] ?? null;
        if ($entry === null) {
            return;
        }
        // The version is a folder of the address: a query would make a second copy of a module others import by path.
        wp_enqueue_script_module("parterre/$tag", $this->url($entry['file']), [], null);
        foreach ($entry['imports'] as $file) {
            $this->preloads[$file] ??= false;
        }
    }

    /**
     * Tells the browser which modules the tags' own will ask for, so that it need not read one to learn of the next. Not
     * as dependencies of script modules: those come with an inline import map, which a strict site forbids and nobody uses.
     */
    public function printPreloads(): void {
        foreach ($this->preloads as $file => $printed) {
            if (!$printed) {
                printf("<link rel=\"modulepreload\" href=\"%s\">\n", esc_url($this->url($file)));
                $this->preloads[$file] = true;
            }
        }
    }

    /** Space for tags that are not there yet, and the look of what the server itself draws. */
    public function useStyles(): void {
        $styles = $this->manifest()['styles'];
        if ($styles !== null) {
            wp_enqueue_style('parterre-elements', $this->url($styles), [], null);
        }
        wp_enqueue_style('parterre-page');
    }

    private function url(string $file): string {
        return plugins_url("build/elements/$file", PARTERRE_FILE);
    }

    /** @return array{version: string, styles: ?string, entries: array<string, array{file: string, imports: list<string>}>} */
    private function manifest(): array {
        if ($this->manifest === null) {
            $file = PARTERRE_DIR . '/build/elements/manifest.json';
            $read = is_readable($file) ? json_decode((string) file_get_contents($file), true) : null;
            $this->manifest = (is_array($read) ? $read : []) + ['version' => '', 'styles' => null, 'entries' => []];
        }
        return $this->manifest;
    }
}
