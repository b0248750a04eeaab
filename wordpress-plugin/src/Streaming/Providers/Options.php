<?php
declare(strict_types=1);

namespace Parterre\Streaming\Providers;

use Parterre\Settings;

/**
 * What the venue has told about its streaming providers. Constants of `wp-config.php` win over what the settings hold:
 * `PARTERRE_STREAM_MUX_PRIVATE_KEY`, from the names of provider and field. What does not look as its field says counts for nothing.
 */
final class Options {
    public const OPTION = 'parterre_streaming';

    /** How often something was stored: who remembers values asks whether they are still these. */
    private int $changes = 0;

    public function __construct(private readonly Settings $settings) {}

    public function changes(): int {
        return $this->changes;
    }

    /** What counts now; the usual value or an empty text when nothing does. */
    public function value(string $provider, Field $field): string {
        $value = $this->entered($provider, $field);
        return $value === '' || $field->problem($value) !== null ? $field->usual : $value;
    }

    /** What is wrong with what was entered, in a sentence; null where it is right, or nothing was. */
    public function problem(string $provider, Field $field): ?string {
        return $field->problem($this->entered($provider, $field));
    }

    /** What was entered, right or wrong, without what copying adds. */
    public function entered(string $provider, Field $field): string {
        return $field->clean(self::constant($provider, $field->name) ?? $this->stored($provider, $field));
    }

    /** What the settings hold, right or wrong. */
    public function stored(string $provider, Field $field): string {
        if ($field->setting !== '') {
            return (string) $this->settings->get($field->setting);
        }
        $stored = (array) get_option(self::OPTION, []);
        return (string) (((array) ($stored[$provider] ?? []))[$field->name] ?? '');
    }

    /**
     * Keeps values of a provider; the rest stays. The caller has cleaned and checked them.
     *
     * @param list<Field> $fields of the provider
     * @param array<string, string> $values by the name of a field; an empty one takes away
     */
    public function store(string $provider, array $fields, array $values): void {
        $this->changes++;
        $stored = (array) get_option(self::OPTION, []);
        $own = (array) ($stored[$provider] ?? []);
        foreach ($fields as $field) {
            if (!array_key_exists($field->name, $values)) {
                continue;
            }
            if ($field->setting !== '') {
                $this->settings->set([$field->setting => $values[$field->name]]);
            } else {
                $own[$field->name] = $values[$field->name];
            }
        }
        update_option(
            self::OPTION,
            [$provider => array_filter($own, static fn($one): bool => $one !== '')] + $stored,
            true,
        );
    }

    /** Counts how often the keys that we give out were made anew. */
    public function generation(string $provider): int {
        $stored = (array) get_option(self::OPTION, []);
        return (int) (((array) ($stored[$provider] ?? []))['generation'] ?? 0);
    }

    /** Makes every key that a provider's servers have of us void. */
    public function renewKeys(string $provider): void {
        $stored = (array) get_option(self::OPTION, []);
        $own = (array) ($stored[$provider] ?? []);
        $own['generation'] = (string) ($this->generation($provider) + 1);
        update_option(self::OPTION, [$provider => $own] + $stored, true);
    }

    /** Whether `wp-config.php` decides about a field. */
    public static function isConstant(string $provider, string $field): bool {
        return self::constant($provider, $field) !== null;
    }

    public static function constantName(string $provider, string $field): string {
        return 'PARTERRE_STREAM_' . strtoupper("{$provider}_$field");
    }

    private static function constant(string $provider, string $field): ?string {
        $name = self::constantName($provider, $field);
        return defined($name) ? (string) constant($name) : null;
    }
}
