import { Module, type DynamicModule } from '@nestjs/common';
import { Canaries, type CanariesParts } from './canary/canaries.processor.js';
import { Revocations, type RevocationsParts } from './revocations/revocations.processor.js';
import { Upkeep, type UpkeepParts } from './upkeep/upkeep.processor.js';

/** What the worker does. Its session core is made before Nest starts, and outlives it. */
@Module({})
export class WorkerModule {
  static of(parts: UpkeepParts & RevocationsParts & CanariesParts): DynamicModule {
    const providers = [
      { provide: Upkeep, useFactory: () => new Upkeep(parts) },
      { provide: Canaries, useFactory: () => new Canaries(parts) },
      { provide: Revocations, useFactory: () => new Revocations(parts) },
    ];
    return { module: WorkerModule, providers };
  }
}
