import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_GUARD, APP_PIPE } from '@nestjs/core';

import { ActivityController } from './activity/activity.controller.js';
import { AdminConsumersController } from './admin/admin-consumers.controller.js';
import { AdminSessionsController } from './admin/admin-sessions.controller.js';
import { AdminUsersController } from './admin/admin-users.controller.js';
import { HealthController } from './health/health.controller.js';
import { AuthenticationGuard } from './http/authentication.guard.js';
import { TokenDelivery } from './http/delivery.js';
import { SchemaPipe } from './http/schema.pipe.js';
import { UnaskedGuard } from './http/unasked.guard.js';
import { Parts } from './parts.js';
import { BlockedDevicesController } from './sessions/blocked-devices.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { Accounts } from './users/accounts.js';
import { SetUpController } from './users/set-up.controller.js';
import { UsersController } from './users/users.controller.js';

const controllers = [
  UsersController,
  SetUpController,
  SessionsController,
  BlockedDevicesController,
  ActivityController,
  AdminSessionsController,
  AdminUsersController,
  AdminConsumersController,
  HealthController,
];

// Guards run in this order: who asks comes before what is asked.
const providers: readonly Provider[] = [
  { provide: APP_GUARD, useClass: AuthenticationGuard },
  { provide: APP_GUARD, useClass: UnaskedGuard },
  { provide: APP_PIPE, useClass: SchemaPipe },
  Accounts,
  TokenDelivery,
];

@Module({})
export class AppModule {
  /** The API over parts that are made already. */
  static over(parts: Parts): DynamicModule {
    return { module: AppModule, controllers, providers: [{ provide: Parts, useValue: parts }, ...providers] };
  }

  /** The API to be read, not run, for its document: nothing of it is made in Nest's preview. */
  static documented(): DynamicModule {
    return { module: AppModule, controllers, providers: [{ provide: Parts, useValue: null }, ...providers] };
  }
}
