/** The build embeds a .wasm file: compressed (DEFLATE without a header), in base64. */
declare module '*.wasm' {
  const base64: string;
  export default base64;
}
declare module '@tensorflow/tfjs-core/dist/register_all_gradients.js';
declare module '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
