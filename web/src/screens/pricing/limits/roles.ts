/** Roles of people who set prices. */
export const ROLES = ['sales', 'pricing', 'finance', 'buyer', 'admin'];
