/** `tfseq predict --attention DIR`: a picture for every answer, numbered as the inputs are. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../../errors';
import type { AttentionTable } from '../../node';
import { fileError } from '../../platform/file-errors';
import { attentionMap } from '../../charts/attention-map';
import { svgOf } from './svg';

/**
 * Writes `DIR/1.svg`, `DIR/2.svg`, …
 * @param first number of the first answer
 * @throws ConfigError for answers without attention, BundleError for a folder that cannot be written.
 */
export async function writeAttentionMaps(folder: string, answers: readonly object[], first: number): Promise<void> {
  const tables = answers.map((answer) => (answer as { attention?: AttentionTable }).attention ?? noAttention());
  try {
    await mkdir(folder, { recursive: true });
    for (const [i, table] of tables.entries()) {
      await writeFile(join(folder, `${first + i}.svg`), await svgOf(attentionMap(table)));
    }
  } catch (error) {
    throw fileError('save', folder, error);
  }
}

function noAttention(): never {
  throw new ConfigError({
    where: 'tfseq predict --attention',
    problem: 'the model has no attention',
    expected: 'a bundle that was trained with attention',
    fix: 'Leave --attention out, or train with --set attention=general',
  });
}
