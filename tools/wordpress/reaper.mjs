// The last one out: kills what a rig started when the rig itself had no chance to (a SIGKILL, a crash). It lives as
// long as its standard input, which the rig holds open, and reads one order a line:
//
//   watch PID    kill this process group at the end        forget PID   it has been stopped
//   remove PATH  delete this folder at the end             keep PATH    it has been deleted
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const groups = new Set();
const folders = new Set();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const space = line.indexOf(' ');
  const rest = line.slice(space + 1);
  const order = line.slice(0, space);
  if (order === 'watch') groups.add(Number(rest));
  else if (order === 'forget') groups.delete(Number(rest));
  else if (order === 'remove') folders.add(rest);
  else if (order === 'keep') folders.delete(rest);
}

const kill = (signal) => {
  for (const pid of groups) {
    try {
      if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
      else process.kill(-pid, signal);
    } catch {
      groups.delete(pid);
    }
  }
};
kill('SIGTERM');
for (let waited = 0; groups.size > 0 && waited < 5000; waited += 100) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  kill(0);
}
kill('SIGKILL');
for (const folder of folders) rmSync(folder, { recursive: true, force: true });
