/** The words of the song, in English and French, as WebVTT in the time of the loop. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `[from, to, English, French]`, seconds. A cue never crosses the end of a bar pair, so no segment cuts a line awkwardly. */
const lines: [number, number, string, string][] = [
  [0.2, 3.8, '♪ Leave the lamp on by the door ♪', '♪ Laisse la lampe près de la porte ♪'],
  [4.2, 7.8, '♪ We are only one night wide ♪', '♪ Nous n’avons qu’une nuit de large ♪'],
  [8.2, 11.8, '♪ All the city on the floor ♪', '♪ Toute la ville est au parterre ♪'],
  [12.2, 15.6, '♪ And the river on our side ♪', '♪ Et le fleuve est avec nous ♪'],
  [16.2, 19.8, '♪ Hold the light, hold the light ♪', '♪ Tiens la lumière, tiens la lumière ♪'],
  [20.2, 23.6, '♪ Till the morning lets us go ♪', '♪ Jusqu’au matin qui nous délivre ♪'],
];

const clock = (seconds: number): string =>
  `00:${String(Math.floor(seconds / 60)).padStart(2, '0')}:${(seconds % 60).toFixed(3).padStart(6, '0')}`;

/** Writes `lyrics-en.vtt` and `lyrics-fr.vtt` into the folder. */
export function writeLyrics(folder: string): void {
  for (const [language, column] of [
    ['en', 2],
    ['fr', 3],
  ] as const) {
    const cues = lines.map((line) => `${clock(line[0])} --> ${clock(line[1])}\n${line[column]}\n`);
    writeFileSync(join(folder, `lyrics-${language}.vtt`), `WEBVTT\n\n${cues.join('\n')}`);
  }
}
