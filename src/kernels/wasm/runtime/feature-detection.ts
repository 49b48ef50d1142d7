/** What this engine's WebAssembly can do, found by letting it validate modules of a few bytes. */

export interface Features {
  simd: boolean;
  /** Fused multiply-add on vectors: `f32x4.relaxed_madd`. */
  relaxedSimd: boolean;
  /** Why memory cannot be shared between threads; undefined where it can. */
  unshared?: string;
}

export function features(): Features {
  return { simd: accepts(SPLAT), relaxedSimd: accepts(RELAXED_MADD), unshared: whyUnshared() };
}

/** i32.const 0, i8x16.splat */
const ZEROS = [0x41, 0, 0xfd, 0x0f];
const SPLAT = ZEROS;
const RELAXED_MADD = [...ZEROS, ...ZEROS, ...ZEROS, 0xfd, 0x85, 0x02];

/** Whether a function () → v128 of these instructions is valid here. */
function accepts(instructions: number[]): boolean {
  if (typeof WebAssembly !== 'object') return false;
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const types = [1, 5, 1, 0x60, 0, 1, 0x7b];
  const functions = [3, 2, 1, 0];
  const code = [10, instructions.length + 4, 1, instructions.length + 2, 0, ...instructions, 0x0b];
  return WebAssembly.validate(new Uint8Array([...header, ...types, ...functions, ...code]));
}

function whyUnshared(): string | undefined {
  if (globalThis.crossOriginIsolated === false) {
    return 'the page is not isolated from other origins, so it has one thread (headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp isolate it)';
  }
  if (typeof SharedArrayBuffer === 'undefined' || typeof Atomics === 'undefined') {
    return 'this engine has no SharedArrayBuffer, so there is one thread';
  }
  try {
    new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    return undefined;
  } catch {
    return 'the WebAssembly of this engine has no shared memory, so there is one thread';
  }
}
