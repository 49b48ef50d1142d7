import { simd } from '../../../../src/kernels/wasm/runtime/bytes';
import { importMemory } from '../../../../src/kernels/wasm/runtime/memory-import';

const bytes = Uint8Array.from(Buffer.from(simd, 'base64'));

/** Whether the module can be used with such a memory. */
function accepts(module: Uint8Array<ArrayBuffer>, memory: WebAssembly.MemoryDescriptor): boolean {
  const compiled = new WebAssembly.Module(module);
  try {
    new WebAssembly.Instance(compiled, { env: { memory: new WebAssembly.Memory(memory) } });
    return true;
  } catch {
    return false;
  }
}

test.each([
  [true, { initial: 2, maximum: 3, shared: true }, true],
  [true, { initial: 1, maximum: 65_536, shared: true }, true],
  [true, { initial: 1, maximum: 3 }, false],
  [false, { initial: 1, maximum: 3 }, true],
  [false, { initial: 1 }, true],
  [false, { initial: 1, maximum: 3, shared: true }, false],
])('shared %s: a memory of %o fits: %s', (shared, memory, fits) => {
  expect(accepts(importMemory(bytes, shared), memory)).toBe(fits);
});

test('all else stays as it was, and can be declared anew again', () => {
  const plain = importMemory(bytes, false);
  expect(importMemory(plain, true)).toEqual(importMemory(bytes, true));
  expect(plain).not.toEqual(importMemory(bytes, true));
  expect(bytes).toEqual(Uint8Array.from(Buffer.from(simd, 'base64')));
});
