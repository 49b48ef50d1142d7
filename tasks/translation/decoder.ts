/** An encoder–decoder as decoders know it: a step over rows, and what becomes of the states that it makes. */
import {
  beginGeneration,
  disposeState,
  type GenerationState,
  generationStep,
  selectRows,
} from '../../models/encoder-decoder/generation';
import type { EncoderDecoder } from '../../models/encoder-decoder/encoder-decoder';
import type { TokenBatch } from '../../models/network';
import type { Decoder, DecoderStart } from '../../src/decoding/decoder';
import { beginId, endId } from '../../src/text/vocabulary';
import { yieldToEventLoop } from '../../src/event-loop';

/**
 * Steps give way to a page's event loop when the last time is long ago, or, where somebody waits for every token,
 * always.
 */
export function decoderOf(model: EncoderDecoder, isInteractive = false): Decoder<GenerationState> {
  const yieldIfDue = yieldToEventLoop(() => performance.now(), isInteractive ? 0 : undefined);
  return {
    vocabularySize: model.decoder.vocabularySize,
    end: endId,
    select: selectRows,
    dispose: disposeState,
    async step(tokens, state) {
      await yieldIfDue();
      return generationStep(model.decoder, tokens, state);
    },
  };
}

/** Reads the sources; the caller disposes of the state. @param lengths of the sources [B] */
export function decoderStart(
  model: EncoderDecoder,
  source: TokenBatch,
  lengths: Int32Array,
): DecoderStart<GenerationState> {
  const tokens = new Int32Array(lengths.length).fill(beginId);
  return { tokens, state: beginGeneration(model, source), sourceLengths: lengths };
}
