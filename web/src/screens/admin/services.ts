/** The services that can say how they are, and who may do what in them. */
export const SERVICES = [
  'sales',
  'pricing',
  'purchasing',
  'inventory',
  'catalog',
  'accounting',
  'reporting',
  'identity',
] as const;

export type ServiceName = (typeof SERVICES)[number];
