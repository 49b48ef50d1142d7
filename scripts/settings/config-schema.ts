/** The JSON Schema of configuration files, from the schemas of the settings: editors complete and check by it. */
import type { AnyTask } from '../../tasks';

/** The parts of a valibot schema that JSON Schema has words for. */
interface Entry {
  type: string;
  default?: unknown;
  wrapped?: Entry;
  options?: readonly unknown[];
  item?: Entry;
  value?: Entry;
  literal?: unknown;
  pipe?: readonly { type: string; requirement?: unknown }[];
}

export function configSchema(tasks: readonly AnyTask[], sentences: Record<string, Record<string, string>>): object {
  const schemas = tasks.map(({ name, settings }) => ({
    title: name,
    type: 'object',
    properties: {
      $schema: { type: 'string' },
      ...Object.fromEntries(
        Object.entries(settings as Record<string, Entry>).map(([setting, entry]) => {
          const { default: value } = entry;
          const standard = typeof value === 'function' || value === undefined ? {} : { default: value };
          return [setting, { description: sentences[name][setting], ...standard, ...valuesOf(entry) }];
        }),
      ),
    },
    patternProperties: { '^//': { type: 'string' } },
    additionalProperties: false,
  }));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration of tfseq train TASK --config FILE',
    anyOf: schemas,
  };
}

function valuesOf({ type, wrapped, options = [], item, value, literal, pipe = [] }: Entry): object {
  if (wrapped) return valuesOf(wrapped);
  switch (type) {
    case 'boolean':
      return { type };
    case 'picklist':
      return { enum: options };
    case 'literal':
      return { const: literal };
    case 'union':
      return { anyOf: options.map((one) => valuesOf(one as Entry)) };
    case 'number':
      return numbersOf(pipe);
    case 'array':
      return { type: 'array', items: item && valuesOf(item) };
    case 'record':
      return { type: 'object', additionalProperties: value && valuesOf(value) };
    case 'string':
    case 'custom': // the name of a registered cell
      return { type: 'string' };
  }
  throw new Error(`no JSON Schema for the schema ${type}`);
}

function numbersOf(pipe: NonNullable<Entry['pipe']>): object {
  const requirementOf = (name: string) => pipe.find(({ type }) => type === name)?.requirement;
  const [minimum, maximum] = [requirementOf('min_value'), requirementOf('max_value')];
  const isWhole = pipe.some(({ type }) => type === 'safe_integer');
  return {
    type: isWhole ? 'integer' : 'number',
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER && { maximum }),
  };
}
