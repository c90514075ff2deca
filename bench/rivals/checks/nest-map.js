// The same map behind Nest's own pipeline on Fastify: a guard, a controller.
import 'reflect-metadata';
import { Controller, Get, Injectable, Module, Req, UnauthorizedException, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { bearer, listening, session, tokens } from './given.js';

const sessions = new Map(tokens.map((token) => [token, { ...session }]));

class SessionGuard {
  canActivate(context) {
    const request = context.switchToHttp().getRequest();
    request.session = sessions.get(bearer(request.headers.authorization));
    if (request.session === undefined) throw new UnauthorizedException();
    return true;
  }
}
Injectable()(SessionGuard);

class CurrentController {
  current(request) {
    return request.session;
  }
}
Controller('current')(CurrentController);
UseGuards(SessionGuard)(CurrentController);
Get()(CurrentController.prototype, 'current', Object.getOwnPropertyDescriptor(CurrentController.prototype, 'current'));
Req()(CurrentController.prototype, 'current', 0);

function AppModule() {}
Module({ controllers: [CurrentController] })(AppModule);

const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
listening(app.getHttpServer().address().port);
