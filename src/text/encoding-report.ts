/** What encoding did to many texts, summed up: nothing becomes unknown, is cut or is empty without being counted. */
import type { EncodedText } from './sequence-encoder';

export class EncodingReport {
  texts = 0;
  /** Texts without any token. */
  emptyTexts = 0;
  /** Before cutting. */
  tokens = 0;
  unknownTokens = 0;
  cutTexts = 0;
  cutTokens = 0;
  /** Tokens of the longest text, before cutting. */
  longest = 0;

  add({ tokens, unknown, cut }: EncodedText): void {
    this.texts++;
    if (tokens === 0) this.emptyTexts++;
    this.tokens += tokens;
    this.unknownTokens += unknown;
    if (cut > 0) this.cutTexts++;
    this.cutTokens += cut;
    this.longest = Math.max(this.longest, tokens);
  }
}
