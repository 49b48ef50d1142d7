/** Bundles with one or two entries changed at random: what a fuzz test loads. */
import type { BundleContent } from '../../src/bundle/encode';
import type { Random } from '../../src/random';

type Tree = Record<string, unknown> | unknown[];

const junk: readonly unknown[] = [
  ...[null, true, 0, -1, 1, 2, 3, 0.5, 1e9, 2 ** 31, 2 ** 53, 1e308, -1e308],
  ...['', 'x', '__proto__', 'constructor', '\u001b[2J', 'B-X', 'x'.repeat(100_000), [], {}],
  ...[[null], [[]], { a: 1 }, Array.from({ length: 100_000 }, () => 'same')],
];

/** All entries of a tree: the object or list, and a key of it. */
function entriesOf(root: Tree): { owner: Tree; key: string }[] {
  return Object.entries(root).flatMap(([key, value]) => {
    const own = { owner: root, key };
    return typeof value === 'object' && value !== null ? [own, ...entriesOf(value as Tree)] : [own];
  });
}

/** @returns what was changed, for messages. */
function mutate(parts: readonly Tree[], random: Random): string {
  const { owner, key } = random.choice(parts.flatMap(entriesOf));
  const record = owner as Record<string, unknown>;
  const value = record[key];
  switch (random.integer(4)) {
    case 0: {
      const replacement = random.choice(junk);
      record[key] = structuredClone(replacement);
      return `${key} = ${String(JSON.stringify(replacement)).slice(0, 40)}`;
    }
    case 1:
      if (Array.isArray(owner)) owner.splice(Number(key), 1);
      else delete owner[key];
      return `without ${key}`;
    case 2:
      if (typeof value !== 'number') return mutate(parts, random);
      record[key] = random.choice([value + 1, value * 1000, -value, value / 2]);
      return `${key} = ${String(record[key])}`;
    default:
      if (!Array.isArray(value) || value.length === 0) return mutate(parts, random);
      value.push(structuredClone(value[0]));
      return `${key} with its first entry twice`;
  }
}

/** @returns the content with one or two entries of its manifest, or a weight, changed. */
export function mutated(content: BundleContent, random: Random): { content: BundleContent; change: string } {
  const copy = structuredClone(content);
  const { config, encoder, labels } = copy.info;
  if (random.integer(10) === 0) {
    const weight = random.choice(copy.weights);
    copy.weights = random.integer(2) ? copy.weights.filter((other) => other !== weight) : [...copy.weights, weight];
    return { content: copy, change: `weight ${weight.name} twice or not at all` };
  }
  const changes = Array.from({ length: 1 + random.integer(2) }, () => mutate([config, encoder, labels], random));
  return { content: copy, change: changes.join(', ') };
}
