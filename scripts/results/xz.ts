/**
 * Bits that `xz -9e` takes for a text behind the training text, for a reader who knows compression: the size of both together
 * less that of the training text alone. No model of this library; it reads the text once, without any training.
 */
import { spawnSync } from 'node:child_process';
import { sizesOf } from '../../tasks/language-model/preprocessor';

const compressed = (text: string): number | undefined => {
  const { stdout, status } = spawnSync('xz', ['-9e', '--stdout', '--threads=1'], { input: text, maxBuffer: 2 ** 30 });
  return status === 0 ? stdout.length : undefined;
};

/** As figures of a language model of characters; undefined where there is no `xz`. */
export function xzFigures(training: string, text: string): { nats: number; bitsPerCharacter: number } | undefined {
  const [alone, together] = [compressed(training), compressed(training + text)];
  if (alone === undefined || together === undefined) return undefined;
  const bitsPerCharacter = (8 * (together - alone)) / sizesOf(text).characters;
  return { nats: bitsPerCharacter * Math.LN2, bitsPerCharacter };
}
