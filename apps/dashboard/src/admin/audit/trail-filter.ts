import { auditQuery } from '@curfew/contracts';

export const trailFields = ['type', 'userId', 'sessionId', 'actorId', 'from', 'to'] as const;
export type TrailField = (typeof trailFields)[number];

/** What is asked of the audit trail, as the page's address has it and as it is sent. */
export type TrailFilter = { readonly [field in TrailField]?: string };

/** The filter in an address; what cannot be asked is left out. */
export const trailFilterOf = (params: URLSearchParams): TrailFilter =>
  Object.fromEntries(
    trailFields.flatMap((field) => {
      const text = params.get(field);
      return text !== null && auditQuery.shape[field].safeParse(text).success ? [[field, text]] : [];
    }),
  );

export const trailAddressOf = (filter: TrailFilter): string => {
  const params = new URLSearchParams(trailFields.flatMap((field) => (filter[field] === undefined ? [] : [[field, filter[field]]])));
  return params.size === 0 ? '/admin/audit' : `/admin/audit?${params.toString()}`;
};

export const withTrailField = (filter: TrailFilter, field: TrailField, text: string | null): TrailFilter => {
  const rest: TrailFilter = Object.fromEntries(Object.entries(filter).filter(([name]) => name !== field));
  return text === null ? rest : { ...rest, [field]: text };
};
