/** The build embeds a .wasm file as a data URL. */
declare module '*.wasm' {
  const url: string;
  export default url;
}
