/** y = f(x W + b), [...,I] → [...,units]: the stock layer with a seeded start. */
import { buildWithZeros, drawWeights, type Seeded, streamOf } from './initial-weights';
import { type DenseArgs, type Shape, StockDense } from './stock';

export interface DenseOptions extends Pick<DenseArgs, 'units' | 'name' | 'activation' | 'useBias'>, Seeded {}

export class Dense extends StockDense {
  constructor(private readonly options: DenseOptions) {
    const { units, name, activation, useBias } = options;
    super({ units, name, activation, useBias, kernelInitializer: 'glorotUniform' });
  }

  override build(inputShape: Shape): void {
    buildWithZeros(this, () => super.build(inputShape));
    drawWeights(this, { kernel: 'glorotUniform' }, streamOf(this.options, this.name));
  }
}
