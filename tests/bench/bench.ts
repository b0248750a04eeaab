// What a benchmark hands to `npm run bench`.

export interface BenchResult {
  /** Rows of cells for a person; the first is the head. */
  table: (string | number)[][];
  /** What was measured, by name; the unit is in the name. */
  figures: Record<string, number>;
  /** What some of the figures are held to, under the same names. */
  limits: Record<string, number>;
  pass: boolean;
}

/** A file `tests/bench/NAME.ts` exports one of these as `bench`; `args` is what followed the name. */
export type Bench = (args: string[]) => Promise<BenchResult>;

/** The middle of the values, the mean of the two middle ones for an even count. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) throw new Error('There is no median of nothing.');
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Columns as wide as their widest cell; numbers to the right. */
export function formatTable(table: (string | number)[][]): string {
  const width = (column: number) => Math.max(...table.map((row) => String(row[column] ?? '').length));
  const widths = (table[0] ?? []).map((_cell, column) => width(column));
  const lines = table.map((row) =>
    row
      .map((cell, column) => {
        const text = typeof cell === 'number' ? cell.toLocaleString('en') : cell;
        const size = Math.max(widths[column] ?? 0, text.length);
        return typeof cell === 'number' ? text.padStart(size) : text.padEnd(size);
      })
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}
