import { Module, type DynamicModule } from '@nestjs/common';
import { Upkeep, type UpkeepParts } from './upkeep/upkeep.processor.js';

/** What the worker does. Its session core is made before Nest starts, and outlives it. */
@Module({})
export class WorkerModule {
  static of(parts: UpkeepParts): DynamicModule {
    return { module: WorkerModule, providers: [{ provide: Upkeep, useFactory: () => new Upkeep(parts) }] };
  }
}
