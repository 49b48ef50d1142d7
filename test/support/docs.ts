/**
 * Pages of docs/ as programs: all `ts` blocks of a page run one after the other in one scope; a `text` block right after
 * one must be what it prints.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import ts from 'typescript';

export interface Example {
  code: string;
  /** The `text` block after it, if there is one. */
  shown: string | undefined;
}

export interface Page {
  text: string;
  examples: Example[];
  /** All that is neither code nor output. */
  prose: string;
}

const fence = /^```(\w*)\n([\s\S]*?)^```$/gm;

export function readPage(name: string): Page {
  const text = readFileSync(join(__dirname, '../../docs', name), 'utf8');
  const blocks = [...text.matchAll(fence)].map(([, language, body]) => ({ language, body }));
  const examples = blocks.flatMap(({ language, body }, i) => {
    const next = blocks[i + 1];
    return language === 'ts' ? [{ code: body, shown: next?.language === 'text' ? next.body : undefined }] : [];
  });
  const prose = text.replace(fence, (block, language) => (['ts', 'text'].includes(language as string) ? '' : block));
  return { text, examples, prose };
}

/** Runs the examples of a page in order; gives what each one printed. */
export async function runExamples(examples: readonly Example[], load: (name: string) => unknown): Promise<string[]> {
  const printed = examples.map(() => '');
  const mark = '__example';
  const source = examples.map(({ code }, i) => `${mark}(${i});\n${code}`).join('\n');
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  let current = 0;
  const print = (...parts: unknown[]) => void (printed[current] += `${format(...parts)}\n`);
  // Imports become calls of `require` at the top, wherever they stand, and `await` needs a function around it.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- running code is what this is for
  const run = new Function('require', 'exports', 'console', mark, `return (async () => {${outputText}\n})()`) as (
    ...scope: unknown[]
  ) => Promise<void>;
  await run(load, {}, { log: print }, (i: number) => (current = i));
  return printed;
}
