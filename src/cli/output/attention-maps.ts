/** `tfseq predict --attention DIR`: an attention map for each prediction, numbered as the inputs are. */
import { ConfigError } from '../../errors';
import { attentionMap, type AttentionWeights } from '../../charts/attention-map';
import { svgOf, writeFolder } from './svg';

/**
 * Writes `DIR/1.svg`, `DIR/2.svg`, …
 * @param first number of the first prediction
 * @throws ConfigError for predictions without attention, BundleError for a folder that cannot be written.
 */
export async function writeAttentionMaps(
  folder: string,
  predictions: readonly { attention?: AttentionWeights }[],
  first: number,
): Promise<void> {
  const files: Record<string, string> = {};
  for (const [i, { attention = noAttention() }] of predictions.entries()) {
    files[`${first + i}.svg`] = await svgOf(attentionMap(attention));
  }
  await writeFolder(folder, files);
}

function noAttention(): never {
  throw new ConfigError({
    where: 'tfseq predict --attention',
    problem: 'the model has no attention',
    expected: 'a bundle that was trained with attention',
    fix: 'Leave --attention out, or train with --set attention=general',
  });
}
