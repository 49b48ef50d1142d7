/** Settings that follow from the language model that a network starts from. */
import { ConfigError, show } from '../../src/errors';
import { oneOf } from '../../src/display/format';
import type { Pretrained } from './pretrained';

/** What must be as in the language model. */
const shared = ['tokenizer', 'lowercase', 'cell', 'resetAfter', 'layers', 'hiddenSize', 'embeddingSize'] as const;

export interface StartingTask {
  /** The call, for messages. */
  where: string;
  /** The tokenizers that it can take over. */
  tokenizers: readonly string[];
  /** A given configuration with its defaults. */
  parseConfig: (options: unknown) => object;
  /** What is usual for a network that starts from a language model, where it is left out. */
  usual: object;
}

/**
 * The options with those of the language model.
 * @throws ConfigError for a tokenizer that the task does not have, for an option that says otherwise than the model, and for
 * directions whose outputs upper layers could not read as the model's.
 */
export function optionsFrom(
  { config: model, location }: Pretrained,
  given: object,
  { where, tokenizers, parseConfig, usual }: StartingTask,
): object {
  if (!tokenizers.includes(model.tokenizer)) throw otherTokens(where, location, model.tokenizer, tokenizers);
  const own = new Map<string, unknown>(Object.entries(given));
  const parsed = new Map<string, unknown>(Object.entries(parseConfig(given)));
  for (const name of shared) {
    if (own.get(name) === undefined || parsed.get(name) === model[name]) continue;
    throw otherSetting(where, name, own.get(name), model[name], location);
  }
  const fixed = Object.fromEntries(shared.map((name) => [name, model[name]]));
  const left = Object.entries(usual).filter(([name]) => own.get(name) === undefined);
  const options = { ...given, ...fixed, ...Object.fromEntries(left) };
  checkMerge(where, new Map<string, unknown>(Object.entries(parseConfig(options))));
  return options;
}

/** An upper layer reads the forward outputs at the places where the model's own layer read them. */
function checkMerge(where: string, config: ReadonlyMap<string, unknown>): void {
  const [layers, merge] = [config.get('layers'), config.get('merge')];
  if (config.get('bidirectional') !== true || layers === 1 || merge === 'concat') return;
  throw new ConfigError({
    where,
    problem: `bidirectional is true and merge ${show(merge)}, with ${show(layers)} layers that start from a language model`,
    expected: 'merge "concat": the upper layers would read other values than in the language model',
    fix: 'Leave merge out, or set bidirectional to false',
  });
}

const otherTokens = (where: string, location: string, tokenizer: string, tokenizers: readonly string[]) =>
  new ConfigError({
    where,
    problem: `the language model ${location} reads ${tokenizer}`,
    expected: `a language model of ${oneOf(tokenizers)}`,
    fix: ({ choose }) =>
      `Train one with ${choose(`tokenizer: '${tokenizers[0]}'`, `--set tokenizer=${tokenizers[0]}`)}`,
  });

const otherSetting = (where: string, name: string, given: unknown, own: unknown, location: string) =>
  new ConfigError({
    where,
    problem: `${name} is ${show(given)}, and ${show(own)} in the language model ${location}`,
    expected: `${show(own)}: the network starts from its weights`,
    fix: `Leave ${name} out, or train a language model with it`,
  });
