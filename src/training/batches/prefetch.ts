/** Reading and decoding of the next batch go on while the step of this one runs. */
import type { EpochPlan } from './epoch-plan';

/** The same plan; after each batch the next one is begun. An error in making it is thrown where it is requested. */
export function prefetch<Batch>(plan: EpochPlan<Batch>): EpochPlan<Batch> {
  let begun: { index: number; batch: Promise<Batch> } | undefined;
  const begin = (index: number) => {
    const batch = (async () => plan.batch(index))();
    batch.catch(() => {}); // it may never be requested
    return { index, batch };
  };
  return {
    length: plan.length,
    startsStreams: plan.startsStreams?.bind(plan),
    async batch(index) {
      const batch = await (begun?.index === index ? begun : begin(index)).batch;
      begun = index + 1 < plan.length ? begin(index + 1) : undefined;
      return batch;
    },
    async close() {
      await begun?.batch.catch(() => {});
      begun = undefined;
      await plan.close?.();
    },
  };
}
