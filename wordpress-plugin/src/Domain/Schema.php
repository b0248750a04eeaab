<?php
declare(strict_types=1);

namespace Parterre\Domain;

/**
 * Checks a decoded JSON value against the subset of JSON Schema that the protocol generates, and keeps only what the
 * schema names: unknown fields are ignored, as the protocol says.
 *
 * Values are what `json_decode($text, true)` gives; an empty JSON object is then an empty list, so `[]` passes for both.
 */
final class Schema {
    /** More would not help anybody to mend a request. */
    private const MAX_ISSUES = 20;

    /** @var list<array{path: string, problem: string}> */
    private array $issues = [];

    /**
     * The value with only what the schema names.
     *
     * @param array<string, mixed> $schema
     * @throws Refusal `bad_request` with what is wrong where
     */
    public static function check(mixed $value, array $schema): mixed {
        $checker = new self();
        $clean = $checker->visit($value, $schema, '');
        if ($checker->issues !== []) {
            throw new Refusal('bad_request', issues: array_slice($checker->issues, 0, self::MAX_ISSUES));
        }
        return $clean;
    }

    private function visit(mixed $value, array $schema, string $path): mixed {
        foreach (['anyOf', 'oneOf'] as $choice) {
            if (isset($schema[$choice])) {
                return $this->choose($value, $schema[$choice], $path);
            }
        }
        if (array_key_exists('const', $schema)) {
            return $value === $schema['const'] ? $value : $this->wrong($path, 'is not the one allowed value');
        }
        if (isset($schema['enum']) && !in_array($value, $schema['enum'], true)) {
            return $this->wrong($path, 'is none of the allowed values');
        }
        return match ($schema['type'] ?? null) {
            'object' => $this->object($value, $schema, $path),
            'array' => $this->items($value, $schema, $path),
            'string' => $this->text($value, $schema, $path),
            'integer', 'number' => $this->number($value, $schema, $path),
            'boolean' => is_bool($value) ? $value : $this->wrong($path, 'is not true or false'),
            'null' => $value === null ? null : $this->wrong($path, 'is not null'),
            default => $value,
        };
    }

    private function choose(mixed $value, array $options, string $path): mixed {
        $nearest = null;
        foreach ($options as $option) {
            $attempt = new self();
            $clean = $attempt->visit($value, $option, $path);
            if ($attempt->issues === []) {
                return $clean;
            }
            // The branch whose discriminator fits tells best what is wrong.
            $type = $option['properties']['type'] ?? [];
            $named =
                is_array($value) &&
                in_array($value['type'] ?? null, [...$type['enum'] ?? [], $type['const'] ?? false], true);
            if ($nearest === null || $named) {
                $nearest = $attempt->issues;
            }
        }
        array_push($this->issues, ...$nearest ?? []);
        return null;
    }

    private function object(mixed $value, array $schema, string $path): mixed {
        if (!is_array($value) || ($value !== [] && array_is_list($value))) {
            return $this->wrong($path, 'is not an object');
        }
        $clean = [];
        foreach ($schema['required'] ?? [] as $name) {
            if (!array_key_exists($name, $value)) {
                $this->wrong(self::below($path, (string) $name), 'is missing');
            }
        }
        foreach ($schema['properties'] ?? [] as $name => $property) {
            if (array_key_exists($name, $value)) {
                $clean[$name] = $this->visit($value[$name], $property, self::below($path, (string) $name));
            }
        }
        return $clean;
    }

    private function items(mixed $value, array $schema, string $path): mixed {
        if (!is_array($value) || !array_is_list($value)) {
            return $this->wrong($path, 'is not a list');
        }
        if (count($value) < ($schema['minItems'] ?? 0)) {
            return $this->wrong($path, 'has fewer than ' . $schema['minItems'] . ' items');
        }
        if (count($value) > ($schema['maxItems'] ?? PHP_INT_MAX)) {
            return $this->wrong($path, 'has more than ' . $schema['maxItems'] . ' items');
        }
        return array_map(
            fn(mixed $item, int $index): mixed => $this->visit(
                $item,
                $schema['items'] ?? [],
                self::below($path, (string) $index),
            ),
            $value,
            array_keys($value),
        );
    }

    private function text(mixed $value, array $schema, string $path): mixed {
        if (!is_string($value)) {
            return $this->wrong($path, 'is not a text');
        }
        if (!mb_check_encoding($value, 'UTF-8')) {
            return $this->wrong($path, 'is not UTF-8');
        }
        $length = Text::length($value);
        if ($length < ($schema['minLength'] ?? 0)) {
            return $this->wrong($path, 'is shorter than ' . $schema['minLength'] . ' characters');
        }
        if ($length > ($schema['maxLength'] ?? PHP_INT_MAX)) {
            return $this->wrong($path, 'is longer than ' . $schema['maxLength'] . ' characters');
        }
        // `$` of ECMAScript is the very end; PCRE's would also pass before a final line break.
        if (
            isset($schema['pattern']) &&
            !preg_match('~' . str_replace('~', '\~', $schema['pattern']) . '~uD', $value)
        ) {
            return $this->wrong($path, 'does not have the expected form');
        }
        return $value;
    }

    private function number(mixed $value, array $schema, string $path): mixed {
        // 1.0 is an integer in JSON; PHP decodes it as a float.
        if (is_float($value) && floor($value) === $value && abs($value) < 2 ** 53) {
            $value = (int) $value;
        }
        if (!is_int($value) && !($schema['type'] === 'number' && is_float($value))) {
            return $this->wrong($path, $schema['type'] === 'integer' ? 'is not an integer' : 'is not a number');
        }
        if ($value < ($schema['minimum'] ?? $value)) {
            return $this->wrong($path, 'is less than ' . $schema['minimum']);
        }
        if ($value > ($schema['maximum'] ?? $value)) {
            return $this->wrong($path, 'is more than ' . $schema['maximum']);
        }
        return $value;
    }

    private function wrong(string $path, string $problem): mixed {
        $this->issues[] = ['path' => $path, 'problem' => $problem];
        return null;
    }

    private static function below(string $path, string $name): string {
        return $path === '' ? $name : "$path.$name";
    }
}
