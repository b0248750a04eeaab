// The house rules for PHP, one function each. A rule gets a parsed file and reports lines; it knows nothing of the disk.
//
// What WordPress's reviewers look at (Plugin Check) and what docs/architecture.md promises is enforced here, because
// their own tools need Composer packages and a running site.
import { callName, literalOf, walk, type PhpNode, type PhpProgram } from './php-ast.ts';

export interface PhpFile {
  /** Path inside the plugin, with forward slashes: `src/Store/Orders.php`. */
  path: string;
  code: string;
  program: PhpProgram;
}

export interface Finding {
  line: number;
  message: string;
}

export interface Rule {
  name: string;
  /** The matching WordPress sniff, so that one `phpcs:ignore … -- reason` comment speaks to both tools. */
  sniff?: string;
  /** Files the rule is about; all when left out. */
  applies?: (path: string) => boolean;
  check(file: PhpFile): Finding[];
}

export const textDomain = 'parterre';

/** Routes whose permission callback may be `__return_true`: whatever they answer is public by design. */
export const publicRoutes: readonly string[] = [];

const isTest = (path: string) => path.startsWith('tests/');
const shipped = (path: string) => !isTest(path);
const inDomain = (path: string) => path.startsWith('src/Domain/');

function findAll(file: PhpFile, test: (node: PhpNode, ancestors: readonly PhpNode[]) => string | false | null) {
  const findings: Finding[] = [];
  walk(file.program, (node, ancestors) => {
    const message = test(node, ancestors);
    if (message) findings.push({ line: node.loc?.start.line ?? 1, message });
  });
  return findings;
}

// --- The shape of a file ------------------------------------------------------------------------------------------

const strictTypes: Rule = {
  name: 'strict-types',
  // The plugin's first file has to be readable by any PHP, to tell an old one why the plugin stays off.
  applies: (path) => path !== 'parterre.php',
  check({ program }) {
    const declares = program.children.filter(({ kind }) => kind === 'declare');
    const strict = declares.some(({ directives }) =>
      directives.some((item: PhpNode) => item['key']?.name === 'strict_types' && String(item['value']?.value) === '1'),
    );
    return strict ? [] : [{ line: 1, message: 'declare(strict_types=1) is missing' }];
  },
};

const declarations = new Set([
  'declare',
  'usegroup',
  'class',
  'interface',
  'trait',
  'enum',
  'function',
  'constantstatement',
  'return',
  'noop',
]);

function topLevel(program: PhpProgram): PhpNode[] {
  return program.children.flatMap((node) => (node.kind === 'namespace' ? (node['children'] as PhpNode[]) : [node]));
}

function isGuard(node: PhpNode): boolean {
  let found = false;
  walk(node, (inner) => {
    if (callName(inner) !== 'defined') return;
    const constant = literalOf(inner['arguments'][0]);
    if (constant === 'ABSPATH' || constant === 'WP_UNINSTALL_PLUGIN') found = true;
  });
  let exits = false;
  walk(node, (inner) => {
    if (inner.kind === 'exit' || inner.kind === 'return') exits = true;
  });
  return found && exits;
}

const absPathGuard: Rule = {
  name: 'abspath-guard',
  applies: shipped,
  check({ program }) {
    const effects = topLevel(program).filter((node) => {
      if (declarations.has(node.kind)) return false;
      // White space around the tags is not output worth guarding.
      return !(node.kind === 'inline' && String(node['value']).trim() === '');
    });
    const first = effects[0];
    if (!first || isGuard(first)) return [];
    // A verifier that never boots WordPress says so, with the reason, in its first comment.
    if (program.comments.some(({ value }) => /@standalone\s+\S+/.test(value))) return [];
    return [
      {
        line: first.loc?.start.line ?? 1,
        message: "a file that does something when loaded starts with defined('ABSPATH') || exit",
      },
    ];
  },
};

// --- Boundaries ---------------------------------------------------------------------------------------------------

const wpdbInStore: Rule = {
  name: 'wpdb-only-in-store',
  // uninstall.php runs without the plugin, so it has no Store to ask.
  applies: (path) => shipped(path) && !path.startsWith('src/Store/') && path !== 'uninstall.php',
  check: (file) =>
    findAll(file, (node) => {
      const global =
        node.kind === 'offsetlookup' && node['what']?.name === 'GLOBALS' && literalOf(node['offset']) === 'wpdb';
      const variable = node.kind === 'variable' && node['name'] === 'wpdb';
      return (global || variable) && '$wpdb is for src/Store/ only';
    }),
};

/** PHP's own functions that look like WordPress's by their prefix. */
const phpOwn = new Set([
  'get_class',
  'get_debug_type',
  'get_object_vars',
  'get_parent_class',
  'get_called_class',
  'get_class_methods',
  'get_resource_type',
]);

const wordPressName =
  /^(wp_|get_|the_|add_(action|filter|option|query_arg|shortcode|meta|post_meta|user_meta|role|cap)|do_(action|shortcode)|did_action|apply_filters|remove_(action|filter)|esc_|sanitize_|update_|delete_|register_(?!shutdown|tick)|rest_|is_(wp_error|email|admin|multisite|user_logged_in|singular)|current_user_can|current_time|plugin|admin_url|home_url|site_url|trailingslashit|untrailingslashit|absint|maybe_|number_format_i18n|date_i18n|__$|_e$|_x$|_n$|_nx$|dbDelta|switch_to_blog|restore_current_blog|set_transient)/;

const domainIsPure: Rule = {
  name: 'domain-is-pure',
  applies: inDomain,
  check: (file) =>
    findAll(file, (node) => {
      const name = callName(node);
      if (name && !phpOwn.has(name) && wordPressName.test(name))
        return `${name}() is WordPress; src/Domain/ is plain PHP`;
      if (node.kind === 'name' && /^\\?(WP_|wpdb$)/.test(String(node['name']))) {
        return `${String(node['name'])} is WordPress; src/Domain/ is plain PHP`;
      }
      if (node.kind === 'useitem' && /^Parterre\\(?!Domain\\)/.test(String(node['name']).replace(/^\\/, ''))) {
        return `src/Domain/ depends on nothing above it, not on ${String(node['name'])}`;
      }
      return null;
    }),
};

// --- REST ---------------------------------------------------------------------------------------------------------

function arrayEntry(node: PhpNode | undefined, key: string): PhpNode | undefined {
  if (node?.kind !== 'array') return undefined;
  const entry = (node['items'] as PhpNode[]).find((item) => literalOf(item['key']) === key);
  return entry?.['value'];
}

/** `'__return_true'`, `__return_true(...)`, `fn() => true` or `function () { return true; }`. */
function alwaysTrue(node: PhpNode): boolean {
  if (literalOf(node)?.replace(/^\\/, '') === '__return_true') return true;
  if (callName(node) === '__return_true') return true;
  if (node.kind === 'arrowfunc') return node['body']?.kind === 'boolean' && node['body'].value === true;
  if (node.kind === 'closure') {
    const [only, more] = node['body']?.children ?? [];
    return only?.kind === 'return' && !more && only.expr?.kind === 'boolean' && only.expr.value === true;
  }
  return false;
}

const routePermissions: Rule = {
  name: 'route-permissions',
  applies: shipped,
  check(file) {
    const findings: Finding[] = [];
    walk(file.program, (node) => {
      if (callName(node) !== 'register_rest_route') return;
      const [, routeNode, argsNode] = node['arguments'] as PhpNode[];
      const route = literalOf(routeNode) ?? '(computed)';
      if (argsNode?.kind !== 'array') return;
      const nested = (argsNode['items'] as PhpNode[])
        .map((item) => item['value'])
        .filter((value) => arrayEntry(value, 'callback'));
      for (const endpoint of arrayEntry(argsNode, 'callback') ? [argsNode] : nested) {
        const permission = arrayEntry(endpoint, 'permission_callback');
        const line = endpoint.loc?.start.line ?? 1;
        if (!permission) findings.push({ line, message: `route ${route} has no permission_callback` });
        else if (alwaysTrue(permission) && !publicRoutes.includes(route)) {
          findings.push({ line, message: `route ${route} lets everybody in and is not on the list of public routes` });
        }
      }
    });
    return findings;
  },
};

// --- Output -------------------------------------------------------------------------------------------------------

const escaping =
  /^(esc_(html|attr|url|js|textarea|xml)(__|_x)?|wp_kses(_post|_data)?|wp_json_encode|absint|intval|floatval|number_format_i18n|get_block_wrapper_attributes|checked|selected|disabled|readonly|wp_nonce_field|settings_fields|submit_button|paginate_links|wp_create_nonce|sanitize_html_class|sanitize_key|antispambot|language_attributes|get_avatar)$/;

/** Whether an expression can be printed into HTML as it is. */
function isEscaped(node: PhpNode | null | undefined): boolean {
  if (!node) return true;
  switch (node.kind) {
    case 'string':
    case 'nowdoc':
    case 'number':
    case 'boolean':
    case 'nullkeyword':
      return true;
    case 'cast':
      return ['int', 'integer', 'float', 'double', 'bool', 'boolean'].includes(node['type']);
    case 'bin':
      if (node['type'] === '.') return isEscaped(node['left']) && isEscaped(node['right']);
      if (node['type'] === '??') return isEscaped(node['left']) && isEscaped(node['right']);
      return ['+', '-', '*', '/', '%', '**'].includes(node['type']);
    case 'retif':
      return isEscaped(node['trueExpr']) && isEscaped(node['falseExpr']) && node['trueExpr'] !== null;
    case 'match':
      return (node['arms'] as PhpNode[]).every((arm) => isEscaped(arm['body']));
    case 'encapsed':
      return (node['value'] as PhpNode[]).every((part) =>
        isEscaped(part.kind === 'encapsedpart' ? part['expression'] : part),
      );
    case 'name':
      return /^\\?PHP_EOL$/.test(String(node['name']));
    case 'call': {
      const name = callName(node);
      if (!name) return false;
      if (escaping.test(name)) return true;
      const args = node['arguments'] as PhpNode[];
      if (name === 'implode' || name === 'join') return isEscaped(args[0]) && isEscapedList(args[1]);
      if (['sprintf', 'vsprintf', 'str_repeat', 'trim', 'nl2br'].includes(name)) return args.every(isEscaped);
      return false;
    }
    default:
      return false;
  }
}

/** `array_map('esc_html', …)` or a literal array of escaped values. */
function isEscapedList(node: PhpNode | undefined): boolean {
  if (node?.kind === 'array') return (node['items'] as PhpNode[]).every((item) => isEscaped(item['value']));
  if (!node || callName(node) !== 'array_map') return false;
  const [mapper] = node['arguments'] as PhpNode[];
  if (!mapper) return false;
  if (mapper.kind === 'arrowfunc') return isEscaped(mapper['body']);
  return escaping.test(literalOf(mapper) ?? callName(mapper) ?? '');
}

const escapedOutput: Rule = {
  name: 'escaped-output',
  sniff: 'WordPress.Security.EscapeOutput',
  applies: shipped,
  check: (file) =>
    findAll(file, (node) => {
      let printed: (PhpNode | null)[] = [];
      if (node.kind === 'echo') printed = node['expressions'];
      else if (node.kind === 'print') printed = [node['expression']];
      else if (node.kind === 'exit') printed = [node['expression']];
      else if (['printf', 'vprintf', '_e', '_ex'].includes(callName(node) ?? '')) {
        const name = callName(node);
        if (name === '_e' || name === '_ex') return `${name}() prints unescaped text; use esc_html_e() or esc_attr_e()`;
        printed = node['arguments'];
      }
      return printed.every(isEscaped)
        ? null
        : 'printed without esc_html(), esc_attr(), esc_url(), wp_kses() or a number cast';
    }),
};

// --- Input --------------------------------------------------------------------------------------------------------

const superglobals = new Set(['_GET', '_POST', '_REQUEST', '_COOKIE', '_SERVER', '_FILES', '_ENV']);
const sanitizers =
  /^(sanitize_\w+|absint|intval|floatval|is_(string|array|numeric|int|uploaded_file)|array_key_exists|filter_var|filter_input|preg_match|wp_verify_nonce|check_admin_referer|esc_url_raw|rest_sanitize_\w+|rest_validate_\w+|wp_kses(_post)?|hash_equals|ctype_\w+|strlen|count|str_starts_with|str_contains)$/;

const sanitizedInput: Rule = {
  name: 'sanitized-input',
  sniff: 'WordPress.Security.ValidatedSanitizedInput',
  applies: shipped,
  check: (file) =>
    findAll(file, (node, ancestors) => {
      if (node.kind !== 'variable' || !superglobals.has(String(node['name']))) return null;
      const safe = ancestors.some((ancestor) => {
        if (ancestor.kind === 'isset' || ancestor.kind === 'empty') return true;
        if (ancestor.kind === 'cast') return ['int', 'integer', 'bool', 'boolean', 'float'].includes(ancestor['type']);
        if (ancestor.kind === 'bin') return ['===', '!==', '==', '!='].includes(ancestor['type']);
        if (ancestor.kind === 'unset') return true;
        const name = callName(ancestor);
        // The callee itself cannot hold the variable, so any such call has it among its arguments.
        return name !== null && sanitizers.test(name);
      });
      return safe ? null : `$${String(node['name'])} is read without a sanitiser`;
    }),
};

// --- Language -----------------------------------------------------------------------------------------------------

/** Position of the text domain among the arguments of each translation function. */
const domainPosition: Record<string, number> = {
  __: 1,
  _e: 1,
  esc_html__: 1,
  esc_html_e: 1,
  esc_attr__: 1,
  esc_attr_e: 1,
  _x: 2,
  _ex: 2,
  esc_html_x: 2,
  esc_attr_x: 2,
  _n: 3,
  _n_noop: 2,
  _nx: 4,
  _nx_noop: 3,
};

const textDomainLiteral: Rule = {
  name: 'text-domain',
  applies: shipped,
  check: (file) =>
    findAll(file, (node) => {
      const name = callName(node);
      const position = name === null ? undefined : domainPosition[name];
      if (position === undefined) return null;
      const args = node['arguments'] as PhpNode[];
      if (literalOf(args[0]) === null) return `the text of ${name}() must be a literal, or no tool can find it`;
      return literalOf(args[position]) === textDomain
        ? null
        : `${name}() needs the literal text domain '${textDomain}'`;
    }),
};

// --- Never --------------------------------------------------------------------------------------------------------

const forbidden: Record<string, string> = {
  unserialize: 'reads objects out of data; use JSON',
  maybe_unserialize: 'reads objects out of data; use JSON',
  extract: 'makes variables out of data',
  create_function: 'is eval()',
  exec: 'starts a program',
  shell_exec: 'starts a program',
  system: 'starts a program',
  passthru: 'starts a program',
  popen: 'starts a program',
  proc_open: 'starts a program',
  move_uploaded_file: 'takes files of visitors; pictures come from the media library',
  wp_handle_upload: 'takes files of visitors; pictures come from the media library',
  wp_handle_sideload: 'takes files of visitors; pictures come from the media library',
  media_handle_upload: 'takes files of visitors; pictures come from the media library',
  var_dump: 'is for debugging',
  var_export: 'is for debugging',
  print_r: 'is for debugging',
  phpinfo: 'is for debugging',
  debug_print_backtrace: 'is for debugging',
  error_log: 'is for debugging; the plugin has its own log',
  date_default_timezone_set: 'changes the time zone of the whole site',
  curl_init: 'bypasses the HTTP settings of the site; use wp_remote_request()',
  mysqli_connect: 'bypasses the database settings of the site',
  mt_srand: 'makes random numbers predictable for everybody',
};

const neverCalled: Rule = {
  name: 'never-called',
  applies: shipped,
  check: (file) =>
    findAll(file, (node) => {
      if (node.kind === 'eval') return 'eval() runs data as code';
      if (node.kind === 'goto') return 'goto hides the order of things';
      if (node.kind === 'variable' && node['name'] === '_FILES')
        return '$_FILES takes files of visitors; pictures come from the media library';
      if (node.kind === 'encapsed' && node['type'] === 'shell') return 'backticks start a program';
      const name = callName(node);
      const why = name === null ? undefined : forbidden[name];
      return why ? `${name}() ${why}` : null;
    }),
};

const noLocalAddress: Rule = {
  name: 'no-local-address',
  applies: shipped,
  check: (file) =>
    findAll(file, (node) => {
      if (!['string', 'inline', 'nowdoc', 'encapsed'].includes(node.kind)) return null;
      const text = typeof node['value'] === 'string' ? node['value'] : '';
      return /\blocalhost\b|\b127\.0\.0\.1\b/.test(text) && 'an address of the local machine in shipped code';
    }),
};

export const rules: readonly Rule[] = [
  strictTypes,
  absPathGuard,
  wpdbInStore,
  domainIsPure,
  routePermissions,
  escapedOutput,
  sanitizedInput,
  textDomainLiteral,
  neverCalled,
  noLocalAddress,
];
