/** Memory of a language model on texts of several sizes, streamed and held in memory: a process each, since peaks stay. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../src/node';
import type { TextTraining } from './large-text-training';

/** Words that are made up, the more frequent ones more often, twelve a line. */
export function writeText(file: string, bytes: number): void {
  const random = Random.fromSeed(1);
  const letters = 'etaoinshrdlucmfwypvbgkjqxz';
  const letter = () => letters[Math.floor(letters.length * random.uniform() ** 2)];
  const words = Array.from({ length: 5000 }, () => Array.from({ length: 1 + random.integer(8) }, letter).join(''));
  const word = () => words[Math.floor(words.length * random.uniform() ** 3)];
  const line = () => `${Array.from({ length: 12 }, word).join(' ')}\n`;
  const output = openSync(file, 'w');
  for (let written = 0; written < bytes;) {
    const text = Array.from({ length: 1000 }, line)
      .join('')
      .slice(0, bytes - written);
    written += writeSync(output, text);
  }
  closeSync(output);
}

/** Trains on a text of this size; the validation text has 100 kB. @throws Error where the process fails, as without enough memory */
export function trainOnText(bytes: number, form: 'streamed' | 'in memory'): TextTraining {
  const folder = mkdtempSync(join(tmpdir(), 'large-text-'));
  try {
    const data = join(folder, 'data');
    mkdirSync(data);
    writeText(join(data, 'train.txt'), bytes);
    writeText(join(data, 'validation.txt'), 100_000);
    const args = ['--import', 'tsx', join(__dirname, 'large-text-training.ts'), data, form];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the process has ended with ${String(status)}: ${stderr.slice(-300)}`);
    return JSON.parse(stdout) as TextTraining;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
