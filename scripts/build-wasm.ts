/**
 * `npm run build:wasm`: compiles src/kernels/wasm/assembly into src/kernels/wasm/runtime/bytes.ts, once for every engine with
 * SIMD and once with relaxed SIMD (fused multiply-add). `--check` writes nothing and fails where the committed bytes
 * differ. The same source always gives the same bytes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..');
const entry = 'src/kernels/wasm/assembly/index.ts';
const target = 'src/kernels/wasm/runtime/bytes.ts';

/** The most pages that a 32-bit memory can have: any memory that is imported may be as large as it likes. */
const ALL_PAGES = '65536';

const FLAGS = [
  ...['--runtime', 'stub', '--noAssert', '--use', 'abort=', '--disableWarning', '112'], // nothing is imported but the memory
  ...['--importMemory', '--noExportMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', ALL_PAGES],
  ...['--optimizeLevel', '3', '--converge'],
];

function compile(...features: string[]): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'build-wasm-'));
  try {
    const binary = join(folder, 'module.wasm');
    const enabled = features.flatMap((feature) => ['--enable', feature]);
    const compiler = 'node_modules/assemblyscript/bin/asc.js';
    execFileSync(process.execPath, [compiler, entry, '--outFile', binary, ...FLAGS, ...enabled], { cwd: root });
    return readFileSync(binary);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function main(): void {
  const simd = compile('simd', 'threads');
  const relaxedSimd = compile('simd', 'threads', 'relaxed-simd');
  const text = [
    '/** Generated from assembly/ by `npm run build:wasm`: the WebAssembly module in base64. */',
    `export const simd =\n  '${Buffer.from(simd).toString('base64')}';`,
    `export const relaxedSimd =\n  '${Buffer.from(relaxedSimd).toString('base64')}';`,
  ];
  const contents = text.join('\n\n') + '\n';
  if (!process.argv.includes('--check')) {
    writeFileSync(join(root, target), contents);
    console.log(`${target}: ${simd.length} bytes with SIMD, ${relaxedSimd.length} with relaxed SIMD`);
  } else if (readFileSync(join(root, target), 'utf8') !== contents) {
    console.error(`${target} does not come from this source: run npm run build:wasm`);
    process.exitCode = 1;
  }
}

main();
