import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiTags } from '@nestjs/swagger';
import { scope, type Scope } from '@curfew/contracts';

/** Who may call a route: those who are signed in, unless it says otherwise. */
export type Access = 'public' | 'signed-in' | 'admin' | Scope;

export const ACCESS = 'curfew:access';
/** The same, where the API's document says it. */
export const ACCESS_EXTENSION = 'x-access';

/** Anyone may call it. */
export const Public = (): ClassDecorator & MethodDecorator => access('public');

/** Administrators alone may call it. */
export const Administrators = (): ClassDecorator & MethodDecorator => applyDecorators(access('admin'), ApiTags('Administration'));

/** Services alone may call it, with an API key that has this scope. */
export const Services = (needed: Scope): ClassDecorator & MethodDecorator => applyDecorators(access(needed), ApiTags('Services'));

/** Whether a route is for services, and for which. */
export const scopeOf = (who: unknown): Scope | undefined => scope.safeParse(who).data;

const access = (who: Access): ClassDecorator & MethodDecorator => applyDecorators(SetMetadata(ACCESS, who), ApiExtension(ACCESS_EXTENSION, who));
