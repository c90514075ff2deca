import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiTags } from '@nestjs/swagger';

/** Who may call a route: those who are signed in, unless it says otherwise. */
export type Access = 'public' | 'signed-in' | 'admin';

export const ACCESS = 'curfew:access';
/** The same, where the API's document says it. */
export const ACCESS_EXTENSION = 'x-access';

/** Anyone may call it. */
export const Public = (): ClassDecorator & MethodDecorator => access('public');

/** Administrators alone may call it. */
export const Administrators = (): ClassDecorator & MethodDecorator => applyDecorators(access('admin'), ApiTags('Administration'));

const access = (who: Access): ClassDecorator & MethodDecorator => applyDecorators(SetMetadata(ACCESS, who), ApiExtension(ACCESS_EXTENSION, who));
