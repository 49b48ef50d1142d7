/** Generated from assembly/ by `npm run build:wasm`: the WebAssembly module in base64. */

export const simd =
  'AGFzbQEAAAABCAFgBH9/f38AAhIBA2VudgZtZW1vcnkCAwGAgAQDAgEABwcBA3J1bgAACiABHgAgAARAAAsgASgCACACQQJ0aiACQQFqIANsNgIACw==';

export const relaxedSimd =
  'AGFzbQEAAAABCAFgBH9/f38AAhIBA2VudgZtZW1vcnkCAwGAgAQDAgEABwcBA3J1bgAACiABHgAgAARAAAsgASgCACACQQJ0aiACQQFqIANsNgIACw==';
