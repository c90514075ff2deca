// A Nest app whose routes need a session of Curfew, but for one.
import 'reflect-metadata';
import { createGuard, type Admitted } from '@curfew/guard';
import { CurfewGuard, CurfewSession, Unguarded } from '@curfew/guard/nest';
import { Controller, Get, Module } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

const { CURFEW_URL = 'http://localhost:3000', CURFEW_API_KEY = '', PORT = '4003' } = process.env;
const guard = createGuard({ url: CURFEW_URL, apiKey: CURFEW_API_KEY, label: 'nest example' });

@Controller()
class HelloController {
  @Get()
  hello(@CurfewSession() session: Admitted) {
    return { hello: session };
  }

  @Unguarded()
  @Get('health')
  health() {
    return guard.status();
  }
}

@Module({ controllers: [HelloController], providers: [{ provide: APP_GUARD, useValue: new CurfewGuard(guard) }] })
class AppModule {}

const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: ['error', 'warn'] });
app.enableShutdownHooks();
await app.listen(Number(PORT));
process.stdout.write(`Nest listens on http://localhost:${PORT}\n`);
