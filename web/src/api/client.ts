import createClient, { type Middleware } from 'openapi-fetch';
import createHooks from 'openapi-react-query';

import { freshToken, renewedToken } from '~/auth/session';

import type { paths as Accounting } from './generated/accounting';
import type { paths as Catalog } from './generated/catalog';
import type { paths as Identity } from './generated/identity';
import type { paths as Inventory } from './generated/inventory';
import type { paths as Pricing } from './generated/pricing';
import type { paths as Purchasing } from './generated/purchasing';
import type { paths as Reporting } from './generated/reporting';
import type { paths as Sales } from './generated/sales';
import { refusalOf } from './problem';

export interface Paths extends Accounting, Catalog, Identity, Inventory, Pricing, Purchasing, Reporting, Sales {}

const authenticated: Middleware = {
  async onRequest({ request }) {
    request.headers.set('Authorization', `Bearer ${await freshToken()}`);
    if (request.method !== 'GET' && !request.headers.has('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', crypto.randomUUID());
    }
    return request;
  },
  async onResponse({ request, response }) {
    if (response.status === 401 && request.method === 'GET') {
      const again = new Request(request);
      again.headers.set('Authorization', `Bearer ${await renewedToken()}`);
      response = await fetch(again);
    }
    if (!response.ok) throw await refusalOf(response);
    return response;
  },
};

/** All services behind the gateway, typed by their OpenAPI documents. What they refuse is thrown as `Refused`. */
export const api = createClient<Paths>({ querySerializer: { array: { style: 'form', explode: true } } });
api.use(authenticated);

export const hooks = createHooks(api);
