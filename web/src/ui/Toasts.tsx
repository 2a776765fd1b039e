import { MantineThemeProvider } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';

/** Short messages in the corner, on a phone at the top, where nothing is to be pressed; the button that closes one has a name. */
export function Toasts() {
  const { t } = useTranslation();
  const isPhone = useMediaQuery('(max-width: 48em)');
  const readable = {
    defaultProps: { closeButtonProps: { 'aria-label': t('common.close') } },
    styles: { description: { color: 'var(--mantine-color-dimmed)' } }, // below a title it would be paler
  };
  return (
    <MantineThemeProvider inherit theme={{ components: { Notification: readable } }}>
      <Notifications position={isPhone ? 'top-center' : 'bottom-right'} limit={4} />
    </MantineThemeProvider>
  );
}
