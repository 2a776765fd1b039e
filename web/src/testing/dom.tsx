import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, configure, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';

import { speak, startTranslation } from '~/i18n';

class Watcher {
  observe() {}
  unobserve() {}
  disconnect() {}
}

// What Mantine asks of a browser and jsdom does not have.
Object.assign(globalThis, {
  ResizeObserver: Watcher,
  IntersectionObserver: Watcher,
  matchMedia: (media: string) => ({ matches: false, media, addEventListener: () => {}, removeEventListener: () => {} }),
});
Element.prototype.scrollIntoView = () => {};
Object.assign(document, { fonts: new EventTarget() });

configure({ asyncUtilTimeout: 10_000 }); // machines may be busy

/** Show a part of the console in English, at an address; the router tells where one is afterwards. */
export async function show(part: ReactNode, at = '/') {
  cleanup(); // what an earlier test showed: files share their modules, so no hook of this one runs in all of them
  await startTranslation();
  await speak('en');
  const router = createMemoryRouter([{ path: '*', element: part }], { initialEntries: [at] });
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <MantineProvider env="test">
        <RouterProvider router={router} />
      </MantineProvider>
    </QueryClientProvider>,
  );
  return router;
}
