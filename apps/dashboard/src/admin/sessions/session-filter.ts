import { adminSessionQuery, revocationFilter, type RevocationFilter, type Sort, type WatchFilter } from '@curfew/contracts';

/** What can be asked of everyone's sessions, in the order in which it is offered. */
export const fields = [
  'q',
  'ip',
  'country',
  'status',
  'online',
  'deviceType',
  'os',
  'browser',
  'createdAfter',
  'createdBefore',
  'activeBefore',
  'userId',
] as const;
export type Field = (typeof fields)[number];

/** A filter as the page's address has it, and as it is sent. What is not there is not asked. */
export type Filter = { readonly [field in Field]?: string };

export const usualSort: Sort = '-lastActiveAt';

/** The filter in an address. What no administrator could have chosen is left out, so that the page still opens. */
export const filterOf = (params: URLSearchParams): Filter =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const text = params.get(field);
      return text !== null && fits(field, text) ? [[field, text]] : [];
    }),
  );

/** Whether this can be asked. */
export const fits = (field: Field, text: string): boolean => adminSessionQuery.shape[field].safeParse(text).success;

export const sortOf = (params: URLSearchParams): Sort => adminSessionQuery.shape.sort.catch(usualSort).parse(params.get('sort') ?? undefined);

/** The address of a filter: the same one for the same filter, whatever the order in which it was put together. */
export const addressOf = (filter: Filter, sort: Sort): URLSearchParams => {
  const params = new URLSearchParams();
  for (const field of fields) {
    const text = filter[field];
    if (text !== undefined) params.set(field, text);
  }
  if (sort !== usualSort) params.set('sort', sort);
  return params;
};

/** The filter with another value of a field; null takes it out. */
export const withField = (filter: Filter, field: Field, text: string | null): Filter => {
  const rest: Filter = Object.fromEntries(Object.entries(filter).filter(([name]) => name !== field));
  return text === null ? rest : { ...rest, [field]: text };
};

/** Whether it asks for nothing: to be signed in is what is asked anyway. */
export const isEmpty = (filter: Filter): boolean => Object.entries(filter).every(([field, text]) => field === 'status' && text === 'live');

/** Whether it asks for live sessions alone: only these can be ended. */
export const isLive = ({ status }: Filter): boolean => status === undefined || status === 'live' || status === 'active' || status === 'idle';

/** The same filter for a bulk revocation; null where it asks for what has ended. */
export const revocationFilterOf = (filter: Filter): RevocationFilter | null => {
  const { online, ...rest } = filter;
  const parsed = revocationFilter.safeParse(online === undefined ? rest : { ...rest, online: online === 'true' });
  return parsed.success ? parsed.data : null;
};

/** What of it the gateway can watch; the rest the page asks of what it is told. */
export const watchFilterOf = ({ userId, ip, country, deviceType, status }: Filter): WatchFilter =>
  Object.fromEntries(
    Object.entries({ userId, ip, country, deviceType, status: status === 'active' || status === 'idle' ? 'live' : status }).filter(([, value]) => value !== undefined),
  );
