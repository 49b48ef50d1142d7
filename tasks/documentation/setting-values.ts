/** What a setting may be, in words, from its valibot schema. */

/** The parts of a valibot schema, or of an action in its pipe, that say what fits. */
interface Schema {
  type: string;
  wrapped?: Schema;
  /** Of a picklist its values, of a union its schemas. */
  options?: readonly unknown[];
  item?: Schema;
  value?: Schema;
  literal?: unknown;
  message?: unknown;
  pipe?: readonly { message?: unknown }[];
}

/** @throws Error for a schema that has no words yet: add them here. */
export function describeValues(entry: unknown): string {
  const schema = entry as Schema;
  if (schema.wrapped) return describeValues(schema.wrapped);
  switch (schema.type) {
    case 'boolean':
      return '`true`, `false`';
    case 'picklist':
      return (schema.options ?? []).map((one) => `\`${String(one)}\``).join(', ');
    case 'literal':
      return `\`${String(schema.literal)}\``;
    case 'union':
      return (schema.options ?? []).map(describeValues).join(', ');
    case 'number':
      return describeNumber(schema);
    case 'array':
      return `list: ${describeValues(schema.item)}`;
    case 'record':
      return `${describeValues(schema.value)} for each`;
    case 'custom':
      return String(schema.message);
    case 'string':
      return 'text';
  }
  throw new Error(`no words for the schema ${schema.type}`);
}

/** From the messages of its checks: `whole number ≥ 1`, `number in [0, 1)`. */
function describeNumber({ pipe = [] }: Schema): string {
  const messages = pipe.flatMap(({ message }) => (typeof message === 'string' ? [message] : []));
  const isWhole = messages.includes('a whole number');
  const least = messages.map((message) => /^a number of at least (\S+)$/.exec(message)?.[1]).find(Boolean);
  if (isWhole) return least === undefined ? 'whole number' : `whole number ≥ ${least}`;
  if (least !== undefined) return `number ≥ ${least}`;
  return (messages[0] ?? 'a number').replace(/^a /, '').replace('above 0', '> 0');
}
