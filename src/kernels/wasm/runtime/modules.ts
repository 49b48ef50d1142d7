/** The bytes of our module for an engine: with or without relaxed SIMD, over shared or plain memory. */
import { relaxedSimd, simd } from './bytes';
import { importMemory } from './memory-import';

/** Which instructions the module uses: relaxed SIMD has the fused multiply-add. */
export type Variant = 'simd' | 'relaxed-simd';

export function moduleBytes(variant: Variant, shared: boolean): Uint8Array<ArrayBuffer> {
  const binary = atob(variant === 'simd' ? simd : relaxedSimd);
  return importMemory(
    Uint8Array.from(binary, (letter) => letter.charCodeAt(0)),
    shared,
  );
}
