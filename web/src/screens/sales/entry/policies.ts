/** How the goods of an order may leave. */
export const POLICIES = ['partial', 'complete-line', 'complete-order', 'consolidated'] as const;
