/** Channels → one: their mean. @param channels of one length, at least one */
export function mixToMono(channels: readonly Float32Array[]): Float32Array {
  if (channels.length === 1) return channels[0];
  const out = new Float32Array(channels[0].length);
  for (const samples of channels) for (let t = 0; t < out.length; t++) out[t] += samples[t] / channels.length;
  return out;
}
