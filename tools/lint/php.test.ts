// Each rule is shown code it must refuse and code it must let through.
import { describe, expect, it } from 'vitest';
import { lintPhp } from './php.ts';

const head = '<?php\ndeclare(strict_types=1);\n';

/** The rules that a snippet breaks, as found in a file of that path. */
function broken(snippet: string, path = 'src/Rest/Sample.php'): string[] {
  return [
    ...new Set(
      lintPhp(path, `${head}namespace Parterre\\Sample;\nclass Sample { function run($x) {\n${snippet}\n} }\n`).map(
        ({ rule }) => rule,
      ),
    ),
  ];
}

describe('the shape of a file', () => {
  it('wants strict types', () => {
    expect(lintPhp('src/A.php', '<?php\nclass A {}\n').map(({ rule }) => rule)).toEqual(['strict-types']);
    expect(lintPhp('src/A.php', `${head}class A {}\n`)).toEqual([]);
    expect(lintPhp('src/A.php', '<?php\ndeclare(strict_types=0);\nclass A {}\n')).toHaveLength(1);
  });

  it('wants a guard before anything happens', () => {
    const rules = (code: string, path = 'parterre.php') => lintPhp(path, head + code).map(({ rule }) => rule);
    expect(rules("add_action('init', 'x');")).toEqual(['abspath-guard']);
    expect(rules("add_action('init', 'x');\ndefined('ABSPATH') || exit;")).toEqual(['abspath-guard']);
    expect(rules("defined('ABSPATH') || exit;\nadd_action('init', 'x');")).toEqual([]);
    expect(rules("if (!defined('ABSPATH')) { exit; }\nadd_action('init', 'x');")).toEqual([]);
    expect(rules("defined('WP_UNINSTALL_PLUGIN') || exit;\nrun();", 'uninstall.php')).toEqual([]);
    expect(rules("return ['a' => 1];")).toEqual([]);
    expect(rules('// @standalone answers nginx without booting WordPress\nrun();')).toEqual([]);
    expect(rules('// @standalone\nrun();')).toEqual(['abspath-guard']);
  });

  it('reports code that is not PHP', () => {
    expect(lintPhp('src/A.php', '<?php function {').map(({ rule }) => rule)).toEqual(['syntax']);
  });
});

describe('boundaries', () => {
  it('keeps the database in src/Store/', () => {
    const code = 'global $wpdb; return $wpdb->get_var("SELECT 1");';
    expect(broken(code)).toEqual(['wpdb-only-in-store']);
    expect(broken("return $GLOBALS['wpdb'];")).toEqual(['wpdb-only-in-store']);
    expect(broken(code, 'src/Store/Orders.php')).toEqual([]);
    expect(broken(code, 'tests/integration/OrderTest.php')).toEqual([]);
  });

  it('keeps WordPress out of src/Domain/', () => {
    const domain = 'src/Domain/Money.php';
    expect(broken("return get_option('x');", domain)).toEqual(['domain-is-pure']);
    expect(broken("return \\apply_filters('x', 1);", domain)).toEqual(['domain-is-pure']);
    expect(broken("return new \\WP_Error('x');", domain)).toEqual(['domain-is-pure']);
    expect(broken("return __('Seat', 'parterre');", domain)).toEqual(['domain-is-pure']);
    expect(broken('return get_object_vars($x) + array_map(intval(...), $x);', domain)).toEqual([]);
    expect(broken("return get_option('x');")).toEqual([]);
    const uses = (name: string) =>
      lintPhp(domain, `${head}namespace Parterre\\Domain;\nuse ${name};\nclass A {}\n`).length;
    expect(uses('Parterre\\Store\\Orders')).toBe(1);
    expect(uses('Parterre\\Domain\\Phase')).toBe(0);
  });
});

describe('routes', () => {
  const route = (permission: string) =>
    broken(
      `register_rest_route('parterre/v1', '/x', ['methods' => 'GET', 'callback' => [$this, 'a'], ${permission}]);`,
    );

  it('need somebody who decides', () => {
    expect(route('')).toEqual(['route-permissions']);
    expect(route("'permission_callback' => '__return_true'")).toEqual(['route-permissions']);
    expect(route("'permission_callback' => __return_true(...)")).toEqual(['route-permissions']);
    expect(route("'permission_callback' => fn() => true")).toEqual(['route-permissions']);
    expect(route("'permission_callback' => function () { return true; }")).toEqual(['route-permissions']);
    expect(route("'permission_callback' => [$this, 'maySell']")).toEqual([]);
  });

  it('are checked one by one when several share a path', () => {
    const two = (second: string) =>
      broken(`register_rest_route('parterre/v1', '/x', [
        ['methods' => 'GET', 'callback' => [$this, 'a'], 'permission_callback' => [$this, 'may']],
        ['methods' => 'POST', 'callback' => [$this, 'b'], ${second}],
        'schema' => [$this, 'schema'],
      ]);`);
    expect(two('')).toEqual(['route-permissions']);
    expect(two("'permission_callback' => [$this, 'may']")).toEqual([]);
  });
});

describe('output', () => {
  it.each([
    'echo $x;',
    'echo "<b>$x</b>";',
    "echo '<b>' . $x . '</b>';",
    'echo $x ? esc_html($x) : $x;',
    '?><b><?= $x ?></b><?php',
    'print $x;',
    'exit($x);',
    "printf('%s', $x);",
    "echo sprintf('<b>%s</b>', $x);",
    "echo __('Seat', 'parterre');",
    "_e('Seat', 'parterre');",
    "echo implode(', ', $x);",
    'echo (string) $x;',
    'echo $x ?: esc_html($x);',
    'echo $x; // phpcs:ignore WordPress.Security.EscapeOutput',
  ])('refuses %s', (code) => expect(broken(code)).toEqual(['escaped-output']));

  it.each([
    'echo esc_html($x);',
    "echo '<b>' . esc_html($x) . '</b>', PHP_EOL;",
    'echo (int) $x;',
    "echo $x ? 'a' : esc_attr($x);",
    '?><b class="<?= esc_attr($x) ?>"><?php esc_html_e("Seat", "parterre"); ?></b><?php',
    "printf('<b>%s</b>', esc_html($x));",
    "echo implode(', ', array_map('esc_html', $x));",
    "echo implode('', array_map(fn($y) => '<li>' . esc_html($y), $x));",
    'echo wp_json_encode($x);',
    'exit;',
    'exit(1);',
    '// phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- the renderer escapes each attribute\necho $x;',
  ])('accepts %s', (code) => expect(broken(code)).toEqual([]));
});

describe('input', () => {
  it.each([
    "return $_GET['a'];",
    "return wp_unslash($_POST['a']);",
    "return trim($_SERVER['HTTP_HOST']);",
    'return $_REQUEST;',
  ])('refuses %s', (code) => expect(broken(code)).toEqual(['sanitized-input']));

  it.each([
    "return isset($_GET['a']);",
    "return sanitize_text_field(wp_unslash($_POST['a']));",
    "return (int) $_GET['a'];",
    "return $_SERVER['REQUEST_METHOD'] === 'POST';",
  ])('accepts %s', (code) => expect(broken(code)).toEqual([]));
});

describe('language', () => {
  it.each([
    "return __('Seat');",
    "return __('Seat', 'other');",
    "return __('Seat', self::DOMAIN);",
    "return __($x, 'parterre');",
    "return _n('Seat', 'Seats', $x, 'other');",
    "return _x('Seat', 'parterre');",
    "return esc_html__('Seat');",
  ])('refuses %s', (code) => expect(broken(code)).toEqual(['text-domain']));

  it.each([
    "return __('Seat', 'parterre');",
    "return _n('%d seat', '%d seats', $x, 'parterre');",
    "return _x('Seat', 'in a hall', 'parterre');",
  ])('accepts %s', (code) => expect(broken(code)).toEqual([]));
});

describe('what never comes in', () => {
  it.each([
    'unserialize($x);',
    'eval($x);',
    'extract($x);',
    'return `ls`;',
    'print_r($x);',
    '\\shell_exec($x);',
    "curl_init('a');",
  ])('refuses %s', (code) => expect(broken(code)).toEqual(['never-called']));

  // An object that came to life, and files of visitors.
  it.each(['maybe_unserialize($x);', "return $_FILES['a'];", "move_uploaded_file($x, '/a');", 'wp_handle_upload($x);'])(
    'refuses what undid neighbours (CVE-2024-8030, CVE-2024-5441, CVE-2026-1657, CVE-2026-24380): %s',
    (code) => expect(broken(code)).toContain('never-called'),
  );

  it.each(["return 'http://localhost:8080/';", 'return "http://127.0.0.1/$x";', '?><a href="//localhost"></a><?php'])(
    'refuses the local address in %s',
    (code) => expect(broken(code)).toContain('no-local-address'),
  );

  it('leaves methods of the same name alone', () => {
    expect(broken('return $x->extract() . $x->system();')).toEqual([]);
  });
});
