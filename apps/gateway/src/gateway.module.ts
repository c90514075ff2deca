import { Module, type DynamicModule } from '@nestjs/common';
import type { Health } from '@curfew/platform';

import { HEALTH, HealthController } from './health/health.controller.js';
import { SOCKETS_PARTS, SocketsGateway, type SocketsParts } from './sockets/sockets.gateway.js';

/** Sockets and health. The session core is made before Nest starts, and outlives it. */
@Module({})
export class GatewayModule {
  static of({ health, sockets }: { readonly health: Health; readonly sockets: SocketsParts }): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [HealthController],
      providers: [SocketsGateway, { provide: HEALTH, useValue: health }, { provide: SOCKETS_PARTS, useValue: sockets }],
    };
  }
}
