import { MantineThemeProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';

/** Short messages in the corner; the button that closes one has a name. */
export function Toasts() {
  const { t } = useTranslation();
  const named = { defaultProps: { closeButtonProps: { 'aria-label': t('common.close') } } };
  return (
    <MantineThemeProvider inherit theme={{ components: { Notification: named } }}>
      <Notifications position="bottom-right" limit={4} />
    </MantineThemeProvider>
  );
}
