// What a layer's runner reported, in one shape, whatever the runner wrote.
import { readFile } from 'node:fs/promises';

export interface Report {
  passed: number;
  failed: number;
  skipped: number;
  /** One entry a failed test: its name and the first lines of what it said. */
  failures: string[];
}

/**
 * How a layer reports: `junit` and `json` are files the runner writes (JUnit XML; `{passed, failed, skipped,
 * failures: [{file, title, message}]}`), `lines` is its output, which ends with `N passed, N failed`.
 */
export type Format = 'junit' | 'json' | 'lines';

/** @throws Error when the report is missing or not what it should be. */
export async function readReport(format: Format, file: string): Promise<Report> {
  const text = await readFile(file, 'utf8');
  if (format === 'junit') return parseJunit(text);
  return format === 'json' ? parseJson(text) : parseLines(text);
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function unescape(text: string): string {
  return text
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, digits: string) =>
      String.fromCodePoint(Number.parseInt(digits, hex ? 16 : 10)),
    )
    .replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name] ?? '');
}

export function parseJunit(xml: string): Report {
  const report: Report = { passed: 0, failed: 0, skipped: 0, failures: [] };
  // Quoted attribute values may hold `>`.
  for (const [, attributes = '', body = ''] of xml.matchAll(
    /<testcase\b((?:[^>"]|"[^"]*")*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g,
  )) {
    const problem = /<(failure|error)\b((?:[^>"]|"[^"]*")*?)(?:\/>|>([\s\S]*?)<\/\1>)/.exec(body);
    if (problem) {
      report.failed += 1;
      const attribute = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
      const said = problem[3]?.trim() || /\bmessage="([^"]*)"/.exec(problem[2] ?? '')?.[1] || '';
      const plain = said
        .replace(/^<!\[CDATA\[|\]\]>$/g, '')
        .split('\n')
        .slice(0, 12)
        .join('\n');
      report.failures.push(unescape(`${attribute('classname')} › ${attribute('name')}\n${plain}`));
    } else if (/<skipped\b/.test(body)) report.skipped += 1;
    else report.passed += 1;
  }
  return report;
}

function parseJson(text: string): Report {
  const { passed, failed, skipped, failures } = JSON.parse(text) as Omit<Report, 'failures'> & {
    failures: { file: string; title: string; message: string }[];
  };
  return {
    passed,
    failed,
    skipped,
    failures: failures.map(({ file, title, message }) => `${file} › ${title}\n${message}`),
  };
}

export function parseLines(text: string): Report {
  const last = [...text.matchAll(/^(\d+) passed, (\d+) failed/gm)].at(-1);
  if (!last) throw new Error('it never said how many passed');
  const failures = [...text.matchAll(/^ *✗ .*(?:\n {4,}.*)*/gm)].map(([block]) => block.trim());
  return { passed: Number(last[1]), failed: Number(last[2]), skipped: 0, failures };
}
