// The native stack: what a real host runs. MariaDB, nginx and php-fpm with opcache, each in a temporary folder, on free
// ports, as an unprivileged user, ended with the process that started them. Tests use `startStack`; by hand it is
// `npm run stack`.
//
// The profile `shared` is the €5 host the product is made for: 4 PHP workers, 128 MB each, 15 database connections, no
// cron, no way for PHP to reach its own site, one mail a second.
import { chmod, chown, copyFile, cp, lstat, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { tmpdir, userInfo } from 'node:os';
import { accessSync, constants as modes } from 'node:fs';
import PostalMime from 'postal-mime';
import { cached, root, run } from './cache.ts';
import { ensureBuilt } from './plugin.ts';
import { answers, connectTo, freePort, HOST, until } from './ports.ts';
import { readyOrEnded, startService, temporary, type Service, type User } from './services.ts';
import { layOutSite, mountPlugin, newSalts, PLUGIN_SLUG, writeConfig, type Constant, type Database } from './site.ts';
import { wordpressTree } from './tree.ts';

export type Profile = 'standard' | 'shared';

export interface StackOptions {
  /** The site's port; a free one when not given. */
  port?: number;
  profile?: Profile;
  /** A network of sites in subfolders, with a second site at `/second/`. */
  multisite?: boolean;
  /** `fr_FR` installs the site in French. */
  locale?: 'en_US' | 'fr_FR';
  /** Further constants of `wp-config.php`. */
  constants?: Record<string, Constant>;
  /** `copy` (the default) freezes the plugin as it is now; `link` shows edits, and needs a readable checkout. */
  plugin?: 'copy' | 'link' | 'none';
  /** Told what is happening, in the present tense. */
  progress?: (step: string) => void;
}

export interface Mail {
  file: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  /** Header names in lower case. */
  headers: Record<string, string>;
}

export interface Stack {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  /** The folder everything lies in, readable by the site's user; tests may put files of their own there. */
  folder: string;
  /** The folder of WordPress. */
  www: string;
  /** The folder of all logs: `php.log` (WordPress and PHP), `nginx.log`, `access.log`, `fpm.log`, `mariadb.log`. */
  logs: string;
  /** How to reach the database from outside WordPress: not limited by the profile. */
  database: { socket: string; port: number; name: string; user: string; password: string };
  /** Who PHP runs as; undefined is whoever runs this process. */
  user: User | undefined;
  /** Runs WP-CLI and gives what it printed. @throws Error with WP-CLI's words when it fails. */
  wp(...args: string[]): Promise<string>;
  /** Runs a PHP program as the site's user, with the stack's settings. @throws Error when it fails. */
  php(args: readonly string[], env?: Record<string, string>): Promise<string>;
  /** Runs SQL with all rights and gives the rows of the last statement, values as text, NULL as null. */
  sql(statement: string): Promise<Record<string, string | null>[]>;
  /** The mails WordPress sent so far, oldest first. */
  mails(): Promise<Mail[]>;
  /** Resolves with a sentence if one of the programs ends by itself. */
  ended: Promise<string>;
  /** Single programs, for tests of what happens when one fails. */
  services: { database: Service; php: Service; web: Service };
  /** Starts one again that was stopped, with everything it had; resolves when it answers. */
  start(service: 'database' | 'php'): Promise<void>;
  /** Stops everything and deletes all of it. */
  stop(): Promise<void>;
}

const PROFILES = {
  standard: { workers: 8, memory: '256M', connections: 100, loopback: true, secondsPerMail: 0 },
  shared: { workers: 4, memory: '128M', connections: 15, loopback: false, secondsPerMail: 1 },
} as const;

const DATABASE = { name: 'wordpress', user: 'wordpress', password: 'wordpress' };

/**
 * Starts a WordPress with the plugin active; resolves when its front page answers.
 * @throws Error with the end of the log of the program that failed. Nothing is left running then.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const {
    profile = 'standard',
    progress = () => {},
    locale = 'en_US',
    multisite = false,
    plugin: mount = 'copy',
  } = options;
  const limits = PROFILES[profile];
  const programs = findPrograms();
  const tree = await wordpressTree(() => progress('Fetching WordPress'));
  if (mount !== 'none') await ensureBuilt(progress);
  const [webUser, databaseUser] = await Promise.all([serviceUser('www-data'), serviceUser('mysql')]);
  const port = options.port ?? (await freePort());
  const databasePort = await freePort();
  const url = `http://${HOST}:${port}`;

  const folder = await mkdtemp(join(tmpdir(), 'parterre-'));
  await chmod(folder, 0o755);
  const forget = temporary(folder);
  const at = (...names: string[]): string => join(folder, ...names);
  const started: Service[] = [];
  const stop = async (): Promise<void> => {
    for (const service of started.splice(0).reverse()) await service.stop();
    await forget();
  };
  try {
    for (const name of ['logs', 'mails', 'run', 'temp', 'database']) await mkdir(at(name));
    const { www, logs } = { www: at('www'), logs: at('logs') };

    progress('Starting the database');
    await own(folder, webUser);
    await own(at('database'), databaseUser, true);
    const socket = at('database', 'server.sock');
    const database = await startDatabase(
      programs,
      at('database', 'data'),
      socket,
      databasePort,
      at('database', 'mariadb.log'),
      databaseUser,
      limits.connections,
    );
    started.push(database);
    const sql = (statement: string): Promise<Record<string, string | null>[]> =>
      query(programs, socket, statement, DATABASE.name);

    progress('Installing WordPress');
    await layOutSite(www, tree, 'mysql');
    if (mount !== 'none') await mountPlugin(www, mount);
    // WordPress comes with block themes only.
    await cp(join(root, 'tests', 'stack', 'classic-theme'), join(www, 'wp-content', 'themes', 'parterre-classic'), {
      recursive: true,
    });
    // A cache in somebody's home is closed to the user PHP runs as.
    await copyFile(tree.cli, at('wp-cli.phar'));
    const access: Database = { engine: 'mysql', host: `${HOST}:${databasePort}`, ...DATABASE };
    const constants: Record<string, Constant> = {
      ...newSalts(),
      WP_DEBUG: true,
      WP_DEBUG_DISPLAY: false,
      WP_DEBUG_LOG: join(logs, 'php.log'),
      DISABLE_WP_CRON: true,
      ...options.constants,
    };
    const single = { WP_HOME: url, WP_SITEURL: url };
    await writeConfig(www, access, multisite ? constants : { ...constants, ...single });
    const sendmail = await writeSendmail(at('sendmail'), at('mails'), at('run', 'mail.lock'), limits.secondsPerMail);
    await writeFile(join(logs, 'php.log'), '');
    await own(folder, webUser, true, at('database'));
    const settings = phpSettings(limits.memory, sendmail, join(logs, 'php.log'), at('temp'));
    const php = (args: readonly string[], env: Record<string, string> = {}): Promise<string> =>
      run(
        programs.php,
        [...settings.flatMap(([name, value]) => ['-d', `${name}=${value}`]), '-d', 'memory_limit=512M', ...args],
        {
          cwd: www,
          env: { ...process.env, HOME: at('temp'), TMPDIR: at('temp'), WP_CLI_CACHE_DIR: at('temp', 'wp-cli'), ...env },
          ...webUser,
        },
      );
    const wp = (...args: string[]): Promise<string> =>
      php([at('wp-cli.phar'), `--path=${www}`, `--url=${url}`, '--no-color', ...args]);
    await wp(
      ...[
        'core',
        multisite ? 'multisite-install' : 'install',
        '--title=Le Parterre',
        '--admin_user=admin',
        '--admin_password=admin',
        '--admin_email=admin@parterre.test',
        '--skip-email',
      ],
      ...(multisite ? ['--skip-config'] : [`--locale=${locale}`]),
    );
    if (multisite) {
      // Only now: a network whose tables are missing cannot even be installed.
      const network = {
        MULTISITE: true,
        SUBDOMAIN_INSTALL: false,
        DOMAIN_CURRENT_SITE: `${HOST}:${port}`,
        PATH_CURRENT_SITE: '/',
      };
      await writeConfig(www, access, { ...constants, ...network, SITE_ID_CURRENT_SITE: 1, BLOG_ID_CURRENT_SITE: 1 });
    }
    if (locale !== 'en_US') await wp('site', 'switch-language', locale);
    await wp('rewrite', 'structure', '/%postname%/');
    await own(join(www, 'wp-config.php'), webUser);

    progress('Starting PHP and nginx');
    const startPhp = (): Promise<Service> => startFpm(programs, at, settings, limits.workers, webUser);
    const fpm = await startPhp();
    started.push(fpm);
    started.push(await startNginx(programs, at, www, port, multisite, limits.loopback, webUser));
    const web = started.at(-1) as Service;
    await readyOrEnded(web, join(logs, 'nginx.log'), (signal) =>
      until('WordPress does not answer', 30, () => answers(`${url}/`), signal),
    );

    if (multisite) await wp('site', 'create', '--slug=second', '--title=The second stage');
    if (mount !== 'none') await wp('plugin', 'activate', PLUGIN_SLUG, ...(multisite ? ['--network'] : []));

    const services = { database, php: fpm, web };
    const again = {
      php: startPhp,
      database: () =>
        runDatabase(
          programs,
          at('database', 'data'),
          socket,
          databasePort,
          at('database', 'mariadb.log'),
          databaseUser,
        ),
    };
    return {
      url,
      folder,
      www,
      logs,
      database: { socket, port: databasePort, ...DATABASE },
      user: webUser,
      wp,
      php,
      sql,
      mails: () => readMails(at('mails')),
      ended: Promise.race([database.ended, fpm.ended, web.ended]),
      services,
      async start(name) {
        services[name] = await again[name]();
        started.push(services[name]);
      },
      stop,
    };
  } catch (error) {
    const log = await readFile(at('logs', 'php.log'), 'utf8').catch(() => '');
    await stop();
    if (log) (error as Error).message += `\nThe end of PHP's log:\n${log.slice(-2000)}`;
    throw error;
  }
}

/** The smallest files MariaDB takes: the empty database is copied and thrown away often. */
const DATABASE_FILES = ['--innodb-log-file-size=8M', '--innodb-data-file-path=ibdata1:12M:autoextend'];

/** Paths of the programs the stack is made of. */
interface Programs {
  php: string;
  fpm: string;
  nginx: string;
  mariadbd: string;
  mariadb: string;
  installDatabase: string;
}

/** @throws Error naming what is missing and how to install it. */
function findPrograms(): Programs {
  const find = (...names: string[]): string | undefined => {
    // Servers live in sbin, which an ordinary user's PATH leaves out.
    const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
    for (const name of names) {
      for (const folder of folders) {
        try {
          accessSync(join(folder, name), modes.X_OK);
          return join(folder, name);
        } catch {
          // Not here.
        }
      }
    }
    return undefined;
  };
  const versions = ['8.5', '8.4', '8.3', '8.2', '8.1'];
  const found = {
    php: find('php'),
    fpm: find('php-fpm', ...versions.map((version) => `php-fpm${version}`)),
    nginx: find('nginx'),
    mariadbd: find('mariadbd', 'mysqld'),
    mariadb: find('mariadb', 'mysql'),
    installDatabase: find('mariadb-install-db', 'mysql_install_db'),
  };
  const missing = Object.entries(found).filter(([, path]) => !path);
  if (missing.length > 0) {
    throw new Error(
      `The native stack needs programs this machine lacks (${missing.map(([name]) => name).join(', ')}). On Debian, as root:\n` +
        '  apt-get install php-cli php-fpm php-mysql php-xml php-mbstring php-curl php-gd php-intl php-zip mariadb-server nginx',
    );
  }
  return found as Programs;
}

/** The account `name`, when this process may become it; undefined (stay who we are) otherwise. */
async function serviceUser(name: string): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (!uid || !gid)
    throw new Error(
      `There is no user ${name} on this machine, and ${userInfo().username} is not who servers should run as.`,
    );
  return { uid: Number(uid), gid: Number(gid) };
}

/** Gives `folder` to `user`; with `deep` all that is in it too, except `except`. Does nothing for an ordinary user. */
async function own(folder: string, user: User | undefined, deep = false, except?: string): Promise<void> {
  if (!user || folder === except) return;
  await chown(folder, user.uid, user.gid);
  if (!deep) return;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await own(path, user, true, except);
    else if (!entry.isSymbolicLink() && path !== except) await chown(path, user.uid, user.gid);
  }
}

async function startDatabase(
  programs: Programs,
  data: string,
  socket: string,
  port: number,
  log: string,
  user: User | undefined,
  connections: number,
): Promise<Service> {
  const version = /Ver ([\d.]+)/.exec(await run(programs.mariadbd, ['--no-defaults', '--version']))?.[1] ?? 'unknown';
  const empty = await cached(`mariadb-${version}`, async (folder) => {
    await run(programs.installDatabase, [
      ...[
        '--no-defaults',
        `--datadir=${folder}/data`,
        '--auth-root-authentication-method=normal',
        '--skip-test-db',
        ...DATABASE_FILES,
      ],
      ...(process.getuid?.() === 0 ? ['--user=root'] : []),
    ]);
  });
  await run('cp', ['-r', `${empty}/data`, data]);
  await own(data, user, true);
  const service = await runDatabase(programs, data, socket, port, log, user);
  try {
    const grants = ["'%'", 'localhost'].map((host) => {
      const account = `${DATABASE.user}@${host}`;
      return (
        `CREATE USER ${account} IDENTIFIED BY '${DATABASE.password}' WITH MAX_USER_CONNECTIONS ${connections};` +
        `GRANT ALL ON \`${DATABASE.name}%\`.* TO ${account};`
      );
    });
    await query(programs, socket, `CREATE DATABASE ${DATABASE.name}; ${grants.join(' ')}`, 'mysql');
    return service;
  } catch (error) {
    await service.stop();
    throw error;
  }
}

/** Runs the database on a folder that is ready; resolves when it answers. */
async function runDatabase(
  programs: Programs,
  data: string,
  socket: string,
  port: number,
  log: string,
  user: User | undefined,
): Promise<Service> {
  const service = await startService('MariaDB', {
    command: programs.mariadbd,
    args: [
      ...[
        '--no-defaults',
        `--datadir=${data}`,
        `--socket=${socket}`,
        `--port=${port}`,
        `--bind-address=${HOST}`,
        `--pid-file=${socket}.pid`,
        // Not where the environment says: that may be closed to the database's user.
        `--tmpdir=${dirname(data)}`,
      ],
      ...[
        '--innodb-buffer-pool-size=128M',
        '--skip-log-bin',
        '--character-set-server=utf8mb4',
        '--collation-server=utf8mb4_unicode_ci',
        ...DATABASE_FILES,
      ],
      // Durable enough for a database that is deleted at the end; a tenth of the disk's work.
      ...['--innodb-flush-log-at-trx-commit=2', '--skip-name-resolve', '--max-connections=200'],
    ],
    user,
    log,
  });
  try {
    await readyOrEnded(service, log, (signal) => until('MariaDB does not answer', 60, () => connectTo(port), signal));
    return service;
  } catch (error) {
    await service.stop();
    throw error;
  }
}

async function query(
  programs: Programs,
  socket: string,
  statement: string,
  database: string,
): Promise<Record<string, string | null>[]> {
  const args = [
    '--no-defaults',
    '-uroot',
    `--socket=${socket}`,
    '--batch',
    '--default-character-set=utf8mb4',
    database,
  ];
  const out = await run(programs.mariadb, args, { input: statement });
  const [head, ...lines] = out.replace(/\n$/, '').split('\n');
  if (!head) return [];
  const names = head.split('\t');
  const unescape = (value: string): string =>
    value.replace(/\\([nt0\\])/g, (_, letter: string) => ({ n: '\n', t: '\t', '0': '\0' })[letter] ?? '\\');
  return lines.map((line) => {
    const values = line.split('\t');
    return Object.fromEntries(
      names.map((name, index) => [name, values[index] === 'NULL' ? null : unescape(values[index] ?? '')]),
    );
  });
}

function phpSettings(memory: string, sendmail: string, log: string, temp: string): [string, string][] {
  return [
    ['memory_limit', memory],
    ['sendmail_path', sendmail],
    ['error_log', log],
    ['log_errors', '1'],
    ['display_errors', '0'],
    ['error_reporting', '32767'],
    ['upload_max_filesize', '64M'],
    ['post_max_size', '64M'],
    ['sys_temp_dir', temp],
    ['upload_tmp_dir', temp],
    ['session.save_path', temp],
    ['date.timezone', 'UTC'],
    ['opcache.enable', '1'],
    // An edit of a linked plugin shows within two seconds, as on most hosts.
    ['opcache.revalidate_freq', '2'],
  ];
}

async function startFpm(
  programs: Programs,
  at: (...names: string[]) => string,
  settings: [string, string][],
  workers: number,
  user: User | undefined,
): Promise<Service> {
  const config = at('run', 'fpm.conf');
  const socket = at('run', 'fpm.sock');
  await writeFile(
    config,
    [
      '[global]',
      `error_log = ${at('logs', 'fpm.log')}`,
      'daemonize = no',
      '[www]',
      `listen = ${socket}`,
      'listen.mode = 0600',
      'pm = static',
      `pm.max_children = ${workers}`,
      'catch_workers_output = yes',
      'clear_env = yes',
      ...settings.map(([name, value]) => `php_admin_value[${name}] = "${value}"`),
      '',
    ].join('\n'),
  );
  const log = at('logs', 'fpm.log');
  const service = await startService('php-fpm', {
    command: programs.fpm,
    args: ['-F', '-y', config],
    log,
    user,
    stopSignal: 'SIGTERM',
  });
  await readyOrEnded(service, log, (signal) =>
    until('php-fpm does not answer', 20, async () => void (await lstat(socket)), signal),
  ).catch(async (error: unknown) => {
    await service.stop();
    throw error;
  });
  return service;
}

async function startNginx(
  programs: Programs,
  at: (...names: string[]) => string,
  www: string,
  port: number,
  multisite: boolean,
  loopback: boolean,
  user: User | undefined,
): Promise<Service> {
  const config = at('run', 'nginx.conf');
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `  ${name}_temp_path ${at('temp', name)};`,
  );
  await writeFile(
    config,
    `worker_processes 1;
pid ${at('run', 'nginx.pid')};
error_log ${at('logs', 'nginx.log')};
events { worker_connections 4096; }
http {
${temp.join('\n')}
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log ${at('logs', 'access.log')};
  sendfile on;
  gzip on;
  client_max_body_size 64m;
  server {
    listen ${HOST}:${port};
    root ${www};
    index index.php;
${loopback ? '' : '    # A host whose PHP cannot reach its own site: whatever names itself WordPress gets no answer.\n    if ($http_user_agent ~ ^WordPress/) { return 444; }\n'}${
      multisite
        ? `    if (!-e $request_filename) {
      rewrite /wp-admin$ $scheme://$http_host$uri/ permanent;
      rewrite ^(/[^/]+)?(/wp-.*) $2 last;
      rewrite ^(/[^/]+)?(/.*\\.php)$ $2 last;
    }
`
        : ''
    }    location / { try_files $uri $uri/ /index.php?$args; }
    location ~ /\\. { deny all; }
    location ~ \\.php$ {
      try_files $uri =404;
      include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
      # Debian's own file says $host, which drops the port: WordPress would redirect to itself for ever.
      fastcgi_param HTTP_HOST $http_host;
      fastcgi_read_timeout 60s;
      fastcgi_pass unix:${at('run', 'fpm.sock')};
    }
  }
}
`,
  );
  return startService('nginx', {
    command: programs.nginx,
    args: ['-e', at('logs', 'nginx.log'), '-c', config, '-g', 'daemon off;'],
    log: at('logs', 'nginx.log'),
    user,
    stopSignal: 'SIGTERM',
  });
}

/** Writes the program PHP hands mails to: it files each as `.eml`, one at a time and no faster than the host allows. */
async function writeSendmail(program: string, mails: string, lock: string, secondsPerMail: number): Promise<string> {
  await writeFile(
    program,
    `#!/bin/sh
# A mail becomes visible under its name only when it is complete.
exec 9>'${lock}'
flock 9
name=$(date +%s%N)-$$
cat > '${mails}'/.$name && mv '${mails}'/.$name '${mails}'/$name.eml
${secondsPerMail > 0 ? `sleep ${secondsPerMail}\n` : ''}`,
  );
  await chmod(program, 0o755);
  return program;
}

async function readMails(folder: string): Promise<Mail[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml')).sort();
  return Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      const mail = await PostalMime.parse(await readFile(file));
      return {
        file,
        from: mail.from?.address ?? '',
        to: (mail.to ?? []).flatMap((to) => (to.address ? [to.address] : [])),
        subject: mail.subject ?? '',
        text: mail.text ?? '',
        html: mail.html ?? '',
        headers: Object.fromEntries(mail.headers.map((header) => [header.key.toLowerCase(), header.value])),
      };
    }),
  );
}
