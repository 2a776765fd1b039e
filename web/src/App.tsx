import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createBrowserRouter, RouterProvider, type RouteObject } from 'react-router';

import { Refused } from './api/problem';
import { currentPerson, SignedOut } from './auth/session';
import { PAGES } from './portal/pages';
import { SCREENS } from './screens/registry';
import { Crash } from './ui/Crash';
import { Guarded } from './ui/Guarded';
import { NoScreen } from './ui/NoScreen';
import { pageNonce } from './ui/nonce';
import { Shell } from './ui/shell/Shell';
import { SignedOutPage } from './ui/SignedOutPage';
import { resolver, theme } from './ui/theme';
import { Toasts } from './ui/Toasts';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && !(error instanceof Refused || error instanceof SignedOut),
    },
  },
});

const console: RouteObject = {
  Component: Shell,
  HydrateFallback: () => null,
  ErrorBoundary: Crash,
  children: [
    ...SCREENS.map((screen) => ({
      path: screen.path,
      ErrorBoundary: Crash,
      lazy: async () => {
        const { default: Content } = await screen.load();
        return {
          Component: () => (
            <Guarded screen={screen}>
              <Content />
            </Guarded>
          ),
        };
      },
    })),
    { path: '*', Component: NoScreen },
  ],
};

const shop: RouteObject = {
  lazy: async () => ({ Component: (await import('./portal/Frame')).Frame }),
  HydrateFallback: () => null,
  ErrorBoundary: Crash,
  children: [
    ...PAGES.filter(({ needs }) => !needs || currentPerson()?.permissions.has(needs)).map(({ path, load }) => ({
      path,
      ErrorBoundary: Crash,
      lazy: async () => ({ Component: (await load()).default }),
    })),
    { path: '*', lazy: async () => ({ Component: (await import('./portal/NoPage')).NoPage }) },
  ],
};

// Somebody has signed in before this file is read, and signs out by leaving the page.
const router = createBrowserRouter([
  { path: '/signed-out', Component: SignedOutPage },
  {
    path: '/offer',
    HydrateFallback: () => null,
    ErrorBoundary: Crash,
    lazy: async () => ({ Component: (await import('./offer/LinkedQuote')).default }),
  },
  {
    path: '/rfq',
    HydrateFallback: () => null,
    ErrorBoundary: Crash,
    lazy: async () => ({ Component: (await import('./invitation/LinkedRfq')).default }),
  },
  currentPerson()?.customerId ? shop : console,
]);

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={resolver}
        defaultColorScheme="auto"
        getStyleNonce={pageNonce}
      >
        <Toasts />
        <RouterProvider router={router} />
      </MantineProvider>
    </QueryClientProvider>
  );
}
