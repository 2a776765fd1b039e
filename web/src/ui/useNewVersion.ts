import { notificationsStore } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

import { lookForNewerVersion, newVersion } from './version';

/**
 * Whether a newer version is ready, looked for as people come back to the tab or go to another screen. The next screen is
 * opened in it by a reload: there is nothing unsaved on a screen that has only just come. What is under way or was only just
 * told is waited for.
 */
export function useNewVersion(): boolean {
  const isThere = newVersion.useIsOn();
  const { pathname } = useLocation();
  const queries = useQueryClient();
  const before = useRef(pathname);

  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') lookForNewerVersion();
    };
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);

  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    const isBusy = queries.isMutating() > 0 || notificationsStore.getState().notifications.length > 0;
    if (isThere && !isBusy && navigator.onLine) location.reload();
    else lookForNewerVersion();
  }, [pathname, isThere, queries]);

  return isThere;
}
