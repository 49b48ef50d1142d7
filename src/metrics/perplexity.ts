/** Perplexity: exp of the mean loss in nats. A model that knows nothing about V tokens has V. */
import { ShapeError } from '../errors';

/** @param nats summed over all `tokens`. @throws ShapeError for no tokens, or a sum that is no number from 0 on. */
export function perplexity(nats: number, tokens: number): number {
  if (tokens > 0 && nats >= 0) return Math.exp(nats / tokens);
  throw new ShapeError({
    where: 'perplexity',
    problem: `${nats} nats for ${tokens} tokens`,
    expected: 'a sum of −ln p, and at least one token',
    fix: 'Check that the model gives log-probabilities and that its training has not diverged',
  });
}
