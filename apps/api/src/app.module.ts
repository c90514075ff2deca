import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_GUARD, APP_PIPE } from '@nestjs/core';

import { ActivityController } from './activity/activity.controller.js';
import { AdminApiKeysController } from './admin/admin-api-keys.controller.js';
import { AdminConsumersController } from './admin/admin-consumers.controller.js';
import { AdminEventsController } from './admin/admin-events.controller.js';
import { AdminRevocationsController } from './admin/admin-revocations.controller.js';
import { AdminSessionsController } from './admin/admin-sessions.controller.js';
import { AdminPolicyController } from './admin/admin-policy.controller.js';
import { AdminStatsController } from './admin/admin-stats.controller.js';
import { AdminUsersController } from './admin/admin-users.controller.js';
import { FeedController } from './feed/feed.controller.js';
import { HealthController } from './health/health.controller.js';
import { AuthenticationGuard } from './http/authentication.guard.js';
import { TokenDelivery } from './http/delivery.js';
import { SchemaPipe } from './http/schema.pipe.js';
import { UnaskedGuard } from './http/unasked.guard.js';
import { Parts } from './parts.js';
import { ServiceSessionsController } from './service/service-sessions.controller.js';
import { TokensController } from './service/tokens.controller.js';
import { AccessTokensController } from './sessions/access-tokens.controller.js';
import { BlockedDevicesController } from './sessions/blocked-devices.controller.js';
import { ForwardAuthController } from './sessions/forward-auth.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { WellKnownController } from './sessions/well-known.controller.js';
import { Accounts } from './users/accounts.js';
import { InvitationsController } from './users/invitations.controller.js';
import { SetUpController } from './users/set-up.controller.js';
import { UsersController } from './users/users.controller.js';

const controllers = [
  UsersController,
  SetUpController,
  InvitationsController,
  SessionsController,
  AccessTokensController,
  BlockedDevicesController,
  ActivityController,
  AdminSessionsController,
  AdminRevocationsController,
  AdminUsersController,
  AdminConsumersController,
  AdminEventsController,
  AdminPolicyController,
  AdminStatsController,
  AdminApiKeysController,
  ServiceSessionsController,
  TokensController,
  FeedController,
  ForwardAuthController,
  WellKnownController,
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
