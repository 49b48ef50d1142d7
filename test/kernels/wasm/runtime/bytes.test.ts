import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { relaxedSimd, simd } from '../../../../src/kernels/wasm/runtime/bytes';

const root = join(__dirname, '../../../..');
const binaries = { simd, 'relaxed-simd': relaxedSimd };

/** Numbers of the sections of a WebAssembly module (core specification, 5.5.2). */
function sections(bytes: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = 8; at < bytes.length;) {
    found.push(bytes[at++]);
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      size |= (bytes[at] & 127) << shift;
      more = bytes[at++] > 127;
    }
    at += size;
  }
  return found;
}

test('the committed bytes come from the committed source', () => {
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/build-wasm.ts', '--check'], { cwd: root });
});

describe.each(Object.entries(binaries))('%s', (_, text) => {
  const bytes = Buffer.from(text, 'base64');
  const [DATA, DATA_COUNT, START] = [11, 12, 8];

  test('has no data and no start function, so that it runs over any memory', () => {
    const present = sections(bytes);
    expect(present.length).toBeGreaterThan(3);
    expect(present.filter((id) => [DATA, DATA_COUNT, START].includes(id))).toEqual([]);
  });
});

test('the plain module is valid in every engine with SIMD, and imports and exports one thing each', () => {
  const module = new WebAssembly.Module(Buffer.from(simd, 'base64'));
  expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
  expect(WebAssembly.Module.exports(module)).toEqual([{ name: 'run', kind: 'function' }]);
});

test('both modules together, compressed, stay below 40 kB', () => {
  const compressed = Object.values(binaries).map((text) => gzipSync(Buffer.from(text, 'base64')).length);
  expect(compressed[0] + compressed[1]).toBeLessThan(40_000);
});
